"""For demonstrations and rehearsals, where nobody sits and listens: says so of every word at once."""

from uuid import UUID

from accounts.models import User
from transcription.listening.heard import confirm, note_listened
from transcription.models import Recording
from transcription.transcripts import words


def confirm_everything(*, story_id: UUID, by: User) -> int:
    """As BY would after listening to all recordings of a story that they have taken; how many stretches of speech."""
    confirmed = 0
    for part_id in Recording.objects.filter(story_id=story_id).values_list("part_id", flat=True):
        segments = words(part_id=part_id)
        if segments:
            note_listened(part_id=part_id, spans=[(0.0, max(each.end for each in segments))], by=by)
            confirm(part_id=part_id, keys=[each.key for each in segments], by=by)
        confirmed += len(segments)
    return confirmed

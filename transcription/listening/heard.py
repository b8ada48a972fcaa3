"""What a named person has listened to, and what they confirm: nothing is quoted, captioned or cut before that.

Whisper writes words that nobody said, above all where it is quiet: reading a transcript does not find them.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from transcription.captions import moment
from transcription.corrections.changes import confirm_each
from transcription.corrections.errors import CannotChange
from transcription.corrections.saving import Saved, save_work
from transcription.listening.spans import Span, join, uncovered
from transcription.models import Listened, Recording, Transcript
from transcription.timed import Segments, TimedSegment
from transcription.transcripts import words

MOST_SPANS = 2000


def note_listened(*, part_id: UUID, spans: Sequence[Span], by: User) -> list[Span]:
    """Add what BY's player has played; all that they have listened to of it, joined."""
    with transaction.atomic():
        recording = Recording.objects.select_for_update().get(part_id=part_id)
        row, _made = Listened.objects.get_or_create(recording=recording, user=by)
        longest = recording.duration or float("inf")
        told = [(max(start, 0.0), min(end, longest)) for start, end in spans if start < min(end, longest)]
        joined = join([*((start, end) for start, end in row.spans), *told])[:MOST_SPANS]
        row.spans = [[round(start, 2), round(end, 2)] for start, end in joined]
        row.save(update_fields=["spans"])
    return [(start, end) for start, end in row.spans]


def listened_by(*, part_id: UUID, by: User) -> list[Span]:
    row = Listened.objects.filter(recording__part_id=part_id, user=by).first()
    return [(start, end) for start, end in row.spans] if row else []


def confirm(*, part_id: UUID, keys: Collection[int], by: User) -> Saved:
    """BY has listened to these segments, and their words are what is said.

    Raises CannotChange, naming a moment that BY has not listened to, and whatever `save_changes` does.
    """
    heard = listened_by(part_id=part_id, by=by)

    def work(now: Segments) -> Segments:
        for segment in now:
            if segment.key in keys:
                _refuse_unheard(segment, heard)
        return confirm_each(now, keys=keys, by=by)

    return save_work(part_id=part_id, work=work, by=by)


def _refuse_unheard(segment: TimedSegment, heard: Sequence[Span]) -> None:
    if missing := uncovered(start=segment.start, end=segment.end, by=heard):
        raise CannotChange(
            _("You have not listened to %(from)s to %(to)s yet. Play it, then confirm.")
            % {"from": moment(missing[0][0]), "to": moment(missing[0][1])}
        )


def words_confirmed(*, part_id: UUID, start: float, end: float) -> bool:
    """Whether somebody listened to every word said between these seconds and confirmed it."""
    said = words(part_id=part_id)
    within = [each for each in said if each.words and each.start < end and start < each.end]
    return bool(within) and all(each.confirmed for each in within)


def why_not_confirmed(story_id: UUID) -> str:
    """What stands between the recordings of a story and their being quoted, in words for its editor."""
    unheard = unconfirmed_in(story_id)
    if not unheard:
        return ""
    number = sum(unheard.values())
    return (
        ngettext(
            "Listen first: %d stretch of what was said is not confirmed by anybody who listened. Open its transcript.",
            "Listen first: %d stretches of what was said are not confirmed by anybody who listened. "
            "Open its transcript.",
            number,
        )
        % number
    )


def unconfirmed_in(story_id: UUID) -> dict[UUID, int]:
    """By part: how many stretches of speech nobody has confirmed. One query, no words."""
    rows = Transcript.objects.filter(recording__story_id=story_id, recording__erased_at=None)
    latest = dict(rows.values_list("recording__part_id", "unconfirmed"))  # later rows win
    return {part_id: number for part_id, number in latest.items() if number}

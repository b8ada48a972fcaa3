"""What a clip is cut from: the released story, its treated copy for training, and its words as they may be read."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from stories.parts import PartMissing, redaction_spans
from stories.redaction import Span
from stories.release import ReleasedStory, read_for_training
from transcription.clips.choosing import CannotCut, Choice, choose
from transcription.listening.heard import words_confirmed
from transcription.models import Recording
from transcription.release import ReleasedClip, training_copy
from transcription.timed import TimedSegment
from transcription.transcripts import words


@dataclass(frozen=True)
class Source:
    recording: Recording
    story: ReleasedStory
    copy: ReleasedClip
    segments: tuple[TimedSegment, ...]
    spans: tuple[Span, ...]

    def choose(self, *, first: int, last: int) -> Choice:
        """Raises CannotCut, also where nobody has listened to these words and confirmed them."""
        choice = choose(
            segments=self.segments, spans=self.spans, first=first, last=last, duration=self.copy.duration
        )
        if not words_confirmed(part_id=self.recording.part_id, start=choice.start, end=choice.end):
            raise CannotCut(
                _("Nobody has listened to all of these words and confirmed them. Open the transcript first.")
            )
        return choice


def source_of(*, part_id: UUID) -> Source:
    """Raises CannotCut, saying what stands in the way, and PartMissing."""
    recording = Recording.objects.filter(part_id=part_id, erased_at=None).first()
    if recording is None:
        raise PartMissing("This recording is no longer here.")
    stories = read_for_training(story_ids=[recording.story_id])
    if not stories:
        raise CannotCut(
            _("Its teller has to agree to staff training, and to the anonymised words, before clips are cut.")
        )
    return Source(
        recording,
        stories[0],
        copy_to_cut(part_id=part_id),
        words(part_id=part_id),
        redaction_spans(part_id=part_id),
    )


def copy_to_cut(*, part_id: UUID) -> ReleasedClip:
    """The current treated copy in the form that training may have. Raises CannotCut, PartMissing."""
    copy = training_copy(part_id=part_id)
    if copy is None:
        raise CannotCut(
            _(
                "There is no safe copy of this recording for staff training: none was agreed to, or it is being made."
            )
        )
    return copy

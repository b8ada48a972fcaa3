"""A teller puts right what was written down of their own recording, some stretches of speech at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from stories.enums import MEDIA_KINDS
from stories.parts import PartMissing, part_info
from stories.rewording import words_are_open
from transcription.corrections.changes import Change
from transcription.corrections.saving import NoTranscript, save_changes
from transcription.timed import Segments
from transcription.transcripts import current_transcript, open_segments

ON_A_PAGE = 20


@dataclass(frozen=True)
class Typed:
    """What a teller wrote over the words WAS of the stretch KEY."""

    key: int
    was: str
    text: str


@dataclass(frozen=True)
class OwnWords:
    segments: Segments
    open: bool  # until it is handed to a second reader

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.segments) // ON_A_PAGE))

    @property
    def word_count(self) -> int:
        return sum(len(each.words) for each in self.segments)

    @property
    def seconds(self) -> float:
        return self.segments[-1].end if self.segments else 0.0

    def page(self, number: int) -> Segments:
        return self.segments[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]


def own_words(*, part_id: UUID, story_id: UUID) -> OwnWords:
    """The words as they are now. Raises PartMissing when the part is not of that story, NoTranscript, KeyDestroyed."""
    info = part_info(part_id=part_id)
    if info.story_id != story_id or info.kind not in MEDIA_KINDS:
        raise PartMissing("This recording is not of that story.")
    transcript = current_transcript(part_id=part_id)
    if transcript is None:
        raise NoTranscript
    return OwnWords(open_segments(transcript=transcript), words_are_open(story_id=story_id))


def correct_own_words(*, part_id: UUID, story_id: UUID, typed: Mapping[int, Typed]) -> None:
    """Keep what was TYPED, all of it or nothing. Raises as `own_words` and `save_changes`."""
    own_words(part_id=part_id, story_id=story_id)
    changes = [
        Change("text", each.key, each.was, each.text) for each in typed.values() if each.text != each.was
    ]
    if changes:
        save_changes(part_id=part_id, changes=changes, by=None)

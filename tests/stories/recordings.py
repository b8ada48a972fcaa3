"""Stories with a recording whose treated copies are only fingerprints, as stories sees them. No ffmpeg, no Whisper."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest import mock
from uuid import UUID

from common.jobs.registry import replaced
from stories import copies
from stories.enums import PartKind
from stories.models import SealedPart, Story
from tests.stories.factories import make_story

SOUND = b"OggS and nothing that anybody plays"


@dataclass(frozen=True)
class Treated:
    sha256: str
    being_made: bool


@dataclass
class Copies:
    """What a worker would have made: the hash that would be played of each part, and what is being made."""

    made: dict[UUID, str] = field(default_factory=dict)
    making: set[UUID] = field(default_factory=set)

    def source(self, part_ids: Collection[UUID]) -> dict[UUID, "Treated"]:
        return {each: Treated(self.made.get(each, ""), each in self.making) for each in part_ids}

    def hint(self, part_ids: Collection[UUID]) -> list[str]:
        return [self.made[each] for each in part_ids if each in self.made]


@contextmanager
def copies_of_nobody() -> Iterator[Copies]:
    """No other app makes copies inside."""
    fake = Copies()
    maker = copies.Maker(fake.source, fake.hint)
    with mock.patch.object(copies, "_makers", [maker]):
        yield fake


def make_recorded(state: str = "handed", **wish: object) -> tuple[Story, SealedPart]:
    """A story with words and one recording in STATE, and that recording."""
    with replaced("transcribe_recording", lambda run: None), replaced("make_safe_copy", lambda run: None):
        story = make_story(state, recording=SOUND, transcript="Somebody said this aloud.", **wish)
    return story, SealedPart.objects.get(submission_id=story.pk, kind=PartKind.AUDIO)

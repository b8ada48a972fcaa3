"""Quotations: words of a released story, found letter for letter and bound to the version they were picked in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from stories.release import ReleasedPart, ReleasedStory

LONGEST = 400  # characters: more is a story, not a quotation
FEWEST_WORDS = 3
SENTENCE_ENDS = ".!?…”\"'’"


class NotQuotable(Exception):
    """Why not, for whoever picks."""


@dataclass(frozen=True)
class Span:
    """START and END count characters of a part's released text."""

    story_id: UUID
    part: str
    start: int
    end: int
    version: str  # SHA-256

    @classmethod
    def of(cls, source_id: str, raw: dict[str, Any]) -> "Span":
        return cls(UUID(source_id), raw["part"], raw["start"], raw["end"], raw["version"])

    def raw(self) -> dict[str, Any]:
        """As a row keeps it, beside the story's id."""
        return {"part": self.part, "start": self.start, "end": self.end, "version": self.version}


def find_span(*, story: ReleasedStory, words: str) -> Span | None:
    """Where WORDS stand in STORY, white space aside; widened to whole words. None: they do not."""
    pieces = words.split()
    if not pieces:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, pieces)))
    for part in story.parts:
        if found := pattern.search(part.text):
            start, end = _whole_words(part.text, found.start(), found.end())
            return Span(story.story_id, str(part.part_id), start, end, story.version_hash)
    return None


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def quoted(*, span: Span, stories: Sequence[ReleasedStory]) -> str:
    """The words as they are printed, with marks of omission where a sentence was cut.

    Empty when the story is not among STORIES, or stands in another version now.
    """
    story = next((s for s in stories if s.story_id == span.story_id), None)
    if story is None or story.version_hash != span.version:
        return ""
    part = next((p for p in story.parts if str(p.part_id) == span.part), None)
    return _as_printed(part, span) if part else ""


def _as_printed(part: ReleasedPart, span: Span) -> str:
    words = " ".join(part.text[span.start : span.end].split())
    before = part.text[: span.start].rstrip(" ")
    begins = not before or before[-1] in SENTENCE_ENDS + "\n"
    ends = words[-1:] in SENTENCE_ENDS or not part.text[span.end :].strip()
    return f"{'' if begins else '… '}{words}{'' if ends else ' …'}"

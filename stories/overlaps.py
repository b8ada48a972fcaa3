"""Reading across stories: what each says may be harmless, and what two of them share may point at one person."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from stories.mosaic import FEW, Detail, details_left
from stories.released import ReleasedStory

DIGIT = re.compile(r"\d")  # a time that many nights have in common ("most of the night") tells nothing


@dataclass(frozen=True)
class Overlap:
    """STORIES are places in the order given, from 1."""

    detail: Detail
    words: str
    stories: tuple[int, ...]


def find_overlaps(*, stories: Sequence[ReleasedStory]) -> list[Overlap]:
    """Details that some of STORIES share, but fewer than five: what many say points at nobody.

    Looks through every word: about 25,000 words a second.
    """
    found: dict[tuple[Detail, str], list[int]] = defaultdict(list)
    for place, story in enumerate(stories, start=1):
        for detail, words in _details(story):
            found[detail, words].append(place)
    return [
        Overlap(detail, words, tuple(places))
        for (detail, words), places in found.items()
        if 1 < len(places) < FEW
    ]


def _details(story: ReleasedStory) -> set[tuple[Detail, str]]:
    parts = [{"text": part.text} for part in story.parts]
    left = details_left({"title": story.title, "summary": story.summary, "parts": parts})
    found = {(each.detail, words.casefold()) for each in left for words in each.words}
    return {(detail, words) for detail, words in found if detail != Detail.TIME or DIGIT.search(words)}

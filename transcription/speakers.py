"""Who speaks, where two microphones tell it. Nobody's voice is compared with anybody's."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from transcription.engines.base import Result, Segment, Word
from transcription.media.sides import Sides

CLEAR_DB = 6.0  # twice as loud on one side: two microphones; a phone's own two differ by one or two
MOST_WORDS = 0.8  # of all words must be clear, or it is one room heard by two ears
BOTH_SPEAK = 0.1  # of the clear words at least on either side, or one channel is only empty
NAMES = {"cy": "Siaradwr"}
NAME = "Speaker"
BY_CHANNEL = "by channel"


def label_by_channel(result: Result, *, sides: Sides) -> Result:
    """With "Speaker 1" (who speaks first) and "Speaker 2"; as it is when the channels are not two people's.

    Where the speaker changes within a stretch of speech it is parted.
    """
    words = [word for segment in result.segments for word in segment.words]
    differences = sides.differences([(word.start, word.end) for word in words])
    if differences is None or not are_two_microphones(differences):
        return result
    sides_of = iter(settle(differences))
    first: int | None = None
    segments: list[Segment] = []
    for segment in result.segments:
        for side, part in runs(segment.words, sides_of):
            first = side if first is None else first
            segments.append(part_of(segment, part, speaker=name_of(result, number=1 + (side != first))))
    return replace(result, segments=tuple(segments), options=result.options | {"speakers": BY_CHANNEL})


def are_two_microphones(differences: Sequence[float]) -> bool:
    clear = [difference for difference in differences if abs(difference) >= CLEAR_DB]
    if not clear or len(clear) < MOST_WORDS * len(differences):
        return False
    left = sum(difference > 0 for difference in clear) / len(clear)
    return BOTH_SPEAK <= left <= 1 - BOTH_SPEAK


def settle(differences: Sequence[float]) -> Iterator[int]:
    """The side of each word, 0 or 1; one that is not clear is said by whoever spoke last."""
    side = next(int(each < 0) for each in differences if abs(each) >= CLEAR_DB)
    for difference in differences:
        if abs(difference) >= CLEAR_DB:
            side = int(difference < 0)
        yield side


def runs(words: Sequence[Word], sides: Iterator[int]) -> list[tuple[int, list[Word]]]:
    found: list[tuple[int, list[Word]]] = []
    for word, side in zip(words, sides, strict=False):  # the sides go on in the next segment
        if found and found[-1][0] == side:
            found[-1][1].append(word)
        else:
            found.append((side, [word]))
    return found


def part_of(segment: Segment, words: Sequence[Word], *, speaker: str) -> Segment:
    whole = len(words) == len(segment.words)
    start, end = (segment.start, segment.end) if whole else (words[0].start, words[-1].end)
    return Segment(start, end, tuple(words), speaker)


def name_of(result: Result, *, number: int) -> str:
    return f"{NAMES.get(result.language, NAME)} {number}"

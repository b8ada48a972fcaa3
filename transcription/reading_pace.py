"""How long captions stay, so that they can be read: held into the pauses of speech, one after the other.

Nothing is left out or said otherwise, and a caption never comes before its first word: where somebody speaks faster
than can be read, and does not pause, the captions are as fast as they are.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

WORDS_A_MINUTE = 160  # held for as long as this takes, where there is room
FASTEST = 180  # above this people begin to miss words
SHORTEST_SECONDS = 1.0
LEAST_SECONDS = 0.1  # where two people speak at once, and the words of both would begin in one moment


class Shown(Protocol):
    @property
    def start(self) -> float: ...
    @property
    def end(self) -> float: ...
    @property
    def text(self) -> str: ...


Each = TypeVar("Each", bound=Shown)


def hold(cues: Sequence[Each]) -> list[Each]:
    """The same captions in order, none over another, each left up for as long as reading takes, where the next one
    leaves room."""
    held: list[Each] = []
    after = [*(cue.start for cue in cues[1:]), float("inf")]
    free = 0.0
    for cue, following in zip(cues, after, strict=True):
        start = max(cue.start, free)
        wanted = max(cue.end, start + seconds_to_read(cue.text))
        free = min(wanted, following if following > start else start + LEAST_SECONDS)
        held.append(replace(cue, start=start, end=free))  # type: ignore[type-var]  # a dataclass each
    return held


def seconds_to_read(text: str) -> float:
    return max(SHORTEST_SECONDS, len(text.split()) * 60 / WORDS_A_MINUTE)


def words_a_minute(cue: Shown) -> float:
    return len(cue.text.split()) * 60 / max(cue.end - cue.start, LEAST_SECONDS)


def hurried(cues: Sequence[Shown]) -> int:
    """How many are up for a shorter time than reading takes."""
    return sum(words_a_minute(cue) > FASTEST for cue in cues)

"""Spans of a text, as (start, end): what is left of one when others are taken away."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

Range = tuple[int, int]


class Cover:
    """Spans in any order, overlapping or not, joined into what they cover together."""

    def __init__(self, spans: Iterable[Range]) -> None:
        self.spans: list[Range] = []
        for start, end in sorted(spans):
            if self.spans and start <= self.spans[-1][1]:
                self.spans[-1] = (self.spans[-1][0], max(end, self.spans[-1][1]))
            else:
                self.spans.append((start, end))
        self._starts = [start for start, _ in self.spans]

    def touching(self, start: int, end: int) -> Sequence[Range]:
        """Those that share a letter with text[start:end]."""
        starts, spans = self._starts, self.spans
        last = bisect_left(starts, end)
        first = last
        while first and spans[first - 1][1] > start:
            first -= 1
        return spans[first:last]

    def holds(self, start: int, end: int) -> bool:
        """Whether text[start:end] is covered whole."""
        return any(a <= start and end <= b for a, b in self.touching(start, end))

    def without(self, start: int, end: int) -> Iterator[Range]:
        """What this leaves of text[start:end]."""
        at = start
        for a, b in self.touching(start, end):
            if a > at:
                yield at, a
            at = max(at, b)
        if at < end:
            yield at, end

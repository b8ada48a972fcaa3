"""The words of a recording as they may be read, each with its number: what a clip is chosen on."""

from collections.abc import Sequence
from dataclasses import dataclass

from transcription.captions import Replacement, moment, safe_words
from transcription.timed import TimedSegment, TimedWord


@dataclass(frozen=True)
class ShownWord:
    """One word, or what stands for hidden ones: then it is as many words as it hides."""

    first: int
    last: int
    text: str
    hidden: bool = False


@dataclass(frozen=True)
class ShownLine:
    at: str
    speaker: str
    confirmed: bool
    words: tuple[ShownWord, ...]

    @property
    def first(self) -> int:
        return self.words[0].first

    @property
    def last(self) -> int:
        return self.words[-1].last


def show_lines(*, segments: Sequence[TimedSegment], spans: Sequence[Replacement]) -> list[ShownLine]:
    """SPANS are ordered and do not overlap. A span across two lines is shown on both."""
    lines: list[ShownLine] = []
    at = 0
    for segment in segments:
        words = _words(segment.words, spans, at)
        if words:
            named = _name(segment, spans)
            lines.append(ShownLine(moment(segment.start), named, segment.confirmed is not None, tuple(words)))
        at += len(segment.words)
    return lines


def _words(words: Sequence[TimedWord], spans: Sequence[Replacement], at: int) -> list[ShownWord]:
    shown: list[ShownWord] = []
    before: Replacement | None = None
    for number, word in enumerate(words, at):
        span = next((s for s in spans if s.start < word.finish and word.begin < s.end), None)
        if span is None:
            shown.append(ShownWord(number, number, word.text))
        elif span is before:
            shown[-1] = ShownWord(shown[-1].first, number, span.replacement, hidden=True)
        else:
            shown.append(ShownWord(number, number, span.replacement, hidden=True))
        before = span
    return shown


def _name(segment: TimedSegment, spans: Sequence[Replacement]) -> str:
    """Who speaks, where the speaker changes: hidden like any other words."""
    if segment.label is None:
        return ""
    return " ".join(word.text for word in safe_words(words=[segment.label], spans=spans)).rstrip(":")

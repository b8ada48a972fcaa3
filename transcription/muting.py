"""From redacted characters to muted seconds."""

from collections.abc import Sequence
from typing import Protocol

from transcription.media.treatment import TimeSpan
from transcription.timed import TimedWord

# Measured (docs/safe-copies.md): Whisper's word edges are up to 0.5 s off, and some words come out far too short.
# With 0.25 s of silence on each side (the treatment adds 0.1 s to this pad, for the codec's sake) and 0.07 s a letter,
# nothing of a redacted name was heard; with 0.12 s something of one in ten was.
PAD_SECONDS = 0.15
SECONDS_A_LETTER = 0.07
JOIN_SECONDS = 0.2  # a sliver of sound between two mutes helps nobody


class Redacted(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def muted_spans(*, words: Sequence[TimedWord], redactions: Sequence[Redacted]) -> tuple[TimeSpan, ...]:
    """Whole words, padded, merged and in order. A redaction of part of a word mutes all of it."""
    spans = [
        widen(hit)
        for redaction in redactions
        if (hit := [w for w in words if w.begin < redaction.end and redaction.start < w.finish])
    ]
    return merge(spans)


def widen(words: Sequence[TimedWord]) -> TimeSpan:
    start, end = min(word.start for word in words), max(word.end for word in words)
    likely = SECONDS_A_LETTER * sum(word.finish - word.begin for word in words)
    extra = PAD_SECONDS + max(0.0, likely - (end - start)) / 2
    return max(0.0, start - extra), end + extra


def merge(spans: Sequence[TimeSpan]) -> tuple[TimeSpan, ...]:
    merged: list[TimeSpan] = []
    for start, end in sorted(spans):
        if merged and start - merged[-1][1] < JOIN_SECONDS:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple((round(start, 3), round(end, 3)) for start, end in merged)

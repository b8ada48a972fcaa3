"""From a first and a last word to a span of seconds, and to the words around it. No database, no sealing.

Everything here that holds words holds them as they may be read: what is hidden is replaced.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from transcription.captions import Cue, Replacement, build_cues, safe_words
from transcription.media.treatment import TimeSpan
from transcription.timed import TimedSegment, TimedWord

LEAD_IN = 0.3  # seconds before the first word, as far as nobody is speaking there
LEAD_OUT = 0.4
SHORTEST, LONGEST = 1.0, 300.0
AROUND = 25  # words shown on each side: about two sentences, so that a cut cannot turn a meaning round unseen


class CannotCut(Exception):
    """These words make no clip; the message says what to choose instead and holds none of them."""


@dataclass(frozen=True)
class Choice:
    """Seconds of the copy, which are those of the recording. `words`, `before` and `after` are redacted."""

    start: float
    end: float
    words: str
    before: str
    after: str
    cues: tuple[Cue, ...]  # from the clip's own beginning

    @property
    def seconds(self) -> float:
        return self.end - self.start


def choose(
    *,
    segments: Sequence[TimedSegment],
    spans: Sequence[Replacement],
    first: int,
    last: int,
    duration: float,
) -> Choice:
    """The clip from word FIRST to word LAST, both counted from 0 through the whole recording of DURATION seconds.

    SPANS are the redactions, in order. Raises CannotCut.
    """
    words = [word for segment in segments for word in segment.words]
    if not 0 <= first <= last < len(words):
        raise CannotCut(_("Choose a first word, and a last word that comes after it."))
    start, end = edges(words, first=first, last=last, duration=duration)
    if end - start < SHORTEST:
        raise CannotCut(_("This is less than a second. Choose more words."))
    if end - start > LONGEST:
        raise CannotCut(_("This is longer than five minutes. Choose fewer words."))
    if all_hidden(words[first : last + 1], spans):
        raise CannotCut(_("All of these words are hidden, so nothing would be heard. Choose other words."))
    sounds = [each for each in segments if each.sound and start <= each.start < end]
    cues = cues_between(segments=segments, spans=spans, first=first, last=last, sounds=sounds)
    return Choice(
        start=start,
        end=end,
        words=readable(words[first : last + 1], spans),
        before=readable(words[max(first - AROUND, 0) : first], spans),
        after=readable(words[last + 1 : last + 1 + AROUND], spans),
        cues=tuple(shift(cues, by=start, within=end - start)),
    )


def edges(words: Sequence[TimedWord], *, first: int, last: int, duration: float) -> TimeSpan:
    """Word edges with a lead-in and a lead-out that reach into no other word."""
    before = max((word.end for word in words[:first]), default=0.0)
    after = min((word.start for word in words[last + 1 :]), default=duration)
    begins, ends = words[first].start, max(word.end for word in words[first : last + 1])
    start = min(begins, max(begins - LEAD_IN, before))
    end = max(ends, min(ends + LEAD_OUT, after))
    return round(max(start, 0.0), 3), round(min(end, duration), 3)


def all_hidden(words: Sequence[TimedWord], spans: Sequence[Replacement]) -> bool:
    return all(any(span.start <= w.begin and w.finish <= span.end for span in spans) for w in words)


def readable(words: Sequence[TimedWord], spans: Sequence[Replacement]) -> str:
    """A span across the edge of WORDS is replaced on this side of it as well."""
    return " ".join(word.text for word in safe_words(words=words, spans=spans))


def cues_between(
    *,
    segments: Sequence[TimedSegment],
    spans: Sequence[Replacement],
    first: int,
    last: int,
    sounds: Sequence[TimedSegment],
) -> list[Cue]:
    """SOUNDS are those heard in this stretch: in the text they may stand after all of what was said around them."""
    inside: list[TimedSegment] = []
    at = 0
    for segment in segments:
        kept = tuple(segment.words[max(first - at, 0) : max(last + 1 - at, 0)])
        at += len(segment.words)
        if kept and not segment.sound:
            inside.append(replace(segment, words=kept))
    return build_cues(segments=[*inside, *sounds], spans=spans)


def shift(cues: Sequence[Cue], *, by: float, within: float) -> list[Cue]:
    return [Cue(max(cue.start - by, 0.0), min(cue.end - by, within), cue.text) for cue in cues]

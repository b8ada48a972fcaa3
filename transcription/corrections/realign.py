"""Times for words that a person wrote, inside the segment they were said in: nothing outside it moves."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from transcription.timed import TimedSegment, TimedWord

SHORTEST = 0.02  # seconds; a word takes some time


def realign(segment: TimedSegment, *, text: str) -> tuple[TimedWord, ...]:
    """The words of TEXT: those that stayed keep their times, the others share the time of those they replace.

    A word that was only put in between gets a share of its neighbours' time.
    """
    old, texts = segment.words, text.split()
    words: list[TimedWord] = []
    same = SequenceMatcher(
        a=[word.text.casefold() for word in old], b=[each.casefold() for each in texts], autojunk=False
    )
    for kind, a0, a1, b0, b1 in same.get_opcodes():
        if kind == "equal":
            pairs = zip(old[a0:a1], texts[b0:b1], strict=True)
            words += [_kept(word, each) for word, each in pairs]
        elif b1 > b0:
            start, end = _room(segment, old, a0, a1, after=words)
            if a0 == a1 and words and start < words[-1].end:  # squeezed in: the one before gives some up
                words[-1] = _timed(words[-1], words[-1].start, start)
            words += _share(texts[b0:b1], start, end)
    return tuple(_in_order(words, segment))


def _kept(word: TimedWord, text: str) -> TimedWord:
    if word.text == text:
        return word
    return TimedWord(word.start, word.end, text, 1.0, 0, 0)


def _timed(word: TimedWord, start: float, end: float) -> TimedWord:
    return TimedWord(round(start, 3), round(end, 3), word.text, word.probability, 0, 0, word.silent)


def _room(
    segment: TimedSegment, old: Sequence[TimedWord], a0: int, a1: int, *, after: Sequence[TimedWord]
) -> tuple[float, float]:
    """From when to when the new words were said."""
    if a1 > a0:
        return old[a0].start, old[a1 - 1].end
    before = after[-1] if after else None
    begin = before.end if before else segment.start
    end = old[a0].start if a0 < len(old) else segment.end
    if end - begin >= SHORTEST or before is None:
        return begin, max(end, begin)
    return (before.start + before.end) / 2, max(end, before.end)


def _share(texts: Sequence[str], start: float, end: float) -> list[TimedWord]:
    """By their letters."""
    letters = sum(len(text) for text in texts)
    words, at = [], start
    for text in texts:
        until = at + (end - start) * len(text) / letters
        words.append(TimedWord(round(at, 3), round(until, 3), text, 1.0, 0, 0))
        at = until
    return words


def _in_order(words: Sequence[TimedWord], segment: TimedSegment) -> list[TimedWord]:
    """Never backwards, never outside the segment."""
    at, ordered = segment.start, []
    for word in words:
        start = min(max(word.start, at), segment.end)
        end = min(max(word.end, start), segment.end)
        ordered.append(word if (start, end) == (word.start, word.end) else _timed(word, start, end))
        at = start
    return ordered

"""WebVTT and SRT from the redacted words only: at most two lines of 42 characters, held until they can be read."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from transcription.reading_pace import SHORTEST_SECONDS, hold
from transcription.timed import TimedSegment, TimedWord

LINE = 42
LINES = 2
PAUSE_SECONDS = 1.2


class Replacement(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def replacement(self) -> str: ...


@dataclass(frozen=True)
class SafeWord:
    start: float
    end: float
    text: str
    sound: bool = False  # said by nobody: a piece of a sound's description


@dataclass(frozen=True)
class Cue:
    start: float
    end: float
    text: str  # one or two lines


def safe_words(*, words: Sequence[TimedWord], spans: Sequence[Replacement]) -> list[SafeWord]:
    """The words as they may be read: what a span covers is replaced once, whatever is left of its words is kept.

    SPANS are ordered and do not overlap, as `stories.parts.redaction_spans` gives them.
    """
    safe: list[SafeWord] = []
    done: set[int] = set()
    for word in words:
        text = ""
        at = word.begin
        for number, span in enumerate(spans):
            if span.end <= word.begin or span.start >= word.finish:
                continue
            text += word.text[at - word.begin : max(span.start - word.begin, 0)]
            text += span.replacement if number not in done else ""
            done.add(number)
            at = max(at, span.end)
        text += word.text[max(at - word.begin, 0) :]
        safe.append(SafeWord(word.start, word.end, text.strip()))
    return [piece for word in absorb_empty(safe) for piece in split(word)]


def absorb_empty(words: Iterable[SafeWord]) -> Iterator[SafeWord]:
    """A word of which nothing is left lends its time to the one before."""
    held: SafeWord | None = None
    for word in words:
        if not word.text and held:
            held = SafeWord(held.start, word.end, held.text)
            continue
        if held:
            yield held
        held = word if word.text else None
    if held:
        yield held


def split(word: SafeWord) -> list[SafeWord]:
    """A stand-in of several words as words of their own, sharing its time; none longer than a line."""
    texts = [piece for each in word.text.split() for piece in wrap(each)]
    step = (word.end - word.start) / len(texts)
    return [
        replace(word, start=word.start + i * step, end=word.start + (i + 1) * step, text=text)
        for i, text in enumerate(texts)
    ]


def described(sound: TimedSegment, spans: Sequence[Replacement]) -> list[SafeWord]:
    """A sound as it may be read: in brackets, whatever of its description is hidden."""
    text = " ".join(word.text for word in safe_words(words=sound.words, spans=spans)).strip("[] ")
    return split(SafeWord(sound.start, sound.end, f"[{text}]", sound=True)) if text else []


def with_sounds(spoken: list[SafeWord], sounds: Iterable[list[SafeWord]]) -> list[SafeWord]:
    """Each before the first word that is said after it, and never amid another sound."""
    for sound in filter(None, sounds):
        whole = (at for at, word in enumerate(spoken) if not word.sound or begins_sound(word))
        at = next((at for at in whole if spoken[at].start >= sound[0].start), len(spoken))
        spoken[at:at] = sound
    return spoken


def begins_sound(word: SafeWord) -> bool:
    return word.sound and word.text.startswith("[")


def build_cues(*, segments: Sequence[TimedSegment], spans: Sequence[Replacement]) -> list[Cue]:
    # All words at once, so that a span across two segments is replaced once; then back into the segments' times.
    speech = [segment for segment in segments if not segment.sound]
    spoken = safe_words(words=[word for segment in speech for word in segment.shown], spans=spans)
    every = with_sounds(spoken, (described(each, spans) for each in segments if each.sound))
    ends = [segment.end for segment in speech]
    cues: list[Cue] = []
    group: list[SafeWord] = []
    for word in every:
        if group and (
            not fits(group, word)
            or word.start - group[-1].end > PAUSE_SECONDS
            or ended(group, word, ends)
            or turns(group, word)
        ):
            cues.append(make_cue(group))
            group = []
        group.append(word)
    return hold([*cues, make_cue(group)] if group else cues)


def ended(group: Sequence[SafeWord], word: SafeWord, ends: Sequence[float]) -> bool:
    """Whether a segment ends between the group and the word."""
    return any(group[-1].end <= end <= word.start for end in ends)


def turns(group: Sequence[SafeWord], word: SafeWord) -> bool:
    """Whether a sound begins or is over, and there is the time to show it by itself."""
    changes = begins_sound(word) or word.sound != group[-1].sound
    return changes and word.start - group[0].start >= SHORTEST_SECONDS


def wrap(text: str) -> list[str]:
    return textwrap.wrap(text, LINE, break_long_words=True, break_on_hyphens=False)


def fits(group: Sequence[SafeWord], word: SafeWord) -> bool:
    return len(wrap(" ".join([*(each.text for each in group), word.text]))) <= LINES


def make_cue(group: Sequence[SafeWord]) -> Cue:
    text = " ".join(word.text for word in group)
    return Cue(group[0].start, max(word.end for word in group), "\n".join(even(text)))


def even(text: str) -> list[str]:
    """Two lines of about one length, where one is too short: the eye goes back less far."""
    lines = wrap(text)
    widths = range(max(map(len, text.split())), LINE) if len(lines) == LINES else ()
    shorter = (textwrap.wrap(text, width, break_on_hyphens=False) for width in widths)
    return next((each for each in shorter if len(each) == LINES), lines)


def write_vtt(cues: Sequence[Cue]) -> str:
    blocks = [f"{clock(cue.start)} --> {clock(cue.end)}\n{escape(cue.text)}" for cue in cues]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def write_srt(cues: Sequence[Cue]) -> str:
    return "\n".join(
        f"{number}\n{clock(cue.start, ',')} --> {clock(cue.end, ',')}\n{cue.text}\n"
        for number, cue in enumerate(cues, 1)
    )


def as_srt(vtt: str) -> str:
    """The captions that `write_vtt` wrote, for programs that know SRT alone."""
    return write_srt(read_vtt(vtt))


def read_vtt(vtt: str) -> list[Cue]:
    """What `write_vtt` wrote; of no other program's files."""
    cues = []
    for block in vtt.strip().split("\n\n")[1:]:
        times, _, text = block.partition("\n")
        start, _, end = times.partition(" --> ")
        cues.append(Cue(seconds_of(start), seconds_of(end), unescape(text)))
    return cues


def seconds_of(written: str) -> float:
    hours, minutes, seconds = written.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def clock(seconds: float, mark: str = ".") -> str:
    ms = round(seconds * 1000)
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}{mark}{ms % 1000:03d}"


def moment(seconds: float) -> str:
    """For people: minutes and seconds, with hours where there are some."""
    return clock(seconds)[:8].removeprefix("00:")


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

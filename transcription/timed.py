"""Words with their times and their places in the text that redactions are decided on. No database, no sealing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the engines load large libraries, which a web process does not need
    from transcription.engines.base import Result

DOUBTFUL = 0.5  # the machine gives a word less than this: it is marked until somebody has listened


@dataclass(frozen=True, slots=True)
class TimedWord:
    """text[begin:finish] was said from `start` to `end` (seconds)."""

    start: float
    end: float
    text: str
    probability: float  # 1 for a word that a person wrote
    begin: int
    finish: int
    silent: bool = False  # the machine wrote it where nothing was to be heard

    @property
    def doubtful(self) -> bool:
        return self.silent or self.probability < DOUBTFUL


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Somebody listened to a segment and found that its words are what is said."""

    by: int | None  # a user's id; None for the teller
    at: str  # ISO 8601


@dataclass(frozen=True, slots=True)
class TimedSegment:
    """A stretch of speech, or a sound that a person described. `key` stays the same whatever is done to its words; a
    split gives a new one."""

    start: float
    end: float
    words: tuple[TimedWord, ...]
    key: int = 0
    speaker: str = ""
    label: TimedWord | None = None  # the speaker's name where it stands in the text, which takes no time
    confirmed: Confirmation | None = None
    sound: bool = False  # its words, in brackets, were said by nobody

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def shown(self) -> tuple[TimedWord, ...]:
        """Its words with the speaker's name before them, where the text has it: for captions and reading."""
        return (self.label, *self.words) if self.label else self.words


Segments = tuple[TimedSegment, ...]


def place(segments: Iterable[TimedSegment]) -> tuple[TimedSegment, ...]:
    """Give each word its offsets in `text_of`: one space between words, a new line between segments.

    A speaker's name stands before the first words after somebody else's: it can be redacted like any other words.
    """
    placed: list[TimedSegment] = []
    at, speaking = 0, ""
    for segment in segments:
        label = None
        if segment.speaker and segment.speaker != speaking:
            name = f"{segment.speaker}:"
            label = TimedWord(segment.start, segment.start, name, 1.0, at, at + len(name))
            at += len(name) + 1
        speaking = speaking if segment.sound else segment.speaker
        words = []
        for word in segment.words:
            finish = at + len(word.text)
            words.append(
                word if (word.begin, word.finish) == (at, finish) else replace(word, begin=at, finish=finish)
            )
            at = finish + 1
        if not words and label is None:
            at += 1  # a line without words is a line
        placed.append(replace(segment, words=tuple(words), label=label))
    return tuple(placed)


def place_words(result: "Result") -> tuple[TimedSegment, ...]:
    """As `place`, of what an engine heard."""
    return place(
        TimedSegment(
            segment.start,
            segment.end,
            tuple(
                TimedWord(word.start, word.end, word.text, word.probability, 0, 0, word.silent)
                for word in segment.words
            ),
            key,
            segment.speaker,
        )
        for key, segment in enumerate(result.segments, 1)
    )


def text_of(segments: Sequence[TimedSegment]) -> str:
    return "\n".join(" ".join(word.text for word in segment.shown) for segment in segments)


def pack(segments: Iterable[TimedSegment]) -> list[Any]:
    """For sealing. Offsets are worked out again when it is opened."""
    return [
        {
            "key": segment.key,
            "start": segment.start,
            "end": segment.end,
            "words": [[w.start, w.end, w.text, w.probability, int(w.silent)] for w in segment.words],
            **({"speaker": segment.speaker} if segment.speaker else {}),
            **({"confirmed": [segment.confirmed.by, segment.confirmed.at]} if segment.confirmed else {}),
            **({"sound": True} if segment.sound else {}),
        }
        for segment in segments
    ]


def unpack(items: Iterable[dict[str, Any]]) -> tuple[TimedSegment, ...]:
    return place(
        TimedSegment(
            item["start"],
            item["end"],
            tuple(
                TimedWord(start, end, text, probability, 0, 0, bool(silent))
                for start, end, text, probability, silent in item["words"]
            ),
            item["key"],
            item.get("speaker", ""),
            None,
            Confirmation(*item["confirmed"]) if "confirmed" in item else None,
            item.get("sound", False),
        )
        for item in items
    )


def describe(
    segments: Sequence[TimedSegment], *, language: str, engine: str, model_hash: str
) -> dict[str, Any]:
    """Everything there is to know of the words, as plain data."""
    return {
        "language": language,
        "engine": engine,
        "model_hash": model_hash,
        "text": text_of(segments),
        "segments": [
            {
                "start": segment.start,
                "end": segment.end,
                **({"speaker": segment.speaker} if segment.speaker else {}),
                **({"sound": True} if segment.sound else {}),
                "text": segment.text,
                "words": [
                    {"start": w.start, "end": w.end, "text": w.text, "probability": w.probability}
                    for w in segment.words
                ],
            }
            for segment in segments
        ],
    }

"""What an engine is, what it answers, and the listening that all engines share."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from transcription.engines.deadline import in_time
from transcription.engines.pieces import (
    DETECTOR,
    PIECE_SECONDS,
    Clip,
    Piece,
    Samples,
    cut_into_pieces,
)
from transcription.media.decode import SAMPLE_RATE, decode_samples

Source = Path | Samples | Iterable[npt.NDArray[np.int16]]
Progress = Callable[[float], None]  # seconds of the recording that are done
SLOWEST = 30.0  # times its own length that a piece may take: the largest model on one busy core needs a third
LEAST_SECONDS = 120.0  # however short it is
PROMPT_TOKENS = 200  # a model holds 448 in all, of which it may write 224
MOST_NEW_TOKENS = (
    224  # in a window of 30 s: nobody speaks so fast, only a model that repeats itself writes more
)
FOUND = "found"  # the language was not told but found out


@dataclass(frozen=True, slots=True)
class Word:
    start: float
    end: float
    text: str
    probability: float
    silent: bool = False  # nothing was to be heard there: see media/levels.py


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of speech; its text is its words joined by single spaces, so offsets and times never part."""

    start: float
    end: float
    words: tuple[Word, ...]
    speaker: str = ""  # only where two microphones tell it: see transcription/speakers.py

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Result:
    segments: tuple[Segment, ...]
    language: str
    engine: str
    model_hash: str
    duration: float
    options: dict[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of one piece of a recording."""

    end: int  # in samples from the beginning
    segments: tuple[Segment, ...]
    language: str  # empty as long as nobody spoke


class Memory(Protocol):
    """Keeps what was heard, piece by piece, for whoever has to go on after a worker died."""

    def recall(self, options: Mapping[str, object]) -> Sequence[Heard]:
        """The first pieces, in order, if they were heard with exactly these options."""

    def keep(self, heard: Heard) -> None: ...


class Engine(Protocol):
    name: str
    model_hash: str

    def load(self) -> None: ...

    def transcribe(
        self,
        audio: Source,
        *,
        language: str | None = None,
        words: Sequence[str] = (),
        on_progress: Progress | None = None,
        memory: Memory | None = None,
    ) -> Result: ...


class WhisperEngine(ABC):
    """Cuts at the pauses first and hands the engine one stretch of speech at a time.

    A long recording is taken in pieces of a few minutes, so memory does not grow with its length, and what was heard
    of it is kept on the way. Nothing is decided at random (temperature 0), so the same recording gives the same words
    again.
    """

    name: str
    model_hash: str = ""

    def __init__(
        self,
        *,
        model: Path,
        device: str,
        compute_type: str,
        threads: int,
        join_seconds: float = 0.0,
        piece_seconds: float = PIECE_SECONDS,
        slowest: float = SLOWEST,
    ) -> None:
        self.model, self.device, self.compute_type = model, device, compute_type
        self.threads, self.join_seconds = threads, join_seconds
        self.piece_seconds, self.slowest = piece_seconds, slowest

    @abstractmethod
    def load(self) -> None: ...

    @abstractmethod
    def languages(self) -> frozenset[str]: ...

    @abstractmethod
    def detect_language(self, samples: Samples) -> str: ...

    @abstractmethod
    def recognise(
        self, samples: Samples, *, clips: Sequence[Clip], language: str, prompt: str
    ) -> Iterator[Segment]:
        """The words inside the clips, with times in seconds from the first sample."""

    @abstractmethod
    def count_tokens(self, prompt: str) -> int: ...

    @abstractmethod
    def options(self) -> dict[str, object]: ...

    def transcribe(
        self,
        audio: Source,
        *,
        language: str | None = None,
        words: Sequence[str] = (),
        on_progress: Progress | None = None,
        memory: Memory | None = None,
    ) -> Result:
        """WORDS are names that may be said in it. Raises TooSlow when a piece is not done in many times its length."""
        tell = on_progress or (lambda _seconds: None)
        spoken = asked = language if language in self.languages() else None
        prompt = self.prompt_of(words)
        options = self.all_options(language=asked, prompt=prompt)
        known = memory.recall(options) if memory else ()
        segments: list[Segment] = []
        end = 0
        for number, piece in enumerate(self.pieces(audio, known=known)):
            if number < len(known):
                heard = known[number]
            else:
                heard = self.hear(piece, language=spoken, prompt=prompt, tell=tell)
            if memory and number >= len(known) and not piece.last:
                memory.keep(heard)
            spoken, end = spoken or heard.language or None, heard.end
            segments.extend(heard.segments)
            tell(end / SAMPLE_RATE)
        return Result(
            segments=tuple(segments),
            language=spoken or language or "",
            engine=self.name,
            model_hash=self.model_hash,
            duration=end / SAMPLE_RATE,
            options=options | {"threads": self.threads},
        )

    def prompt_of(self, words: Sequence[str]) -> str:
        """As many of the words, from the first, as the model has room for."""
        fitting = list(words)
        while fitting and self.count_tokens(", ".join(fitting)) > PROMPT_TOKENS:
            fitting.pop()
        return ", ".join(fitting)

    def all_options(self, *, language: str | None, prompt: str) -> dict[str, object]:
        """Everything but the number of threads, which is what was free at that moment, that the words rest on."""
        return self.options() | {
            "speech": DETECTOR,
            "join_seconds": self.join_seconds,
            "piece_seconds": self.piece_seconds,
            "language": language or FOUND,
            "words": sha256(prompt.encode()).hexdigest() if prompt else "",
        }

    def pieces(self, audio: Source, *, known: Sequence[Heard]) -> Iterator[Piece]:
        return cut_into_pieces(
            stream(audio),
            join_seconds=self.join_seconds,
            seconds=self.piece_seconds,
            known=[heard.end for heard in known],
        )

    def hear(self, piece: Piece, *, language: str | None, prompt: str, tell: Progress) -> Heard:
        end = round(piece.end * SAMPLE_RATE)
        if not piece.clips:
            return Heard(end, (), "")
        spoken = language or self.detect_language(piece.from_speech())
        segments: list[Segment] = []
        for heard in in_time(
            lambda: self.recognise(piece.samples, clips=piece.clips, language=spoken, prompt=prompt),
            seconds=LEAST_SECONDS + self.slowest * (piece.end - piece.start),
        ):
            segments.append(shift(heard, by=piece.start))
            tell(segments[-1].end)
        return Heard(end, tuple(segments), spoken)


def stream(audio: Source) -> Iterable[npt.NDArray[np.int16]]:
    if isinstance(audio, Path):
        return decode_file(audio)
    if isinstance(audio, np.ndarray):
        return [(audio * 32767).astype(np.int16)]
    return audio


def decode_file(path: Path) -> Iterable[npt.NDArray[np.int16]]:
    with path.open("rb") as file:
        yield from decode_samples(file)


def shift(segment: Segment, *, by: float) -> Segment:
    words = tuple(
        Word(round(word.start + by, 3), round(word.end + by, 3), word.text, word.probability)
        for word in segment.words
    )
    return Segment(round(segment.start + by, 3), round(segment.end + by, 3), words)


def build_segment(*, start: float, end: float, text: str, words: Sequence[Word]) -> Segment | None:
    """A segment whose words carry no spaces: pieces of a word are joined, and a missing alignment is spread evenly.

    `words` come as both libraries give them: with a leading space where a new word begins.
    """
    whole = join_pieces(words) or spread_evenly(start=start, end=end, text=text)
    if not whole:
        return None
    return Segment(whole[0].start, max(word.end for word in whole), tuple(whole))


def join_pieces(words: Sequence[Word]) -> list[Word]:
    whole: list[Word] = []
    for word in words:
        if not (text := word.text.strip()):
            continue
        if whole and not word.text[0].isspace():
            last = whole[-1]
            whole[-1] = Word(last.start, word.end, last.text + text, min(last.probability, word.probability))
        else:
            whole.append(Word(word.start, word.end, " ".join(text.split()), word.probability))
    return whole


def spread_evenly(*, start: float, end: float, text: str) -> list[Word]:
    texts = text.split()
    step = (end - start) / max(len(texts), 1)
    return [
        Word(round(start + i * step, 3), round(start + (i + 1) * step, 3), each, 0.0)
        for i, each in enumerate(texts)
    ]

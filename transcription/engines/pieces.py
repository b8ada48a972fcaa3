"""Finds the stretches of speech in a long recording, a few minutes at a time.

Whisper invents words in pauses, so it is only ever given speech: the Silero detector that faster-whisper bundles
finds it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from faster_whisper.vad import VadOptions, get_speech_timestamps

from transcription.media.decode import SAMPLE_RATE

Samples = npt.NDArray[np.float32]
Clip = tuple[float, float]  # seconds

DETECTOR = {"min_silence_duration_ms": 300, "speech_pad_ms": 150}
PIECE_SECONDS = 300
LONGEST_CLIP_SECONDS = 28.0  # Whisper's window is 30 s
LEAD_SAMPLES = SAMPLE_RATE // 2  # silence kept before the next piece, so that a word's onset is not cut


@dataclass(frozen=True)
class Piece:
    start: float
    samples: Samples
    clips: tuple[Clip, ...]
    last: bool = False

    @property
    def end(self) -> float:
        return self.start + len(self.samples) / SAMPLE_RATE

    def from_speech(self) -> Samples:
        return self.samples[int(self.clips[0][0] * SAMPLE_RATE) :]


def cut_into_pieces(
    chunks: Iterable[npt.NDArray[np.int16]],
    *,
    join_seconds: float = 0.0,
    seconds: float = PIECE_SECONDS,
    known: Sequence[int] = (),
) -> Iterator[Piece]:
    """Pieces that never cut a stretch of speech in two, unless it lasts longer than a whole piece.

    KNOWN: where the first pieces end, in samples, when they were heard before. They come without clips, and the
    others as if nothing had happened.
    """
    begun, held = 0, np.zeros(0, np.int16)
    for number, (chunk, last) in enumerate(gather(chunks, seconds=seconds)):
        held = np.concatenate([held, chunk])
        if number < len(known):
            keep, clips = known[number] - begun, list[Clip]()
        else:
            keep, clips = speech_in(held, last=last, join_seconds=join_seconds)
        yield Piece(begun / SAMPLE_RATE, as_float(held[:keep]), tuple(clips), last)
        begun, held = begun + keep, held[keep:]


def speech_in(held: npt.NDArray[np.int16], *, last: bool, join_seconds: float) -> tuple[int, list[Clip]]:
    """How many samples make the piece, and where in it somebody speaks."""
    spans = speech_spans(held)
    keep = len(held) if last else whole_until(spans, size=len(held))
    clips = [(start / SAMPLE_RATE, end / SAMPLE_RATE) for start, end in spans if end <= keep]
    return keep, join_close(clips, within=join_seconds)


def gather(
    chunks: Iterable[npt.NDArray[np.int16]], *, seconds: float = PIECE_SECONDS
) -> Iterator[tuple[npt.NDArray[np.int16], bool]]:
    """Small decoded chunks joined into ones of a piece's length, each with whether it is the last."""
    waiting: list[npt.NDArray[np.int16]] = []
    size = 0
    for chunk in chunks:
        if size >= seconds * SAMPLE_RATE:
            yield np.concatenate(waiting), False
            waiting, size = [], 0
        waiting.append(chunk)
        size += len(chunk)
    if waiting:
        yield np.concatenate(waiting), True


def speech_spans(samples: npt.NDArray[np.int16]) -> list[tuple[int, int]]:
    found = get_speech_timestamps(as_float(samples), VadOptions(**DETECTOR))
    return [(span["start"], span["end"]) for span in found]


def whole_until(spans: Sequence[tuple[int, int]], *, size: int) -> int:
    """How much of the buffer can be handed on: all but speech that may go on in the next piece."""
    if not spans:
        return max(size - LEAD_SAMPLES, 0)
    start, end = spans[-1]
    if end < size:
        return max(end, size - LEAD_SAMPLES)
    return start or size


def join_close(clips: Sequence[Clip], *, within: float) -> list[Clip]:
    """Stretches with at most WITHIN seconds between them as one, as long as one window of the model holds them."""
    joined: list[Clip] = []
    for start, end in clips:
        if joined and start - joined[-1][1] < within and end - joined[-1][0] <= LONGEST_CLIP_SECONDS:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def as_float(samples: npt.NDArray[np.int16]) -> Samples:
    return samples.astype(np.float32) / np.float32(32768)

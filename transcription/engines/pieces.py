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

    @property
    def end(self) -> float:
        return self.start + len(self.samples) / SAMPLE_RATE

    def from_speech(self) -> Samples:
        return self.samples[int(self.clips[0][0] * SAMPLE_RATE) :]


def cut_into_pieces(chunks: Iterable[npt.NDArray[np.int16]], *, join_seconds: float = 0.0) -> Iterator[Piece]:
    """Pieces that never cut a stretch of speech in two, unless it lasts longer than a whole piece."""
    begun, held = 0, np.zeros(0, np.int16)
    for chunk, last in gather(chunks):
        held = np.concatenate([held, chunk])
        spans = speech_spans(held)
        keep = len(held) if last else whole_until(spans, size=len(held))
        clips = [(start / SAMPLE_RATE, end / SAMPLE_RATE) for start, end in spans if end <= keep]
        joined = join_close(clips, within=join_seconds)
        yield Piece(start=begun / SAMPLE_RATE, samples=as_float(held[:keep]), clips=tuple(joined))
        begun, held = begun + keep, held[keep:]


def gather(
    chunks: Iterable[npt.NDArray[np.int16]],
) -> Iterator[tuple[npt.NDArray[np.int16], bool]]:
    """Small decoded chunks joined into ones of a piece's length, each with whether it is the last."""
    waiting: list[npt.NDArray[np.int16]] = []
    size = 0
    for chunk in chunks:
        if size >= PIECE_SECONDS * SAMPLE_RATE:
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

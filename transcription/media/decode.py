"""Sound out of any container as 16 kHz mono, on the container's own clock, in constant memory."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
from av.audio.resampler import AudioResampler
from av.error import FFmpegError, InvalidDataError

from transcription.media.containers import Unreadable, first_audio, open_container
from transcription.media.sides import Sides

SAMPLE_RATE = 16_000
CHUNK_SAMPLES = 10 * SAMPLE_RATE
DRIFT_SECONDS = 0.05  # a gap or an overlap above this is real and is filled or dropped; below it is jitter
LONGEST_HOLE_SECONDS = 3 * 3600
Chunk = npt.NDArray[np.int16]


def decode_samples(
    source: BinaryIO, *, rate: int = SAMPLE_RATE, sides: Sides | None = None
) -> Iterator[Chunk]:
    """Chunks of about ten seconds. Raises Unreadable when the file cannot be opened or has no sound.

    Sample n was heard n / rate seconds after the start of the container: a track that begins late or has holes (a
    phone that lost packets) is filled with silence, else words and picture would drift apart. Damaged packets are
    skipped. SIDES are told of each frame on the way.
    """
    with open_container(source) as container:
        audio = first_audio(container)
        if audio is None:
            raise Unreadable("no-sound")
        yield from join(placed(container, audio, rate=rate, sides=sides))


def join(arrays: Iterator[Chunk]) -> Iterator[Chunk]:
    waiting: list[Chunk] = []
    size = 0
    for array in arrays:
        waiting.append(array)
        size += len(array)
        if size >= CHUNK_SAMPLES:
            yield np.concatenate(waiting)
            waiting, size = [], 0
    if size:
        yield np.concatenate(waiting)


def placed(container: Any, audio: Any, *, rate: int, sides: Sides | None) -> Iterator[Chunk]:
    """Every decoded frame at its place on the clock, silence in between."""
    begin = (container.start_time or 0) / 1_000_000
    resampler, shape = AudioResampler(format="s16", layout="mono", rate=rate), None
    expected = 0.0  # where the next frame should begin, in seconds
    for frame in frames(container, audio):
        at = expected if frame.time is None else frame.time - begin
        length = frame.samples / frame.sample_rate
        if at + length < expected - DRIFT_SECONDS:
            continue
        if at > expected + DRIFT_SECONDS:
            yield from silence(at - expected, rate=rate)
            expected = at
        if shape not in (None, shape_of(frame)):  # one recording glued to another
            yield from resampled(resampler, None)
            resampler = AudioResampler(format="s16", layout="mono", rate=rate)
        if sides is not None:
            sides.take(frame, at=expected)
        shape, frame.pts = shape_of(frame), None
        yield from resampled(resampler, frame)
        expected += length
    yield from resampled(resampler, None)


def shape_of(frame: Any) -> tuple[str, str, int]:
    return frame.format.name, frame.layout.name, frame.sample_rate


def silence(seconds: float, *, rate: int) -> Iterator[Chunk]:
    """Raises Unreadable for a hole of hours: no recorder leaves one, but a broken clock could ask for years."""
    if seconds > LONGEST_HOLE_SECONDS:
        raise Unreadable("not-media")
    left = round(seconds * rate)
    while left > 0:
        yield np.zeros(min(left, CHUNK_SAMPLES), np.int16)
        left -= CHUNK_SAMPLES


def resampled(resampler: AudioResampler, frame: Any) -> Iterator[Chunk]:
    for out in resampler.resample(frame):
        yield np.asarray(out.to_ndarray().reshape(-1), np.int16)


def frames(container: Any, audio: Any) -> Iterator[Any]:
    """Decoded frames; a damaged packet is skipped, the end of a truncated file is the end."""
    packets = container.demux(audio)
    while True:
        try:
            packet = next(packets)
        except (StopIteration, FFmpegError):
            return
        try:
            yield from packet.decode()
        except InvalidDataError:
            continue

"""The sound near some spans of a file: every packet is counted, and only those near the spans are decoded.

That holds while the packets follow one another without a hole, as in whatever we encode ourselves. Where they do not,
the whole file is decoded on its container's clock.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, BinaryIO

from av.audio.resampler import AudioResampler

from transcription.media.containers import Unreadable, first_audio, open_container
from transcription.media.decode import DRIFT_SECONDS, Chunk, decode_samples, join, resampled
from transcription.media.treatment import TimeSpan

RUN_UP_SECONDS, RUN_OUT_SECONDS = 0.5, 0.1  # decoded before and after: Opus takes up to 0.3 s to be exact
Placed = tuple[int, Chunk]  # which sample of the file the chunk begins with
Timed = tuple[float, float, Any]  # a packet: its start and its end, in seconds


def sound_near(source: BinaryIO, *, rate: int, spans: Sequence[TimeSpan]) -> tuple[float, Iterator[Placed]]:
    """How many seconds the sound lasts, and at least the sound inside SPANS, in order.

    Raises Unreadable; and, unlike the decoding of what people send, FFmpegError where it is damaged.
    """
    steady = steady_seconds(source)
    if steady is not None:
        return steady, decode_near(source, rate=rate, spans=spans)
    length = sum(map(len, from_start(source, rate=rate))) / rate
    return length, placed(from_start(source, rate=rate), first=0)


def steady_seconds(source: BinaryIO) -> float | None:
    """How long the sound is by its packets' own times; None where they leave a hole, overlap or do not say."""
    source.seek(0)
    until = 0.0
    with open_container(source) as container:
        for start, end, _packet in timed_packets(container):
            expected = until or min(start, 0.0)  # before zero lies what an encoder puts first
            if not abs(start - expected) <= DRIFT_SECONDS or end == start:
                return None
            until = end
    return until


def decode_near(source: BinaryIO, *, rate: int, spans: Sequence[TimeSpan]) -> Iterator[Placed]:
    windows = widened(spans)

    def window_of(timed: Timed) -> int | None:
        start, end, _packet = timed
        while windows and windows[0][1] < start:
            windows.pop(0)
        return len(windows) if windows and windows[0][0] <= end else None

    source.seek(0)
    with open_container(source) as container:
        for window, packets in groupby(timed_packets(container), key=window_of):
            if window is not None:
                yield from decoded_run(container, (packet for _start, _end, packet in packets), rate=rate)


def widened(spans: Sequence[TimeSpan]) -> list[TimeSpan]:
    """Each with its run-up, in order; those that meet are one."""
    windows: list[TimeSpan] = []
    for start, end in sorted((start - RUN_UP_SECONDS, end + RUN_OUT_SECONDS) for start, end in spans):
        if windows and start <= windows[-1][1] + RUN_UP_SECONDS:
            windows[-1] = windows[-1][0], max(windows[-1][1], end)
        else:
            windows.append((start, end))
    return windows


def timed_packets(container: Any) -> Iterator[Timed]:
    audio = first_audio(container)
    if audio is None:
        raise Unreadable("no-sound")
    tick, begin = float(audio.time_base), beginning(container)
    for packet in container.demux(audio):
        if packet.size:
            start = float("nan") if packet.pts is None else packet.pts * tick - begin
            yield start, start + (packet.duration or 0) * tick, packet


def beginning(container: Any) -> float:
    return float(container.start_time or 0) / 1_000_000


def decoded_run(container: Any, packets: Iterable[Any], *, rate: int) -> Iterator[Placed]:
    """Packets that follow one another, by a decoder that remembers nothing of those before."""
    codec = first_audio(container).codec_context
    codec.flush_buffers()
    frames = (
        frame for packet in (*packets, None) for frame in codec.decode(packet)
    )  # None: what it still holds
    if (first := next(frames, None)) is not None:
        at = round((first.time - beginning(container)) * rate)
        yield from placed(join(sound_of([first], frames, rate=rate)), first=at)


def sound_of(*parts: Iterable[Any], rate: int) -> Iterator[Chunk]:
    resampler = AudioResampler(format="s16", layout="mono", rate=rate)
    for frames in parts:
        for frame in frames:
            frame.pts = None
            yield from resampled(resampler, frame)
    yield from resampled(resampler, None)


def placed(chunks: Iterable[Chunk], *, first: int) -> Iterator[Placed]:
    for chunk in chunks:
        yield first, chunk
        first += len(chunk)


def from_start(source: BinaryIO, *, rate: int) -> Iterator[Chunk]:
    source.seek(0)
    yield from decode_samples(source, rate=rate)

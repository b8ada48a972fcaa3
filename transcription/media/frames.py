"""Every frame of a film through a pipe, one after the other: upright, at a steady rate, in constant memory."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from stories.media_kind import WHITELIST
from transcription.media.ffmpeg import LIBC, FfmpegFailed, Watch, die_with_parent, ffmpeg_path
from transcription.media.picture import SIZED

FASTEST = 30
STEADY = f"fps=fps='if(gt(source_fps,0),min(source_fps,{FASTEST}),{FASTEST})':start_time=0"
QUIETLY = ("-hide_banner", "-loglevel", "quiet")
Frame = npt.NDArray[np.uint8]  # brightness, then both colours at half the size: the bytes of yuv420p


@dataclass(frozen=True)
class Frames:
    """A film that is being read: it may be gone through once."""

    header: bytes
    size: tuple[int, int]
    rate: Fraction
    frames: Iterator[Frame]


@contextmanager
def read_frames(*, source: Path, picture: int) -> Iterator[Frames]:
    """Of the stream PICTURE of SOURCE, in the size that a treated film has. Raises FfmpegFailed."""
    reading = ["-protocol_whitelist", "file", "-format_whitelist", WHITELIST, "-i", f"file:{source}"]
    shape = ["-map", f"0:{picture}", "-vf", f"{SIZED},{STEADY}", "-f", "yuv4mpegpipe", "-pix_fmt", "yuv420p"]
    with _ffmpeg("-nostdin", *reading, *shape, "pipe:1", stdout=subprocess.PIPE) as process:
        if process.stdout is None:
            raise FfmpegFailed("ffmpeg could not be started.")
        header = process.stdout.readline()
        size, rate = _understand(header)
        yield Frames(header, size, rate, _each(process, process.stdout, size))


def _understand(header: bytes) -> tuple[tuple[int, int], Fraction]:
    said = {word[:1]: word[1:] for word in header.decode("ascii", "replace").split()[1:]}
    try:
        return (int(said["W"]), int(said["H"])), Fraction(said["F"].replace(":", "/"))
    except (KeyError, ValueError, ZeroDivisionError):
        raise FfmpegFailed("ffmpeg showed no picture.") from None


def _each(process: "subprocess.Popen[bytes]", stream: IO[bytes], size: tuple[int, int]) -> Iterator[Frame]:
    wide, tall = size
    length = wide * tall * 3 // 2
    watch = Watch(process)
    try:
        while stream.readline():
            content = stream.read(length)
            if len(content) < length:
                break
            watch.seen()
            yield np.frombuffer(bytearray(content), np.uint8).reshape(tall * 3 // 2, wide)
    finally:
        watch.stop()
    if process.wait():
        raise FfmpegFailed(f"ffmpeg ended with code {process.returncode}.")


@contextmanager
def write_frames(*, target: Path, like: Frames) -> Iterator[Callable[[Frame], None]]:
    """A film of the frames that are given to it, nearly without loss: it is written once more. Raises FfmpegFailed."""
    encoding = ["-c:v", "libx264", "-preset", "superfast", "-crf", "14", "-f", "mp4"]
    given = ["-f", "yuv4mpegpipe", "-i", "pipe:0", *encoding, "-y", f"file:{target}"]
    with _ffmpeg(*given, stdin=subprocess.PIPE) as process:
        if process.stdin is None:
            raise FfmpegFailed("ffmpeg could not be started.")
        stream = process.stdin
        try:
            stream.write(like.header)
            yield lambda frame: _write(stream, frame)
            stream.close()
        except BrokenPipeError:
            raise FfmpegFailed("ffmpeg stopped taking frames.") from None
        if process.wait():
            raise FfmpegFailed(f"ffmpeg ended with code {process.returncode}.")


def _write(stream: IO[bytes], frame: Frame) -> None:
    stream.write(b"FRAME\n")
    stream.write(frame.tobytes())


@contextmanager
def _ffmpeg(
    *arguments: str, stdin: int | None = None, stdout: int | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    """It ends with the block, however that ends, and dies with this process."""
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603  no shell; paths are our own random names
        [ffmpeg_path(), *QUIETLY, *arguments],
        stdin=stdin or nothing,
        stdout=stdout or nothing,
        stderr=nothing,
        preexec_fn=die_with_parent if LIBC else None,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                _close(stream)
        process.wait()


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:  # what was still to be written has nowhere to go
        return

"""Running the ffmpeg program: bundled by imageio-ffmpeg unless FFMPEG names another.

What it prints is thrown away: it may quote a title, a place or a name out of the file.
"""

import ctypes
import functools
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import IO, Any

import imageio_ffmpeg
from django.conf import settings

STALLED_SECONDS = 120
PR_SET_PDEATHSIG = 1
Heard = Callable[[float], None]  # seconds of output written so far


class FfmpegFailed(Exception):
    """ffmpeg ended with an error or stood still; the text names the exit code only."""


def ffmpeg_path() -> str:
    return settings.FFMPEG or imageio_ffmpeg.get_ffmpeg_exe()


@functools.cache
def has_filter(name: str) -> bool:
    done = subprocess.run(  # noqa: S603  our own program and words
        [ffmpeg_path(), "-hide_banner", "-filters"], capture_output=True, text=True, check=False
    )
    return any(line.split()[1:2] == [name] for line in done.stdout.splitlines())


def run_ffmpeg(arguments: Sequence[str], *, on_progress: Heard, within: float | None = None) -> None:
    """Run it to its end, or for WITHIN seconds. Raises FfmpegFailed; whatever ON_PROGRESS raises ends it and goes up.

    ffmpeg dies with this process: a killed worker leaves nobody behind who still holds plain sound.
    """
    command = [
        ffmpeg_path(),
        "-nostdin",
        "-hide_banner",
        "-loglevel",
        "quiet",
        "-nostats",
        "-progress",
        "pipe:1",
    ]
    with subprocess.Popen(  # noqa: S603  no shell; paths are our own random names
        [*command, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=die_with_parent if LIBC else None,  # one prctl call, loaded beforehand
    ) as process:
        try:
            follow(process, on_progress, within=within)
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise FfmpegFailed(f"ffmpeg ended with code {process.returncode}.")


def follow(process: "subprocess.Popen[str]", on_progress: Heard, *, within: float | None) -> None:
    watch = Watch(process, within=within)
    try:
        for line in lines(process.stdout):
            watch.seen()
            name, _, value = line.strip().partition("=")
            if name == "out_time_us" and value.lstrip("-").isdigit():
                on_progress(max(int(value), 0) / 1_000_000)
    finally:
        watch.stop()


def lines(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise FfmpegFailed("ffmpeg could not be started.")
    return stream


class Watch:
    """Kills a process that says nothing for too long, or, where there is a bound, one that takes too long."""

    def __init__(self, process: "subprocess.Popen[Any]", *, within: float | None = None) -> None:
        self._process = process
        self._timer = self._start(STALLED_SECONDS)
        self._bound = None if within is None else self._start(within)

    def _start(self, seconds: float) -> threading.Timer:
        timer = threading.Timer(seconds, self._process.kill)
        timer.daemon = True
        timer.start()
        return timer

    def seen(self) -> None:
        self._timer.cancel()
        self._timer = self._start(STALLED_SECONDS)

    def stop(self) -> None:
        self._timer.cancel()
        if self._bound is not None:
            self._bound.cancel()


LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent() -> None:
    if LIBC:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)

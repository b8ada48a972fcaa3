"""A computer's voice in the place of a person's: the words as they may be read, each stretch at its own time.

espeak-ng runs on this machine. The words go in by its standard input, never as arguments that others could list.
"""

import io
import shutil
import subprocess
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

PROGRAM = "espeak-ng"
SPEED, FASTEST = 165, 320  # words a minute
VOICES = {"cy": "cy"}
BRITISH = "en-gb"
SECONDS = 120
Samples = npt.NDArray[np.int16]


class CannotSpeak(Exception):
    """`missing`: espeak-ng is not installed. `too-fast`: more is said than it can say in that time."""


@dataclass(frozen=True)
class Line:
    """TEXT is spoken from `start`, and must be over when the next one begins."""

    start: float
    text: str


def can_speak() -> bool:
    return shutil.which(PROGRAM) is not None


def speak(*, lines: Sequence[Line], seconds: float, language: str, target: Path) -> None:
    """Write a mono WAV of SECONDS to TARGET. Raises CannotSpeak."""
    if not can_speak():
        raise CannotSpeak("missing")
    voice = VOICES.get(language.partition("-")[0], BRITISH)
    following = [*(line.start for line in lines[1:]), seconds]
    said = [
        (line.start, *_fitted(line.text, voice=voice, room=max(until - line.start, 0.0)))
        for line, until in zip(lines, following, strict=True)
        if line.text
    ]
    rate = said[0][2] if said else 22_050
    sound = np.zeros(round(seconds * rate), np.int16)
    for start, samples, _rate in said:
        begin = min(round(start * rate), len(sound))
        sound[begin : begin + len(samples)] = samples[: len(sound) - begin]
    with wave.open(str(target), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(sound.tobytes())


def _fitted(text: str, *, voice: str, room: float) -> tuple[Samples, int]:
    """As slowly as it may be. A sliver over is let be: it fades into the pause."""
    samples, rate = _spoken(text, voice=voice, speed=SPEED)
    if len(samples) > room * rate:
        needed = SPEED * len(samples) / max(room * rate, 1) * 1.08
        samples, rate = _spoken(text, voice=voice, speed=min(round(needed), FASTEST))
    if len(samples) > (room + 0.4) * rate:
        raise CannotSpeak("too-fast")
    return samples, rate


def _spoken(text: str, *, voice: str, speed: int) -> tuple[Samples, int]:
    done = subprocess.run(  # noqa: S603  our own program and words
        [PROGRAM, "-v", voice, "-s", str(speed), "--stdin", "--stdout"],
        input=text.encode(),
        capture_output=True,
        check=True,
        timeout=SECONDS,
    )
    # Written to a pipe, its header does not know the length: everything after it is sound.
    with wave.open(io.BytesIO(done.stdout), "rb") as file:
        rate = file.getframerate()
    sound = np.frombuffer(done.stdout[44:], np.int16)
    loud = np.nonzero(np.abs(sound.astype(np.int32)) > 64)[0]
    return sound[: loud[-1] + 1] if loud.size else sound[:0], rate

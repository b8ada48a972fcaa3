"""What is done to one recording: its sound, its voice, its picture. Values only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from transcription.enums import HiddenSound, Picture, Voice
from transcription.faces.hidden import HiddenFaces, TimeSpan

__all__ = ["TimeSpan", "Treatment", "shift_spans"]


@dataclass(frozen=True)
class Treatment:
    """Seconds throughout. `picture` is None for sound alone; `covered` are stretches in which the picture is black.

    `spoken` is the sound file that takes the voice's place, `card` the picture that takes the film's, `drawn` the film
    with its faces hidden; `faces` is where they are.
    """

    mutes: tuple[TimeSpan, ...] = ()
    hidden: HiddenSound = HiddenSound.SILENCE
    voice: Voice = Voice.AS_IS
    picture: Picture | None = None
    covered: tuple[TimeSpan, ...] = ()
    spoken: Path | None = None
    card: Path | None = None
    drawn: Path | None = None
    faces: HiddenFaces | None = None
    seconds: float | None = None  # how long a picture lasts that is not the film's own

    @property
    def suffix(self) -> str:
        return ".opus" if self.picture is None else ".mp4"

    @property
    def mime(self) -> str:
        return "audio/ogg" if self.picture is None else "video/mp4"

    def between(self, start: float, end: float) -> "Treatment":
        """The same for a stretch that is cut out of the copy, on its own clock."""
        return replace(
            self,
            mutes=shift_spans(self.mutes, start=start, end=end),
            covered=shift_spans(self.covered, start=start, end=end),
            seconds=end - start,
            faces=self.faces.since(start) if self.faces else None,
        )


def shift_spans(spans: Sequence[TimeSpan], *, start: float, end: float) -> tuple[TimeSpan, ...]:
    """What of SPANS lies between START and END, counted from START."""
    return tuple(
        (round(max(begin - start, 0.0), 3), round(min(finish, end) - start, 3))
        for begin, finish in spans
        if begin < end and finish > start
    )

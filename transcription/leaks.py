"""The check that every treated copy passes before it exists for anybody: what had to go is gone.

It looks at the finished file, not at what was meant: every packet of sound is counted, and what is hidden is decoded.
A problem is told by times and by kind, never by the words.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from av.error import FFmpegError
from django.utils.translation import gettext as _

from transcription.captions import Cue, moment
from transcription.enums import HiddenSound, Voice
from transcription.errors import Leak
from transcription.leaks_seen import check_picture
from transcription.media.containers import Unreadable, open_container
from transcription.media.near import Placed, sound_near
from transcription.media.sound import RATE, TONE_HERTZ
from transcription.media.treatment import TimeSpan, Treatment

QUIET = 10 ** (-60 / 20)  # -60 dBFS
LENGTH_SECONDS = 1.0  # how much the copy's length may differ
# Beside a tone, which a codec never keeps quite clean (docs/safe-copies.md).
WINDOW = 1024  # samples: 21 ms
TONE_WIDTH = 250.0  # hertz on each side
BESIDE = 10 ** (-54 / 20)
# What the muxers write themselves. Anything else came along from the original.
HARMLESS = {
    "major_brand": {"isom"},
    "minor_version": {"512"},
    "compatible_brands": {"isomiso2avc1mp41", "isomiso6iso2avc1mp41"},
    "language": {"und"},
    "handler_name": {"VideoHandler", "SoundHandler"},
    "vendor_id": {"[0][0][0][0]"},
    "encoder": {"ffmpeg", "Lavf", "Lavc libx264", "Lavc libopus", "Lavc aac"},
}


def check_copy(
    *,
    file: Path,
    treatment: Treatment,
    duration: float,
    cues: Sequence[Cue],
    hidden: Sequence[str],
) -> None:
    """Raises Leak."""
    check_streams(file=file, picture=treatment.picture is not None)
    check_picture(file=file, treatment=treatment)
    if treatment.voice == Voice.SPOKEN:
        check_length(file=file, duration=duration)  # nothing of the recording's sound is in it
    else:
        check_silence(file=file, mutes=treatment.mutes, duration=duration, tone=treatment.hidden)
    check_captions(cues=cues, hidden=hidden)


def check_streams(*, file: Path, picture: bool) -> None:
    """Exactly the streams that belong there, and no metadata or chapters."""
    with file.open("rb") as source, open_container(source) as container:
        kinds = sorted(stream.type for stream in container.streams)
        if kinds != (["audio", "video"] if picture else ["audio"]):
            raise Leak(_("The copy holds more than its sound and picture."))
        if container.chapters() or any(foreign(metadata) for metadata in every_metadata(container)):
            raise Leak(_("Details of the original file, such as place or device, are still in the copy."))


def every_metadata(container: Any) -> Iterable[dict[str, str]]:
    yield container.metadata
    for stream in container.streams:
        yield stream.metadata


def foreign(metadata: dict[str, str]) -> bool:
    return any(value not in HARMLESS.get(key.lower(), set()) for key, value in metadata.items())


def check_silence(
    *,
    file: Path,
    mutes: Sequence[TimeSpan],
    duration: float,
    tone: HiddenSound = HiddenSound.SILENCE,
) -> None:
    """Nothing above -60 dBFS inside any muted span, beside the tone where there is one; the original's clock."""
    try:
        with file.open("rb") as source:
            length, pieces = sound_near(source, rate=RATE, spans=mutes)
            refuse_sound(pieces, mutes=mutes, tone=tone)
    except (FFmpegError, Unreadable, ValueError) as error:
        raise Leak(_("The sound of the copy cannot be listened to.")) from error
    refuse_length(length, duration)


def refuse_sound(pieces: Iterable[Placed], *, mutes: Sequence[TimeSpan], tone: HiddenSound) -> None:
    held = np.zeros(0, np.int16)  # the end of the piece before, so that no window is cut in two
    until = 0
    for first, piece in pieces:
        heard = np.concatenate([held, piece]) if first == until else piece
        began, until = first + len(piece) - len(heard), first + len(piece)
        for start, end in mutes:
            inside = heard[max(round(start * RATE) - began, 0) : max(round(end * RATE) - began, 0)]
            if inside.size and sounds(inside, tone=tone):
                raise Leak(_("Something can still be heard where words are hidden, at %s.") % moment(start))
        held = piece[-WINDOW:]


def sounds(samples: npt.NDArray[np.int16], *, tone: HiddenSound) -> bool:
    if tone == HiddenSound.SILENCE:
        return bool(np.abs(samples.astype(np.int32)).max() > QUIET * 32768)
    return loudest_beside_tone(samples) > BESIDE


def loudest_beside_tone(samples: npt.NDArray[np.int16]) -> float:
    """Of full scale: the strongest window of what is left when the tone is taken away, in frequencies."""
    if len(samples) < WINDOW:
        samples = np.pad(
            samples, (0, WINDOW - len(samples)), mode="reflect" if len(samples) > WINDOW // 2 else "wrap"
        )
    starts = range(0, len(samples) - WINDOW + 1, WINDOW // 4)
    windows = np.stack([samples[start : start + WINDOW] for start in starts]) / 32768
    spectrum = np.abs(np.fft.rfft(windows * np.hanning(WINDOW), axis=1)) / (WINDOW / 4)
    beside = np.abs(np.fft.rfftfreq(WINDOW, 1 / RATE) - TONE_HERTZ) > TONE_WIDTH
    return float(np.sqrt((spectrum[:, beside] ** 2).sum(axis=1)).max() / np.sqrt(2))


def check_length(*, file: Path, duration: float) -> None:
    with file.open("rb") as source:
        length, _pieces = sound_near(source, rate=RATE, spans=())
    refuse_length(length, duration)


def refuse_length(seconds: float, duration: float) -> None:
    if abs(seconds - duration) > LENGTH_SECONDS:
        raise Leak(_("The copy is not as long as the recording, so its silences may lie beside the words."))


def check_captions(*, cues: Sequence[Cue], hidden: Sequence[str]) -> None:
    """No caption shows what is hidden anywhere: a name left standing once undoes every mask."""
    forms = [form for words in hidden if (form := normal(words)) and telling(words)]
    told = [cue for cue in cues if any(f" {form} " in f" {normal(cue.text)} " for form in forms)]
    across = normal(" ".join(cue.text for cue in cues))
    if told:
        times = ", ".join(moment(cue.start) for cue in told[:5])
        raise Leak(_("Words that are hidden in one place are still said at %s. Hide them there too.") % times)
    if any(f" {form} " in f" {across} " for form in forms):
        raise Leak(_("Words that are hidden in one place are still said in another. Hide them there too."))


def normal(text: str) -> str:
    """Words only, in one case, with single spaces; a letter and its accent are one, however they were typed."""
    return " ".join(re.findall(r"\w+", composed(text).casefold()))


def composed(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def telling(words: str) -> bool:
    """Whether the words could point to anybody: not only small words such as `and he`, which stand everywhere."""
    return any(
        len(word) > 3 or not word.islower() for word in re.findall(r"\w+", composed(words)) if word != "I"
    )

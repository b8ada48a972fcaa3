"""The check that every treated copy passes before it exists for anybody: what had to go is gone.

It looks at the finished file, not at what was meant. A problem is told by times and by kind, never by the words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from av.error import FFmpegError
from django.utils.translation import gettext as _

from transcription.captions import Cue, moment
from transcription.media.containers import first_picture, open_container
from transcription.media.decode import decode_samples
from transcription.media.treat import BLOCK_PIXELS, BLOCKS, RATE, TimeSpan

QUIET = 10 ** (-60 / 20)  # -60 dBFS
LENGTH_SECONDS = 1.0  # how much the copy's length may differ
# How sharp a disguised picture may be (docs/safe-copies.md): a tenth of a block apart, brightness hardly bends.
BEND_PIXELS = BLOCK_PIXELS // 10
BEND = 12  # of 255
BENT_SHARE = 0.001  # of the frame
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


class Leak(Exception):
    """The copy may not be used; the message is fit for an editor and holds none of the hidden words."""


def check_copy(
    *,
    file: Path,
    mutes: Sequence[TimeSpan],
    picture: bool,
    disguised_picture: bool,
    duration: float,
    cues: Sequence[Cue],
    hidden: Sequence[str],
) -> None:
    """Raises Leak."""
    check_streams(file=file, picture=picture)
    if picture and disguised_picture:
        check_disguise(file=file)
    check_silence(file=file, mutes=mutes, duration=duration)
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


def check_disguise(*, file: Path) -> None:
    """Every single frame is as blurred as the treatment leaves it."""
    seen = 0
    try:
        for frame in pictures(file):
            seen += 1
            if max(frame.width, frame.height) > BLOCKS * BLOCK_PIXELS or sharp(grey(frame)):
                raise Leak(_("The picture is not disguised at %s.") % moment(frame.time or 0.0))
    except FFmpegError as error:
        raise Leak(_("The picture of the copy cannot be looked at.")) from error
    if not seen:
        raise Leak(_("The picture of the copy cannot be looked at."))


# `Any`: PyAV's frames.
def pictures(file: Path) -> Iterator[Any]:
    with file.open("rb") as source, open_container(source) as container:
        picture = first_picture(container)
        if picture is not None:
            yield from container.decode(picture)


def grey(frame: Any) -> npt.NDArray[np.int16]:
    return np.asarray(frame.to_ndarray(format="gray"), np.int16)


def sharp(picture: npt.NDArray[np.int16]) -> bool:
    """Whether brightness turns within a fraction of a block: along every fourth row, or every fourth column."""
    return any(bent_share(lines[::4]) > BENT_SHARE for lines in (picture, picture.T))


def bent_share(lines: npt.NDArray[np.int16]) -> float:
    step = BEND_PIXELS
    bend = 2 * lines[:, step:-step] - lines[:, : -2 * step] - lines[:, 2 * step :]
    return float((np.abs(bend) > BEND).mean()) if bend.size else 0.0


def check_silence(*, file: Path, mutes: Sequence[TimeSpan], duration: float) -> None:
    """Nothing above -60 dBFS inside any muted span, and the copy's clock is the original's."""
    at = 0
    with file.open("rb") as source:
        for chunk in decode_samples(source, rate=RATE):
            for start, end in mutes:
                inside = chunk[max(round(start * RATE) - at, 0) : max(round(end * RATE) - at, 0)]
                if inside.size and np.abs(inside.astype(np.int32)).max() > QUIET * 32768:
                    raise Leak(
                        _("Something can still be heard where words are hidden, at %s.") % moment(start)
                    )
            at += len(chunk)
    if abs(at / RATE - duration) > LENGTH_SECONDS:
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
    """Words only, in one case, with single spaces."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def telling(words: str) -> bool:
    """Whether the words could point to anybody: not only small words such as `and he`, which stand everywhere."""
    return any(len(word) > 3 or not word.islower() for word in re.findall(r"\w+", words) if word != "I")

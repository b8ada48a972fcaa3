"""What a file really holds, whatever its name or its sender says."""

from dataclasses import dataclass
from typing import Any, BinaryIO

from av.error import FFmpegError

from transcription.media.containers import Unreadable, first_audio, first_picture, open_container


@dataclass(frozen=True)
class MediaFacts:
    container: str
    duration: float | None  # None when the file does not say (recorded in a browser) or says nonsense
    sound: int | None  # the stream's index
    picture: int | None
    sound_codec: str = ""
    picture_codec: str = ""
    pixels: str = ""  # how the picture holds its colours
    sound_tracks: int = 1


def probe(source: BinaryIO) -> MediaFacts:
    """Raises Unreadable: `empty`, or `not-media` for what holds neither sound nor a moving picture."""
    source.seek(0)
    if not source.read(1):
        raise Unreadable("empty")
    source.seek(0)
    with open_container(source) as container:
        audio, picture = first_audio(container), first_picture(container)
        if audio is None and (picture is None or container.streams.audio):  # none, or none that is known here
            raise Unreadable("not-media")
        return MediaFacts(
            container=container.format.name.split(",")[0],
            duration=real_duration(container),
            sound=None if audio is None else audio.index,
            picture=None if picture is None or not shows(container, picture) else picture.index,
            sound_codec=codec_of(audio),
            picture_codec=codec_of(picture),
            pixels="" if picture is None else str(picture.codec_context.pix_fmt or ""),
            sound_tracks=len(container.streams.audio),
        )


def codec_of(stream: Any) -> str:
    """What it is, not which decoder reads it."""
    return "" if stream is None else str(stream.codec_context.codec.canonical_name)


def real_duration(container: Any) -> float | None:
    seconds = (container.duration or 0) / 1_000_000
    return seconds if 0 < seconds < 7 * 24 * 3600 else None


def shows(container: Any, picture: Any) -> bool:
    """Whether a picture can be decoded at all."""
    try:
        return next(container.decode(picture), None) is not None
    except FFmpegError:
        return False

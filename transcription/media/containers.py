"""What may be opened at all, and how.

FFmpeg's playlist formats (HLS, concat, DASH) name other files to read, so an upload could reach into this machine
or call out. Only formats that hold their own sound and picture are allowed, by name, in PyAV and in ffmpeg alike.
"""

from typing import Any, BinaryIO

import av
from av.container import InputContainer
from av.error import FFmpegError

from stories.media_kind import WHITELIST


class Unreadable(Exception):
    """Not a sound or film file that can be used. The text is a code: `empty`, `not-media`, `no-sound`."""


def open_container(source: BinaryIO) -> InputContainer:
    """Raises Unreadable. The source stays the caller's to close."""
    try:
        return av.open(
            source, mode="r", metadata_errors="ignore", container_options={"format_whitelist": WHITELIST}
        )
    except (FFmpegError, ValueError) as error:
        raise Unreadable("not-media") from error


def first_audio(container: InputContainer) -> Any:
    """The first sound in a form that is known here."""
    return next((stream for stream in container.streams.audio if is_known(stream)), None)


def first_picture(container: InputContainer) -> Any:
    """The first moving picture in a form that is known here; a cover image in a sound file is none."""
    seen = (stream for stream in container.streams.video if not is_cover(stream))
    return next((stream for stream in seen if is_known(stream)), None)


def is_known(stream: Any) -> bool:
    """Whether anything here decodes it: of a codec newer, or rarer, than ffmpeg's there is nothing to ask."""
    return stream.codec_context is not None


def is_cover(stream: Any) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)

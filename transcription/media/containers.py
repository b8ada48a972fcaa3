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
    return next(iter(container.streams.audio), None)


def first_picture(container: InputContainer) -> Any:
    """The first moving picture; a cover image in a sound file is none."""
    return next((stream for stream in container.streams.video if not is_cover(stream)), None)


def is_cover(stream: Any) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)

"""What an upload is, decided by its content and never by its name.

FFmpeg's playlist and session formats (HLS, concat, DASH, SDP) name other files and addresses to read: sent by
somebody unkind they would make this machine call out. Only formats that hold their own sound are opened, by name.
"""

from typing import BinaryIO

import av
from av.error import FFmpegError
from django.utils.translation import gettext as _

from stories.enums import PartKind
from stories.errors import NotARecording as NotARecording
from stories.pictures import picture_mime

FORMATS = (
    "3gp", "aac", "ac3", "aiff", "amr", "amrnb", "amrwb", "asf", "au", "avi", "caf", "dv", "eac3", "flac", "flv", "gsm",
    "m4a", "matroska", "mj2", "mov", "mp3", "mp4", "mpeg", "mpegts", "mpegvideo", "3g2", "ogg", "opus", "rm", "w64",
    "wav", "webm", "wv",
)  # fmt: skip
WHITELIST = ",".join(FORMATS)
MIME_OF_CONTAINER = (
    ("webm", "webm"),
    ("matroska", "x-matroska"),
    ("mp4", "mp4"),
    ("ogg", "ogg"),
    ("mp3", "mpeg"),
)


def part_kind(*, source: BinaryIO) -> tuple[PartKind, str]:
    """Sound, film or picture, and its MIME type. Leaves SOURCE at its start. Raises NotARecording."""
    mime = picture_mime(source=source)
    return (PartKind.PICTURE, mime) if mime else recording_kind(source=source)


def recording_kind(*, source: BinaryIO) -> tuple[PartKind, str]:
    """Sound or film, and its container's MIME type. Leaves SOURCE at its start.

    Raises NotARecording for an empty file, something that is not a recording, or a film without sound.
    """
    source.seek(0, 2)
    if source.tell() == 0:
        raise NotARecording(
            _("That file is empty. Choose the recording once more, or write your story instead.")
        )
    source.seek(0)
    try:
        sound, film, names = _streams(source)
    except (FFmpegError, ValueError, OSError):
        raise NotARecording(
            _(
                "We could not open that file as sound or film. It may be a document or a picture, or it may be "
                "damaged. Try sending it again, or choose another recording."
            )
        ) from None
    finally:
        source.seek(0)
    if not sound:
        raise NotARecording(_("That file has no sound in it. Choose a recording in which you can be heard."))
    return (PartKind.VIDEO if film else PartKind.AUDIO), _mime(names, film=film)


def _streams(source: BinaryIO) -> tuple[bool, bool, str]:
    """Whether it has sound, whether it has a moving picture, and the names of its container."""
    options = {"format_whitelist": WHITELIST}
    with av.open(source, mode="r", metadata_errors="ignore", container_options=options) as container:
        sound = bool(container.streams.audio)
        film = any(not s.disposition & s.disposition.attached_pic for s in container.streams.video)
        return sound, film, container.format.name


def _mime(names: str, *, film: bool) -> str:
    kind = "video" if film else "audio"
    for name, mime in MIME_OF_CONTAINER:
        if name in names.split(","):
            return f"{kind}/{mime}"
    return "application/octet-stream"

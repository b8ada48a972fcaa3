"""Pictures of artwork or a letter: known by their content, and made anew before anybody looks at them.

Whatever else a file holds (the place where it was taken, a thumbnail of what was cut off, the camera's number) is not
copied: only the picture itself is drawn again. No other format than these four is opened at all.
"""

import io
import warnings
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from stories.errors import NotARecording

MIMES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "HEIF": "image/heic"}
LARGEST = 50_000_000  # pixels: a worker that opens one needs four bytes for each
LARGEST_FILE = 64 * 1024 * 1024
LONGEST_SIDE = 2400
QUALITY = 85
HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")

register_heif_opener(thumbnails=False)


def picture_mime(*, source: BinaryIO) -> str:
    """The MIME type of a picture, by its first bytes; "" for what is none. Leaves SOURCE at its start.

    Raises NotARecording (words for its sender) for a picture that is broken or too large to open.
    """
    source.seek(0)
    head = source.read(32)
    size = source.seek(0, 2)
    source.seek(0)
    if not _begins_like_a_picture(head):
        return ""
    if size > LARGEST_FILE:
        raise NotARecording(_too_large())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(source, formats=tuple(MIMES)) as picture:
                width, height = picture.size
                mime = MIMES[picture.format or ""]
    except Image.DecompressionBombError:
        raise NotARecording(_too_large()) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, KeyError, RuntimeError):
        raise NotARecording(_broken()) from None
    finally:
        source.seek(0)
    if width * height > LARGEST:
        raise NotARecording(_too_large())
    return mime


def _begins_like_a_picture(head: bytes) -> bool:
    return (
        head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
        or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
        or (head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS)
    )


def _too_large() -> str:
    return _("That picture is too large for us to open. Send a smaller copy, or a photograph of it.")


def _broken() -> str:
    return _(
        "We could not open that file as a picture. It may be damaged. Try sending it again, or choose another one."
    )


def drawn_again(*, source: BinaryIO) -> tuple[bytes, int, int]:
    """A JPEG of what SOURCE shows, upright, on white, at most 2400 pixels long; its width and height.

    Raises NotARecording when it cannot be opened to its end.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(source, formats=tuple(MIMES)) as picture:
                if picture.width * picture.height > LARGEST:
                    raise NotARecording(_too_large())
                picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                plain = _on_white(upright)
    except (OSError, ValueError, SyntaxError, RuntimeError, EOFError, Image.DecompressionBombError):
        raise NotARecording(_broken()) from None
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=QUALITY)
    return out.getvalue(), plain.width, plain.height


def _on_white(picture: Image.Image) -> Image.Image:
    """A new image that holds pixels and nothing else."""
    colours = picture.convert("RGBA")
    plain = Image.new("RGB", colours.size, "white")
    plain.paste(colours, mask=colours.getchannel("A"))
    return plain

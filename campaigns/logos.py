"""A group's logo: opened only as one of three kinds of picture and drawn anew: nothing else of the file is kept."""

import io
import warnings
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

KINDS = ("PNG", "JPEG", "WEBP")
LARGEST_FILE = 4 * 1024 * 1024
LARGEST = 16_000_000  # pixels: four bytes each while it is opened
LONGEST_SIDE, SMALLEST_SIDE = 1200, 32
HEAD = 1024


class NotALogo(ValueError):
    """It cannot be used; the message says why, for the person who chose it."""


@dataclass(frozen=True)
class Logo:
    png: bytes
    width: int
    height: int


def draw_logo(*, source: BinaryIO) -> Logo:
    """A PNG of what SOURCE shows, upright and as see-through as it was, at most 1200 pixels long. Raises NotALogo."""
    source.seek(0)
    data = source.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise NotALogo(_("That file is larger than 4 MB. Save the logo smaller and try again."))
    if b"<svg" in data[:HEAD].lower():
        raise NotALogo(
            _("That is an SVG, which can hold more than a picture. Save it as a PNG and choose that.")
        )
    picture = _opened(data)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return Logo(out.getvalue(), picture.width, picture.height)


def _opened(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=KINDS) as found:
                _check_size(found)
                upright = ImageOps.exif_transpose(found)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                return _only_pixels(upright)
    except Image.DecompressionBombError:
        raise _too_large() from None
    except NotALogo:
        raise
    except (OSError, ValueError, SyntaxError, RuntimeError, EOFError, KeyError):
        raise NotALogo(
            _("We could not open that file as a picture. Choose a PNG, a JPEG or a WebP.")
        ) from None


def _check_size(picture: Image.Image) -> None:
    if picture.width * picture.height > LARGEST:
        raise _too_large()
    if min(picture.size) < SMALLEST_SIDE:
        raise NotALogo(_("That picture is too small to print. It needs at least 32 pixels each way."))


def _too_large() -> NotALogo:
    return NotALogo(
        _("That picture has too many pixels for us to open. Save the logo smaller and try again.")
    )


def _only_pixels(picture: Image.Image) -> Image.Image:
    """A new image: no text, profile, place or thumbnail of the old one."""
    colours = picture.convert("RGBA")
    plain = Image.new("RGBA", colours.size)
    plain.paste(colours)
    return plain

"""What comes in as a logo: a picture is drawn anew, anything else is turned away in words."""

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from campaigns.logos import LARGEST_FILE, NotALogo, draw_logo

SVG = b'<?xml version="1.0"?><SVG xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></SVG>'


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 100), **options: object) -> io.BytesIO:
    out = io.BytesIO()
    mode = "RGB" if kind == "JPEG" else "RGBA"
    Image.new(mode, size, "#0f4c4a").save(out, kind, **options)
    return out


def bomb(width: int, height: int) -> io.BytesIO:
    """A PNG of some kilobytes that says it has that many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1_000_000))), (b"IEND", b"")]
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_three_kinds_of_picture_become_a_png(kind):
    logo = draw_logo(source=picture(kind))
    with Image.open(io.BytesIO(logo.png)) as drawn:
        assert (drawn.format, drawn.size) == ("PNG", (300, 100))
        red, green, blue, alpha = drawn.getpixel((5, 5))
        assert (alpha, abs(red - 15) < 6, abs(green - 76) < 6, abs(blue - 74) < 6) == (255, True, True, True)


def test_nothing_but_the_picture_is_kept():
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "CANARY-IN-THE-FILE")
    source = picture("PNG", pnginfo=words)
    source.seek(0, 2)
    source.write(b"<script>CANARY-BEHIND-IT</script>")
    assert b"CANARY" in source.getvalue()
    assert b"CANARY" not in draw_logo(source=source).png


def test_what_is_see_through_stays_so_and_what_is_large_gets_smaller():
    out = io.BytesIO()
    Image.new("RGBA", (3000, 1500), (0, 0, 0, 0)).save(out, "PNG")
    logo = draw_logo(source=out)
    assert (logo.width, logo.height) == (1200, 600)
    with Image.open(io.BytesIO(logo.png)) as drawn:
        assert drawn.getpixel((10, 10))[3] == 0


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (io.BytesIO(b"not a picture at all"), "could not open"),
        (io.BytesIO(b""), "could not open"),
        (io.BytesIO(b"\xff\xd8\xff<html><body>no</body></html>"), "could not open"),
        (io.BytesIO(SVG), "SVG"),
        (io.BytesIO(picture().getvalue()[:60]), "could not open"),
        (picture("GIF"), "could not open"),
        (bomb(60_000, 60_000), "too many pixels"),
        (bomb(5_000, 5_000), "too many pixels"),
        (picture(size=(8, 8)), "too small"),
        (io.BytesIO(bytes(LARGEST_FILE + 1)), "larger than 4 MB"),
    ],
)
def test_what_is_no_logo_is_turned_away_in_words(source, words):
    with pytest.raises(NotALogo, match=words):
        draw_logo(source=source)

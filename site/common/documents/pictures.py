"""Drawings as pictures, for formats that do not take SVG."""

from pathlib import Path

from common.documents.pdf import compile_picture

TEMPLATE = Path(__file__).parent / "picture.typ"


def svg_to_png(*, svg: str, width: int) -> bytes:
    """A PNG of SVG, WIDTH pixels wide. DocumentError: it is no drawing."""
    return compile_picture(template=TEMPLATE, data={"svg": svg, "width": width})[0]

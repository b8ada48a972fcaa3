"""Whether words in a colour, or on one, can be read: the contrast that WCAG counts."""

import re

PAPER, INK = "#fbf7f1", "#1f2430"
# What links stand on in the page of an edition: its contents, notices, support lines. Each is darker than paper.
PANELS = ("#f3ecdf", "#fbeccf", "#f1e7ef")
ENOUGH = 4.5  # WCAG AA, for words of any size
HEX = re.compile(r"#[0-9a-f]{6}")


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black and white). Both as #rrggbb."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def reads_on_paper(colour: str) -> bool:
    """And on whatever else lies behind its words on a light page."""
    return all(contrast(colour, behind) >= ENOUGH for behind in (PAPER, *PANELS))


def carries_ink(colour: str) -> bool:
    return contrast(colour, INK) >= ENOUGH


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

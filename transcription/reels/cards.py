"""Cards as pictures, set by typst from data."""

from pathlib import Path

from django.utils.translation import gettext as _

from common.documents import compile_picture
from transcription.reels.plan import CannotShow, Card

TEMPLATE = Path(__file__).parents[1] / "typst" / "card.typ"
SIZES = (38, 32, 26, 21, 17)  # points on a picture 720 high; below the last nobody at the back can read it


def draw_card(*, card: Card, language: str) -> bytes:
    """A PNG of 1280 by 720, in the largest letters that fit. Raises CannotShow when none do."""
    for size in SIZES:
        data = {
            "kind": card.kind,
            "heading": card.heading,
            "lines": list(card.lines),
            "lang": language,
            "size": size,
        }
        pages = compile_picture(template=TEMPLATE, data=data)
        if len(pages) == 1:
            return pages[0]
    raise CannotShow(_("There is too much text on the card “%s”. Make it shorter.") % card.heading)

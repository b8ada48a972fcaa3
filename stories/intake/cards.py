"""A card for each person who was brought in: the five words with which they come back, see all of it, and take it back.

The words exist nowhere else. The group hands each card to its person and keeps no copy.
"""

import os
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

ONLY_MINE = 0o600


def write_card(*, folder: Path, row: int, reference: str, words: str, language: str) -> None:
    """A text file that only its owner reads, whole or not at all; in Welsh for a story in Welsh, else in English. Named
    after the row: no name of anybody is in it."""
    with translation.override("cy" if language == "cy" else "en"):
        card = _card(reference, words)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"card-row-{row:04}.txt"
    unfinished = path.with_suffix(".part")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, ONLY_MINE)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(card)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(path)


def _card(reference: str, words: str) -> str:
    lines = (
        _("Your words for Heard"),
        "",
        words,
        "",
        _("Your story's code: %s") % reference,
        _("With these five words you come back at %s") % (settings.PUBLIC_URL + reverse("back:enter")),
        "",
        _(
            "There you see what is made of your story, say yes or no to it, and can take all of it back at any time."
        ),
        _("Nothing of it is shown to anybody before you have said yes to exactly those words."),
        _("Keep this card to yourself. Nobody can find your words for you again."),
        "",
    )
    return "\n".join(lines)

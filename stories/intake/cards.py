"""A card for each person who was brought in: the five words with which they come back, see all of it, and take it back.

The words exist nowhere else. The group hands each card to its person and keeps no copy.
"""

import os
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from stories.models import Story

ONLY_MINE = 0o600
UNFINISHED = ".part"


def write_card(*, folder: Path, row: int, reference: str, words: str, language: str) -> Path:
    """A text file that only its owner reads; in Welsh for a story in Welsh, else in English. Unfinished until its story
    is here: `finish_card` it then. Named after the row and the story: no other sheet's card ever takes its place."""
    card = card_text(reference=reference, words=words, language=language)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = folder / f"card-row-{row:04}-{reference}{UNFINISHED}"
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, ONLY_MINE)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(card)
        out.flush()
        os.fsync(out.fileno())
    return unfinished


def card_text(*, reference: str, words: str, language: str) -> str:
    with translation.override("cy" if language == "cy" else "en"):
        return _card(reference, words)


def finish_card(unfinished: Path) -> None:
    unfinished.replace(unfinished.with_suffix(".txt"))


def settle_cards(*, folder: Path) -> None:
    """What a killed run left unfinished: a card whose story is here is finished, any other leads nowhere and goes."""
    for unfinished in folder.glob(f"card-row-????-*{UNFINISHED}"):
        reference = unfinished.stem.removeprefix("card-row-")[len("0000-") :]
        if Story.objects.filter(reference=reference).exists():
            finish_card(unfinished)
        else:
            unfinished.unlink()


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

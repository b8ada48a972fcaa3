"""Receipts: five words from the EFF large word list (64.6 bits). Only a keyed hash is kept."""

import hashlib
import hmac
import re
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings

from stories.models import Teller

WORDS = 5
LIST_FILE = Path(__file__).parent / "reference" / "eff_large_wordlist.txt"


@cache
def word_list() -> tuple[str, ...]:
    """7,776 words (Electronic Frontier Foundation, CC BY 3.0 US)."""
    return tuple(LIST_FILE.read_text(encoding="utf-8").split())


@cache
def _known_words() -> frozenset[str]:
    return frozenset(word_list())


def make_receipt() -> str:
    return " ".join(secrets.choice(word_list()) for _ in range(WORDS))


def normalise(*, words: str) -> str:
    """Lower case, single spaces; hyphens inside a word stay when the list has it ("yo-yo").

    The numbers of a copied list ("1. acid 2. yo-yo") go: no receipt has any.
    """
    loose = re.sub(r"[^\w\s-]", " ", words.lower())
    parts: list[str] = []
    for token in loose.split():
        parts += [token] if token in _known_words() else [p for p in token.split("-") if p]
    return " ".join(part for part in parts if not part.isdigit())


def unknown_words(*, words: str) -> list[str]:
    """The words that cannot be part of any receipt: for a kind message about a slip of the finger."""
    return [word for word in normalise(words=words).split() if word not in _known_words()]


def has_receipt_shape(*, words: str) -> bool:
    return len(normalise(words=words).split()) == WORDS and not unknown_words(words=words)


def receipt_mac(*, words: str) -> str:
    key = settings.RECEIPT_KEY.encode()
    return hmac.new(key, normalise(words=words).encode(), hashlib.sha256).hexdigest()


def give_receipt(*, teller: Teller) -> str:
    """New words for TELLER; the old ones stop working. The words exist only in the answer."""
    words = make_receipt()
    teller.receipt_mac = receipt_mac(words=words)
    teller.save(update_fields=["receipt_mac"])
    return words


def teller_by_receipt(*, words: str) -> Teller | None:
    if not has_receipt_shape(words=words):
        return None
    return Teller.objects.filter(receipt_mac=receipt_mac(words=words)).first()

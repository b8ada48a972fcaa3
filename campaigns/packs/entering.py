"""Coming in by a secret link: the passcode, how often it may be tried, and what is written down of a reading.

Of a reader nothing is kept: no address, no browser, no name. When, and whether the page or the PDF; that is all.
"""

import hashlib

from django.contrib.auth.hashers import check_password
from django.core.cache import cache

from campaigns.enums import Read
from campaigns.models import Edition, EditionReading

TRIES, SECONDS = 10, 10 * 60


class TooManyTries(Exception):
    """Of this link, by whomever: it opens for nobody new until some minutes have passed."""


def try_passcode(*, edition: Edition, typed: str) -> bool:
    """Counted by link before it is looked at; a right one clears the count. Raises TooManyTries."""
    key = f"passcode:{edition.link_sha256[:32]}"
    cache.add(key, 0, SECONDS)
    if _count(key) > TRIES:
        raise TooManyTries
    right = check_password(_as_given(typed), edition.link_passcode)
    if right:
        cache.delete(key)
    return right


def _count(key: str) -> int:
    try:
        return int(cache.incr(key))
    except ValueError:  # it expired between the two calls
        return 1


def _as_given(typed: str) -> str:
    """However it was typed: capitals or not, with the dash or without."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return f"{signs[:4]}-{signs[4:]}"


def mark_of(*, edition: Edition) -> str:
    """What a browser keeps, signed, once it is in; of no use with the next link."""
    return hashlib.sha256(f"{edition.link_sha256}{edition.link_passcode}".encode()).hexdigest()[:32]


def note_reading(*, edition: Edition, what: Read) -> None:
    EditionReading.objects.create(edition=edition, what=what)

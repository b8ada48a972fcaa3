"""Slowing guesses at receipts without locking anybody out and without keeping anybody's address.

Counted twice. By browser, in its own session: after a few wrong tries each next one has to wait, longer each time, up
to a minute. By place, under a keyed hash that changes every day, in the cache: a ward shares one address, so a place
has many more tries, and then waits in the same way. No wait is longer than LONGEST, whoever tried before; nothing
sleeps: the answer says how long, and Retry-After says it to machines.

At 64 bits a guesser needs many lifetimes at any of these speeds. The waits keep guessing cheap for us.
"""

import hashlib
import hmac
import math
from ipaddress import IPv6Address, ip_address

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

BROWSER_TRIES = 5
PLACE_TRIES = 60
SECONDS = 10 * 60
SHORTEST, LONGEST = 5, 60
HOUR = 60 * 60
SESSION_KEY = "tries"


class TooManyTries(Exception):
    """Not yet: the next try may come after `seconds`. A try during the wait counts for nothing and adds nothing."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"The next try may come in {seconds} seconds.")


def _place(request: HttpRequest) -> str:
    """Behind a proxy, what the last trusted one saw (ALLAUTH_TRUSTED_PROXY_COUNT), as for signing in.

    Of IPv6 the first half: whoever has one such address has all the others of its network too.
    """
    try:
        seen = str(get_adapter().get_client_ip(request))
    except PermissionDenied:  # nothing says where it comes from: all such share one count
        return ""
    try:
        address = ip_address(seen)
    except ValueError:
        return seen
    if not isinstance(address, IPv6Address):
        return seen
    return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))


def _key(request: HttpRequest, *, of: str) -> str:
    place = f"{of}:{timezone.localdate()}:{_place(request)}"
    return "tries:" + hmac.new(settings.SECRET_KEY.encode(), place.encode(), hashlib.sha256).hexdigest()[:32]


def _wait_after(*, beyond: int) -> int:
    """Seconds to wait after so many tries BEYOND the free ones: 5, 10, 20, 40, 60, 60 and so on."""
    return min(SHORTEST * 2 ** min(beyond - 1, 10), LONGEST) if beyond > 0 else 0


def _now() -> float:
    return timezone.now().timestamp()


def count_try(*, request: HttpRequest, of: str = "receipt") -> None:
    """Count one try of this kind before it is looked at. Raises TooManyTries while there is a wait.

    The wait begins with the try that used up what was free, so a right receipt is never further than LONGEST away.
    """
    place = _key(request, of=of)
    until = max(float(cache.get(f"{place}:until") or 0), _session(request, of)[1])
    if (left := until - _now()) > 0:
        raise TooManyTries(math.ceil(min(left, LONGEST)))
    _count_browser(request, of)
    _count_place(place)


def _session(request: HttpRequest, of: str) -> tuple[int, float]:
    """How often this browser tried lately, and until when it waits."""
    tries, until, last = request.session.get(f"{SESSION_KEY}:{of}") or (0, 0.0, 0.0)
    return (tries, until) if _now() - last < SECONDS else (0, 0.0)


def _count_browser(request: HttpRequest, of: str) -> None:
    tries = _session(request, of)[0] + 1
    until = _now() + _wait_after(beyond=tries - BROWSER_TRIES + 1)
    request.session[f"{SESSION_KEY}:{of}"] = (tries, until, _now())


def _count_place(key: str) -> None:
    cache.add(key, 0, SECONDS)
    try:
        tries = cache.incr(key)
    except ValueError:  # it expired between the two calls
        return
    if wait := _wait_after(beyond=tries - PLACE_TRIES + 1):
        cache.set(f"{key}:until", _now() + wait, LONGEST)


def forgive(*, request: HttpRequest, of: str = "receipt") -> None:
    """A right answer clears both counts: several people may share a ward's connection."""
    request.session.pop(f"{SESSION_KEY}:{of}", None)
    place = _key(request, of=of)
    cache.delete_many([place, f"{place}:until"])


class TooManyBegun(Exception):
    """More drafts begun from one place than a busy ward behind one connection begins in an hour."""


def count_begun(*, request: HttpRequest) -> None:
    """A draft is about to begin. Raises TooManyBegun."""
    key = _key(request, of="begun")
    cache.add(key, 0, HOUR)
    try:
        begun = cache.incr(key)
    except ValueError:  # it expired between the two calls
        return
    if begun > settings.DRAFTS_PER_HOUR:
        raise TooManyBegun

"""How many uploads one server process receives at once: slow ones must not take every thread that serves pages."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from django.conf import settings


class TooManyAtOnce(Exception):
    """Ask again in a moment."""


@lru_cache(maxsize=1)
def _places() -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(settings.UPLOADS_AT_ONCE)


@contextmanager
def a_place() -> Iterator[None]:
    """Raises TooManyAtOnce, at once: a request that waited would hold the thread that it waits for."""
    places = _places()
    if not places.acquire(blocking=False):
        raise TooManyAtOnce
    try:
        yield
    finally:
        places.release()

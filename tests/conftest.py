"""What every test stands on. Each part lives in tests/services/; factories live beside the tests of their app.

- Any test that may use the database may use both (default and keyring): no marker has to say so.
- Nothing may call out: a connection that leaves this machine fails the test (tests/services/offline).
- What a run leaves out is listed by name and reason at its end (tests/services/groups.py).
"""

import os

import pytest

# Playwright's sync API keeps an event loop in this thread; Django would refuse every query beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# In this order: each is loaded (and its assertions rewritten) before another imports it.
pytest_plugins = [
    "tests.services.network",
    "tests.services.postgres",
    "tests.services.databases",
    "tests.services.processes",
    "tests.services.whisper",
    "tests.services.brokers",
    "tests.services.buckets",
    "tests.services.browser",
    "tests.services.groups",
]


@pytest.fixture(autouse=True)
def fresh_cache():
    """Rate limits, used codes and the sums of a minute are kept in the cache."""
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()

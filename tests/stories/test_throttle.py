"""Guesses at receipts: slowed by browser and by place, nobody locked out, no place kept."""

import datetime as dt

import pytest
from django.contrib.sessions.backends.cache import SessionStore
from django.core.cache import cache
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone
from pytest_django.fixtures import Settings

from stories.throttle import BROWSER_TRIES, LONGEST, PLACE_TRIES, TooManyTries, count_try, forgive
from tests.stories.factories import at_time

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    cache.clear()


def at(place: str = "192.0.2.1", session: dict[str, object] | None = None, **headers: str) -> HttpRequest:
    """A browser that was never seen before, unless it brings its SESSION."""
    request = RequestFactory().post("/return/", REMOTE_ADDR=place, headers=headers)
    request.session = SessionStore() if session is None else session  # type: ignore[assignment]
    return request


def tries(number: int, place: str = "192.0.2.1", session: dict[str, object] | None = None) -> None:
    for _ in range(number):
        count_try(request=at(place, session))


def wait_of(request: HttpRequest) -> int:
    """Seconds that a try is told to wait; 0 when it was counted."""
    try:
        count_try(request=request)
    except TooManyTries as wait:
        return wait.seconds
    return 0


def test_a_browser_waits_longer_each_time_and_never_longer_than_a_minute() -> None:
    mine: dict[str, object] = {}
    tries(BROWSER_TRIES, session=mine)
    waits, moment = [], NOW
    for _ in range(6):
        with at_time(moment):
            waits.append(wait_of(at(session=mine)))
            assert waits[-1] > 0
        moment += dt.timedelta(seconds=waits[-1])
        with at_time(moment):
            assert wait_of(at(session=mine)) == 0, "when the time is over the next try is looked at"
    assert waits == [5, 10, 20, 40, 60, 60]


def test_asking_during_the_wait_does_not_make_it_longer() -> None:
    mine: dict[str, object] = {}
    tries(BROWSER_TRIES, session=mine)
    assert [wait_of(at(session=mine)) for _ in range(50)] == [5] * 50


def test_one_person_who_guesses_does_not_slow_the_ward() -> None:
    guesser: dict[str, object] = {}
    tries(BROWSER_TRIES, session=guesser)
    assert wait_of(at(session=guesser)) > 0
    assert wait_of(at()) == 0, "another browser at the same address"


def test_a_whole_place_is_slowed_in_the_end_and_still_nobody_longer_than_a_minute() -> None:
    tries(PLACE_TRIES)
    told = wait_of(at())
    assert 0 < told <= LONGEST
    with at_time(NOW + dt.timedelta(seconds=LONGEST)):
        assert wait_of(at()) == 0
    tries(PLACE_TRIES - 1, "192.0.2.2")
    assert wait_of(at("192.0.2.2")) == 0


def test_a_right_answer_forgives() -> None:
    mine: dict[str, object] = {}
    tries(BROWSER_TRIES, session=mine)
    forgive(request=at(session=mine))
    assert wait_of(at(session=mine)) == 0
    tries(PLACE_TRIES - 1)
    assert wait_of(at()) > 0
    forgive(request=at())
    assert wait_of(at()) == 0


def test_the_count_ends_by_itself() -> None:
    mine: dict[str, object] = {}
    tries(BROWSER_TRIES, session=mine)
    with at_time(NOW + dt.timedelta(minutes=11)):
        cache.clear()
        tries(BROWSER_TRIES - 1, session=mine)
        assert wait_of(at(session=mine)) == 0


def test_codes_and_receipts_are_counted_apart() -> None:
    mine: dict[str, object] = {}
    tries(BROWSER_TRIES, session=mine)
    count_try(request=at(session=mine), of="code")


def test_behind_a_proxy_the_caller_is_counted_and_not_the_proxy(settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for _ in range(PLACE_TRIES):
        count_try(request=at("10.0.0.1", **{"x-forwarded-for": "198.51.100.7"}))
    assert wait_of(at("10.0.0.1", **{"x-forwarded-for": "198.51.100.8"})) == 0
    # Whatever a caller writes in front, the last address is the one that our own proxy saw.
    assert wait_of(at("10.0.0.1", **{"x-forwarded-for": "203.0.113.5, 198.51.100.7"})) > 0


def test_without_a_proxy_nobody_chooses_their_own_place() -> None:
    tries(PLACE_TRIES, "192.0.2.9")
    assert wait_of(at("192.0.2.9", **{"x-forwarded-for": "198.51.100.99"})) > 0


def test_a_network_of_ipv6_is_one_place() -> None:
    for number in range(PLACE_TRIES):
        count_try(request=at(f"2001:db8:0:7:{number:x}::1"))
    assert wait_of(at("2001:db8:0:7:ffff:ffff:ffff:ffff")) > 0
    assert wait_of(at("2001:db8:0:8::1")) == 0
    assert wait_of(at("::ffff:192.0.2.1")) == 0


def test_ipv4_written_as_ipv6_is_the_same_place_and_no_other() -> None:
    tries(PLACE_TRIES, "192.0.2.1")
    assert wait_of(at("::ffff:192.0.2.1")) > 0
    assert wait_of(at("::ffff:192.0.2.2")) == 0


def test_whoever_has_no_place_is_counted_too() -> None:
    tries(PLACE_TRIES, "")
    assert wait_of(at("")) > 0


def test_the_cache_holds_no_place_and_another_key_tomorrow() -> None:
    count_try(request=at("192.0.2.1"))
    today = set(cache._cache)
    assert len(today) == 1
    assert not any("192.0" in key for key in today)
    with at_time(NOW + dt.timedelta(days=1)):
        count_try(request=at("192.0.2.1"))
    assert len(set(cache._cache)) == 2


def test_another_secret_gives_another_key(settings: Settings) -> None:
    count_try(request=at())
    settings.SECRET_KEY = "another secret of some length altogether"
    count_try(request=at())
    assert len(set(cache._cache)) == 2
    assert timezone.now() == NOW

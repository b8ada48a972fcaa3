from collections.abc import Iterator
from itertools import count
from threading import Event

import pytest

from transcription.engines.deadline import TooSlow, in_time


def test_what_is_done_in_time_comes_through_in_order_and_errors_too() -> None:
    assert list(in_time(lambda: iter(range(5)), seconds=5)) == [0, 1, 2, 3, 4]

    def breaks() -> Iterator[int]:
        yield 1
        raise ZeroDivisionError

    found = in_time(breaks, seconds=5)
    assert next(found) == 1
    with pytest.raises(ZeroDivisionError):
        next(found)


def test_a_call_that_never_comes_back_is_not_waited_for() -> None:
    never = Event()

    def hangs() -> Iterator[int]:
        yield 1
        never.wait()

    found = in_time(hangs, seconds=0.2)
    assert next(found) == 1
    with pytest.raises(TooSlow):
        next(found)
    never.set()


def test_when_nobody_listens_any_more_it_stops() -> None:
    said: list[int] = []

    def talks() -> Iterator[int]:
        for number in count():
            said.append(number)
            yield number

    found = in_time(talks, seconds=5)
    next(found)
    found.close()  # type: ignore[attr-defined]
    heard = len(said)
    assert heard == len(said)

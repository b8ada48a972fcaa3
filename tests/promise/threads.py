"""Things done at once, each in a thread with connections of its own, and one of them stopped at a named step."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Barrier, Event, Thread
from typing import Any
from unittest import mock

from django.db import connections
from django.utils.module_loading import import_string

Work = Callable[[], object]
PATIENCE = 40  # seconds for a thread to end, on a machine that is busy with other things
MEANWHILE = 0.6  # how long the second gets while the first stands still; it may be waiting for a lock


@dataclass
class Pause:
    """A step at which the first thread to come by stands still until `go`."""

    reached: Event = field(default_factory=Event)
    go: Event = field(default_factory=Event)

    def stand(self) -> None:
        if not self.reached.is_set():
            self.reached.set()
            assert self.go.wait(PATIENCE), "nobody let it go on"


@contextmanager
def pausing_after(step: str) -> Iterator[Pause]:
    """STEP, a dotted path as its caller knows it, is done as ever; then whoever did it first stands still."""
    real, pause = import_string(step), Pause()

    def slow(*args: Any, **kwargs: Any) -> Any:
        done = real(*args, **kwargs)
        pause.stand()
        return done

    with mock.patch(step, slow):
        yield pause


def at_once(*works: Work) -> list[object]:
    """Run WORKS side by side from one moment on; what each returned or raised."""
    barrier = Barrier(len(works))
    outcomes: list[object] = [None] * len(works)
    threads = [_thread(work, outcomes, place, barrier) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    return _ended(threads, outcomes)


def one_within_the_other(first: Work, second: Work, *, after: str) -> list[object]:
    """FIRST stands still after its step AFTER while SECOND is done, or waits for it; what each returned or raised."""
    outcomes: list[object] = [None, None]
    one, other = _thread(first, outcomes, 0), _thread(second, outcomes, 1)
    with pausing_after(after) as pause:
        one.start()
        assert pause.reached.wait(PATIENCE), f"{after} was never done: {outcomes[0]!r}"
        other.start()
        other.join(MEANWHILE)
        pause.go.set()
        return _ended([one, other], outcomes)


def _thread(work: Work, outcomes: list[object], place: int, barrier: Barrier | None = None) -> Thread:
    def run() -> None:
        try:
            if barrier:
                barrier.wait(PATIENCE)
            outcomes[place] = work()
        except Exception as error:
            outcomes[place] = error
        finally:
            connections.close_all()

    return Thread(target=run, daemon=True)


def _ended(threads: Sequence[Thread], outcomes: list[object]) -> list[object]:
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    return outcomes


def escaped(outcomes: Sequence[object], *, allowed: tuple[type[Exception], ...] = ()) -> list[object]:
    """The exceptions among OUTCOMES that are no plain refusal of ours."""
    return [each for each in outcomes if isinstance(each, Exception) and not isinstance(each, allowed)]

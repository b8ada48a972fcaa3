"""Recognising with an end to it: a native call cannot be stopped, but nobody has to wait for it for ever."""

from collections.abc import Callable, Iterable, Iterator
from queue import Empty, Queue
from threading import Event, Thread
from time import monotonic
from typing import Any, TypeVar

T = TypeVar("T")
GRACE_SECONDS = 30.0  # for the window that is being decoded when somebody else wants the worker to stop


class TooSlow(Exception):
    """It was not done in time. What it was doing goes on in its thread until the native call returns."""


def in_time(work: Callable[[], Iterable[T]], *, seconds: float) -> Iterator[T]:
    """What WORK yields. Raises TooSlow after SECONDS, and whatever WORK raises."""
    said: Queue[tuple[str, Any]] = Queue()
    enough = Event()
    thread = Thread(target=_run, args=(work, said, enough), name="recognising", daemon=True)
    thread.start()
    try:
        yield from _until_done(said, deadline=monotonic() + seconds)
    except TooSlow:
        enough.set()
        raise
    finally:
        if not enough.is_set():
            enough.set()
            thread.join(GRACE_SECONDS)


def _run(work: Callable[[], Iterable[T]], said: "Queue[tuple[str, Any]]", enough: Event) -> None:
    try:
        for item in work():
            if enough.is_set():
                return
            said.put(("item", item))
    except BaseException as error:  # raised again by whoever waits
        said.put(("error", error))
    else:
        said.put(("done", None))


def _until_done(said: "Queue[tuple[str, Any]]", *, deadline: float) -> Iterator[Any]:
    while True:
        try:
            kind, item = said.get(timeout=max(deadline - monotonic(), 0.0))
        except Empty:
            raise TooSlow from None
        if kind == "done":
            return
        if kind == "error":
            raise item
        yield item

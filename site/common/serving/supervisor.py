"""Keeps the web server and the workers running together, and stops them together."""

import signal
import time
from collections.abc import Callable, Sequence
from threading import Event
from types import FrameType

from common.serving.child import Child, say

STEADY = 30  # seconds after which a death is no longer part of a series
LONGEST_PAUSE = 30
FINISHING = 8  # what a job at hand is given to end by itself
STOPPING = 10  # what is given to hand it back


class Supervisor:
    def __init__(self, *, children: Sequence[Child], needed: str, ready: Callable[[], bool]) -> None:
        """Stop all if the child NEEDED dies before READY; whatever dies later is started again."""
        self.children = list(children)
        self.needed = needed
        self.ready = ready
        self._stop = Event()
        self._hurry = Event()
        self._due: dict[str, float] = {}

    def run(self) -> int:
        """Until Ctrl-C or SIGTERM; the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        try:
            if not self._begin():
                return 0 if self._stop.is_set() else 1
            while not self._stop.wait(0.25):
                self._look_after()
            return 0
        finally:
            self.end()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self._stop.is_set():
            self._hurry.set()
        self._stop.set()

    def _begin(self) -> bool:
        """Start the one that is needed, and the others once it answers. False: it died, or we were stopped."""
        first = next(child for child in self.children if child.name == self.needed)
        first.start()
        while not self.ready():
            if not first.running or self._stop.wait(0.1):
                return False
        for child in self.children:
            if child is not first:
                child.start()
        return True

    def _look_after(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.running:
                continue
            if child.name not in self._due:
                self._due[child.name] = now + self._note_death(child, now)
            elif now >= self._due[child.name]:
                del self._due[child.name]
                child.start()

    def _note_death(self, child: Child, now: float) -> float:
        """Seconds until it is started again: at once the first time, then ever later."""
        child.clear()
        child.deaths = 1 if now - child.started > STEADY else child.deaths + 1
        pause = 0 if child.deaths == 1 else min(2 ** (child.deaths - 1), LONGEST_PAUSE)
        when = "now" if not pause else f"in {pause} seconds"
        say(child.name, f"It stopped unexpectedly (exit code {child.exit_code}) and is started again {when}.")
        return pause

    def end(self) -> None:
        """Ask, insist, and kill what is left. A second Ctrl-C skips the asking."""
        self._tell_all(signal.SIGTERM)
        if not self._wait_for_all(FINISHING):
            self._tell_all(signal.SIGQUIT)  # Celery hands its jobs back; granian takes it for a kill
            self._hurry.clear()
            self._wait_for_all(STOPPING)
        for child in self.children:
            child.clear()

    def _tell_all(self, number: signal.Signals) -> None:
        for child in self.children:
            child.tell(number)

    def _wait_for_all(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while any(child.running for child in self.children):
            if time.monotonic() > deadline or self._hurry.wait(0.1):
                return False
        return True

"""One process of the supervisor's: started in a group of its own, its output passed on line by line."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock, Thread

from common.serving.leash import LEASH

_printing = Lock()


def say(name: str, line: str) -> None:
    """One whole line at a time, whichever thread it comes from."""
    with _printing, suppress(BrokenPipeError, ValueError):
        sys.stdout.write(f"{name:5} | {line}\n")
        sys.stdout.flush()


@dataclass
class Child:
    name: str
    command: Sequence[str]
    process: "subprocess.Popen[str] | None" = None
    started: float = 0.0
    deaths: int = field(default=0)  # in quick succession

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603  our own interpreter and our own modules
            self.command,
            stdin=subprocess.PIPE,  # the leash: it closes when the supervisor is gone
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=os.environ | {LEASH: "1", "PYTHONUNBUFFERED": "1"},
            start_new_session=True,  # Ctrl-C in the terminal reaches the supervisor alone
        )
        Thread(target=self._pass_on, args=(self.process,), daemon=True).start()

    def _pass_on(self, process: "subprocess.Popen[str]") -> None:
        for line in process.stdout or ():
            say(self.name, line.rstrip("\n"))

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def exit_code(self) -> int | None:
        return self.process.poll() if self.process else None

    def tell(self, number: signal.Signals) -> None:
        """The process itself, not what it started: it ends those in its own way."""
        if self.running and self.process:
            self.process.send_signal(number)

    def clear(self) -> None:
        """Kill whatever is left of the group."""
        if self.process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

"""Ends the whole process group, as a power cut would, at the call that DIE_AT names: `module:name 2 after`."""

import os
import pkgutil
import signal
from typing import Any

from django.apps import AppConfig

DIE_AT = "KILL_PROBE_DIE_AT"


class ProbeConfig(AppConfig):
    name = "tests.kill.probe"

    def ready(self) -> None:
        if said := os.environ.get(DIE_AT):
            where, at, when = said.split()
            die(where, at=int(at), when=when)


def die(where: str, *, at: int, when: str) -> None:
    module, _, inner = where.rpartition(":")
    above, _, name = inner.rpartition(".")
    owner = pkgutil.resolve_name(f"{module}:{above}" if above else module)
    real, calls = getattr(owner, name), []

    def once_more(*given: Any, **named: Any) -> Any:
        calls.append(1)
        if (len(calls), when) == (at, "before"):
            os.killpg(0, signal.SIGKILL)
        answer = real(*given, **named)
        if len(calls) == at:
            os.killpg(0, signal.SIGKILL)
        return answer

    setattr(owner, name, once_more)

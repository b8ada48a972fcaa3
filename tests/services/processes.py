"""Processes that a test starts: Heard's own and other programs, ended whatever happens, with their output kept."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from tests.services.template import ROOT

Start = Callable[..., "subprocess.Popen[str]"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(ready: Callable[[], bool], *, seconds: float = 20, what: str = "it") -> None:
    """Ask READY again and again; AssertionError after SECONDS."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if ready():
            return
        time.sleep(0.05)
    raise AssertionError(f"Waited {seconds} s for {what}.")


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def end(process: "subprocess.Popen[str]", *, seconds: float = 10) -> None:
    """End PROCESS and whatever it started (it leads a group of its own)."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            break
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def launch(
    command: Sequence[str], *, env: dict[str, str] | None = None, output: Path
) -> "subprocess.Popen[str]":
    """Start COMMAND in a group of its own. Call it from the main thread: on Linux the process is told to end when
    whoever started it is gone, so that a run broken off leaves nothing behind."""
    with output.open("a") as sink:
        return subprocess.Popen(
            [*leash(), *command],
            env=env,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )


def leash() -> list[str]:
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM"] if setpriv and sys.platform == "linux" else []


@pytest.fixture
def worker_env(transactional_db: None, tmp_path: Path) -> dict[str, str]:
    """The environment for a process of Heard's that shares this test's databases and folders."""
    from django.conf import settings
    from django.db import connections

    from tests.services.template import ALIASES

    environment = os.environ | {
        "HEARD_TEST_VAR": str(settings.VAR),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    for alias, variable in ALIASES.items():
        environment[variable] = database_url(connections[alias].settings_dict)
    return environment


def database_url(config: dict[str, object]) -> str:
    from tests.services import postgres

    if str(config["ENGINE"]).endswith("sqlite3"):
        return f"sqlite:///{config['NAME']}"
    return postgres.url(str(config["NAME"]))


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """start("manage.py", "worker", env=...) -> Popen with .output (a Path). Ended after the test, group and all."""
    running: list[subprocess.Popen[str]] = []

    def run(*command: str, env: dict[str, str] | None = None) -> "subprocess.Popen[str]":
        words = [sys.executable, *command] if command[0].endswith(".py") else list(command)
        output = tmp_path / f"output-{len(running)}.txt"
        process = launch(words, env=env, output=output)
        process.output = output  # type: ignore[attr-defined]
        running.append(process)
        return process

    yield run
    for process in running:
        end(process)

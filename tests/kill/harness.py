"""A real worker on a real broker, killed as a power cut would: for every test of what happens afterwards.

def test_mine(harness):                       # once for each broker
    part = make_part(...)                     # the test's own ORM: worker and test share both databases
    job = enqueue(kind="transcribe_recording", object_id=part.id)
    harness.start_worker()
    harness.wait_for(lambda: running(job))    # or SQL: harness.wait_for("SELECT 1 FROM ... WHERE ...")
    harness.kill()
    harness.start_worker()
    harness.wait_for(lambda: done(job))
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection

from tests.services.processes import launch
from tests.services.template import ROOT

LEASE, SWEEP = 3, 1
MANAGE = [sys.executable, str(ROOT / "manage.py")]


class WorkerHarness:
    def __init__(self, broker: str, *, url: str, env: dict[str, str], folder: Path) -> None:
        """BROKER is its name, for messages; URL what CELERY_BROKER_URL is; FOLDER takes the logs."""
        self.broker = broker
        self.url = url
        self.folder = folder
        self.env = env | {
            "CELERY_BROKER_URL": url,
            "DJANGO_SETTINGS_MODULE": "tests.kill.settings",
            "JOB_LEASE_SECONDS": str(LEASE),
            "JOB_SWEEP_SECONDS": str(SWEEP),
            "PYTHONUNBUFFERED": "1",
        }
        self.workers: list[subprocess.Popen[str]] = []

    @property
    def log(self) -> str:
        return "\n".join(file.read_text() for file in sorted(self.folder.glob("worker-*.log")))

    def manage(self, *args: str, seconds: float = 120) -> str:
        """manage.py ARGS to its end; what it printed. AssertionError when it fails."""
        done = subprocess.run(
            [*MANAGE, *args],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        assert done.returncode == 0, f"manage.py {' '.join(args)}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def start_worker(self, *args: str, ready: bool = True) -> "subprocess.Popen[str]":
        """`manage.py work ARGS`, in a process group of its own; returns once it is ready for work."""
        number = len(self.workers)
        output = self.folder / f"worker-{number}.log"
        worker = launch([*MANAGE, "work", "--name", f"kill{number}", *args], env=self.env, output=output)
        self.workers.append(worker)
        if ready:
            self.wait_for(lambda: "The worker is ready" in output.read_text(), what="the worker to be ready")
        return worker

    def kill(self, worker: "subprocess.Popen[str] | None" = None) -> None:
        """SIGKILL to the whole group of WORKER (the last one, if not said): no handler runs, nothing is tidied up."""
        victim = worker or self.workers[-1]
        os.killpg(victim.pid, signal.SIGKILL)
        victim.wait(10)

    def wait_for(
        self, condition: str | Callable[[], object], *, seconds: float = 90, what: str = ""
    ) -> object:
        """Until the SQL returns a row, or the callable something true; that row or value. Fails with the logs."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = self._first_row(condition) if isinstance(condition, str) else condition()
            if found:
                return found
            time.sleep(0.1)
        raise AssertionError(f"{self.broker}: waited {seconds} s for {what or condition}.\n{self.log}")

    def _first_row(self, sql: str) -> object:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()

    def close(self) -> None:
        """As a power cut too: a worker that is told to stop takes up to ten seconds over its last look at the queue."""
        for worker in self.workers:
            if worker.poll() is None:  # the number of one that is gone may be somebody else's by now
                self.kill(worker)

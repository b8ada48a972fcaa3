"""Real work to be killed in: it writes down every begin, stops where it is told to, and has one effect.

Tables of its own, made by the test, so that nothing of Heard's is touched. A folder that both processes know
holds the file names that stand for "reached" and "go on".
"""

import os
import time
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from common.jobs.registry import JobRun, job_kind

FOLDER = "KILL_PROBE_FOLDER"
TABLES = (
    "CREATE TABLE probe_begin (job varchar(40), attempt integer, pid integer, at timestamp)",
    "CREATE TABLE probe_effect (job varchar(40), attempt integer)",
)


def stop_at(point: str, run: JobRun) -> None:
    """Say that POINT is reached; wait there for the file `go`, or to be killed."""
    folder = Path(os.environ[FOLDER])
    (folder / f"{point}-{run.attempt}").touch()
    while (folder / f"stop-{point}").exists():
        run.heartbeat()
        time.sleep(0.05)


def execute(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@job_kind("kill_probe", queue="default", max_attempts=5)
def probe(run: JobRun) -> None:
    execute(
        "INSERT INTO probe_begin VALUES (%s, %s, %s, %s)",
        str(run.job_id),
        run.attempt,
        os.getpid(),
        timezone.now(),
    )
    stop_at("before", run)
    with transaction.atomic():
        run.heartbeat(0.9)
        have_effect_once(run)
    stop_at("after", run)


def have_effect_once(run: JobRun) -> None:
    """As every handler must: see whether it is done before doing it, in the transaction that does it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM probe_effect WHERE job = %s", [str(run.job_id)])
        if cursor.fetchone():
            return
    execute("INSERT INTO probe_effect VALUES (%s, %s)", str(run.job_id), run.attempt)

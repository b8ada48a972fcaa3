"""A worker killed in the middle of its work: on every broker the job is done in the end, once."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.service import enqueue
from tests.kill.harness import LEASE, WorkerHarness

pytestmark = pytest.mark.kill


def state(job: Job) -> str:
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def probe() -> Job:
    return enqueue(kind="kill_probe", object_id="1")


@pytest.mark.parametrize("point", ["before", "after"])
def test_killed_before_or_after_its_effect_the_job_has_it_once(
    harness: WorkerHarness, probe_folder: Path, point: str
) -> None:
    (probe_folder / f"stop-{point}").touch()
    harness.start_worker()
    job = probe()
    harness.wait_for((probe_folder / f"{point}-1").exists, what=f"the point {point!r}")
    harness.kill()
    assert state(job) == JobState.RUNNING
    (probe_folder / f"stop-{point}").unlink()
    harness.start_worker()
    harness.wait_for(lambda: state(job) == JobState.DONE, what="the job to be done")
    assert [attempt for (attempt,) in rows("SELECT attempt FROM probe_begin ORDER BY attempt")] == [1, 2]
    assert len(rows("SELECT * FROM probe_effect")) == 1
    job.refresh_from_db()
    assert (job.attempts, job.progress, job.token) == (2, 1, None)


def test_a_second_worker_takes_over_only_when_the_lease_has_run_out(
    harness: WorkerHarness, probe_folder: Path
) -> None:
    """RabbitMQ gives the message to the other worker at once; the row says that it is too early."""
    (probe_folder / "stop-before").touch()
    first = harness.start_worker()
    job = probe()
    harness.wait_for((probe_folder / "before-1").exists, what="the first attempt")
    harness.start_worker()
    harness.kill(first)
    job.refresh_from_db()
    last_sign = job.heartbeat_at
    (probe_folder / "stop-before").unlink()
    harness.wait_for(lambda: state(job) == JobState.DONE, what="the job to be done")
    begins = rows("SELECT at, pid FROM probe_begin ORDER BY attempt")
    assert len({pid for _, pid in begins}) == 2
    assert moment(begins[1][0]) >= last_sign.replace(tzinfo=None) + timedelta(seconds=LEASE)
    assert len(rows("SELECT * FROM probe_effect")) == 1


def test_a_worker_told_to_stop_hands_its_job_back(harness: WorkerHarness, probe_folder: Path) -> None:
    """SIGQUIT, as `serve` sends it to a worker that is busy: nobody has to wait for the lease."""
    import signal

    (probe_folder / "stop-before").touch()
    worker = harness.start_worker()
    job = probe()
    harness.wait_for((probe_folder / "before-1").exists, what="the first attempt")
    worker.send_signal(signal.SIGQUIT)
    worker.wait(30)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.token) == (JobState.QUEUED, 0, None)
    (probe_folder / "stop-before").unlink()
    harness.start_worker()
    harness.wait_for(lambda: state(job) == JobState.DONE, what="the job to be done")
    assert len(rows("SELECT * FROM probe_effect")) == 1


def test_a_job_whose_message_was_lost_is_found_by_the_sweep(
    harness: WorkerHarness, probe_folder: Path
) -> None:
    job = Job.objects.create(kind="kill_probe", object_id="1", queue="default")  # nobody rang
    harness.start_worker()
    harness.wait_for(lambda: state(job) == JobState.DONE, what="the job to be done")
    assert len(rows("SELECT * FROM probe_effect")) == 1


def moment(value: object) -> datetime:
    """What SQLite gives back as text, PostgreSQL as a time."""
    parsed = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return parsed.replace(tzinfo=None)

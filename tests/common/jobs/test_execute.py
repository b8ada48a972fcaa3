"""How a run ends: done, waiting, refused, tried later, failed, lost. And what is never written down."""

import logging
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from common.jobs import LeaseLost, Refused, Waiting
from common.jobs.enums import JobState
from common.jobs.execute import LONGEST_WAIT, execute, wait_before
from common.jobs.models import Job
from common.jobs.service import enqueue

WORDS = "They held me down in Larkfield ward"


@pytest.fixture
def run(db, kind, rung):
    """run(handler, **options) -> the job's row after one run."""

    def go(handler, **options):
        job = enqueue(kind=kind(handler, **options), object_id="H1")
        execute(job_id=job.id, keep_alive=False)
        job.refresh_from_db()
        return job

    return go


def raising(error):
    def handler(run):
        raise error

    return handler


def test_a_handler_gets_its_object_and_the_job_is_done(run):
    seen = []
    job = run(lambda run: seen.append((run.object_id, run.attempt, run.job_id)))
    assert seen == [("H1", 1, job.id)]
    assert (job.state, job.progress, job.token) == (JobState.DONE, 1, None)
    assert job.finished_at >= job.started_at


def test_progress_is_seen_while_it_runs(run):
    seen = []

    def handler(run):
        run.heartbeat(0.25, "one of four")
        seen.append(Job.objects.values_list("state", "progress", "note").get(pk=run.job_id))

    run(handler)
    assert seen == [("running", 0.25, "one of four")]


def test_waiting_is_told_in_plain_words(run):
    job = run(raising(Waiting(reason="no-model", message="There is no model yet.")))
    assert (job.state, job.reason_code, job.reason) == (
        JobState.WAITING,
        "no-model",
        "There is no model yet.",
    )


def test_what_no_retry_cures_fails_at_once_with_its_own_words(run):
    job = run(raising(Refused("The file holds no sound.")), max_attempts=5)
    assert (job.state, job.attempts, job.reason) == (JobState.FAILED, 1, "The file holds no sound.")


def test_an_error_is_tried_later(run):
    job = run(raising(ValueError(WORDS)))
    assert (job.state, job.reason_code, job.reason) == (
        JobState.QUEUED,
        "error",
        "Something went wrong (ValueError).",
    )
    assert job.due_at > timezone.now()
    assert not execute(job_id=job.id, keep_alive=False)


def test_the_last_attempt_fails(run):
    job = run(raising(ValueError(WORDS)), max_attempts=1)
    assert (job.state, job.reason) == (
        JobState.FAILED,
        "Something went wrong (ValueError). It was tried 1 times.",
    )


def test_an_errors_text_reaches_neither_row_nor_log(run, caplog):
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("heard").propagate = True
        job = run(raising(ValueError(WORDS)), max_attempts=1)
    row = " ".join(str(value) for value in Job.objects.filter(pk=job.pk).values_list().get())
    assert WORDS not in row
    assert WORDS not in caplog.text
    assert "ValueError at" in caplog.text
    assert "test_execute.py" in caplog.text


def test_a_result_that_comes_too_late_is_dropped(run):
    def taken_over(run):
        Job.objects.filter(pk=run.job_id).update(token=UUID(int=1))
        with pytest.raises(LeaseLost):
            run.heartbeat()

    job = run(taken_over)
    assert (job.state, job.token) == (JobState.RUNNING, UUID(int=1))


def test_a_handler_may_let_lease_lost_through(run):
    def taken_over(run):
        Job.objects.filter(pk=run.job_id).update(token=UUID(int=1))
        run.heartbeat()

    assert run(taken_over).state == JobState.RUNNING


def test_a_worker_told_to_stop_frees_its_job(db, kind, rung):
    job = enqueue(kind=kind(raising(SystemExit(0))), object_id=1)
    with pytest.raises(SystemExit):
        execute(job_id=job.id, keep_alive=False)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)


@pytest.mark.django_db(transaction=True)
def test_a_worker_stopped_in_the_middle_of_a_query_frees_its_job_on_a_new_connection(kind, rung):
    def torn(run):
        connection.connection.close()  # as psycopg leaves it; Django does not know
        raise SystemExit(0)

    job = enqueue(kind=kind(torn), object_id=1)
    with pytest.raises(SystemExit):
        execute(job_id=job.id, keep_alive=False)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED, JobState.WAITING])
def test_a_stray_message_does_nothing(make_job, kind, state):
    ran = []
    job = make_job(kind=kind(ran.append), state=state)
    assert not execute(job_id=job.id, keep_alive=False)
    assert not execute(job_id=UUID(int=7), keep_alive=False)
    assert ran == []


def test_a_worker_leaves_a_kind_it_does_not_know(make_job):
    job = make_job(kind="from_a_newer_release")
    assert not execute(job_id=job.id, keep_alive=False)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)


def test_a_twin_queued_meanwhile_is_rung_for_when_the_first_is_through(db, kind, rung):
    again = []

    def handler(run):
        if not again:
            again.append(enqueue(kind=name, object_id="H1"))

    name = kind(handler, unique=True)
    job = enqueue(kind=name, object_id="H1")
    execute(job_id=job.id, keep_alive=False)
    assert again[0] != job
    assert rung == [again[0].id]


def test_waits_double_up_to_a_limit():
    first, second, late = (wait_before(attempt=number) for number in (1, 2, 30))
    assert 15 <= first.total_seconds() < 19
    assert 30 <= second.total_seconds() < 38
    assert LONGEST_WAIT <= late <= LONGEST_WAIT * 1.25

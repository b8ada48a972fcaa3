"""The sweep finds what the broker forgot, and does not flood it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.sweeper import HEAD, LONGEST_SILENCE, silence, sweep


@pytest.fixture(autouse=True)
def pace(settings):
    settings.JOB_SWEEP_SECONDS = 20


def running(make_job, ago, **fields):
    values = {"state": JobState.RUNNING, "token": uuid4(), "attempts": 1, "lease_until": ago(seconds=1)}
    return make_job(**{**values, **fields})


def test_a_job_queued_for_a_while_is_rung_for_again_and_then_left_in_peace(make_job, rung, ago):
    job = make_job(ring_at=ago(seconds=1))
    assert sweep().rung == 1
    assert sweep().rung == 0
    assert rung == [job.id]


def test_a_job_just_sent_or_not_due_is_left_alone(make_job, rung):
    soon = timezone.now() + timedelta(seconds=20)
    make_job(ring_at=soon)
    make_job(ring_at=soon, due_at=soon)
    assert sweep().rung == 0
    assert rung == []


def test_a_starting_worker_rings_for_all_that_is_due(make_job, rung):
    soon = timezone.now() + timedelta(seconds=20)
    due = make_job(ring_at=soon)
    make_job(ring_at=soon, due_at=soon)
    assert sweep(impatient=True).rung == 1
    assert rung == [due.id]


def test_a_job_whose_worker_died_is_rung_for(make_job, rung, ago):
    dead = running(make_job, ago)
    running(make_job, ago, lease_until=timezone.now() + timedelta(seconds=60))
    sweep()
    assert rung == [dead.id]


def test_a_job_that_lost_its_worker_on_the_last_attempt_fails_in_plain_words(make_job, kind, rung, ago):
    job = running(make_job, ago, kind=kind(max_attempts=2), attempts=2)
    assert sweep().given_up == 1
    job.refresh_from_db()
    assert (job.state, job.reason_code, job.token) == (JobState.FAILED, "lost", None)
    assert job.reason == "The worker stopped without finishing. It was tried 2 times."
    assert rung == []


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED, JobState.WAITING])
def test_finished_and_waiting_jobs_are_not_rung_for(make_job, rung, ago, state):
    make_job(state=state, ring_at=ago(hours=1), due_at=timezone.now() + timedelta(minutes=1))
    sweep(impatient=True)
    assert rung == []


def test_a_waiting_job_looks_again_in_the_end(make_job, rung, ago):
    job = make_job(state=JobState.WAITING, due_at=ago(seconds=1))
    assert sweep().recalled == 1
    assert rung == [job.id]


def test_a_job_of_an_unknown_kind_is_never_given_up(make_job, rung, ago):
    job = running(make_job, ago, kind="from_a_newer_release", attempts=50)
    assert sweep().given_up == 0
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_only_the_head_of_a_long_queue_is_rung_for_and_other_queues_have_their_own(make_job, kind, rung, ago):
    name = kind()
    Job.objects.bulk_create(
        Job(kind=name, object_id=str(number), queue="transcription", ring_at=ago(seconds=1))
        for number in range(HEAD + 5)
    )
    quick = make_job(kind=name, queue="default", ring_at=ago(seconds=1))
    assert sweep().rung == HEAD + 1
    assert quick.id in rung


def test_done_jobs_go_after_a_month_and_failed_ones_stay(make_job, rung, ago):
    make_job(state=JobState.DONE, finished_at=ago(days=31))
    recent = make_job(state=JobState.DONE, finished_at=ago(days=29))
    failed = make_job(state=JobState.FAILED, finished_at=ago(days=400))
    sweep()
    assert set(Job.objects.all()) == {recent, failed}


def test_silence_doubles_up_to_five_minutes():
    assert [silence(rings=number).total_seconds() for number in (1, 2, 3, 4)] == [20, 40, 80, 160]
    assert silence(rings=5) == silence(rings=30_000) == LONGEST_SILENCE


def test_two_sweepers_ring_once(make_job, rung, ago, monkeypatch):
    """The second found the job before the first had moved `ring_at` on."""
    from common.jobs import sweeper

    job = make_job(ring_at=ago(seconds=1))
    found = list(Job.objects.all())
    monkeypatch.setattr(sweeper, "_silent", lambda now, impatient: found)
    assert (sweep().rung, sweep().rung) == (1, 0)
    assert rung == [job.id]


@pytest.mark.parametrize("count", [1, 3])
def test_an_idle_sweep_asks_as_much_for_three_jobs_as_for_one(
    make_job, rung, count, django_assert_num_queries
):
    for _ in range(count):
        make_job(ring_at=timezone.now() + timedelta(seconds=20))
    with django_assert_num_queries(7):
        sweep()

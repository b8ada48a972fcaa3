"""Whoever holds the token may write; nobody else may, however late or early they come."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from common.jobs import lease
from common.jobs.enums import JobState
from common.jobs.errors import LeaseLost
from common.jobs.models import Job
from common.jobs.registry import kind_named


def claim(job):
    return lease.claim(job=job, kind=kind_named(job.kind))


def expire(job):
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_claim_sets_the_lease_the_token_and_counts_the_attempt(make_job, settings):
    settings.JOB_LEASE_SECONDS = 60
    job = make_job(reason="Something went wrong.", progress=0.5)
    taken = claim(job)
    job.refresh_from_db()
    assert (job.state, job.token, job.attempts) == (JobState.RUNNING, taken.token, 1)
    assert (taken.attempt, job.reason, job.progress) == (1, "", 0)
    assert timedelta(seconds=55) < job.lease_until - timezone.now() <= timedelta(seconds=60)


def test_a_job_is_claimed_once(make_job):
    job = make_job()
    assert claim(job) is not None
    assert claim(job) is None


@pytest.mark.parametrize("state", [JobState.WAITING, JobState.DONE, JobState.FAILED])
def test_only_queued_jobs_are_claimed(make_job, state):
    assert claim(make_job(state=state)) is None


def test_a_job_is_not_claimed_before_it_is_due(make_job):
    assert claim(make_job(due_at=timezone.now() + timedelta(minutes=1))) is None


def test_an_expired_lease_is_taken_over_and_the_first_holder_can_write_no_more(make_job):
    job = make_job()
    dead = claim(job)
    expire(job)
    alive = claim(job)
    assert alive.attempt == 2
    for write in (lease.extend, lease.finish, lease.hand_back):
        with pytest.raises(LeaseLost):
            write(dead)
    with pytest.raises(LeaseLost):
        lease.fail(dead, code="error", reason="late")
    lease.finish(alive)
    job.refresh_from_db()
    assert (job.state, job.reason) == (JobState.DONE, "")


def test_a_late_holder_whom_nobody_replaced_goes_on(make_job):
    job = make_job()
    taken = claim(job)
    expire(job)
    lease.extend(taken, progress=0.25)
    assert claim(job) is None
    lease.finish(taken)


def test_attempts_run_out(make_job, kind):
    job = make_job(kind=kind(max_attempts=1))
    claim(job)
    expire(job)
    assert claim(job) is None


def test_a_unique_kind_works_on_one_object_once_at_a_time(make_job, kind):
    name, about = kind(unique=True), str(uuid4())
    first, second = make_job(kind=name, object_id=about), make_job(kind=name, object_id=about)
    other = make_job(kind=name)
    taken = claim(first)
    assert claim(second) is None
    assert claim(other) is not None
    lease.finish(taken)
    assert claim(second) is not None


def test_a_dead_twin_does_not_block_for_ever(make_job, kind):
    name, about = kind(unique=True), str(uuid4())
    first, second = make_job(kind=name, object_id=about), make_job(kind=name, object_id=about)
    claim(first)
    expire(first)
    assert claim(second) is not None


def test_a_kind_that_is_not_unique_may_run_side_by_side(make_job, kind):
    name, about = kind(unique=False), str(uuid4())
    first, second = make_job(kind=name, object_id=about), make_job(kind=name, object_id=about)
    assert claim(first) is not None
    assert claim(second) is not None


@pytest.mark.parametrize(("said", "kept"), [(-1, 0), (0.4, 0.4), (7, 1)])
def test_progress_stays_between_nothing_and_all(make_job, said, kept):
    job = make_job()
    lease.extend(claim(job), progress=said, note="x" * 500)
    job.refresh_from_db()
    assert (job.progress, len(job.note)) == (kept, 200)


def test_a_beat_without_progress_keeps_what_was_said(make_job):
    job = make_job()
    taken = claim(job)
    lease.extend(taken, progress=0.4, note="halfway")
    lease.extend(taken)
    job.refresh_from_db()
    assert (job.progress, job.note) == (0.4, "halfway")


def test_waiting_and_handing_back_cost_no_attempt(make_job):
    parked, returned = make_job(), make_job()
    lease.park(claim(parked), code="no-model", reason="There is no model yet.")
    lease.hand_back(claim(returned))
    for job in (parked, returned):
        job.refresh_from_db()
        assert (job.attempts, job.token, job.lease_until) == (0, None, None)
    assert (parked.state, parked.reason_code) == (JobState.WAITING, "no-model")
    assert returned.state == JobState.QUEUED

"""Asking for work: in the caller's transaction, rung for on commit, and never twice for the same thing."""

from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from common import audit
from common.jobs.enums import JobState
from common.jobs.errors import NotRetryable, UnknownKind
from common.jobs.models import Job
from common.jobs.service import enqueue, jobs_for, retry, wake, wake_all


class Undone(Exception):
    pass


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_job_is_rung_for_on_commit_and_not_before(db, kind, rung, commits):
    with commits():
        job = enqueue(kind=kind(queue="media"), object_id=7)
        assert rung == []
    assert rung == [job.id]
    assert (job.state, job.object_id, job.queue) == (JobState.QUEUED, "7", "media")


@pytest.mark.django_db(transaction=True)
def test_a_transaction_rolled_back_leaves_no_job_and_rings_nobody(kind, rung):
    with suppress(Undone), transaction.atomic():
        enqueue(kind=kind(), object_id=1)
        raise Undone
    assert not Job.objects.exists()
    assert rung == []


def test_an_unknown_kind_is_refused(db):
    with pytest.raises(UnknownKind, match="no_such_kind"):
        enqueue(kind="no_such_kind", object_id=1)


def test_later_work_is_not_rung_for_now(db, kind, rung, commits):
    later = timezone.now() + timedelta(hours=1)
    with commits():
        job = enqueue(kind=kind(), object_id=1, not_before=later)
    assert rung == []
    assert (job.due_at, job.ring_at) == (later, later)


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.WAITING])
def test_a_twin_that_has_not_started_is_returned(db, kind, rung, commits, state):
    name, about = kind(unique=True), uuid4()
    first = enqueue(kind=name, object_id=about)
    Job.objects.update(state=state)
    with commits():
        assert enqueue(kind=name, object_id=about) == first
    assert Job.objects.count() == 1


@pytest.mark.parametrize("state", [JobState.RUNNING, JobState.DONE, JobState.FAILED])
def test_a_twin_that_has_started_may_have_read_too_early_so_a_new_one_is_made(db, kind, rung, state):
    name, about = kind(unique=True), uuid4()
    first = enqueue(kind=name, object_id=about)
    Job.objects.update(state=state)
    assert enqueue(kind=name, object_id=about) != first


def test_the_same_object_of_another_kind_and_another_object_are_no_twins(db, kind, rung):
    name, about = kind(unique=True), uuid4()
    made = {enqueue(kind=name, object_id=about).id, enqueue(kind=kind(), object_id=about).id}
    made.add(enqueue(kind=name, object_id=uuid4()).id)
    assert len(made) == 3


def test_a_kind_that_is_not_unique_makes_a_job_each_time(db, kind, rung):
    name = kind(unique=False)
    assert enqueue(kind=name, object_id=1) != enqueue(kind=name, object_id=1)


def test_asking_for_it_sooner_brings_a_later_twin_forward(db, kind, rung, commits):
    name = kind()
    later = enqueue(kind=name, object_id=1, not_before=timezone.now() + timedelta(hours=1))
    with commits():
        sooner = enqueue(kind=name, object_id=1)
    assert sooner == later
    assert rung == [later.id]
    assert Job.objects.due(timezone.now()).get() == later


@pytest.fixture
def person(db):
    return get_user_model().objects.create_user("editor@example.org")


def test_a_failed_job_starts_afresh_and_the_log_says_who_asked(make_job, person, rung, commits):
    job = make_job(state=JobState.FAILED, attempts=3, reason="Something went wrong.", reason_code="error")
    with commits():
        retry(job_id=job.id, by=person)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.reason, job.finished_at) == (JobState.QUEUED, 0, "", None)
    assert rung == [job.id]
    entry = audit.entries_for(job.id).get()
    assert (entry.action, entry.user) == ("jobs.retry", person)


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING, JobState.DONE])
def test_a_job_that_did_not_fail_cannot_be_tried_again(make_job, person, rung, state):
    job = make_job(state=state)
    with pytest.raises(NotRetryable):
        retry(job_id=job.id, by=person)
    job.refresh_from_db()
    assert job.state == state
    assert not audit.entries_for(job.id).exists()


def test_waking_one_kind_leaves_the_others_waiting(make_job, kind, rung, commits):
    name = kind()
    ours = [make_job(kind=name, state=JobState.WAITING) for _ in range(2)]
    other = make_job(state=JobState.WAITING)
    failed = make_job(kind=name, state=JobState.FAILED)
    with commits():
        assert wake(kind=name) == 2
    assert set(rung) == {job.id for job in ours}
    assert list(Job.objects.filter(state=JobState.WAITING)) == [other]
    failed.refresh_from_db()
    assert failed.state == JobState.FAILED


def test_a_starting_worker_wakes_everything_that_waits(make_job, rung):
    make_job(state=JobState.WAITING)
    make_job(state=JobState.WAITING)
    assert wake_all() == 2


def test_jobs_for_one_object_newest_first(make_job, ago):
    about = uuid4()
    old = make_job(object_id=str(about), created_at=ago(days=1))
    new = make_job(object_id=str(about))
    make_job()
    assert list(jobs_for(object_id=about)) == [new, old]

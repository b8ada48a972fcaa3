"""Asking for work, trying it again, waking what waits, and looking at it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from common import audit
from common.jobs.bell import ring
from common.jobs.enums import JobState
from common.jobs.errors import NotRetryable
from common.jobs.locks import hold_pair
from common.jobs.models import Job
from common.jobs.querysets import JobQuerySet
from common.jobs.registry import JobKind, kind_named

if TYPE_CHECKING:  # common stands below accounts: the type is borrowed, never the module
    from django.contrib.auth.base_user import AbstractBaseUser

RETRIED = "jobs.retry"


def enqueue(*, kind: str, object_id: UUID | str | int, not_before: datetime | None = None) -> Job:
    """Write the job in the caller's transaction; the message goes out on commit.

    A unique kind's twin that has not started is returned in its place (and brought forward). The twin cannot
    start before the caller commits, so it sees what the caller wrote. Raises UnknownKind.
    """
    wanted = kind_named(kind)
    due = not_before or timezone.now()
    with transaction.atomic():
        twin = _twin(kind=wanted, object_id=str(object_id)) if wanted.unique else None
        job = twin or Job(kind=kind, object_id=str(object_id), queue=wanted.queue, due_at=due)
        if twin is None or twin.due_at > due:
            _make_due(job, at=due)
            job.save()
    return job


def retry(*, job_id: UUID, by: "AbstractBaseUser") -> Job:
    """Start a failed or waiting job afresh, and log who asked. Raises Job.DoesNotExist, NotRetryable."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job_id)
        if job.state not in (JobState.FAILED, JobState.WAITING):
            raise NotRetryable(f"Job {job_id} is {job.state}.")
        _make_due(job, at=timezone.now())
        job.attempts = 0
        job.finished_at = None
        job.save()
        audit.record(action=RETRIED, user=by, reference=f"job-{job.id}", object_id=job.id)
    return job


def wake(*, kind: str) -> int:
    """Queue every job of KIND that waits. Call it when what they waited for has come."""
    return _wake(Job.objects.filter(kind=kind))


def wake_all() -> int:
    """At worker start: settings may have changed, so let everything that waits look again."""
    return _wake(Job.objects.all())


def jobs_for(*, object_id: UUID | str | int) -> JobQuerySet:
    """Newest first."""
    return Job.objects.filter(object_id=str(object_id)).order_by("-created_at", "-id")


def work_left(*, object_ids: Iterable[UUID | str | int]) -> bool:
    """Whether anything is still to be done with any of these, failed work included: it was not done."""
    ids = [str(object_id) for object_id in object_ids]
    return Job.objects.filter(object_id__in=ids).exclude(state=JobState.DONE).exists()


def _twin(*, kind: JobKind, object_id: str) -> Job | None:
    hold_pair(kind=kind.name, object_id=object_id)
    unstarted = Job.objects.filter(
        kind=kind.name, object_id=object_id, state__in=(JobState.QUEUED, JobState.WAITING)
    )
    return unstarted.select_for_update().order_by("due_at").first()


def _wake(jobs: JobQuerySet) -> int:
    with transaction.atomic():
        waiting: Iterable[Job] = jobs.filter(state=JobState.WAITING).select_for_update()
        woken = 0
        for job in waiting:
            _make_due(job, at=timezone.now())
            job.save()
            woken += 1
    return woken


def _make_due(job: Job, *, at: datetime) -> None:
    """Queue JOB for AT and ring on commit; if that fails the sweeper rings from `ring_at` on."""
    now = timezone.now()
    job.state = JobState.QUEUED
    job.due_at = at
    job.rings = 0
    job.reason = job.reason_code = ""
    if at > now:
        job.ring_at = at
        return
    job.ring_at = now + timedelta(seconds=settings.JOB_SWEEP_SECONDS)
    transaction.on_commit(partial(ring, job_id=job.id, queue=job.queue))

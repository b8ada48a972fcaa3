"""Finding what the broker forgot: jobs queued but not fetched, and jobs whose worker died."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from common.jobs.bell import ring
from common.jobs.enums import QUEUES, JobState
from common.jobs.errors import UnknownKind
from common.jobs.models import Job
from common.jobs.registry import kind_named

logger = logging.getLogger("heard.jobs")

HEAD = 100  # of each queue: ringing for what stands behind them would only fill the broker
LONGEST_SILENCE = timedelta(minutes=5)
KEEP_DONE = timedelta(days=30)


@dataclass(frozen=True)
class Sweep:
    rung: int
    given_up: int
    recalled: int  # waiting jobs that look again


def sweep(*, impatient: bool = False) -> Sweep:
    """Ring again for what should have been fetched by now; IMPATIENT (at worker start): for all of it at once.

    Any number of workers may sweep side by side: each ring is won by one conditional UPDATE.
    """
    now = timezone.now()
    recalled = Job.objects.filter(state=JobState.WAITING, due_at__lte=now).update(
        state=JobState.QUEUED, ring_at=now, rings=0
    )
    given_up = _give_up_hopeless(now)
    rung = sum(_ring_if_ours(job, now) for job in _silent(now, impatient=impatient))
    Job.objects.filter(state=JobState.DONE, finished_at__lt=now - KEEP_DONE).delete()
    if rung or given_up:
        logger.info("Sweep: rang for %s jobs, gave up %s.", rung, given_up)
    return Sweep(rung=rung, given_up=given_up, recalled=recalled)


def _silent(now: datetime, *, impatient: bool) -> list[Job]:
    heads = [
        job for queue in QUEUES for job in Job.objects.due(now).filter(queue=queue).order_by("due_at")[:HEAD]
    ]
    lost = list(Job.objects.abandoned(now).order_by("lease_until")[:HEAD])
    return [job for job in heads + lost if impatient or job.ring_at <= now]


def _ring_if_ours(job: Job, now: datetime) -> bool:
    again = now + silence(rings=job.rings + 1)
    mine = Job.objects.filter(pk=job.pk, ring_at=job.ring_at, state=job.state)
    if not mine.update(ring_at=again, rings=F("rings") + 1):
        return False
    return ring(job_id=job.pk, queue=job.queue)


def silence(*, rings: int) -> timedelta:
    """How long to wait before ringing again: each time twice as long, so that a busy queue is not flooded."""
    doubled: int = 2 ** min(rings - 1, 16)
    return min(timedelta(seconds=settings.JOB_SWEEP_SECONDS * doubled), LONGEST_SILENCE)


def _give_up_hopeless(now: datetime) -> int:
    """Fail what lost its worker on its last attempt: it may be what kills them."""
    hopeless = [job for job in Job.objects.abandoned(now)[:HEAD] if job.attempts >= _attempts_allowed(job)]
    return sum(_give_up(job, now) for job in hopeless)


def _attempts_allowed(job: Job) -> int:
    try:
        return kind_named(job.kind).max_attempts
    except UnknownKind:
        return job.attempts + 1


def _give_up(job: Job, now: datetime) -> int:
    return Job.objects.abandoned(now).filter(pk=job.pk, token=job.token).update(
        state=JobState.FAILED, reason_code="lost", finished_at=now, token=None, lease_until=None,
        reason=f"The worker stopped without finishing. It was tried {job.attempts} times.",
    )  # fmt: skip

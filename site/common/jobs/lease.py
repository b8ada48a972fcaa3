"""Who may work on a job, and until when. Every change is one conditional UPDATE: whoever's token it is may write."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from common.jobs.enums import JobState
from common.jobs.errors import LeaseLost
from common.jobs.locks import hold_pair
from common.jobs.models import Job
from common.jobs.registry import JobKind

RECHECK = timedelta(minutes=10)  # a waiting job looks again by itself, should nobody wake it


@dataclass(frozen=True)
class Claim:
    job_id: UUID
    kind: JobKind
    object_id: str
    attempt: int
    token: UUID


def lease_end(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.JOB_LEASE_SECONDS)


def claim(*, job: Job, kind: JobKind) -> Claim | None:
    """Take the job if it is due, or its lease ran out; None when somebody else has it or nothing is left to do."""
    now, token = timezone.now(), uuid4()
    with transaction.atomic():
        free = Job.objects.claimable(now).filter(pk=job.pk, attempts__lt=kind.max_attempts)
        if kind.unique:
            hold_pair(kind=kind.name, object_id=job.object_id)
            free = free.alone(now)
        taken = free.update(
            state=JobState.RUNNING, token=token, attempts=F("attempts") + 1, lease_until=lease_end(now),
            heartbeat_at=now, started_at=now, ring_at=now, rings=0, progress=0, note="", reason="", reason_code="",
        )  # fmt: skip
    if not taken:
        return None
    attempt = Job.objects.values_list("attempts", flat=True).get(pk=job.pk)
    return Claim(job_id=job.pk, kind=kind, object_id=job.object_id, attempt=attempt, token=token)


def extend(claim: Claim, *, progress: float | None = None, note: str = "") -> None:
    """Raises LeaseLost. Inside the transaction that writes a result, this also locks the row until commit."""
    now = timezone.now()
    changes: dict[str, object] = {"lease_until": lease_end(now), "heartbeat_at": now}
    if progress is not None:
        changes["progress"] = min(max(progress, 0.0), 1.0)
    if note:
        changes["note"] = note[:200]
    _write(claim, changes)


def finish(claim: Claim) -> None:
    _let_go(claim, state=JobState.DONE, progress=1.0, finished_at=timezone.now())


def fail(claim: Claim, *, code: str, reason: str) -> None:
    _let_go(
        claim, state=JobState.FAILED, reason_code=code, reason=reason[:300], finished_at=timezone.now()
    )  # fmt: skip


def park(claim: Claim, *, code: str, reason: str) -> None:
    """Waiting costs no attempt."""
    due = timezone.now() + RECHECK
    _let_go(
        claim, state=JobState.WAITING, reason_code=code[:50], reason=reason[:300], due_at=due, attempts=_one_less()
    )  # fmt: skip


def try_later(claim: Claim, *, after: timedelta, code: str, reason: str) -> None:
    due = timezone.now() + after
    _let_go(claim, state=JobState.QUEUED, due_at=due, ring_at=due, reason_code=code, reason=reason[:300])


def hand_back(claim: Claim) -> None:
    """The worker is told to stop: somebody else may begin at once, and it costs no attempt."""
    now = timezone.now()
    _let_go(claim, state=JobState.QUEUED, due_at=now, ring_at=now, attempts=_one_less())


def _one_less() -> Greatest:
    return Greatest(F("attempts") - 1, Value(0))


def _let_go(claim: Claim, **changes: object) -> None:
    _write(claim, {"token": None, "lease_until": None, **changes})


def _write(claim: Claim, changes: dict[str, object]) -> None:
    ours = Job.objects.filter(pk=claim.job_id, token=claim.token, state=JobState.RUNNING)
    if not ours.update(**changes):
        raise LeaseLost(f"Job {claim.job_id} is no longer ours.")

"""One run of one job: claim it, call its handler, write down how it went."""

import logging
import random
import traceback
from contextlib import nullcontext, suppress
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import DatabaseError, connections

from common.jobs import lease
from common.jobs.enums import JobState
from common.jobs.errors import Hindered, LeaseLost, Refused, UnknownKind, Waiting
from common.jobs.keep_alive import keeping_alive
from common.jobs.lease import Claim
from common.jobs.models import Job
from common.jobs.registry import kind_named
from common.jobs.run import JobRun
from common.jobs.twins import ring_next_twin

logger = logging.getLogger("heard.jobs")

FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)


def execute(*, job_id: UUID, keep_alive: bool = True) -> bool:
    """Run the job if it can be claimed; False when there was nothing to do. Handlers' errors stay inside."""
    claim = _claim(job_id)
    if claim is None:
        return False
    try:
        _work(claim, keep_alive=keep_alive)
    except LeaseLost:
        logger.warning("%s %s: the lease was lost, the result is dropped.", claim.kind.name, claim.job_id)
    ring_next_twin(claim)
    return True


def _claim(job_id: UUID) -> Claim | None:
    job = Job.objects.unfinished().filter(pk=job_id).first()
    if job is None:
        return None
    try:
        return lease.claim(job=job, kind=kind_named(job.kind))
    except UnknownKind:  # an older worker beside a newer website: leave the job to a worker that knows it
        logger.warning("%s %s: this worker does not know the kind.", job.kind, job.id)
        return None


def _work(claim: Claim, *, keep_alive: bool) -> None:
    """Raises LeaseLost."""
    try:
        with keeping_alive(claim) if keep_alive else nullcontext():
            claim.kind.handler(_run_of(claim))
    except LeaseLost:
        raise
    except Waiting as waiting:
        lease.park(claim, code=waiting.reason, reason=waiting.message)
        _log(claim, JobState.WAITING)
    except Refused as refused:
        lease.fail(claim, code="refused", reason=refused.message)
        _log(claim, JobState.FAILED)
    except Hindered as hindered:
        _retry_or_fail(claim, hindered, reason=hindered.message)
    except Exception as error:
        _retry_or_fail(claim, error, reason=f"Something went wrong ({type(error).__name__}).")
    except BaseException:  # told to stop (SystemExit, KeyboardInterrupt): free the job, then stop
        _hand_back(claim)
        raise
    else:
        lease.finish(claim)
        _log(claim, JobState.DONE)


def _hand_back(claim: Claim) -> None:
    """On a new connection if need be: the signal may have torn a query. At worst the lease runs out."""
    with suppress(LeaseLost, DatabaseError):
        try:
            lease.hand_back(claim)
        except DatabaseError:
            connections.close_all()
            lease.hand_back(claim)


def _run_of(claim: Claim) -> JobRun:
    return JobRun(claim.job_id, claim.object_id, claim.attempt, beat=partial(lease.extend, claim))


def _retry_or_fail(claim: Claim, error: Exception, *, reason: str) -> None:
    """The row and the log get the error's class and where it arose, never its text: that may hold raw words."""
    if claim.attempt < claim.kind.max_attempts:
        lease.try_later(claim, after=wait_before(attempt=claim.attempt), code="error", reason=reason)
        _log(claim, JobState.QUEUED, error)
    else:
        lease.fail(claim, code="error", reason=f"{reason} It was tried {claim.attempt} times.")
        _log(claim, JobState.FAILED, error)


def wait_before(*, attempt: int) -> timedelta:
    """15, 30, 60 seconds... up to 15 minutes, a little scattered so that many do not return at once."""
    doubled: int = 2 ** (attempt - 1)
    steady = min(FIRST_WAIT * doubled, LONGEST_WAIT)
    return steady * random.uniform(1, 1.25)  # noqa: S311  scatter, not secrecy


def _log(claim: Claim, state: JobState, error: Exception | None = None) -> None:
    where = f" ({type(error).__name__} at {_place(error)})" if error else ""
    level = logging.ERROR if error else logging.INFO
    logger.log(
        level, "%s %s: %s, attempt %s%s", claim.kind.name, claim.job_id, state.value, claim.attempt, where
    )


def _place(error: Exception) -> str:
    """The last three frames as file:line, without source lines and without the message."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames))

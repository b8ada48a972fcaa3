"""Run what is queued here and now, without a worker: for tests and the demo."""

from uuid import UUID

from django.utils import timezone

from common.jobs.execute import execute
from common.jobs.models import Job


def drain(*, limit: int = 100) -> int:
    """Run due jobs, and those they enqueue, in order, up to LIMIT; returns how many ran.

    Takes the same claim and lease as a worker does, but without the thread that extends the lease: a test's
    transaction is seen by one connection only.
    """
    ran, passed = 0, set[UUID]()
    while ran < limit:
        job_id = (
            Job.objects.claimable(timezone.now())
            .exclude(pk__in=passed)
            .order_by("due_at", "created_at")
            .values_list("pk", flat=True)
            .first()
        )
        if job_id is None:
            break
        passed.add(job_id)
        if execute(job_id=job_id, keep_alive=False):
            ran += 1
            passed.discard(job_id)
    return ran

"""A unique job that could not start while its twin ran is rung for as soon as the twin is through."""

from django.utils import timezone

from common.jobs.bell import ring
from common.jobs.lease import Claim
from common.jobs.models import Job


def ring_next_twin(claim: Claim) -> None:
    if not claim.kind.unique:
        return
    next_job = (
        Job.objects.due(timezone.now())
        .filter(kind=claim.kind.name, object_id=claim.object_id)
        .exclude(pk=claim.job_id)
        .first()
    )
    if next_job:
        ring(job_id=next_job.pk, queue=next_job.queue)

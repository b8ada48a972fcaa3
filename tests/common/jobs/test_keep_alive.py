"""The thread that keeps a lease: on real, committed rows, since it has a connection of its own."""

import time

import pytest
from django.utils import timezone

from common.jobs.execute import execute
from common.jobs.models import Job
from common.jobs.service import enqueue


@pytest.mark.django_db(transaction=True)
def test_a_handler_that_says_nothing_keeps_its_lease(kind, rung, settings):
    settings.JOB_LEASE_SECONDS = 1
    seen = []

    def quiet(run):
        first = Job.objects.get(pk=run.job_id).lease_until
        time.sleep(1.5)
        row = Job.objects.get(pk=run.job_id)
        seen.append(row.lease_until > first and row.lease_until > timezone.now())

    job = enqueue(kind=kind(quiet), object_id=1)
    assert execute(job_id=job.id)
    assert seen == [True]


@pytest.mark.django_db(transaction=True)
def test_the_thread_ends_with_the_handler(kind, rung, settings):
    import threading

    settings.JOB_LEASE_SECONDS = 1
    job = enqueue(kind=kind(lambda run: None), object_id=1)
    execute(job_id=job.id)
    assert not [thread for thread in threading.enumerate() if thread.name == f"lease-{job.id}"]

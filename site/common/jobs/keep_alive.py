"""A thread that keeps the lease while the handler works, so that long work needs no care and dead work shows."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, connections

from common.jobs.errors import LeaseLost
from common.jobs.lease import Claim, extend

logger = logging.getLogger("heard.jobs")


@contextmanager
def keeping_alive(claim: Claim) -> Iterator[None]:
    stop = Event()
    thread = Thread(target=_beat, args=(claim, stop), name=f"lease-{claim.job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=settings.JOB_LEASE_SECONDS)


def _beat(claim: Claim, stop: Event) -> None:
    try:
        while not stop.wait(settings.JOB_LEASE_SECONDS / 3):
            try:
                extend(claim)
            except DatabaseError as error:  # busy or restarting: the next beat may get through
                logger.warning(
                    "The lease of job %s was not extended (%s).", claim.job_id, type(error).__name__
                )
                connections.close_all()
    except LeaseLost:
        logger.warning("Job %s was taken by another worker.", claim.job_id)
    finally:
        connections.close_all()  # this thread's own

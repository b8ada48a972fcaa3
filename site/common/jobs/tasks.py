"""The one Celery task. Its argument is an id; its truth is the row."""

import logging
from uuid import UUID

from celery import shared_task

from common.jobs.bell import TASK
from common.jobs.execute import execute

logger = logging.getLogger("heard.jobs")


@shared_task(name=TASK, acks_late=True, ignore_result=True)
def run(job_id: str) -> None:
    try:
        execute(job_id=UUID(job_id))
    except Exception as error:  # the database is away: the lease runs out and the sweeper rings again
        logger.error("Job %s could not be run now (%s).", job_id, type(error).__name__)

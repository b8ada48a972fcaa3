"""Ringing the bell: a message with the job's id and nothing else."""

import logging
from uuid import UUID

from celery import current_app

logger = logging.getLogger("heard.jobs")

TASK = "jobs.run"
# A request waits for one quick second try at most; the sweeper sends what did not get through.
QUICK_RETRY = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}


def ring(*, job_id: UUID, queue: str) -> bool:
    """Tell the workers of QUEUE. Never raises: False when the broker cannot be reached."""
    try:
        current_app.send_task(
            TASK, args=[str(job_id)], queue=queue, retry=True, retry_policy=QUICK_RETRY, ignore_result=True
        )
    except Exception as error:  # whatever a broker's client raises: the row is safe, so nothing is lost
        logger.warning(
            "The queue cannot be reached (%s): job %s is sent later.", type(error).__name__, job_id
        )
        return False
    return True

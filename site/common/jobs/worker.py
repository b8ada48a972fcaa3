"""What a worker does beside working: tidy up at its start, then sweep for as long as it lives.

A thread and not Celery beat: the sweep must not wait in the very queue that it is there to repair.
"""

import logging
from threading import Event, Thread
from typing import Any

from celery.signals import setup_logging, worker_ready, worker_shutdown, worker_shutting_down
from django.conf import settings
from django.db import connections

from common import workspace
from common.jobs.service import wake_all
from common.jobs.sweeper import sweep

logger = logging.getLogger("heard.jobs")
_stop = Event()


@setup_logging.connect
def keep_our_logging(**_kwargs: Any) -> None:
    """Celery leaves logging alone when somebody answers this."""


@worker_ready.connect
def begin(**_kwargs: Any) -> None:
    _stop.clear()
    Thread(target=_sweep_on, name="sweeper", daemon=True).start()
    logger.info("The worker is ready.")


@worker_shutting_down.connect
@worker_shutdown.connect
def end(**_kwargs: Any) -> None:
    _stop.set()


def _sweep_on() -> None:
    _safely(_tidy_up)
    while not _stop.wait(settings.JOB_SWEEP_SECONDS):
        _safely(sweep)


def _tidy_up() -> None:
    workspace.sweep()
    wake_all()
    sweep(impatient=True)


def _safely(step: Any) -> None:
    """A database that is away now is there again at the next turn; the thread must live on."""
    try:
        step()
    except Exception as error:
        logger.error("The sweep failed (%s).", type(error).__name__)
    finally:
        connections.close_all()  # this thread's own

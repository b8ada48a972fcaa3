"""A worker alone, for scaling out: `manage.py work --queues transcription`."""

import os
import socket
import warnings
from argparse import ArgumentParser
from typing import Any

from celery import current_app
from celery.exceptions import SecurityWarning
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common.jobs.enums import QUEUES
from common.serving.before import Obstacle, check_ground
from common.serving.leash import end_with_parent, leashed


class Command(BaseCommand):
    help = "Run background work: one worker for the queues named, until it is told to stop."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--queues", default=",".join(QUEUES), help="comma-separated; all of them if not given"
        )
        parser.add_argument("--concurrency", type=int, default=1, help="jobs at a time (default: 1)")
        parser.add_argument("--name", default="work", help="the worker's name on this machine")

    def handle(self, *args: Any, queues: str, concurrency: int, name: str, **options: Any) -> None:
        try:
            if not leashed():  # `serve` has looked already
                check_ground()
        except Obstacle as obstacle:
            raise SystemExit(f"heard: {obstacle}") from None
        end_with_parent()
        raise SystemExit(work(queues=chosen(queues), concurrency=concurrency, name=name))


def chosen(words: str) -> list[str]:
    queues = [word.strip() for word in words.split(",") if word.strip()]
    unknown = sorted(set(queues) - set(QUEUES))
    if unknown or not queues:
        raise CommandError(
            f"There is no queue {', '.join(unknown) or '(none named)'}: use {', '.join(QUEUES)}."
        )
    return queues


def work(*, queues: list[str], concurrency: int, name: str) -> int:
    """Until told to stop; the exit code."""
    if settings.DEVELOPMENT:  # a container on somebody's own machine may well run as root
        warnings.simplefilter("ignore", SecurityWarning)
    os.environ["CELERY_SKIP_CHECKS"] = "1"  # manage.py has a command for them; a worker starts quickly
    worker = current_app.Worker(
        hostname=f"{name}@{socket.gethostname()}",
        queues=queues,
        concurrency=concurrency,
        pool_cls="prefork",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
        quiet=True,
    )
    worker.start()
    return int(worker.exitcode or 0)

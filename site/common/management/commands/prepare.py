"""manage.py prepare: everything `make run` needs before it serves. Run again, it changes nothing."""

import logging
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connections

from common.preparing import welcome
from common.preparing.migrating import alone, migrate_databases
from common.serving.before import Obstacle, check_folder, check_port, check_readable, first_line

FOLDERS = ("SEALED_ROOT", "WORK_ROOT", "QUEUE_FOLDER", "MODEL_ROOT", "STATIC_ROOT")
# Commands of higher apps, by name: this one is below them all. Each changes nothing when run again.
LOADERS = (("load_reference", "Loading reference data"), ("load_demo", "Loading invented stories to look at"))


@contextmanager
def quiet_log() -> Iterator[None]:
    """The log of every step that invented stories take would bury what set-up has to say."""
    log = logging.getLogger("heard")
    before = log.level
    log.setLevel(logging.WARNING)
    try:
        yield
    finally:
        log.setLevel(before)


class Command(BaseCommand):
    help = "Create folders and databases, load reference data and, in development, demo content."
    requires_system_checks: list[str] = []  # these may ask a database that is not there yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-demo", action="store_true", help="load no demo content")
        parser.add_argument("--serve", action="store_true", help="and then serve (one start of Python less)")

    def handle(self, *args: Any, host: str, port: int, no_demo: bool, serve: bool, **options: Any) -> None:
        try:
            check_port(host, port)  # before a minute is spent on what could not be served
            check_folder(Path(settings.VAR))
            with alone(Path(settings.VAR)):
                self.prepare(demo=settings.DEVELOPMENT and not no_demo)
        except Obstacle as obstacle:
            raise SystemExit(f"heard: {obstacle}") from None
        except DatabaseError as error:
            raise SystemExit(f"heard: the database refused: {first_line(error)}") from None
        self.say(welcome.text(address=f"http://{host}:{port}"))
        if serve:
            connections.close_all()
            call_command("serve", host=host, port=port)

    def prepare(self, *, demo: bool) -> None:
        for name in FOLDERS:
            Path(getattr(settings, name)).mkdir(mode=0o700, parents=True, exist_ok=True)
        for alias in settings.DATABASES:
            check_readable(alias)
        self.say("Preparing the databases")
        began = time.monotonic()
        if applied := migrate_databases():
            self.say(f"  {applied} migrations in {time.monotonic() - began:.0f} s")
        for command, doing in LOADERS:
            if command in get_commands() and (demo or command != "load_demo"):
                self.say(doing)
                with quiet_log():
                    call_command(command, stdout=StringIO())

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

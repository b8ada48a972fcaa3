"""manage.py demo --testimony FILE --out DIR: the whole road on one recording, in a database of its own."""

import logging
import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from campaigns.rehearsal.cast import assemble
from campaigns.rehearsal.road import Road, RoadBlocked
from stories.media_kind import NotARecording

INSIDE = "HEARD_REHEARSAL"
# What would lead to somebody else's database, queue, cache or files.
OUTER = ("DATABASE_URL", "KEYRING_DATABASE_URL", "STORAGE_URL", "CELERY_BROKER_URL", "CACHE_URL")


class Command(BaseCommand):
    help = (
        "Take one sound or film file down the whole road: transcript, redaction, approval, page, pack, taking back. "
        "Uses a database and keys of its own, which are removed at the end. Nothing of the site is touched."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--testimony", type=Path, required=True, metavar="FILE", help="a sound or film file"
        )
        parser.add_argument(
            "--out", type=Path, required=True, metavar="DIR", help="where the results are put"
        )
        parser.add_argument("--model", default="", metavar="FOLDER", help="a Whisper model's folder or name")
        parser.add_argument(
            "--mask",
            action="append",
            default=[],
            metavar="WORDS",
            help="words an editor hides; may be repeated",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        testimony: Path = options["testimony"].resolve()
        out: Path = options["out"].resolve()
        if not testimony.is_file():
            raise CommandError(f"There is no file {testimony}.")
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(f"The folder {out} cannot be made: {error.strerror}.") from None
        if os.environ.get(INSIDE) == str(settings.VAR):
            self._walk(testimony=testimony, out=out, masks=options["mask"])
        else:
            self._send_inside(testimony=testimony, out=out, model=options["model"], masks=options["mask"])

    def _send_inside(self, *, testimony: Path, out: Path, model: str, masks: list[str]) -> None:
        """The same command again, in a process whose settings know nothing but a temporary folder."""
        with tempfile.TemporaryDirectory(prefix="heard-demo-") as folder:
            environment = {name: value for name, value in os.environ.items() if name not in OUTER}
            environment |= {
                "HEARD_VAR": folder,
                INSIDE: folder,
                "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            }
            chosen = model or settings.WHISPER_MODEL
            environment["WHISPER_MODEL"] = str(Path(chosen).resolve()) if Path(chosen).is_dir() else chosen
            command = [
                sys.executable,
                "-m",
                "django",
                "demo",
                "--testimony",
                str(testimony),
                "--out",
                str(out),
            ]
            for words in masks:
                command += ["--mask", words]
            done = subprocess.run(command, env=environment, check=False)  # noqa: S603  our own interpreter and command
        if done.returncode:
            sys.exit(done.returncode)

    def _walk(self, *, testimony: Path, out: Path, masks: list[str]) -> None:
        logging.disable(logging.INFO)  # the steps below are the story; the audit lines go nowhere else
        self._say("Making a database of its own…")
        for database in ("default", "keyring"):
            call_command("migrate", database=database, verbosity=0)
        try:
            Road(testimony=testimony, out=out, masks=masks, cast=assemble(), say=self._say).walk()
        except (RoadBlocked, NotARecording) as error:
            raise CommandError(str(error)) from None

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

"""Run after a backup was restored and before the site opens: what was erased since is erased again."""

import re
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from common.tombstones import Reapplied, has_eraser, reapply

LINE = re.compile(r"\btombstone ([\w.-]*) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")


class Command(BaseCommand):
    help = (
        "Erase again what either database says was erased. Run it after restoring a backup, before opening."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--from",
            dest="log",
            type=Path,
            help="a log with lines 'tombstone KIND ID', for when both databases come from older backups",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        results = [self._report(each) for each in reapply(also=_read(options["log"]))]
        changed = sum(each.changed for each in results)
        failed = sum(bool(each.failed) for each in results)
        self.stdout.write(f"{len(results)} tombstones: {changed} had to be applied again, {failed} failed.")
        for kind in sorted({each.kind for each in results if not has_eraser(each.kind)}):
            self.stderr.write(
                f"Nothing is registered to erase the rows of kind {kind!r}: only their keys are gone."
            )
        if failed:
            raise CommandError("Do not open the site yet: see the log, mend the cause and run this again.")

    def _report(self, result: Reapplied) -> Reapplied:
        if result.failed:
            self.stderr.write(f"{result.kind} {result.owner}: failed ({result.failed})")
        elif result.changed:
            done = [("key destroyed", result.key_destroyed), ("rows and files erased", result.erased)]
            self.stdout.write(
                f"{result.kind} {result.owner}: " + ", ".join(what for what, is_so in done if is_so)
            )
        return result


def _read(log: Path | None) -> Iterator[tuple[str, UUID]]:
    if log is None:
        return
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        raise CommandError(f"{log} cannot be read: {error.strerror}.") from error
    for line in lines:
        if found := LINE.search(line):
            yield found[1], UUID(found[2])

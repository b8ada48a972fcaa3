"""Bring in interviews that a group holds already. Says row by row what happens; prints no file name and no word."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from stories.intake.plan import NoSuchGroup, Outcome, Plan, Planned, make_plan
from stories.intake.sheet import BadSheet
from stories.intake.take import take_all


class Command(BaseCommand):
    help = "Bring in a folder of text, DOCX, sound, film and pictures with a CSV of who agreed to what."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--consent", type=Path, required=True, help="the CSV; see docs/intake.md")
        parser.add_argument("--group", required=True, help="the group's short name in addresses")
        parser.add_argument("--cards", type=Path, help="where each person's card goes; outside the folder")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen, and change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder, cards = options["folder"], options["cards"]
        try:
            plan = make_plan(folder=folder, sheet=options["consent"], group=options["group"])
        except (BadSheet, NoSuchGroup) as error:
            raise CommandError(str(error)) from None
        if options["dry_run"]:
            for each in plan.rows:
                self._tell(each, each.outcome, each.why or self._would(each))
            self._close(plan, failed=sum(each.outcome == Outcome.REFUSED for each in plan.rows))
            return
        if cards is None or cards.resolve().is_relative_to(folder.resolve()):
            raise CommandError(
                "Say with --cards where the cards go: a place of their own, outside the folder."
            )
        failed = take_all(plan=plan, cards=cards, tell=self._tell)
        self._close(plan, failed=failed)

    def _would(self, each: Planned) -> str:
        if each.outcome != Outcome.TAKE or each.contents is None:
            return ""
        uses = ", ".join(f"{purpose.value}: {form.slug}" for purpose, form in each.row.uses.items())
        return f"{each.contents.kind.label}; {uses or 'no use agreed to: it comes in sealed, and nothing goes out'}"

    def _tell(self, each: Planned, outcome: Outcome, says: str) -> None:
        self.stdout.write(f"row {each.row.number}: {outcome.value}{f' ({says})' if says else ''}")

    def _close(self, plan: Plan, *, failed: int) -> None:
        if plan.left_over:
            self.stdout.write(f"{plan.left_over} files in the folder are named in no row: they stay there.")
        if failed:
            raise CommandError(
                f"{failed} could not be taken. Mend those rows and run it again: the others are not taken twice."
            )

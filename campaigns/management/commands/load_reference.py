"""manage.py load_reference: bring roles, pages and reference data in line with their files."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand

from accounts.loading import load_roles
from campaigns.loading import load_evidence
from campaigns.organising.daily import watch_campaigns
from pages.loading import load_pages
from pages.staff_notes import load_staff_notes
from pages.support import load_support_lines
from stories.ending import watch_website
from stories.loading import load_themes, load_trusts
from stories.phrase_list import load_phrases
from stories.replies import load_replies
from stories.wording import load_wording
from stories.workflow import load_workflow

LOADERS: tuple[tuple[str, Callable[[], list[str]]], ...] = (
    ("roles", load_roles),
    ("pages", load_pages),
    ("notes for staff", load_staff_notes),
    ("support lines", load_support_lines),
    ("themes", load_themes),
    ("trusts", load_trusts),
    ("safeguarding phrases", load_phrases),
    ("replies and reasons", load_replies),
    ("consent wording", load_wording),
    ("stories on the website", watch_website),
    ("the stories' workflow", load_workflow),
    ("evidence", load_evidence),
    ("campaigns looked at every morning", watch_campaigns),
)


class Command(BaseCommand):
    help = "Load roles, pages, notes, lists and the evidence library; say what changed, row by row."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, load in LOADERS:
            changes = load()
            for line in changes if options["verbosity"] > 1 or len(changes) < FEW else []:
                self.stdout.write(f"  {line}")
            self.stdout.write(f"{name}: {len(changes) or 'nothing'} changed")


# A first run adds hundreds of rows: those are counted; -v 2 names each. What changes later is named at once.
FEW = 40

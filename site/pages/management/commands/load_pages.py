from typing import Any

from django.core.management.base import BaseCommand

from pages.loading import load_pages
from pages.support import load_support_lines


class Command(BaseCommand):
    help = "Load the site's own pages and the support lines, and say what changed. May be run again."

    def handle(self, *args: Any, **options: Any) -> None:
        said = [*load_pages(), *load_support_lines()]
        self.stdout.write("\n".join(said or ["pages and support lines: nothing changed"]))

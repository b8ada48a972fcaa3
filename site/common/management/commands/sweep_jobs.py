"""Send again what is queued and what lost its worker; every worker does so by itself as well."""

from typing import Any

from django.core.management.base import BaseCommand

from common.jobs.sweeper import sweep


class Command(BaseCommand):
    help = "Ring for every job that is due, and for those whose worker died."

    def handle(self, *args: Any, **options: Any) -> None:
        done = sweep(impatient=True)
        self.stdout.write(
            f"Rang for {done.rung} jobs, let {done.recalled} look again, gave up {done.given_up}."
        )

from typing import Any

from django.core.management.base import BaseCommand

from accounts.loading import load_roles


class Command(BaseCommand):
    help = "Brings the groups of every role, and everybody's place in them, in line with the rules."

    def handle(self, *args: Any, **options: Any) -> None:
        for line in load_roles() or ["Roles: nothing to change."]:
            self.stdout.write(line)

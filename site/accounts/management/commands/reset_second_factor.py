from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.second_factor import reset


class Command(BaseCommand):
    help = "For somebody who lost their phone and their recovery codes. Be sure by another way that it is they who ask."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError("Nobody here has this address.")
        reset(user=user, by=None)
        self.stdout.write(
            f"{user.reference} has no second factor, password or open session now. "
            "They sign in by e-mailed code and set up a new one."
        )

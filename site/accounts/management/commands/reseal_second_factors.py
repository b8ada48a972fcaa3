from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.sealing import SecretUnreadable
from accounts.second_factor import reseal_all


class Command(BaseCommand):
    help = "Seals every second factor with the newest of MASTER_KEYS. Run it before you drop an older one."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows = reseal_all()
        except SecretUnreadable as error:
            raise CommandError(
                f"{error} Put the older key back into MASTER_KEYS. Nothing was changed."
            ) from error
        self.stdout.write(f"{rows} second factors are sealed with the newest master key.")

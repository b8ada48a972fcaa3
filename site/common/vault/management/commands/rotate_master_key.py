"""Re-wrap every data key by the newest master key, so that older ones can be taken out of MASTER_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.vault.rotation import rotate_keys


class Command(BaseCommand):
    help = "Re-wrap every data key by the first of MASTER_KEYS. May be broken off and run again."

    def handle(self, *args: Any, **options: Any) -> None:
        rotation = rotate_keys()
        self.stdout.write(
            f"{rotation.rewrapped} of {rotation.total} keys were re-wrapped by the newest master key."
        )
        if rotation.unreadable:
            shown = ", ".join(str(owner) for owner in rotation.unreadable[:20])
            raise CommandError(
                f"{len(rotation.unreadable)} keys could not be unwrapped and were left as they were: {shown}. "
                "Keep every older master key, and add the one that is missing."
            )
        self.stdout.write("None is left under an older one: older master keys can now be removed.")

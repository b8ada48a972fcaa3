"""What a worker runs with that is killed while it makes or takes back a pack. Its mail goes into the common folder."""

from config.settings.test import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.kill.packs.apps.KillPacks"]  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"  # noqa: F405

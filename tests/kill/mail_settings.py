"""As tests.kill.settings, with the mail of a killed worker kept in the common folder."""

from tests.kill.settings import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"  # noqa: F405

"""What a killed worker runs with: the tests' settings, short leases (from the environment) and a job kind to watch."""

from config.settings.test import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.kill.probe"]  # noqa: F405

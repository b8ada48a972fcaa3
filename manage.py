#!/usr/bin/env python
"""Heard's command line."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # What is wrong and what to do about it: nobody needs the traceback for that.
        sys.exit(f"heard: {error}")
    except KeyboardInterrupt:
        sys.exit(130)

"""The WSGI door (granian)."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
application = get_wsgi_application()
# What was loaded to start is never garbage: no full collection in the middle of a request need look through it again.
gc.collect()
gc.freeze()

"""One machine, nothing to install. Keys are generated into var/ at first use and never committed."""

from config.settings import env
from config.settings.base import *
from config.settings.keys import development_keys

_keys = development_keys(VAR / "keys.json")
SECRET_KEY = _keys["SECRET_KEY"]
MASTER_KEYS = [_keys["MASTER_KEY"]]
RECEIPT_KEY = _keys["RECEIPT_KEY"]
DEBUG = env.boolean("DEBUG", False)
DEVELOPMENT = True
# One password for every demo sign-in; empty: made from this machine's SECRET_KEY and printed by `make run`.
DEMO_PASSWORD = env.text("DEMO_PASSWORD", "")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
SECOND_FACTOR_REQUIRED = env.boolean("SECOND_FACTOR_REQUIRED", False)
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
COOLING_OFF_DAYS = env.integer("COOLING_OFF_DAYS", 0, minimum=0)
# Static files are served from where they lie: nothing to collect, nothing to go stale.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

"""For the tests: fixed keys that protect nothing, everything in a temporary folder, nothing from the environment.

HEARD_TEST_DB=postgres runs the suite on PostgreSQL; tests/services/databases.py starts it and fills in where it is.
HEARD_TEST_VAR is set by a test for the processes that it starts: they share its folder and its databases.
"""

import atexit
import base64
import os
import shutil
import tempfile

_shared = os.environ.get("HEARD_TEST_VAR", "")
_folder = _shared or tempfile.mkdtemp(prefix="heard-tests-")
if not _shared:
    # What the developer's own environment points at is never touched by a test.
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    for _name in ("STORAGE_URL", "CELERY_BROKER_URL", "CACHE_URL", "WHISPER_MODEL", "PUBLIC_URL"):
        os.environ.pop(_name, None)
    for _name in ("DETECTION_LIST", "DETECTION_MODEL"):
        os.environ.pop(_name, None)
    for _name in ("DATABASE_URL", "KEYRING_DATABASE_URL"):
        os.environ.pop(_name, None)
        if os.environ.get("HEARD_TEST_DB") == "postgres":
            os.environ[_name] = f"postgresql:///{_name.lower()}"
os.environ["HEARD_VAR"] = _folder

from config.settings.base import *  # noqa: E402  the environment above decides what base reads

SECRET_KEY = "tests-only-" + "x" * 40
MASTER_KEYS = [base64.b64encode(b"t" * 32).decode()]
RECEIPT_KEY = base64.b64encode(b"r" * 32).decode()
DEBUG = False
DEVELOPMENT = True
ALLOWED_HOSTS = ["*"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CODES_IN_BACKGROUND = False  # a test reads its mail at once
COOLING_OFF_DAYS = 0
# The tests of accounts turn it on; every other test signs its people in with force_login.
SECOND_FACTOR_REQUIRED = False
# Nothing here has to survive a power cut.
for _config in DATABASES.values():
    if "init_command" in _config.get("OPTIONS", {}):
        _config["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

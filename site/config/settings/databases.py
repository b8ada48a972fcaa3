"""A database setting from a URL in the environment, or a SQLite file."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from config.settings import env

SQLITE = "django.db.backends.sqlite3"
ENGINES = (SQLITE, "django.db.backends.postgresql")
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # What is deleted is overwritten: erased words must not lie in the file's free pages.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; "
    "PRAGMA secure_delete=ON;",
}


def database(variable: str, file: Path) -> dict[str, Any]:
    """The database that VARIABLE's URL names, or the SQLite FILE (write-ahead log). ImproperlyConfigured, without
    repeating the URL (it holds a password), when it cannot be used."""
    url = env.text(variable, "")
    if not url:
        return {"ENGINE": SQLITE, "NAME": file, "OPTIONS": SQLITE_OPTIONS.copy()}
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except (ValueError, dj_database_url.ParseError, dj_database_url.UnknownSchemeError):
        config = {}
    if config.get("ENGINE") not in ENGINES or not config.get("NAME"):
        raise ImproperlyConfigured(
            f"{variable} cannot be read: use postgresql://user:password@host:5432/name."
        )
    if config["ENGINE"] == SQLITE:
        config |= {"CONN_MAX_AGE": 0, "OPTIONS": config.get("OPTIONS", {}) | SQLITE_OPTIONS}
    return config

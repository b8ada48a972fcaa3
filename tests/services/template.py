"""One migrated template of both databases, built once and shared by every worker and every run.

Migrating an empty database takes 10 to 20 seconds; a copy takes milliseconds. The template is named after a hash of
every migration and of what is installed, so a changed migration or package makes a new one by itself.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = Path(os.environ.get("HEARD_TEST_TEMPLATES", ROOT / "var" / "test-template"))
ALIASES = {"default": "DATABASE_URL", "keyring": "KEYRING_DATABASE_URL"}
# Migrations, and what runs after them (groups, permissions).
WATCHED = (
    "migrations/*.py",
    "**/migrations/*.py",
    "**/apps.py",
    "**/roles.py",
    "**/permissions.py",
    "**/receivers.py",
)


@cache
def key() -> str:
    digest = hashlib.sha256()
    for package in sorted({f"{each.name}=={each.version}" for each in distributions()}):
        digest.update(package.encode())
    folders = [ROOT / "site", *(ROOT / app for app in ("stories", "transcription", "campaigns"))]
    for file in sorted({found for folder in folders for found in folder_files(folder)}):
        digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def folder_files(folder: Path) -> Iterator[Path]:
    for pattern in WATCHED:
        yield from folder.glob(pattern)


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold NAME for this machine: two workers never build the same thing."""
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    with (TEMPLATES / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def migrate(urls: dict[str, str]) -> None:
    """Migrate both databases as `make run` does, in a process of its own."""
    code = (
        "import django; django.setup(); from common.preparing import migrating; migrating.migrate_databases()"
    )
    with tempfile.TemporaryDirectory(prefix="heard-template-") as folder:
        environment = (
            os.environ | urls | {"HEARD_TEST_VAR": folder, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        )
        result = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True
        )
    if result.returncode:
        raise RuntimeError(f"The template could not be migrated:\n{result.stdout}{result.stderr}")


def sqlite_template() -> dict[str, Path]:
    """The migrated SQLite files, built under a lock when they are missing."""
    name = key()
    with locked("sqlite"):
        if not (TEMPLATES / name).exists():
            draft = Path(tempfile.mkdtemp(prefix=".building-", dir=TEMPLATES))
            migrate({variable: f"sqlite:///{draft / alias}.sqlite3" for alias, variable in ALIASES.items()})
            for alias in ALIASES:
                settle(draft / f"{alias}.sqlite3")
            draft.rename(TEMPLATES / name)
            prune(keep=name)
        os.utime(TEMPLATES / name)
    return {alias: TEMPLATES / name / f"{alias}.sqlite3" for alias in ALIASES}


def settle(file: Path) -> None:
    """Fold the write-ahead log back in: the template is one plain file."""
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()


def prune(*, keep: str) -> None:
    """Keep the newest three; whoever still copies from an older one has opened it already."""
    built = [each for each in TEMPLATES.iterdir() if each.is_dir() and each.name != keep]
    for old in sorted(built, key=lambda each: each.stat().st_mtime, reverse=True)[2:]:
        shutil.rmtree(old, ignore_errors=True)

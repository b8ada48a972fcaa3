"""What must hold before Heard starts. Each obstacle is one plain line for the person at the keyboard."""

import os
import socket
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor


class Obstacle(Exception):
    """Its text is the line to print."""


def check_ground() -> None:
    """The folder and both databases. Raises Obstacle."""
    check_folder(Path(settings.VAR))
    for alias in ("default", "keyring"):
        check_database(alias)


def check_port(host: str, port: int) -> None:
    """Raises Obstacle when something else listens there, or we may not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Obstacle(
                f"This account may not use port {port}. Choose one above 1023: --port 8000."
            ) from None
        except (OSError, OverflowError):
            raise Obstacle(
                f"Port {port} on {host} is in use or cannot be had. Stop what runs there, or choose another: "
                f"--port {port + 1} (make run PORT={port + 1})."
            ) from None


def check_folder(folder: Path) -> None:
    """By writing into it: permission bits say nothing of a read-only disk or a full one."""
    probe = folder / f".probe-{uuid.uuid4().hex}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Obstacle(f"Heard cannot write to {folder}: {os.strerror(error.errno or 0)}.") from None


def check_database(alias: str) -> None:
    """It answers, is whole as far as a glance shows, and is migrated."""
    check_readable(alias)
    connection = connections[alias]
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, OSError) as error:
        raise Obstacle(f"The {describe(alias)} cannot be read ({first_line(error)}).") from None
    finally:
        connection.close()
    if pending:
        raise Obstacle(
            f"The {describe(alias)} is not up to date. Run: python manage.py migrate --database {alias}"
        )


def check_readable(alias: str) -> None:
    """It answers, and is whole as far as a glance shows."""
    connection = connections[alias]
    place = describe(alias)
    try:
        if connection.vendor == "sqlite":
            look_into_sqlite(Path(str(connection.settings_dict["NAME"])), place)
        connection.ensure_connection()
    except (DatabaseError, sqlite3.Error, OSError) as error:
        raise Obstacle(f"The {place} cannot be opened ({first_line(error)}).") from None
    finally:
        connection.close()


def look_into_sqlite(file: Path, place: str) -> None:
    """Django would make an empty file where there is none, and a torn one shows only when it is read."""
    if not file.exists():
        return
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=20)) as connection:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != ("ok",):
        raise Obstacle(f"The {place} is damaged. Restore it from a backup: see docs/operators.md.")


def describe(alias: str) -> str:
    config = connections[alias].settings_dict
    what = "database" if alias == "default" else "keyring database"
    if connections[alias].vendor == "sqlite":
        return f"{what} {config['NAME']}"
    return f"{what} {config['NAME']} on {config['HOST'] or 'this machine'}"


def first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]

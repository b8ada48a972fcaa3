"""Copies of a database and of the folder of sealed files, as a backup makes them, and putting them back."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections

from tests.services import postgres

ALIASES = ("default", "keyring")


class Backup:
    """Both databases and the sealed files of one moment. Each is put back by itself: `put_back("keyring")`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for alias in ALIASES:
            connections[alias].close()
            self._copy(alias)
        shutil.copytree(settings.SEALED_ROOT, folder / "sealed")

    def put_back(self, *what: str) -> None:
        for alias in what:
            connections[alias].close()
            self._restore(alias)

    def put_files_back(self) -> None:
        shutil.copytree(self.folder / "sealed", settings.SEALED_ROOT, dirs_exist_ok=True)

    def raw(self, alias: str) -> bytes:
        """Everything that is in the copy, as somebody reads it who found the disk."""
        if self._on_sqlite(alias):
            return self._file(alias).read_bytes()
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
            tables = [name for (name,) in cursor.fetchall()]
            return b"".join(_rows(cursor, table) for table in tables)

    def drop(self) -> None:
        for alias in ALIASES:
            if not self._on_sqlite(alias):
                postgres.run(f"DROP DATABASE IF EXISTS {self._name(alias)} WITH (FORCE)")

    def _copy(self, alias: str) -> None:
        if self._on_sqlite(alias):
            _pour(Path(connections[alias].settings_dict["NAME"]), into=self._file(alias))
            return
        own = connections[alias].settings_dict["NAME"]
        postgres.run(f"CREATE DATABASE {self._name(alias)} TEMPLATE {own} STRATEGY FILE_COPY")

    def _restore(self, alias: str) -> None:
        if self._on_sqlite(alias):
            _pour(self._file(alias), into=Path(connections[alias].settings_dict["NAME"]))
            return
        own = connections[alias].settings_dict["NAME"]
        postgres.run(
            f"DROP DATABASE {own} WITH (FORCE)",
            f"CREATE DATABASE {own} TEMPLATE {self._name(alias)} STRATEGY FILE_COPY",
        )

    def _on_sqlite(self, alias: str) -> bool:
        return connections[alias].vendor == "sqlite"

    def _file(self, alias: str) -> Path:
        return self.folder / f"{alias}.sqlite3"

    def _name(self, alias: str) -> str:
        return f"{postgres.own_name(alias)}_backup"


@contextmanager
def backup(folder: Path) -> Iterator[Backup]:
    made = Backup(folder)
    try:
        yield made
    finally:
        made.drop()


def _pour(source: Path, *, into: Path) -> None:
    """By SQLite itself: with what lies in the write-ahead log, and under the eyes of open connections."""
    give, take = sqlite3.connect(source), sqlite3.connect(into, timeout=20)
    give.backup(take)
    take.close()
    give.close()


def _rows(cursor, table: str) -> bytes:  # type: ignore[no-untyped-def]  # Django's, whatever is behind it
    cursor.execute(f'SELECT * FROM "{table}"')
    return b"".join(
        bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode()
        for row in cursor.fetchall()
        for v in row
    )

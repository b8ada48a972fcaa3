"""A backup of the main database and of the sealed files, and putting it back: as an operator would, on both vendors."""

import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connections

from tests.services import postgres

ALIAS = "default"


@dataclass(frozen=True)
class Backup:
    """Only for tests that really commit (`transaction=True`): what is not committed is in no backup."""

    folder: Path
    name: str

    def restore(self) -> None:
        """The keyring stays as it is: it has a backup rotation of its own."""
        connections[ALIAS].close()
        if self.name:
            own = str(connections[ALIAS].settings_dict["NAME"])
            _copy_postgres(self.name, own)
        else:
            _copy_sqlite(self.folder / "main.sqlite3", Path(connections[ALIAS].settings_dict["NAME"]))
        shutil.copytree(self.folder / "sealed", settings.SEALED_ROOT, dirs_exist_ok=True)

    def forget(self) -> None:
        if self.name:
            postgres.run(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


def back_up(folder: Path) -> Backup:
    shutil.copytree(settings.SEALED_ROOT, folder / "sealed", dirs_exist_ok=True)
    own = str(connections[ALIAS].settings_dict["NAME"])
    on_postgres = connections[ALIAS].vendor == "postgresql"
    connections[ALIAS].close()
    if not on_postgres:
        _copy_sqlite(Path(own), folder / "main.sqlite3")
        return Backup(folder, "")
    name = f"{own}_backup"
    _copy_postgres(own, name)
    return Backup(folder, name)


def _copy_sqlite(source: Path, target: Path) -> None:
    with sqlite3.connect(source, timeout=20) as old, sqlite3.connect(target, timeout=20) as new:
        old.backup(new)
    old.close()
    new.close()


def _copy_postgres(source: str, target: str) -> None:
    postgres.run(
        f"DROP DATABASE IF EXISTS {target} WITH (FORCE)",
        f"CREATE DATABASE {target} TEMPLATE {source} STRATEGY FILE_COPY",
    )

"""Both databases brought up to date, by one process at a time."""

import fcntl
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connections, router
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor

from common.vault.router import ALIAS, LABEL

# Migrating makes and drops model classes by the thousand; looking for the dropped ones less often halves the time.
PATIENT = 100_000


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other process prepares the same folder."""
    with (folder / "prepare.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def patient_collector() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(PATIENT)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.collect()


def migrate_databases() -> int:
    """How many migrations were applied to either. May be run again, and then applies none."""
    waiting = {alias: pending(alias) for alias in ("default", ALIAS)}
    with patient_collector():
        if waiting["default"]:
            call_command("migrate", database="default", interactive=False, verbosity=0)
        if waiting[ALIAS]:
            migrate_keyring()
    return sum(len(migrations) for migrations in waiting.values())


def pending(alias: str) -> list[Migration]:
    executor = MigrationExecutor(connections[alias])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [migration for migration, _backwards in plan]


def migrate_keyring() -> None:
    """Only the vault has tables there. `migrate` would work through every other app's history to do nothing in it:
    it is written down as done instead, which is all that it would leave behind."""
    call_command("migrate", LABEL, database=ALIAS, interactive=False, verbosity=0)
    executor = MigrationExecutor(connections[ALIAS])
    for migration in pending(ALIAS):
        if not router.allow_migrate(ALIAS, migration.app_label):
            # The stubs describe an older form of this method.
            executor.record_migration(migration)  # type: ignore[arg-type, call-arg]
    MigrationExecutor(connections[ALIAS]).check_replacements()

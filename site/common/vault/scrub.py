"""Deleted keys must not linger in SQLite's write-ahead log."""

from django.db import connections

from common.vault.router import ALIAS


def forget_deleted_pages() -> None:
    """Fold the log into the database (whose `secure_delete` zeroes what was deleted) and empty it.

    PostgreSQL has nothing like it: docs/vault.md says what stands in for it there.
    """
    connection = connections[ALIAS]
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

"""At most one job per object and kind, also when two people press the button at once."""

from django.db import connections, router

from common.jobs.models import Job


def hold_pair(*, kind: str, object_id: str) -> None:
    """Until the current transaction ends, nobody else passes here for the same pair.

    SQLite needs nothing: its transactions take the one write lock when they begin (transaction_mode IMMEDIATE).
    """
    connection = connections[router.db_for_write(Job)]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"job {kind} {object_id}"])

"""The record as it is at one moment, however long it takes to read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction


@contextmanager
def snapshot(connection: Any) -> Iterator[None]:
    """What is read within is as it was at one moment, and nobody who writes waits for it.

    Temporary tables may be made and filled within; they stay. Inside a transaction it is just
    that transaction.
    """
    if connection.in_atomic_block:
        with transaction.atomic(using=connection.alias):
            yield
    elif connection.vendor == "sqlite":
        # Not atomic(), which takes SQLite's one right to write at once (settings.py).
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            cursor.execute("COMMIT")
    else:
        with transaction.atomic(using=connection.alias):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield

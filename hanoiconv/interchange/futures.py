"""The record as it would be after an import, for the ordinary ORM, before anything is written.

Temporary views take the names of the record's tables on this connection alone; both databases
look there first. Whatever asks the ORM then (documents, `clean()`, what is public) sees the rows
of the import in place of those on record. New rows have ids below zero there.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError

from hanoiconv.interchange.linking import NEW, UNCHANGED
from hanoiconv.interchange.staging import Stage, Staged, StagedGroup


@contextmanager
def future(stage: Stage) -> Iterator[None]:
    """Within, this connection reads the record as it would be. Nothing may be written within."""
    made: list[str] = []
    try:
        for table in stage.tables.values():
            made.append(_show(stage, table))
            made += [_show_group(stage, table, group) for group in table.groups]
        yield
    except BaseException:
        # A transaction that is broken takes them away itself, and would hide what broke it.
        with suppress(DatabaseError):
            _hide(stage, made)
        raise
    _hide(stage, made)


def _hide(stage: Stage, made: list[str]) -> None:
    for name in made:
        stage.drop("VIEW", name)


def _show(stage: Stage, table: Staged) -> str:
    computed = {
        field.column: field.generated_sql(stage.connection)[0]
        for field in table.model._meta.concrete_fields
        if field.generated
    }
    columns = [field.column for field in table.model._meta.concrete_fields]
    quoted = [stage.quote(column) for column in columns]
    values = [
        f"({computed[column]})" if column in computed else stage.quote(column) for column in columns
    ]
    stage.make(
        "VIEW",
        table.table,
        f"({', '.join(quoted)}) AS SELECT {', '.join(quoted)} FROM {table.real} "  # noqa: S608
        f"WHERE id NOT IN (SELECT id FROM {table.incoming} WHERE state > {NEW}) "
        f"AND id NOT IN (SELECT row_id FROM {table.gone}) "
        f"UNION ALL SELECT {', '.join(values)} FROM {table.incoming} WHERE state <> {UNCHANGED}",
    )
    return table.table


def _show_group(stage: Stage, table: Staged, group: StagedGroup) -> str:
    changed = f"SELECT id FROM {table.incoming} WHERE state <> {UNCHANGED}"  # noqa: S608
    stage.make(
        "VIEW",
        group.table,
        f"(id, {group.here}, {group.there}) AS "  # noqa: S608
        f"SELECT id, {group.here}, {group.there} FROM {group.real} "
        f"WHERE {group.here} NOT IN ({changed}) "
        f"AND {group.here} NOT IN (SELECT row_id FROM {table.gone}) "
        f"UNION ALL SELECT -place, here, there FROM {group.incoming} WHERE here IN ({changed})",
    )
    return group.table

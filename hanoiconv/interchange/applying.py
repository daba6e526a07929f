"""A plan applied: one short transaction that writes exactly what was planned, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hanoiconv.interchange.entries import LOGGED, TABLE
from hanoiconv.interchange.linking import CHANGED, NEW, UNCHANGED
from hanoiconv.interchange.planning import Plan
from hanoiconv.interchange.rule_checks import uniques_of
from hanoiconv.interchange.staging import FIRST_NEW, Stage, Staged, StagedGroup
from hanoiconv.interchange.staleness import IdOf, Stale, is_deadlock, refuse_stale, refuse_unruly
from hanoiconv.models import Import, ImportEntry

ANEW = 2  # in `held`: a row that is taken out and put in anew


def apply(plan: Plan, log: Import | None = None) -> Import:
    """Writes what was planned, with one row in the log of imports.

    `log` is the import as it was planned at the desk; a new one is made for the command line.

    Raises:
        Stale: somebody changed what it rests on; nothing was written.
        ValueError: the plan has faults.
    """
    log = log or Import(user=plan.wish.user, publish=plan.wish.publish)
    log.files, log.counts = plan.files, plan.counts
    with written(plan) as id_of:
        if log.pk is not None:
            _refuse_second(log)
        log.state, log.applied_at = Import.State.APPLIED, timezone.now()
        log.save()
        write_entries(plan, log, id_of)
    return log


def _refuse_second(log: Import) -> None:
    """Two clicks on "Apply" apply once; the uploaded files have done their work then."""
    waiting = Import.objects.filter(pk=log.pk, state=Import.State.PLANNED, edition=log.edition)
    if not waiting.select_for_update().exists():
        raise Stale(_("This import was applied or thrown away meanwhile."))
    log.uploads.all().delete()


@contextmanager
def written(plan: Plan) -> Iterator[IdOf]:
    """Writes what was planned; what is done within belongs to the same transaction.

    Gives what tells the ids of rows, as SQL.

    Raises:
        Stale: somebody changed what it rests on; nothing was written.
        ValueError: the plan has faults.
    """
    if plan.faults:
        raise ValueError("A plan with faults is not applied.")
    stage = plan.stage
    tables = [table for table in stage.tables.values() if _has_work(table)]
    is_as_planned = plan.mark is not None and stage.mark() == plan.mark
    first_ids = {table: _reserve(stage, table) for table in tables}
    mark = stage.mark()
    if is_as_planned and plan.mark and mark:
        # Others may have written while ids were set aside: their mark is that of the plan.
        mark = (plan.mark[0], mark[1])
    plan.tell(_("writing"), 0)
    try:
        with transaction.atomic():
            others_wrote = not is_as_planned or stage.mark() != mark
            if others_wrote:
                refuse_stale(plan)
            for table in reversed(tables):
                _remove(stage, table)
            writing = _Writing(stage, first_ids)
            for table in tables:
                writing.write(table)
            for table in tables:
                for group in table.groups:
                    writing.write_group(table, group)
            if others_wrote:
                refuse_unruly(plan, writing.id_of)
            yield writing.id_of
    except (IntegrityError, OperationalError) as error:
        if isinstance(error, OperationalError) and not is_deadlock(error):
            raise
        raise Stale(_("The record changed while this was being written.")) from error


def _has_work(table: Staged) -> bool:
    sql = f"SELECT count(*) FROM {table.incoming} WHERE state <> {UNCHANGED}"  # noqa: S608
    return table.has_gone or bool(table.stage.value(sql))


def _reserve(stage: Stage, table: Staged) -> int:
    """Sets ids aside for all new rows of a model; the id before the first of them.

    Beforehand and for good: what is set aside and never used is a gap, as after any rollback.
    """
    if not stage.value(f"SELECT count(*) FROM {table.incoming} WHERE id < 0"):  # noqa: S608
        return 0
    name, real = table.table, table.real
    with transaction.atomic():
        if stage.is_sqlite:
            last = stage.value(
                f"SELECT MAX(COALESCE((SELECT MAX(id) FROM {real}), 0), "  # noqa: S608
                "COALESCE((SELECT seq FROM sqlite_sequence WHERE name = %s), 0))",
                [name],
            )
            stage.run("DELETE FROM sqlite_sequence WHERE name = %s", [name])
            stage.run("INSERT INTO sqlite_sequence VALUES (%s, %s)", [name, last + table.rows])
            return last
        sequence = stage.value("SELECT pg_get_serial_sequence(%s, 'id')", [real])
        # Changes nothing, but others who want an id wait until the end of this transaction.
        stage.run(f"ALTER SEQUENCE {sequence} INCREMENT BY 1")
        last = stage.value(
            "SELECT GREATEST(last_value - (NOT is_called)::integer, "  # noqa: S608
            f"(SELECT MAX(id) FROM {real})) FROM {sequence}"
        )
        stage.run("SELECT setval(%s, %s)", [sequence, last + table.rows])
        return last


def _reborn(table: Staged) -> str:
    """Which changed rows have another unique value: they are taken out and put in anew.

    Updated one by one, two rows that swap addresses would each meet the other's.
    """
    differing = [
        f"t.{column} {table.stage.distinct} x.{column}"
        for names, _condition, _message in uniques_of(table.model)
        for column in (table.stage.quote(table.model._meta.get_field(n).column) for n in names)
    ]
    if not differing:
        return ""
    return (
        f"SELECT x.id FROM {table.incoming} x JOIN {table.real} t ON t.id = x.id "  # noqa: S608
        f"WHERE x.state = {CHANGED} AND ({' OR '.join(differing)})"
    )


def _remove(stage: Stage, table: Staged) -> None:
    """Takes out the parts that go, and the rows that are put in anew with another value."""
    if table.has_gone:
        gone = f"SELECT row_id FROM {table.gone}"  # noqa: S608
        for group in table.groups:
            stage.run(f"DELETE FROM {group.real} WHERE {group.here} IN ({gone})")  # noqa: S608
        stage.run(f"DELETE FROM {table.real} WHERE id IN ({gone})")  # noqa: S608
    if reborn := _reborn(table):
        stage.run(f"UPDATE {table.incoming} SET held = {ANEW} WHERE id IN ({reborn})")  # noqa: S608
        again = f"SELECT id FROM {table.incoming} WHERE held = {ANEW}"  # noqa: S608
        stage.run(f"DELETE FROM {table.real} WHERE id IN ({again})")  # noqa: S608


class _Writing:
    """The statements that write; `first_ids` are the ids before those set aside for new rows."""

    def __init__(self, stage: Stage, first_ids: dict[Staged, int]) -> None:
        self.stage = stage
        self.first_ids = {table.model: first for table, first in first_ids.items()}

    def id_of(self, model: Any, column: str) -> str:
        """An id as it is stored: that of a new row, from what was set aside."""
        if model not in self.first_ids:
            return column
        shift = self.first_ids[model] - FIRST_NEW
        return f"CASE WHEN {column} < 0 THEN {column} + {shift} ELSE {column} END"

    def write(self, table: Staged) -> None:
        """The rows of one model that change, then those that are new."""
        values = [
            self.id_of(column.related_model, f"x.{quoted}") if column.is_relation else f"x.{quoted}"
            for column, quoted in zip(table.form.columns, table.columns, strict=True)
        ]
        names, values_list = ", ".join(table.columns), ", ".join(values)
        changed = f"SELECT id FROM {table.incoming} WHERE state = {CHANGED} AND held <> {ANEW}"  # noqa: S608
        self.stage.run(
            f"UPDATE {table.real} SET ({names}) = "  # noqa: S608
            f"(SELECT {values_list} FROM {table.incoming} x "
            f"WHERE x.id = {self.stage.quote(table.table)}.id) WHERE id IN ({changed})"
        )
        self.stage.run(
            f"INSERT INTO {table.real} (id, {names}) "  # noqa: S608
            f"SELECT {self.id_of(table.model, 'x.id')}, {values_list} FROM {table.incoming} x "
            f"WHERE x.state = {NEW} OR x.held = {ANEW} ORDER BY x.id"
        )

    def write_group(self, table: Staged, group: StagedGroup) -> None:
        """The pairs of the rows that are new or change."""
        changed = f"SELECT id FROM {table.incoming} WHERE state = {CHANGED}"  # noqa: S608
        self.stage.run(f"DELETE FROM {group.real} WHERE {group.here} IN ({changed})")  # noqa: S608
        here = self.id_of(table.model, "g.here")
        there = self.id_of(group.field.related_model, "g.there")
        self.stage.run(f"""
            INSERT INTO {group.real} ({group.here}, {group.there}) SELECT {here}, {there}
            FROM {group.incoming} g JOIN {table.incoming} x ON x.id = g.here
            WHERE x.state <> {UNCHANGED} GROUP BY g.here, g.there ORDER BY g.here, MIN(g.place)
        """)  # noqa: S608


def write_entries(plan: Plan, log: Import, id_of: IdOf | None = None) -> None:
    """The plan goes into the log, what was left out included; with `id_of`, as applied."""
    log.entries.all().delete()
    stage, quote = plan.stage, plan.stage.quote
    names = ", ".join(map(quote, LOGGED))
    record = "NULL"
    if id_of:
        kinds = [f"WHEN {n} THEN {id_of(model, 'root_id')}" for n, model in enumerate(plan.kinds)]
        record = f"CASE WHEN is_chosen THEN CASE kind_no {' '.join(kinds)} END END"
    stage.run(
        f"INSERT INTO {quote(ImportEntry._meta.db_table)} "  # noqa: S608
        f"({quote('of_id')}, {quote('is_applied')}, {quote('record_id')}, {names}) "
        f"SELECT %s, is_chosen AND %s, {record}, {names} FROM {TABLE} ORDER BY place",
        [log.pk, id_of is not None],
    )

"""Whether a plan still holds when it is written: others may have written since it was made."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import OperationalError, models
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy

from hanoiconv.core.batches import batches
from hanoiconv.core.records import Record
from hanoiconv.interchange.entries import TABLE
from hanoiconv.interchange.linking import CHANGED, UNCHANGED
from hanoiconv.interchange.planning import Plan
from hanoiconv.interchange.prints import print_of
from hanoiconv.interchange.rule_checks import HELD
from hanoiconv.interchange.staging import Stage, Staged
from hanoiconv.interchange.stored import documents_of

CHANGED_MEANWHILE = gettext_lazy("A record changed while this was being planned.")
IdOf = Callable[[Any, str], str]  # the id that a row of a model has once it is written, as SQL


class Stale(Exception):
    """The record changed while an import was being planned, or since its plan was shown."""


def refuse_stale(plan: Plan) -> None:
    """Reads the records that change once more, now that nobody else can change them.

    Raises:
        Stale: one is not as it was planned from, or the user may no longer change it.
    """
    stage, connection = plan.stage, plan.stage.connection
    prints: dict[int, dict[int, str]] = {}
    rows = stage.rows(
        f"SELECT kind_no, root_id, print_before FROM {TABLE} "  # noqa: S608
        "WHERE is_chosen AND root_id > 0 ORDER BY kind_no, root_id"
    )
    for kind, pk, printed in rows:
        prints.setdefault(kind, {})[pk] = printed
    for kind, wanted in prints.items():
        model = plan.kinds[kind]
        if connection.features.has_select_for_update:
            # So that no part is added meanwhile either: it would have to lock its record.
            rows_on_record = model._base_manager.filter(pk__in=[*wanted])
            list(rows_on_record.select_for_update().order_by("pk").values_list("pk"))
    for table in stage.tables.values():
        _lock(stage, table)
    for kind, wanted in prints.items():
        model = plan.kinds[kind]
        found = {pk: print_of(document) for pk, document in documents_of(model, wanted)}
        if found != wanted:
            raise Stale(CHANGED_MEANWHILE)
        _refuse_beyond_reach(plan, kind, wanted)


def _lock(stage: Stage, table: Staged) -> None:
    """Nobody else changes the rows that are about to be written over or to go."""
    if stage.connection.features.has_select_for_update:
        stage.run(
            f"SELECT id FROM {table.real} WHERE id IN ("  # noqa: S608
            f"SELECT id FROM {table.incoming} WHERE state = {CHANGED} "
            f"UNION SELECT row_id FROM {table.gone}) ORDER BY id FOR UPDATE"
        )


def refuse_unruly(plan: Plan, id_of: IdOf) -> None:
    """Asks once more of what was just written what the plan asked of the record as it would be.

    Others may have published what it belongs to, or closed a ring with it. The rules of parts are
    not asked again: what they read changes only with the record that they are part of.

    Raises:
        Stale: the user may not do this by now, or a rule of a record is broken.
    """
    stage = plan.stage
    for number, model in enumerate(plan.kinds):
        rows = stage.rows(
            f"SELECT {id_of(model, 'root_id')} FROM {TABLE} "  # noqa: S608
            f"WHERE is_chosen AND kind_no = {number}"
        )
        _refuse_beyond_reach(plan, number, [pk for (pk,) in rows])
    for table in stage.in_order():
        if not issubclass(table.model, Record) or table.model.clean is models.Model.clean:
            continue
        ids = (
            f"SELECT {id_of(table.model, 'x.id')} FROM {table.incoming} x "  # noqa: S608
            f"WHERE x.state <> {UNCHANGED}"
        )
        written = table.model._base_manager.filter(pk__in=RawSQL(ids, []))  # noqa: S611
        for rows_held in batches(written.iterator(chunk_size=HELD), HELD):
            if any(table.model.faults_of(rows_held)):
                raise Stale(CHANGED_MEANWHILE)


def _refuse_beyond_reach(plan: Plan, kind: int, pks: Iterable[int]) -> None:
    for some in batches(pks):
        if plan.entries.later(kind, some):
            raise Stale(CHANGED_MEANWHILE)


def is_deadlock(error: OperationalError) -> bool:
    """Whether PostgreSQL broke off one of two that wait for each other, or met another's row."""
    return getattr(error.__cause__, "sqlstate", "") in ("40P01", "40001")

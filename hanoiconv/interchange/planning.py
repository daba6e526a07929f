"""The plan of an import: what the files say, checked, and what they would do to the record.

    read -> cleaned -> staged -> linked -> compared -> checked in the record as it would be

Nothing is written to the record here, and nobody waits: see staging.py.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from hanoiconv.core.batches import batches
from hanoiconv.core.permissions import publish_permission
from hanoiconv.core.records import Record
from hanoiconv.interchange import link_checks, rule_checks
from hanoiconv.interchange.comparing import find_gone, remove_records
from hanoiconv.interchange.entries import TABLE, Entries
from hanoiconv.interchange.files import MOST_FAULTS, Reading
from hanoiconv.interchange.futures import future
from hanoiconv.interchange.linking import PARTIAL, WHOLE, WHOLE_IN_TABLES, link
from hanoiconv.interchange.rows import Fault, Input
from hanoiconv.interchange.shape import record_kinds
from hanoiconv.interchange.snapshots import snapshot
from hanoiconv.interchange.staging import Stage
from hanoiconv.interchange.understanding import form_of, model_of
from hanoiconv.interchange.wrong_rows import WrongRows

Progress = Callable[[Any, int], None]  # what is being done, and how many rows so far
TELL_EVERY = 5000  # rows
# What is told of an import on its way, in this order; writing comes last (applying.py).
STEPS = [_lazy("rows read"), _lazy("linking"), _lazy("comparing"), _lazy("checking")]
READING, LINKING, COMPARING, CHECKING = STEPS
Refused = tuple[Any, str]  # model and key of a row of the files that is wrong


@dataclass(frozen=True)
class Wish:
    """What is asked of an import.

    `user` is who asks, None for the command line, which may do all. `publish` lets files publish,
    where the user may. `overwrite` takes records that were edited by hand, too. `chosen` are the
    only records to apply, as pairs of label and slug; None for all that nothing speaks against.
    A `preview` checks everything in the files, also what would not be applied as things stand.
    With `restore`, rows come back as they were, published ones too, where the user may do so;
    with `moves`, parts may come back to another record than theirs.
    """

    user: Any = None
    publish: bool = False
    overwrite: bool = False
    chosen: Collection[tuple[str, str]] | None = None
    preview: bool = False
    restore: bool = False
    moves: bool = False

    def may_schedule(self, model: Any) -> bool:
        """Whether the user may set when records are public, and why they are withdrawn."""
        return self.restore or self.user is None or self.user.has_perm(publish_permission(model))

    def may_publish(self, model: Any) -> bool:
        """Whether what the files call published is published."""
        return self.may_schedule(model) and (self.restore or self.publish)


@dataclass
class Plan:
    """What an import would do; `faults` keep it from doing anything."""

    stage: Stage
    wish: Wish
    kinds: list[Any] = field(default_factory=record_kinds)
    files: list[dict[str, Any]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # of the files, by number
    faults: list[Fault] = field(default_factory=list)
    entries: Any = ()
    tell: Progress = lambda what, rows: None
    mark: tuple[int, int] | None = None  # see Stage.mark

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Records by what happens to them ("new", "changed", "unchanged") and by kind."""
        return {change: dict(numbers) for change, numbers in self.entries.counts.items()}


@contextmanager
def planned(
    inputs: Iterable[Input],
    wish: Wish,
    tell: Progress | None = None,
    *,
    removed: Collection[tuple[str, str]] = (),
) -> Iterator[Plan]:
    """The plan of an import, and within it the rows as staged; all of that is gone afterwards.

    `removed` are records to take away with their parts, as pairs of label and slug; files cannot
    ask for that, undoing can.
    """
    stage = Stage()
    plan = Plan(stage, wish)
    plan.tell = tell or plan.tell
    try:
        with snapshot(stage.connection):
            refused, tables = _read(plan, inputs, removed)
            _link(plan, refused, tables)
            if not plan.faults:
                plan.tell(COMPARING, 0)
                plan.entries.fill()
                if not wish.preview:
                    _choose(plan)
            _check(plan)
            if wish.user and not (wish.preview or plan.faults):
                plan.faults += _seen_too_early(plan)
            _sort_faults(plan)
            plan.mark = stage.mark()
        yield plan
    finally:
        stage.clear()


def _read(
    plan: Plan, inputs: Iterable[Input], removed: Collection[tuple[str, str]]
) -> tuple[set[Refused], set[str]]:
    """Stages every good row; the bad ones, and the labels that have tables, are given back."""
    reading, refused, rows = Reading(inputs), set(), 0
    for label, slug in removed:
        plan.stage.of(apps.get_model(label)).removed.append(slug)
    for row in reading:
        if isinstance(row, Fault):
            plan.faults.append(row)
            continue
        if len(plan.faults) >= MOST_FAULTS:
            reason = _("%d faults are enough: no more was read") % MOST_FAULTS
            plan.faults.append(Fault(row.file, row.line, "", "", reason))
            break
        rows += 1
        if rows % TELL_EVERY == 0:
            plan.tell(READING, rows)
        model = model_of(row, plan.faults)
        if model is None:
            continue
        understood = form_of(model).understood(row, plan.faults, may_lack=row.is_table)
        if understood is None:
            refused.add((model, row.name))
            continue
        whole = PARTIAL
        if issubclass(model, Record):
            whole = WHOLE_IN_TABLES if row.is_table else WHOLE
        number = len(reading.files) - 1  # two files may have one name
        table = plan.stage.of(model)
        if row.is_table and number not in table.lacking:
            table.lacking[number] = form_of(model).lacking(row.fields)
        table.add(*understood, number, row.line, whole)
    plan.files = reading.files
    plan.names = [file["name"] for file in reading.files]
    plan.stage.settle()
    plan.tell(READING, rows)
    return refused, reading.tables


def _link(plan: Plan, refused: set[Refused], tables: set[str]) -> None:
    """Sets the rows beside those on record; takes out what is wrong already, to check the rest."""
    stage = plan.stage
    plan.tell(LINKING, 0)
    wrong = WrongRows(stage, plan.names, plan.kinds)
    plan.faults += link_checks.doubles(wrong)
    wrong.drop_doubles()
    link(stage, plan.kinds, plan.wish)
    remove_records(stage, plan.kinds)
    find_gone(stage, tables, plan.kinds)
    for check in (
        link_checks.links(wrong, refused),
        link_checks.lacking(wrong),
        () if plan.wish.moves else link_checks.moved(wrong),
        link_checks.merged(wrong),
    ):
        plan.faults += islice(check, MOST_FAULTS)
    if plan.faults:
        wrong.drop_faulty()
    plan.entries = Entries(stage, plan.names, plan.kinds, plan.wish.user)


def _choose(plan: Plan) -> None:
    """Takes out the records that are not to be applied, with their parts."""
    wish, stage = plan.wish, plan.stage
    plan.entries.choose(wish.chosen, overwrite=wish.overwrite)
    skipped = f"SELECT kind_no, root_id FROM {TABLE} WHERE NOT is_chosen"  # noqa: S608
    by_kind: dict[int, list[int]] = {}
    for kind, pk in stage.rows(skipped):
        by_kind.setdefault(kind, []).append(pk)
    for table in stage.tables.values():
        for kind, pks in by_kind.items():
            table.skip(kind, pks)


def _sort_faults(plan: Plan) -> None:
    """As they stand in the files, whichever check found them."""
    order = {file["name"]: number for number, file in enumerate(plan.files)}
    plan.faults.sort(key=lambda fault: (order.get(fault.file, -1), fault.line))


def _seen_too_early(plan: Plan) -> Iterator[Fault]:
    """Records that readers would see were only the chosen ones applied, though not were all."""
    stage = plan.stage
    with future(stage):
        for number, model in enumerate(plan.kinds):
            chosen = f"FROM {TABLE} WHERE is_chosen AND kind_no = {number}"
            rows = {
                row[0]: row[1:] for row in stage.rows(f"SELECT root_id, file, line, slug {chosen}")
            }
            for some in batches(rows):
                for (_kind, pk), reason in plan.entries.later(number, some).items():
                    file, line, slug = rows[pk]
                    yield Fault(file, line, f"{model._meta.label_lower} {slug}", "", reason)


def _check(plan: Plan) -> None:
    stage = plan.stage
    plan.tell(CHECKING, 0)
    wrong = WrongRows(stage, plan.names, plan.kinds)
    plan.faults += link_checks.left_out(wrong)
    if plan.faults:
        wrong.drop_faulty()
    plan.faults += islice(rule_checks.constraints(wrong), MOST_FAULTS)
    # Where a model says what its constraint says, once is enough.
    said = {(fault.file, fault.line, fault.reason) for fault in plan.faults}
    with future(stage):
        for check in (
            rule_checks.choices_of_links(wrong),
            rule_checks.uniqueness(wrong),
            rule_checks.rules(wrong),
            rule_checks.still_named(wrong),
        ):
            plan.faults += [
                fault
                for fault in islice(check, MOST_FAULTS)
                if (fault.file, fault.line, fault.reason) not in said
            ]

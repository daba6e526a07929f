"""What is wrong with staged rows by the rules of the database and of the models.

As many queries for a hundred thousand rows as for one. All but `constraints` read the record as
it would be: they are called within a future (futures.py).
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import Count, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from hanoiconv.core.batches import batches
from hanoiconv.core.records import Part, Record
from hanoiconv.interchange.linking import UNCHANGED
from hanoiconv.interchange.rows import Fault
from hanoiconv.interchange.shape import natural_field
from hanoiconv.interchange.staging import Staged
from hanoiconv.interchange.wrong_rows import WrongRows

HELD = 2000  # rows as objects at a time


def constraints(wrong: WrongRows) -> Iterator[Fault]:
    """Rows that break a check of the database; the sentence is the constraint's own."""
    for table in wrong.stage.tables.values():
        for rule in checks_of(table.model):
            rows = wrong.stage.rows(
                f"SELECT file_no, line_no, {table.key} FROM {table.incoming} "  # noqa: S608
                f"WHERE state <> {UNCHANGED} AND NOT ({rule.sql}) ORDER BY row_no"
            )
            for file, line, key in rows:
                yield wrong.fault(table, file, line, key, "", str(rule.message))


def choices_of_links(wrong: WrongRows) -> Iterator[Fault]:
    """Links to what a form would not offer (`limit_choices_to`). Within a future."""
    for table in wrong.stage.tables.values():
        for link in table.links:
            limit = link.get_limit_choices_to()
            if not limit:
                continue
            fitting = link.related_model._base_manager.complex_filter(limit)
            rows = wrong.touched(table).exclude(**{f"{link.name}__isnull": True})
            unfit = rows.exclude(**{f"{link.name}__in": fitting})
            for row in unfit.select_related(link.name):
                reason = _("“%s” cannot be chosen here") % getattr(row, link.name)
                yield wrong.fault_at(table, row.pk, link.name, reason)


def uniqueness(wrong: WrongRows) -> Iterator[Fault]:
    """Values that two rows would have where only one may. Within a future."""
    for table in wrong.stage.tables.values():
        if not wrong.touched(table).exists():
            continue
        for names, condition, message in uniques_of(table.model):
            rows = table.model._base_manager.filter(condition)
            rows = rows.exclude(_any_null(names)).order_by()
            counted = rows.values(*names).annotate(rows=Count("pk")).filter(rows__gt=1)
            twice = {*counted.values_list(*names)}
            if not twice:
                continue
            found = wrong.touched(table).filter(condition).values_list("pk", *names)
            name = names[0] if len(names) == 1 else ""
            faults = [
                wrong.fault_at(table, pk, name, message)
                for pk, *values in found.iterator()
                if tuple(values) in twice
            ]
            yield from sorted(faults, key=lambda fault: (fault.file, fault.line))


def rules(wrong: WrongRows) -> Iterator[Fault]:
    """What the models' own `clean()` says of each row. Within a future."""
    for table in wrong.stage.in_order():
        if table.model.clean is models.Model.clean:
            continue
        for rows in batches(wrong.touched(table).iterator(chunk_size=HELD), HELD):
            yield from _clean(wrong, table, rows)


def _clean(wrong: WrongRows, table: Staged, rows: list[Any]) -> Iterator[Fault]:
    for row, error in table.model.faults_of(rows):
        for name, reasons in _by_field(error):
            for reason in reasons:
                yield wrong.fault_at(table, row.pk, name, reason)


def still_named(wrong: WrongRows) -> Iterator[Fault]:
    """Parts that would go although rows of other records name them. Within a future."""
    for table in wrong.stage.tables.values():
        if not table.has_gone:
            continue
        for relation in _relations_to(table.model):
            # What is kept of an event that goes is kept on purpose (EventRevision).
            if relation.on_delete is models.DO_NOTHING:
                continue
            gone = RawSQL(f"SELECT row_id FROM {table.gone}", [])  # noqa: S608, S611
            rows = relation.related_model._base_manager.filter(
                **{f"{relation.field.name}__in": gone}
            )
            for pk, row in _named_by(relation, rows):
                yield _still_named(wrong, table, pk, row)


def _still_named(wrong: WrongRows, table: Staged, pk: int, row: Any) -> Fault:
    """A fault at the record that would lose the part."""
    key, kind, root = next(
        wrong.stage.rows(
            f"SELECT t.{table.key}, g.root_kind, g.root_id FROM {table.gone} g "  # noqa: S608
            f"JOIN {table.real} t ON t.id = g.row_id WHERE t.id = %s",
            [pk],
        )
    )
    above = wrong.stage.of(wrong.kinds[kind])
    sql = f"SELECT file_no, line_no FROM {above.incoming} WHERE id = %s"  # noqa: S608
    file, line = next(wrong.stage.rows(sql, [root]), (None, 0))
    if file is None:  # a record that an undo takes away stands in no file
        reason = _("%s names it") % _called(row)
        return Fault("", 0, f"{table.model._meta.label_lower} {key}", "", reason)
    reason = _("would be removed, but %s names it") % _called(row)
    return wrong.fault(table, file, line, key, "", reason)


def _called(row: Any) -> str:
    """A row for people; not by what it links, some of which may be gone within a future."""
    kind = row._meta.verbose_name
    if isinstance(row, Record | Part):
        return f"{kind} “{getattr(row, natural_field(type(row)))}”"
    return str(kind)


def _relations_to(model: Any) -> Iterator[Any]:
    """The relations by which rows of other tables name rows of this model."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete:
            continue
        if not relation.related_model._meta.auto_created:  # the pairs of a many-to-many field
            yield relation


def _named_by(relation: Any, rows: Any) -> Iterator[tuple[int, Any]]:
    """The rows of another table with the id that each names through a relation."""
    if relation.many_to_many:
        gone = rows.values_list("pk", relation.field.name)
        for pk, named in gone:
            yield named, relation.related_model._base_manager.get(pk=pk)
        return
    for row in rows:
        yield getattr(row, relation.field.attname), row


def _by_field(error: ValidationError) -> Iterator[tuple[str, list[str]]]:
    if not hasattr(error, "error_dict"):
        yield "", error.messages
        return
    for name, reasons in error.message_dict.items():
        yield "" if name == "__all__" else name, reasons


def _any_null(names: Sequence[str]) -> Q:
    condition = Q()
    for name in names:
        condition |= Q(**{f"{name}__isnull": True})
    return condition


class Check(NamedTuple):
    """A check constraint as SQL about the columns of a row, and the sentence for people."""

    sql: str
    message: Any


@cache
def checks_of(model: Any) -> list[Check]:
    """The check constraints of a model."""
    editor = connection.SchemaEditorClass(connection, collect_sql=True)
    found = []
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            _name, _check, sql = constraint.constraint_sql(model, editor).partition(" CHECK ")
            found.append(Check(sql, constraint.get_violation_error_message()))
    return found


def uniques_of(model: Any) -> Iterator[tuple[list[str], Q, str]]:
    """What may stand once: names of fields, on what condition, and the sentence for people.

    Keys and slugs are not among them: a row is known by them.
    """
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key and field.name != natural_field(model):
            error = model().unique_error_message(model, (field.name,))
            yield [field.name], Q(), " ".join(error.messages)
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            named: Any = constraint.expressions
            names = [*constraint.fields] or [expression.name for expression in named]
            yield names, constraint.condition or Q(), str(constraint.get_violation_error_message())

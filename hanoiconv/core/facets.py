"""What each choice of a filter would give: its rows, counted with the other filters left on."""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    AutoField,
    BigAutoField,
    CharField,
    Count,
    F,
    Lookup,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from hanoiconv.core.text import fold

TEXT = CharField()
COLUMNS = ("facet_name", "facet_value", "facet_label", "facet_order")
# One row of a count: the value, its name, what it is sorted by, and how many rows it gives.
Found = tuple[str, str, str, int]


@dataclass(frozen=True)
class Choice:
    """A value of a filter, as readers see it, and how many rows it gives."""

    value: str
    label: Any
    count: int


def counts(rows: Any, facet: str, value: Any, label: Any = "", order: Any = "") -> QuerySet:
    """The rows grouped by a path to a text, or an expression: one arm of a UNION.

    A row that leads to a value twice counts once.
    """
    columns = zip(COLUMNS, (Value(facet), value, label, order), strict=True)
    texts = {name: as_text(text) for name, text in columns}
    grouped = rows.order_by().annotate(**texts).values(*COLUMNS)
    return grouped.annotate(found=Count("pk", distinct=True)).values_list(*COLUMNS, "found")


def as_text(text: Any) -> Any:
    """An expression, from one or from a path; the empty path stands for no text."""
    if isinstance(text, str):
        return F(text) if text else Value("", TEXT)
    return text


def public_count(rows: Any, path: str) -> Coalesce:
    """How many of the public rows lead by the path to the row at hand."""
    found = rows.filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Coalesce(Subquery(found.annotate(n=Count("pk", distinct=True)).values("n")), 0)


def gathered(arms: list[QuerySet]) -> dict[str, list[Found]]:
    """What the arms count, by the name of the facet: one query for all."""
    found: dict[str, list[Found]] = {}
    if arms:
        first, *others = arms
        # By a column that is there: Django 6.1 else orders by the first model's own.
        rows = first.union(*others, all=True).order_by(COLUMNS[0])
        for name, value, label, order, count in rows:
            if value and count:
                found.setdefault(name, []).append((value, label, order, count))
    return found


class Faceted:
    """What a filter needs for its choices to be counted; mixed into one of django-filter's."""

    field_name: str
    parent: Any
    # Many choices stand in a list to open, few in sight.
    is_long = False

    def counted(self, rows: Any) -> list[QuerySet]:
        """The arms that count the choices among rows; see `counts`."""
        raise NotImplementedError

    def choices(self, found: list[Found]) -> list[Choice]:
        """The choices that give rows, in the order in which readers look for them."""
        ordered = sorted(found, key=lambda row: (fold(row[2]), fold(row[1]), row[0]))
        return [Choice(value, label or self.said(value), n) for value, label, _, n in ordered]

    def said(self, value: Any) -> Any:
        """The value in words, as of a filter that is on."""
        return str(value)


@AutoField.register_lookup
@BigAutoField.register_lookup
class Among(Lookup):
    """`pk__among=[...]`: any number of keys as one parameter; `in` takes one for each."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        lhs, params = self.process_lhs(compiler, connection)
        keys = json.dumps(self.rhs)
        return f"{lhs} IN (SELECT value FROM json_each(%s))", [*params, keys]  # noqa: S608

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        lhs, params = self.process_lhs(compiler, connection)
        return f"{lhs} = ANY(%s)", [*params, self.rhs]

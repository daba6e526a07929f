"""The one way from tables to rows: fields with links as slugs and keys, groups beside them.

No objects are made, and the number of queries does not grow with the rows.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property
from typing import Any, NamedTuple

from django.db.models.expressions import RawSQL

from hanoiconv.interchange.shape import file_fields, natural_field, parts_of


class Form(NamedTuple):
    """How values are handed over."""

    column: Callable[[Any, Sequence[Any]], Sequence[Any]]  # of a field; a link is a slug or key
    member: Callable[[Any, str], Any]  # one slug or key of a many-to-many field
    is_as_on_pages: bool = False  # rows in the order in which pages show them, or in none
    keys: "Keys | None" = None  # where links are looked up; joined where there are none


MOST_KEYS = 50_000  # of one model in memory

# A row as read: its primary key, that of what it belongs to (of a record, its own), its fields.
# A plain tuple, as there are hundreds of thousands.
Read = tuple[int, int, dict[str, Any]]


class Shape:
    """How the rows of a model are read: its columns, its groups and its parts."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.label: str = model._meta.label_lower
        self.key = natural_field(model)
        self.fields = file_fields(model)
        self.names = [field.name for field in self.fields]
        self.groups = [field for field in self.fields if field.many_to_many]
        self.plain = [field for field in self.fields if not field.many_to_many]
        self.links = [field for field in self.fields if field.is_relation]
        self.columns = [_column(field) for field in self.plain]
        self.ids = [field.attname for field in self.plain]

    @cached_property
    def parts(self) -> list[tuple["Shape", str]]:
        """The kinds of parts, with the foreign key to this model; in the order of files."""
        found = [(shape_of(part), name) for _accessor, part, name in parts_of(self.model)]
        return sorted(found, key=lambda kind: (len(kind[0].model.part_of), kind[0].label))


@cache
def shape_of(model: Any) -> Shape:
    """The shape of a model; made once a process."""
    return Shape(model)


def _column(field: Any) -> str:
    """What to select for a field: a link as the slug or key it leads to."""
    if field.is_relation:
        return f"{field.name}__{natural_field(field.related_model)}"
    return field.name


def among(pks: Iterable[int]) -> RawSQL:
    """Primary keys to look for, as SQL of digits: parameters cost more than all the rest."""
    return RawSQL(", ".join([str(int(pk)) for pk in pks]), [])  # noqa: S611 (whole numbers alone)


class Keys:
    """Slugs and keys by primary key, asked for once: for documents, which go on for long.

    A join would do; but SQLite copies a view before it joins it, and one stands before each table
    while an import is planned (futures.py).
    """

    def __init__(self) -> None:
        self._known: dict[Any, dict[int, str]] = defaultdict(dict)

    def of(self, model: Any, pks: Sequence[int | None]) -> list[Any]:
        """The slugs or keys of these rows; None where there is no row."""
        known = self._known[model]
        if len(known) > MOST_KEYS:
            known.clear()
        missing = {pk for pk in pks if pk is not None and pk not in known}
        if missing:
            rows = model._base_manager.filter(pk__in=among(sorted(missing))).order_by()
            known.update(rows.values_list("pk", natural_field(model)))
        return [None if pk is None else known.get(pk) for pk in pks]


def read(shape: Shape, column: str, pks: RawSQL, form: Form) -> list[Read]:
    """The rows of a model with one of the primary keys, or part of rows that have them.

    `column` is "pk", or the foreign key that says of what a row is part.
    """
    rows = shape.model._base_manager.filter(**{f"{column}__in": pks})
    rows = rows if form.is_as_on_pages else rows.order_by()
    owner = column if column == "pk" else f"{column}_id"
    columns = [*rows.values_list("pk", owner, *(shape.ids if form.keys else shape.columns))]
    if not columns:
        return []
    own, owners, *values = zip(*columns, strict=True)
    cells: dict[str, Sequence[Any]] = {}
    for field, found in zip(shape.plain, values, strict=True):
        cell: Sequence[Any] = found
        if form.keys and field.is_relation:
            cell = form.keys.of(field.related_model, cell)
        cells[field.name] = form.column(field, cell)
    for group in shape.groups:
        members = _members(group, own, form)
        cells[group.name] = [members.get(pk, []) for pk in own]
    names = shape.names
    fields = [
        dict(zip(names, row, strict=True))
        for row in zip(*[cells[name] for name in names], strict=True)
    ]
    return [*zip(own, owners, fields, strict=True)]


def _members(group: Any, own: Sequence[int], form: Form) -> dict[int, list[Any]]:
    """What a many-to-many field names, by the row that names it, in order of slug or key."""
    here, there = f"{group.m2m_field_name()}_id", f"{group.m2m_reverse_field_name()}_id"
    pairs = group.remote_field.through._base_manager.filter(**{f"{here}__in": among(own)})
    if form.keys:
        ids = [*pairs.order_by().values_list(here, there)]
        keys = form.keys.of(group.related_model, [there for _here, there in ids])
        links = [(row, key) for (row, _there), key in zip(ids, keys, strict=True)]
    else:
        name = f"{group.m2m_reverse_field_name()}__{natural_field(group.related_model)}"
        links = [*pairs.order_by().values_list(here, name)]
    found: dict[int, list[Any]] = defaultdict(list)
    for row, key in sorted(links):
        found[row].append(form.member(group, key))
    return found

"""The record as it stands in the database, as documents of fixture rows.

A document is a record's own row, then its parts: kinds that only such records have before kinds
that others have too, by label; within a kind by `order` where there is one, then by key. The
parts of a part stand directly behind it. Nothing depends on primary keys or on a collation.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models.expressions import RawSQL

from hanoiconv.core.batches import AT_ONCE, batches
from hanoiconv.interchange.table_reading import Form, Keys, Read, Shape, among, read, shape_of

Rows = list[tuple[str, dict[str, Any]]]  # label of the model, fields as files have them


def documents_of(
    model: type[models.Model],
    pks: Iterable[int] | None = None,
    size: int = AT_ONCE,
    joined: bool = False,
) -> Iterator[tuple[int, Rows]]:
    """Records of a model, each as its primary key and its document.

    All, in order of slug, when `pks` is None; otherwise those of them that are there, in the order
    given. As many queries for `size` of them as for one; half as many when `joined`, which suits
    few records outside of an import (Keys says why).
    """
    wanted = [*by_slug(model).values()] if pks is None else [*pks]
    keys = None if joined else Keys()
    shape, form = shape_of(model), Form(_written, lambda _group, key: [key], keys=keys)
    for piece in batches(wanted, size):
        found = _documents(shape, "pk", among(piece), form)
        for pk in piece:
            if pk in found:
                yield pk, found[pk]


def by_slug(model: Any) -> dict[str, int]:
    """The primary keys of a model's records by slug, in its order (code points, no collation)."""
    return dict(sorted(model._base_manager.order_by().values_list("slug", "pk").iterator()))


def _moment_text(moment: datetime) -> str:
    """A moment as files have it: 2026-11-21T08:00:00Z; with microseconds where it has some."""
    return moment.isoformat().replace("+00:00", "Z")


def _written(field: Any, column: Sequence[Any]) -> Sequence[Any]:
    """Values of the database as files have them."""
    if field.is_relation:
        return [None if key is None else [key] for key in column]
    if write := written_by(field):
        return [None if value is None else write(value) for value in column]
    return column


def written_by(field: Any) -> Callable[[Any], str] | None:
    """What turns a value of the field into text for files; None where it stands as it is."""
    if isinstance(field, models.DateTimeField):
        return _moment_text
    if isinstance(field, models.DateField):
        return date.isoformat
    if isinstance(field, models.DecimalField):
        return f"{{:.{field.decimal_places}f}}".format
    return None


def _documents(shape: Shape, column: str, pks: RawSQL, form: Form) -> dict[int, Rows]:
    """The rows, each with its parts behind it, by the primary key of their owner."""
    rows = read(shape, column, pks, form)
    here = among(pk for pk, _owner, _fields in rows)
    below = [_documents(part, name, here, form) for part, name in shape.parts if rows]
    found: dict[int, Rows] = defaultdict(list)
    for pk, holder, fields in sorted(rows, key=_order) if column != "pk" else rows:
        document = found[holder]
        document.append((shape.label, fields))
        for inside in below:
            document += inside.get(pk, ())
    return found


def _order(part: Read) -> tuple[int, str]:
    fields = part[2]
    return fields.get("order", 0), fields["key"]

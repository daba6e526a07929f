"""How versions differ, as pages show it."""

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps

from hanoiconv.core.permissions import may_view
from hanoiconv.imports.differences import Effort, Row, shown_rows
from hanoiconv.interchange.comparing import Difference, differences
from hanoiconv.interchange.stored import Rows


@dataclass
class Changes:
    """What `shown_rows` shows: the differences of one record."""

    kind: str
    slug: str
    differences: list[dict[str, Any]] = field(default_factory=list)


def changed_rows(kind: str, before: Rows, after: Rows, effort: Effort) -> list[Row]:
    """How a document differs from an earlier one, row by row; either may be empty.

    A record that got another slug is one row that changes, not one that goes and one that comes.
    """
    old, new = (rows[0][1].get("slug", "") if rows else "" for rows in (before, after))
    told = Changes(kind, new or old)
    if old and new and old != new:
        before = renamed(before, old, new)
        told.differences = [Difference(f"{kind} {new}", "slug", old, new).as_json()]
    told.differences += [one.as_json() for one in differences(before, after)]
    return shown_rows(told, effort)


def rows_of_entry(entry: Any, user: Any, effort: Effort) -> list[Row]:
    """What an import changed in a record, in kinds of rows that the user may view."""
    labels = {label: _may_view(user, label) for label in map(_label, entry.differences)}
    seen = [each for each in entry.differences if labels[_label(each)]]
    return shown_rows(Changes(entry.kind, entry.slug, seen), effort)


def _label(difference: dict[str, Any]) -> str:
    return difference["row"].partition(" ")[0]


def renamed(rows: Rows, old: str, new: str) -> Rows:
    """The document of a record, as it would be with another slug."""
    if old == new or not rows:
        return rows
    kind = rows[0][0]
    found: Rows = []
    for label, fields in rows:
        links = {
            column.name
            for column in apps.get_model(label)._meta.get_fields()
            if column.is_relation and column.related_model is apps.get_model(kind)
        }
        values = {
            name: _renamed(value, old, new) if name in links else value
            for name, value in fields.items()
        }
        found.append((label, values))
    own = dict(found[0][1])
    return [(kind, own | {"slug": new}), *found[1:]]


def _renamed(value: Any, old: str, new: str) -> Any:
    """A link, or several."""
    match value:
        case [str(slug)]:
            return [new if slug == old else slug]
        case [*links]:
            return [_renamed(link, old, new) for link in links]
    return value


def viewable(rows: Rows | None, user: Any) -> Rows:
    """The rows of a document that are of kinds the user may view."""
    allowed = {label: _may_view(user, label) for label in {label for label, _fields in rows or ()}}
    return [(label, fields) for label, fields in rows or () if allowed[label]]


def _may_view(user: Any, label: str) -> bool:
    """Nobody may view a kind that was taken out of the code since."""
    try:
        return may_view(user, apps.get_model(label))
    except LookupError:
        return False

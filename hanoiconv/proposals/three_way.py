"""A proposal put onto the record as it is now: what others changed since it was made stays."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps

from hanoiconv.core.records import owner_model
from hanoiconv.interchange.comparing import Difference, differences, row_name
from hanoiconv.interchange.stored import Rows
from hanoiconv.versions.telling import renamed

Row = tuple[str, dict[str, Any]]


@dataclass
class Joined:
    """The record with what is proposed; each of the conflicts leads from now to the proposal."""

    document: Rows
    conflicts: list[Difference]


def joined(base: Rows, proposed: Rows, now: Rows) -> Joined:
    """What is proposed, made of the record as it is now; `base` is what its author saw.

    A conflict is what both changed, each in another way. The document has none of those.
    """
    slug = now[0][1]["slug"]
    base, proposed = (renamed(rows, rows[0][1]["slug"], slug) for rows in (base, proposed))
    since = {(each.row, each.field) for each in differences(base, now)}
    rows: dict[str, Row] = {row_name(row): (row[0], dict(row[1])) for row in now}
    conflicts = [
        conflict
        for change in differences(base, proposed)
        if (conflict := _conflict(change, rows, since))
    ]
    conflicts += [
        Difference(name, old=fields, change="removed")
        for name, (label, fields) in rows.items()
        if _has_lost_its_owner(label, fields, rows)
    ]
    return Joined([*rows.values()], conflicts)


def _conflict(
    change: Difference, rows: dict[str, Row], since: set[tuple[str, str]]
) -> Difference | None:
    """Carries one change out on the rows, unless others did otherwise there."""
    label, there = rows.get(change.row, (change.row.partition(" ")[0], None))
    match change.change:
        case "added":
            if there is None:
                rows[change.row] = (label, change.new)
            return None if there in (None, change.new) else change
        case "removed":
            if there is not None and change.row in {row for row, _field in since}:
                return Difference(change.row, old=there, change="removed")
            rows.pop(change.row, None)
            return None
    if there is None:
        return Difference(change.row, change.field, None, change.new)
    now = there.get(change.field)
    if (change.row, change.field) in since and now != change.new:
        return Difference(change.row, change.field, now, change.new)
    there[change.field] = change.new
    return None


def _has_lost_its_owner(label: str, fields: dict[str, Any], rows: dict[str, Row]) -> bool:
    """Whether one of both took away what the other one added a part to."""
    model: Any = apps.get_model(label)
    return any(
        f"{owner_model(model, name)._meta.label_lower} {fields[name][0]}" not in rows
        for name in model.part_of
        if fields.get(name)
    )

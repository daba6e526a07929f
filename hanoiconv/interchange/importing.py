"""Importing fixtures: every row validated as a form would, all of them written or none.

    rows with file and line -> values -> links -> saved in the order of what needs what -> checked

It all happens in one transaction, which is rolled back when anything is wrong. A row that is on
record is found by its natural key; a field that a row does not name takes its default.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from hanoiconv.core.records import Part, Record
from hanoiconv.interchange.files import Fault, fixture_paths, read_rows
from hanoiconv.interchange.ordering import in_order
from hanoiconv.interchange.shape import natural_field
from hanoiconv.interchange.understanding import Incoming, understood

Key = tuple[Any, str]  # model and natural key


@dataclass
class Result:
    """What an import did, or what kept it from doing anything."""

    new: list[Incoming] = field(default_factory=list)
    changed: list[Incoming] = field(default_factory=list)
    unchanged: list[Incoming] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class _Undo(Exception):
    """Leaves the transaction so that nothing of it stays."""


def import_fixtures(paths: Sequence[Path], *, dry_run: bool = False) -> Result:
    """Reads files and folders, in any order, and writes all their rows, or none.

    Raises:
        FileNotFoundError: a path is not there.
    """
    result = Result()
    incoming: list[Incoming] = []
    for path in fixture_paths(paths):
        rows, faults = read_rows(path)
        result.faults += faults
        incoming += [item for row in rows if (item := understood(row, result.faults))]
    _refuse_doubles(incoming, result.faults)
    if result.faults:
        return result
    try:
        with transaction.atomic():
            _write(in_order(incoming), result)
            if result.faults or dry_run:
                raise _Undo
    except _Undo:
        pass
    return result


def _refuse_doubles(incoming: Iterable[Incoming], faults: list[Fault]) -> None:
    first: dict[Key, Incoming] = {}
    for item in incoming:
        earlier = first.setdefault((item.model, item.key), item)
        if earlier is not item:
            where = f"{earlier.row.path}:{earlier.row.line}"
            reason = _("stands in the files twice, first in %s") % where
            faults.append(item.fault(natural_field(item.model), reason))


def _write(incoming: list[Incoming], result: Result) -> None:
    """Saves every row, then its groups, then asks each what `clean` says of the whole."""
    directory = _Directory(incoming)
    waiting = incoming
    while waiting and not result.faults:
        refused = {id(item): faults for item in waiting if (faults := _put(item, directory))}
        # Another round for those that wait for a value, such as an address, that another row frees.
        if len(refused) == len(waiting):
            result.faults += [fault for faults in refused.values() for fault in faults]
        waiting = [item for item in waiting if id(item) in refused]
    if result.faults:
        return
    for item in incoming:
        result.faults += _group(item, directory)
    for item in incoming:
        if item.is_new or item.changes:
            result.faults += _validated(item, "clean")
        if item.is_new:
            result.new.append(item)
        elif item.changes:
            result.changed.append(item)
        else:
            result.unchanged.append(item)


def _put(item: Incoming, directory: "_Directory") -> list[Fault]:
    """Builds and saves one row, or says what is wrong with it."""
    faults = _build(item, directory) or _save(item)
    if not faults:
        directory.add(item)
    return faults


class _Directory:
    """Rows by natural key: those on record that the files name, and those written so far."""

    def __init__(self, incoming: list[Incoming]) -> None:
        self.rows: dict[Key, Any] = {}
        # Rows of the files that are still to come, or failed: no second message about them.
        self.awaited: set[Key] = set()
        wanted: dict[Any, set[str]] = defaultdict(set)
        for item in incoming:
            wanted[item.model].add(item.key)
            self.awaited.add((item.model, item.key))
            for name, link in item.links.items():
                wanted[item.model._meta.get_field(name).related_model].add(link)
            for name, links in item.groups.items():
                wanted[item.model._meta.get_field(name).related_model].update(links)
        for model, keys in wanted.items():
            name = natural_field(model)
            for chunk in _chunks(sorted(keys)):
                for row in model._base_manager.filter(**{f"{name}__in": chunk}):
                    self.rows[model, getattr(row, name)] = row

    def add(self, item: Incoming) -> None:
        self.rows[item.model, item.key] = item.instance


def _chunks(keys: list[str], size: int = 500) -> Iterable[list[str]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))


def _build(item: Incoming, directory: _Directory) -> list[Fault]:
    """Fills the object: the row on record or a new one."""
    stored = directory.rows.get((item.model, item.key))
    item.is_new = stored is None
    item.instance = stored or item.model()
    faults = []
    for target in item.model._meta.concrete_fields:
        if target.primary_key or target.generated:
            continue
        if target.is_relation:
            value = None
            if target.name in item.links:
                key = (target.related_model, item.links[target.name])
                value = directory.rows.get(key)
                if value is None:
                    faults += _missing(item, target, key, directory)
                elif not _may_be_chosen(target, value):
                    faults.append(item.fault(target.name, _("“%s” cannot be chosen here") % value))
            elif not target.null:
                faults.append(item.fault(target.name, _("this must name a record")))
        else:
            value = item.values.get(target.name, target.get_default())
        _set(item, target, value)
    return faults


def _may_be_chosen(target: Any, value: models.Model) -> bool:
    limit = target.get_limit_choices_to()
    rows = type(value)._base_manager.filter(pk=value.pk)
    return not limit or rows.complex_filter(limit).exists()


def _missing(item: Incoming, target: Any, key: Key, directory: _Directory) -> list[Fault]:
    if key in directory.awaited:
        reason = _("%(name)s “%(key)s” is in the files, but is itself wrong or part of a ring")
    else:
        reason = _("no %(name)s has the key “%(key)s”, here or on record")
    words = {"name": key[0]._meta.verbose_name, "key": key[1]}
    return [item.fault(target.name, reason % words)]


def _set(item: Incoming, target: Any, value: Any) -> None:
    new = value.pk if target.is_relation and value is not None else value
    if not item.is_new and getattr(item.instance, target.attname) != new:
        old = getattr(item.instance, target.name)
        item.changes.append(f"{target.name}: {_shown(old)} -> {_shown(value)}")
    setattr(item.instance, target.name, value)


def _shown(value: Any) -> str:
    if isinstance(value, Record | Part):
        value = value.natural_key()[0]
    text = "empty" if value in (None, "") else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _save(item: Incoming) -> list[Fault]:
    if not (item.is_new or item.changes):
        return []
    faults = _validated(item, "clean_fields", "validate_unique", "validate_constraints")
    if not faults:
        item.instance.save()
    return faults


def _validated(item: Incoming, *steps: str) -> list[Fault]:
    """What the model's own rules say; links were resolved already, one query saved for each."""
    links = {f.name for f in item.model._meta.concrete_fields if f.is_relation}
    faults: list[Fault] = []
    for step in steps:
        try:
            if step == "clean":
                item.instance.clean()
            else:
                getattr(item.instance, step)(exclude=links if step == "clean_fields" else None)
        except ValidationError as error:
            for name, reasons in (
                error.message_dict.items()
                if hasattr(error, "error_dict")
                else [("", error.messages)]
            ):
                shown = "" if name == "__all__" else name
                faults += [item.fault(shown, reason) for reason in reasons]
    return faults


def _group(item: Incoming, directory: _Directory) -> list[Fault]:
    """Sets the many-to-many links of a row that is saved."""
    faults = []
    for target in item.model._meta.many_to_many:
        rows = []
        for link in dict.fromkeys(item.groups.get(target.name, [])):
            row = directory.rows.get((target.related_model, link))
            if row is None:
                key = (target.related_model, link)
                faults += _missing(item, target, key, directory)
            else:
                rows.append(row)
        manager = getattr(item.instance, target.name)
        before = set() if item.is_new else set(manager.all())
        if before != set(rows):
            manager.set(rows)
            added = [f"+{row.natural_key()[0]}" for row in rows if row not in before]
            removed = [f"-{row.natural_key()[0]}" for row in before.difference(rows)]
            if not item.is_new:
                item.changes.append(f"{target.name}: {' '.join(sorted(added + removed))}")
    return faults


def counts(items: Iterable[Incoming]) -> str:
    """The rows by model, such as "3 reports, 1 statement"."""
    numbers = Counter(item.model._meta for item in items)
    return ", ".join(
        f"{number} {meta.verbose_name if number == 1 else meta.verbose_name_plural}"
        for meta, number in sorted(numbers.items(), key=lambda pair: str(pair[0].verbose_name))
    )

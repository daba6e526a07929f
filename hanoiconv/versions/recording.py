"""Versions written: what records were before a change, and what they are after it.

Imports write none, for they may change a hundred thousand records: what was before stands in
their log, and what they left is kept here before anything else changes it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from hanoiconv.core.batches import batches
from hanoiconv.core.records import Part, Record, owner_model
from hanoiconv.interchange.prints import print_of
from hanoiconv.interchange.shape import file_fields, record_models, title_field
from hanoiconv.interchange.stored import Rows, documents_of
from hanoiconv.models import Import, ImportEntry, Version

Roots = dict[Any, set[int]]  # by model of records: primary keys
Documents = Mapping[int, Rows | None]  # by primary key; None where the record is gone


class Recording:
    """What one change writes: `watch` what it is about to touch, then `finish` once it has."""

    def __init__(self, user: Any, how: str = Version.How.DESK, why: str = "") -> None:
        self.user, self.how, self.why = user, how, why
        self.roots: Roots = defaultdict(set)

    def watch(self, roots: Roots) -> None:
        """Keeps these records as they are, unless that is done; nobody else changes them now."""
        for model, pks in roots.items():
            new = pks - self.roots[model]
            if new:
                lock(model, new)
                self.roots[model] |= new
                keep(model, dict(documents_of(model, new)))

    def finish(self, roots: Roots | None = None) -> None:
        """Writes what the records are now; `roots` are further ones, such as new ones."""
        for model, pks in (roots or {}).items():
            self.roots[model] |= pks
        for model, pks in self.roots.items():
            now = dict(documents_of(model, sorted(pks)))
            record(model, {pk: now.get(pk) for pk in sorted(pks)}, self.user, self.how, self.why)
        self.roots.clear()


@contextmanager
def recorded(roots: Roots, user: Any, how: str, why: str = "") -> Iterator[Recording]:
    """Versions of what is changed within: before, if there is none, and after.

    Belongs into a transaction.
    """
    recording = Recording(user, how, why)
    recording.watch(roots)
    yield recording
    recording.finish()


def lock(model: Any, pks: Iterable[int]) -> None:
    """Nobody else writes these records before the transaction ends, if they come by this way."""
    if connection.features.has_select_for_update:
        rows = model._base_manager.filter(pk__in=[*pks])
        list(rows.select_for_update().order_by("pk").values_list("pk"))


def keep(model: Any, documents: Documents) -> None:
    """Writes what records are before a change, where their last version does not say so."""
    new = _unlike_last(model, documents)
    if not new:
        return
    kind = model._meta.label_lower
    entries = ImportEntry.objects.in_force().filter(kind=kind, record_id__in=[*new])
    columns = ["record_id", "print_after", "of__applied_at", "of__user_id"]
    left = {row[:2]: row[2:] for row in entries.order_by("pk").values_list(*columns)}
    versions = []
    for pk, (last, rows, printed) in new.items():
        at, user = left.get((pk, printed), (None, None))
        if at is not None and (last is None or at >= last.made_at):
            origin = {"how": Version.How.IMPORT, "user_id": user, "made_at": at}
        else:
            origin = {"how": Version.How.FOUND, "user_id": None, "made_at": timezone.now()}
        versions.append(_version(model, pk, last, rows, printed, **origin))
    Version.objects.bulk_create(versions, batch_size=500)


def record(
    model: Any,
    documents: Documents,
    user: Any,
    how: str,
    why: str = "",
    at: datetime | None = None,
) -> None:
    """Writes what records are now, where their last version does not say so already."""
    values = {"user": user, "how": how, "why": why, "made_at": at or timezone.now()}
    Version.objects.bulk_create(
        [
            _version(model, pk, last, rows, printed, **values)
            for pk, (last, rows, printed) in _unlike_last(model, documents).items()
        ],
        batch_size=500,
    )


def record_undone(log: Import, entries: Iterable[ImportEntry], user: Any) -> None:
    """What an import left, and what its records are now that it was taken back.

    `log` is still in force; `entries` are those of the plan that takes it back. As many queries
    for five hundred records of a kind as for one.
    """
    ids = log.entries.filter(is_applied=True).values_list("kind", "slug", "record_id")
    record_ids: dict[tuple[str, str], Any] = {(kind, slug): pk for kind, slug, pk in ids}
    for kind, of_kind in groupby(entries, key=lambda entry: entry.kind):
        model = apps.get_model(kind)
        for some in batches(of_kind):
            before = {record_ids[kind, entry.slug]: entry.before for entry in some}
            keep(model, before)
            now = dict(documents_of(model, before))
            record(model, {pk: now.get(pk) for pk in before}, user, Version.How.UNDO)


def _unlike_last(
    model: Any, documents: Documents
) -> dict[int, tuple[Version | None, Rows | None, str]]:
    """The documents that differ from the last version: with that one, and their prints."""
    last: dict[int, Version] = {}
    for some in batches(documents):
        versions = Version.objects.filter(kind=model._meta.label_lower, record_id__in=some)
        last |= {row.record_id: row for row in versions.last_of_each().defer("document")}
    found: dict[int, tuple[Version | None, Rows | None, str]] = {}
    for pk, rows in documents.items():
        printed = print_of(rows) if rows else ""
        before = last.get(pk)
        if printed != (before.print if before else ""):
            found[pk] = (before, rows, printed)
    return found


def _version(
    model: Any, pk: int, last: Version | None, rows: Rows | None, printed: str, **values: Any
) -> Version:
    """The next version of a record; one that is gone keeps the name that it had."""
    own = rows[0][1] if rows else {}
    return Version(
        kind=model._meta.label_lower,
        record_id=pk,
        number=last.number + 1 if last else 1,
        slug=own["slug"] if rows else last.slug if last else "",
        title=own[title_field(model)][:500] if rows else last.title if last else "",
        document=rows,
        print=printed,
        **values,
    )


def roots_of(model: Any, pks: Iterable[int]) -> Roots:
    """The records that rows are, or are part of. At most a query for each way there."""
    found: Roots = defaultdict(set)
    for some in batches(pks):
        rows = model._base_manager.filter(pk__in=some).order_by()
        for record_model, path in _ways(model):
            found[record_model] |= {*rows.values_list(path, flat=True)} - {None}
    return found


def _ways(model: Any, before: str = "") -> Iterator[tuple[Any, str]]:
    """The models of the records that rows may belong to, with the path to each."""
    if issubclass(model, Record):
        yield model, f"{before}pk"
    elif issubclass(model, Part):
        for name in model.part_of:
            yield from _ways(owner_model(model, name), f"{before}{name}__")


def owners_of(rows: Iterable[models.Model]) -> Roots:
    """The records that parts belong to by what they say, stored or not."""
    named: Roots = defaultdict(set)
    for row in rows:
        part: Any = row
        for name in part.part_of if isinstance(row, Part) else ():
            named[owner_model(type(part), name)].add(getattr(part, f"{name}_id"))
    found: Roots = defaultdict(set)
    for owner, pks in named.items():
        for model, roots in roots_of(owner, pks - {None}).items():
            found[model] |= roots
    return found


def left_without(model: Any, pks: Iterable[int]) -> Roots:
    """The records that lose a link, and no more, when records of a model are deleted."""
    found: Roots = defaultdict(set)
    gone = [*pks]
    for each in record_models().values():
        for field in file_fields(each):
            is_lost = field.is_relation and field.related_model is model
            if is_lost and (field.many_to_many or field.remote_field.on_delete is models.SET_NULL):
                rows = each._base_manager.filter(**{f"{field.name}__in": gone})
                for root, some in roots_of(each, rows.values_list("pk", flat=True)).items():
                    found[root] |= some
    return found

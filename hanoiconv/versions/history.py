"""The history of one record as its page tells it: versions, and imports that no version covers."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from hanoiconv.core.records import Part, Record
from hanoiconv.imports.differences import Effort, Row
from hanoiconv.interchange.prints import print_of
from hanoiconv.interchange.stored import Rows
from hanoiconv.models import Import, ImportEntry, Version
from hanoiconv.versions.conflicts import present
from hanoiconv.versions.recording import owners_of
from hanoiconv.versions.telling import changed_rows, rows_of_entry, viewable

PER_PAGE = 50
MOST_ENTRIES = 50  # imports of one record, of which few have three
NOW = "now"
NUMBER = re.compile("[0-9]{1,9}")


@dataclass
class Told:
    """One state of a record in its history, or an import that no version covers."""

    at: datetime
    user: Any
    how: str
    why: str = ""
    number: int = 0  # none for an import that no version covers
    pk: int = 0
    is_deletion: bool = False
    is_now: bool = False  # the record is like this today
    is_first: bool = False
    url: str = ""  # of the import, for who may look at it
    rows: list[Row] = field(default_factory=list)


def history_of(request: Any, row: Any) -> dict[str, Any]:
    """What the page of a record's history shows; of a part, where its record's is.

    As many queries for fifty versions as for one.
    """
    if isinstance(row, Part):
        return {"records": _records_of(row)}
    if not isinstance(row, Record):
        return {}
    kind = row._meta.label_lower
    versions = Version.objects.filter(kind=kind, record_id=row.pk).order_by("-number")
    page = Paginator(versions.select_related("user"), PER_PAGE).get_page(request.GET.get("page"))
    now = present(type(row), row.pk) or []
    effort = Effort()
    desk = admin.site.get_model_admin(type(row))
    compared = _compared(request, versions, kind, now, effort)
    told = _told(request, page, kind, row.pk, now, effort)
    return {
        "record": row,
        "compared": compared,
        "told": told,
        "since": _since(request.user, page, told, now, effort),
        "page": page,
        "pages": [*page.paginator.get_elided_page_range(page.number, on_each_side=2)],
        "may_restore": desk.has_change_permission(request, row),
        "request": request,
    }


def _since(user: Any, page: Page, told: list[Told], now: Rows, effort: Effort) -> list[Row]:
    """How the record differs from what its history says last: changed by other ways than ours."""
    if page.number > 1 or not page.object_list or any(one.is_now for one in told):
        return []
    last = page.object_list[0]
    return _rows(last.kind, last.document, now, user, effort)


def _records_of(part: Part) -> list[tuple[Any, str]]:
    """The record that a part belongs to, with the address of its history."""
    found = []
    for model, pks in owners_of([part]).items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_history"
        found += [
            (record, reverse(name, args=[record.pk]))
            for record in model._base_manager.filter(pk__in=pks)
        ]
    return found


def _told(
    request: Any, page: Page, kind: str, record_id: int, now: Rows, effort: Effort
) -> list[Told]:
    """The states on a page, the newest first, each with how it differs from the one before."""
    versions = [*page.object_list]
    entries = _entries(kind, record_id)
    by_print = {entry.print_after: entry for entry in entries}
    older = _one_older(versions)
    printed = print_of(now) if now else ""
    told: list[Told] = []
    for place, version in enumerate(versions):
        before = versions[place + 1] if place + 1 < len(versions) else older
        entry = by_print.get(version.print) if version.how == Version.How.IMPORT else None
        was = entry.before if entry else before.document if before else None
        told.append(_of_version(version, entry, request))
        told[-1].is_first = (before is None and entry is None) or (entry is not None and not was)
        told[-1].is_now = place == 0 and page.number == 1 and version.print == printed
        if not told[-1].is_first:
            told[-1].rows = _rows(kind, was, version.document, request.user, effort)
    for entry in _uncovered(entries, page, versions):
        told.append(_of_entry(entry, request, effort))
        told[-1].is_now = entry.print_after == printed and not any(one.is_now for one in told)
    return sorted(told, key=lambda one: (one.at, one.number), reverse=True)


def _one_older(versions: list[Version]) -> Version | None:
    """The version before the last of a page, to compare that one with."""
    if not versions or versions[-1].number == 1:
        return None
    last = versions[-1]
    rows = Version.objects.filter(kind=last.kind, record_id=last.record_id)
    return rows.filter(number__lt=last.number).order_by("-number").first()


def _entries(kind: str, record_id: int) -> list[ImportEntry]:
    entries = ImportEntry.objects.in_force().filter(kind=kind, record_id=record_id)
    newest = entries.select_related("of__user").order_by("-of__applied_at", "-pk")
    return [*newest[:MOST_ENTRIES]]


def _uncovered(
    entries: list[ImportEntry], page: Page, versions: list[Version]
) -> list[ImportEntry]:
    """The imports of a page's time that no version tells of."""
    kept = {version.print for version in versions if version.how == Version.How.IMPORT}
    oldest = versions[-1].made_at if versions and page.has_next() else None
    newest = versions[0].made_at if versions and page.has_previous() else None
    return [
        entry
        for entry in entries
        if entry.print_after not in kept
        and (oldest is None or _moment(entry) >= oldest)
        and (newest is None or _moment(entry) < newest)
    ]


def _moment(entry: ImportEntry) -> datetime:
    """When an import in force was applied."""
    return entry.of.applied_at or entry.of.made_at


def _of_version(version: Version, entry: ImportEntry | None, request: Any) -> Told:
    return Told(
        version.made_at,
        version.user,
        _("deleted") if version.document is None else version.get_how_display(),
        version.why,
        version.number,
        version.pk,
        is_deletion=version.document is None,
        url=_import_url(entry, request) if entry else "",
    )


def _of_entry(entry: ImportEntry, request: Any, effort: Effort) -> Told:
    place = _("%(file)s, line %(line)d") % {"file": entry.file, "line": entry.line}
    how = f"{Version.How.IMPORT.label} ({place})"
    told = Told(_moment(entry), entry.of.user, how, url=_import_url(entry, request))
    told.is_first = entry.before is None
    if entry.before is not None:
        told.rows = rows_of_entry(entry, request.user, effort)
    return told


def _import_url(entry: ImportEntry, request: Any) -> str:
    may_look = admin.site.get_model_admin(Import).has_view_permission(request)
    return reverse("admin:hanoiconv_import_change", args=[entry.of_id]) if may_look else ""


def _rows(kind: str, before: Any, after: Any, user: Any, effort: Effort) -> list[Row]:
    return changed_rows(kind, viewable(before, user), viewable(after, user), effort)


@dataclass
class Compared:
    """Two states of a record that somebody asked to compare; `rows` is None without them."""

    older: str = ""
    newer: str = ""
    rows: list[Row] | None = None


def _compared(request: Any, versions: Any, kind: str, now: Rows, effort: Effort) -> Compared | None:
    """What was asked for by ?from=3&to=now, the older one first, whichever was named first."""
    asked = [request.GET.get(name, "") for name in ("from", "to")]
    if not any(asked):
        return None
    numbers = [int(each) for each in asked if NUMBER.fullmatch(each)]
    found: dict[str, Any] = {
        str(number): document
        for number, document in versions.filter(number__in=numbers).values_list(
            "number", "document"
        )
    }
    found[NOW] = now
    if any(each not in found for each in asked):
        return Compared()
    older, newer = sorted(asked, key=lambda each: (each == NOW, int(each) if each != NOW else 0))
    return Compared(older, newer, _rows(kind, found[older], found[newer], request.user, effort))

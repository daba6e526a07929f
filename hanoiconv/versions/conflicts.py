"""Two editors at once: whether a row is still what it was when its form was opened."""

import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hanoiconv.imports.differences import Effort, Row
from hanoiconv.interchange.prints import print_of
from hanoiconv.interchange.shape import completed
from hanoiconv.interchange.stored import Rows, documents_of
from hanoiconv.models import ImportEntry, Version
from hanoiconv.versions.recording import roots_of
from hanoiconv.versions.telling import changed_rows, viewable

PRINT = re.compile("[0-9a-f]{64}")
MOST_VERSIONS = 50  # back to which one a part is looked for


@dataclass
class Conflict:
    """What somebody else did to a row since a form of it was opened."""

    sentence: str
    print_now: str
    # Field by field; none where it is not known how the row was when it was opened.
    rows: list[Row] | None


def present(model: Any, pk: int) -> Rows | None:
    """A record, or a part, as it stands, with its parts."""
    return dict(documents_of(model, [pk], joined=True)).get(pk)


def conflict_of(row: Any, opened: str, user: Any) -> Conflict | None:
    """What stands against saving the form of a row that was opened with that print."""
    model = type(row)
    now = present(model, row.pk)
    if now is None or print_of(now) == opened:
        return None
    record_model, record_id = _record_of(model, row.pk)
    versions = Version.objects.filter(kind=record_model._meta.label_lower, record_id=record_id)
    whole = now if model is record_model else present(record_model, record_id)
    last = versions.order_by("number").select_related("user").last()
    before = _opened(versions, record_id, now, opened)
    rows = None
    if before is not None:
        shown = viewable(before, user), viewable(now, user)
        rows = changed_rows(model._meta.label_lower, *shown, Effort())
    is_told = last is not None and whole is not None and last.print == print_of(whole)
    return Conflict(_sentence(last if is_told else None, user), print_of(now), rows)


def _record_of(model: Any, pk: int) -> tuple[Any, int]:
    """The record that a row is, or is part of; every part is part of one."""
    found = roots_of(model, [pk])
    return next((root, next(iter(pks))) for root, pks in found.items() if pks)


def _sentence(version: Version | None, user: Any) -> str:
    ending = _(
        "Nothing was saved. What you typed still stands in the form below: compare it with what "
        "changed, and save again if it shall stand."
    )
    if version is None:
        return f"{_('This was changed while you had it open.')} {ending}"
    moment = date_format(timezone.localtime(version.made_at), "j F Y, H:i")
    if version.user == user:
        words = _("You changed this yourself, on %(when)s, after you had opened this form.")
    elif version.user:
        words = _("%(who)s changed this while you had it open, on %(when)s.")
    else:
        words = _("This was changed while you had it open, on %(when)s.")
    return f"{words % {'who': version.user, 'when': moment}} {ending}"


def _opened(versions: Any, record_id: int, now: Rows, opened: str) -> Rows | None:
    """What stood in the form as it was opened, if any version or import has kept that."""
    if not PRINT.fullmatch(opened):
        return None
    label, own = now[0]
    if "slug" in own:
        version = versions.filter(print=opened).order_by("number").last()
        if version:
            return version.document
        entries = ImportEntry.objects.in_force().filter(kind=label, record_id=record_id)
        entry = entries.filter(print_before=opened).order_by("pk").last()
        return entry.before if entry else None
    newest = versions.filter(document__isnull=False).order_by("-number")
    for document in newest.values_list("document", flat=True)[:MOST_VERSIONS]:
        rows = part_within(document, label, own["key"])
        if rows and print_of(rows) == opened:
            return rows
    return None


def part_within(document: Rows, label: str, key: str) -> Rows:
    """A part of a record, as it stands in the record's document, with its own parts."""
    inside = {(label, key)}
    found: Rows = []
    for name, fields in document:
        model: Any = apps.get_model(name)
        owners = {
            (model._meta.get_field(link).related_model._meta.label_lower, fields[link][0])
            for link in model.part_of
            if fields.get(link)
        }
        if (name, fields.get("key")) in inside or owners & inside:
            inside.add((name, fields["key"]))
            found.append((name, completed(model, fields)))
    return found

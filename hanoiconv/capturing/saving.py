"""What the page writes: stored texts, and statements as drafts with all their parts, or nothing."""

from typing import Any

from anyascii import anyascii
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from events.models import Statement
from hanoiconv.capturing.forms import StatementSheet
from hanoiconv.core import changes
from hanoiconv.core.permissions import may_change
from people.models import Capture, Source

LONGEST_SLUG = 60
MOST_SLUGS = 100  # with the same first words
STEP = 10  # between statements of an event, so that one can be put between two


class _Refused(Exception):
    """Undoes the transaction."""


def store(request: Any, capture: Capture) -> None:
    """Stores a text that its form found valid."""
    with transaction.atomic(), changes.changing(request, Capture, [capture]):
        capture.save()
        admin.site.get_model_admin(Capture).log_addition(request, capture, [{"added": {}}])


def make(request: Any, sheet: StatementSheet, source: Source) -> Statement | None:
    """The draft that the forms make; None where a row is refused, and then nothing is written.

    Raises:
        PermissionDenied: readers would see it, and the user may not publish.
    """
    statement = sheet.statement.instance
    try:
        with transaction.atomic(), changes.changing(request, Statement, [statement]):
            _write(sheet, source)
            if not may_change(request.user, statement):
                raise PermissionDenied
            desk = admin.site.get_model_admin(Statement)
            desk.log_addition(request, statement, [{"added": {}}])
    except _Refused:
        return None
    return statement


def _write(sheet: StatementSheet, source: Source) -> None:
    statement, report = sheet.statement.instance, sheet.report.instance
    statement.slug = free_slug(statement.gist)
    if sheet.statement.cleaned_data["order"] is None:
        statement.order = _next_order(statement)
    _save(sheet, statement)
    statement.topics.set(sheet.statement.cleaned_data["topics"])
    sheet.speaker.instance.statement = report.statement = statement
    report.source = source
    _save(sheet, sheet.speaker.instance)
    _save(sheet, report)
    for order, form in enumerate(sheet.filled, start=1):
        form.instance.report, form.instance.order = report, order
        _save(sheet, form.instance)


def _save(sheet: StatementSheet, row: Any) -> None:
    if hasattr(row, "key"):
        row.key = row.next_key()
    try:
        row.full_clean()
    except ValidationError as error:
        sheet.refuse(row, error)
        raise _Refused from error
    row.save()


def _next_order(statement: Statement) -> int:
    if statement.event_id is None:
        return 0
    last = Statement.objects.filter(event=statement.event_id).aggregate(last=Max("order"))["last"]
    return (last or 0) + STEP


def free_slug(gist: str) -> str:
    """A slug from the first words of a gist that no statement has."""
    words = slugify(anyascii(gist)).replace("_", "-")
    if len(words) > LONGEST_SLUG:
        words = words[: LONGEST_SLUG + 1].rpartition("-")[0] or words[:LONGEST_SLUG]
    stem = words.strip("-") or "statement"
    tried = [stem, *(f"{stem}-{n}" for n in range(2, MOST_SLUGS))]
    taken = {*Statement.objects.filter(slug__in=tried).values_list("slug", flat=True)}
    # Where all are taken, the last one is refused as any slug that is.
    return next((slug for slug in tried if slug not in taken), tried[-1])

"""What happened while you were away: changes by others, imports, reports of readers, checks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hanoiconv.checks.catalogue import CHECKS
from hanoiconv.checks.registry import MOST_TOLD, Severity
from hanoiconv.core.permissions import may_view
from hanoiconv.desk.search import change_url
from hanoiconv.desk.telling_apart import status_of
from hanoiconv.interchange.shape import record_kinds
from hanoiconv.models import DeletedRecord, ErrorReport, FrontPage, Import, Proposal, Version
from hanoiconv.proposals.deciding import has_any_part, visible
from hanoiconv.versions_admin import restorable_kinds

MOST = 8
LAST = 100  # versions that are read to find the records of which they are
HAPPENED = [Version.How.DESK, Version.How.UNDO, Version.How.RESTORE, Version.How.MERGE]


@dataclass(frozen=True)
class Change:
    """What somebody else did: to a record, or by an import."""

    title: str
    url: str
    kind: str
    how: str
    by: str
    at: datetime
    why: str = ""


@dataclass(frozen=True)
class Failing:
    """A check that holds records back, and how many."""

    title: str
    number: int
    url: str

    @property
    def is_more(self) -> bool:
        return self.number > MOST_TOLD


def changes_by_others(request: HttpRequest) -> list[Change]:
    """The records that others changed last, and their imports. At most two queries."""
    found = [*islice(_versions(request), MOST)]
    desk = admin.site.get_model_admin(Import)
    if desk.has_view_permission(request):
        found += _imports(desk, request.user)
    return sorted(found, key=lambda change: change.at, reverse=True)[:MOST]


def _versions(request: HttpRequest) -> Iterator[Change]:
    kinds = {kind._meta.label_lower for kind in record_kinds() if may_view(request.user, kind)}
    rows = Version.objects.exclude(user=request.user.pk).filter(how__in=HAPPENED)
    is_gone = ExpressionWrapper(Q(document__isnull=True), BooleanField())
    newest = rows.annotate(is_gone=is_gone).select_related("user").defer("document")
    restorable = restorable_kinds(request)
    told = set()
    # The kind is no condition of the query: SQLite would then sort all versions of these kinds.
    for row in newest.order_by("-pk")[:LAST]:
        key = (row.kind, row.record_id)
        if row.kind in kinds and key not in told:
            told.add(key)
            yield _change(row, may_restore=row.kind in restorable)


def _change(row: Any, *, may_restore: bool) -> Change:
    meta = apps.get_model(row.kind)._meta
    if not row.is_gone:
        name = f"admin:{meta.app_label}_{meta.model_name}_history"
        url, how = reverse(name, args=[row.record_id]), row.get_how_display()
    else:
        listed = reverse(f"admin:hanoiconv_{DeletedRecord._meta.model_name}_changelist")
        url = f"{listed}?{urlencode({'q': row.slug})}" if may_restore else ""
        how = _("deleted")
    by = row.user.get_username() if row.user else ""
    title = row.title or row.slug
    return Change(title, url, str(meta.verbose_name), str(how), by, row.made_at, row.why)


def _imports(desk: Any, user: Any) -> Iterator[Change]:
    applied = Import.objects.exclude(user=user.pk).filter(state=Import.State.APPLIED)
    for row in applied.select_related("user").order_by("-pk")[:MOST]:
        by = row.user.get_username() if row.user else _("the command line")
        at = row.applied_at or row.made_at
        title, url = desk.named_files(row), row.get_absolute_url()
        yield Change(title, url, _("import"), _("applied"), by, at)


def failing_checks(user: Any) -> list[Failing]:
    """What stops publishing, as far as a query each tells it.

    References in articles are left out: to find them takes reading a hundred texts.
    """
    page = reverse("admin:checks")
    found = []
    for check in CHECKS:
        if check.severity == Severity.BLOCKING and not check.is_in_the_form:
            told = chain.from_iterable(check.find(kind) for kind in check.kinds_for(user))
            number = sum(1 for _finding in islice(told, MOST_TOLD + 1))
            if number:
                query = urlencode({"check": check.slug})
                found.append(Failing(str(check.title), number, f"{page}?{query}"))
    return found


def open_reports(request: HttpRequest) -> list[ErrorReport] | None:
    """What readers report and nobody has settled; None for who may not read it."""
    if not admin.site.get_model_admin(ErrorReport).has_view_permission(request):
        return None
    return [*ErrorReport.objects.exclude(state__in=ErrorReport.CLOSED)[:MOST]]


def waiting_proposals(request: HttpRequest) -> list[Proposal] | None:
    """Those that the user decides, and the user's own; None for who has no part in any."""
    if not has_any_part(request):
        return None
    waiting = visible(request).filter(state=Proposal.State.WAITING).order_by("-made_at", "-pk")
    return [*waiting.select_related("user").defer("base", "document")[:MOST]]


@dataclass(frozen=True)
class Choice:
    """What stands in one place of the front page; no title where nothing was chosen."""

    place: str
    title: str
    url: str
    status: str


def front_page_choices(request: HttpRequest) -> tuple[list[Choice], str] | None:
    """What the desk chose for the front page, and where to change it. One query."""
    desk = admin.site.get_model_admin(FrontPage)
    if not desk.has_view_permission(request):
        return None
    row = FrontPage.objects.select_related("lead", "focus").first()
    choices = [_choice(row, name) for name in ("lead", "focus") if _may_view(request.user, name)]
    if row is None:
        url = reverse("admin:hanoiconv_frontpage_add") if desk.has_add_permission(request) else ""
        return choices, url
    may_change = desk.has_change_permission(request, row)
    return choices, reverse("admin:hanoiconv_frontpage_change", args=[row.pk]) if may_change else ""


def _may_view(user: Any, name: str) -> bool:
    return may_view(user, FrontPage._meta.get_field(name).related_model)


def _choice(front: FrontPage | None, name: str) -> Choice:
    column: Any = FrontPage._meta.get_field(name)
    place = capfirst(str(column.verbose_name))
    row = getattr(front, name, None)
    if row is None:
        return Choice(place, "", "", "")
    return Choice(place, str(row), change_url(row), status_of(row))

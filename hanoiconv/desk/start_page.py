"""What waits at the desk: the sections of its start page, each as long as fits, none counted whole.

Together at most 25 queries, whatever is on record.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import CharField, Q, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.models import Article, Event, Statement
from hanoiconv.core.permissions import may_view
from hanoiconv.core.publication import Publishable
from hanoiconv.corrections_admin import may_correct_any
from hanoiconv.desk.search import Hit, change_url
from hanoiconv.desk.telling_apart import marks_of, with_marks
from hanoiconv.models import Version

MOST = 6  # lines of a section
LAST_WRITTEN = 500  # of somebody's versions, among which are the drafts they last wrote
ROOTS: tuple[Any, ...] = (Article, Event, Statement)
Status = Publishable.Status
Key = tuple[str, int]  # kind and primary key of a record


@dataclass(frozen=True)
class Line:
    """A record that waits: who changed it last and when, or from when readers see it."""

    hit: Hit
    kind: str
    at: datetime | None = None
    by: str = ""


@dataclass(frozen=True)
class Section:
    """One list of the start page, with links to all that it is the first of."""

    slug: str
    title: str
    empty: str
    lines: list[Line]
    all_of_it: str
    links: list[tuple[str, str]]


def waiting(request: HttpRequest) -> Iterator[Section]:
    """My drafts, what waits for review and what is scheduled. At most 7 queries."""
    kinds = [kind for kind in ROOTS if may_view(request.user, kind)]
    if not kinds:
        return
    now = timezone.now()
    mine = _my_drafts(request.user, kinds)
    rows = {_key(row): row for kind in kinds for row in _rows(kind, mine, now)}
    last = _last_versions(rows)

    review = [key for key, row in rows.items() if row.status == Status.REVIEW]
    review.sort(key=lambda key: last[key].made_at if key in last else now, reverse=True)
    due = [key for key, row in rows.items() if row.status == Status.PUBLISHED]
    due.sort(key=lambda key: rows[key].publish_at)

    def section(slug: str, words: tuple[str, str, str], keys: list[Key], query: str) -> Section:
        # Somebody may have deleted one since it was looked up.
        found = [key for key in keys if key in rows]
        lines = [_line(rows[key], last.get(key), request.user) for key in found[:MOST]]
        links = [(_plural(kind), _list_url(kind, query)) for kind in kinds]
        title, empty, all_of_it = words
        return Section(slug, title, empty, lines, all_of_it, links)

    words = _("My drafts"), _("None of what you wrote last is a draft."), _("All drafts")
    yield section("drafts", words, mine, f"status__exact={Status.DRAFT}")
    words = _("Waiting for review"), _("Nothing waits for review."), _("All in review")
    yield section("review", words, review, f"status__exact={Status.REVIEW}")
    words = _("Scheduled"), _("Nothing is scheduled."), _("All scheduled")
    query = f"status__exact={Status.PUBLISHED}&publish_at__gt={now:%Y-%m-%dT%H:%M:%SZ}"
    yield section("scheduled", words, due, query)


def _my_drafts(user: Any, kinds: list[Any]) -> list[Key]:
    """The drafts among what somebody wrote last, the newest first."""
    labels = {kind._meta.label_lower: kind for kind in kinds}
    written = Version.objects.filter(user=user).order_by("-pk").values_list("kind", "record_id")
    # A dictionary keeps the order and each key once.
    keys = [key for key in dict.fromkeys(written[:LAST_WRITTEN]) if key[0] in labels]
    drafts = [
        kind.objects.filter(status=Status.DRAFT, pk__in=[pk for each, pk in keys if each == label])
        .order_by()
        .annotate(label=Value(label, CharField()))
        .values_list("label", "pk")
        for label, kind in labels.items()
    ]
    found = {*drafts[0].union(*drafts[1:], all=True).order_by("pk")}
    return [key for key in keys if key in found][:MOST]


def _rows(kind: Any, mine: list[Key], now: datetime) -> Any:
    """Rows of a kind that any of the sections may list, with what is said of them."""
    review = kind.objects.filter(status=Status.REVIEW).order_by("-pk")
    due = kind.objects.filter(status=Status.PUBLISHED, publish_at__gt=now).order_by("publish_at")
    listed = (
        Q(pk__in=[pk for label, pk in mine if label == kind._meta.label_lower])
        | Q(pk__in=review.values("pk")[:MOST])
        | Q(pk__in=due.values("pk")[:MOST])
    )
    return with_marks(kind.objects.filter(listed).order_by("pk"))


def _last_versions(keys: Iterable[Key]) -> dict[Key, Version]:
    asked = Q(pk__in=[])
    for label, pk in keys:
        asked |= Q(kind=label, record_id=pk)
    versions = Version.objects.filter(asked).last_of_each().select_related("user")
    return {(row.kind, row.record_id): row for row in versions.defer("document")}


def _line(row: Any, last: Version | None, user: Any) -> Line:
    kind = str(row._meta.verbose_name)
    # The section says the status; an article is known by its headline.
    marks = "" if isinstance(row, Article) else marks_of(row, user)
    hit = Hit(str(row), change_url(row), marks)
    if row.status == Status.PUBLISHED:
        return Line(hit, kind, row.publish_at)
    by = last.user.get_username() if last and last.user else ""
    return Line(hit, kind, last.made_at if last else None, by)


def quick_links(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """The ways to what editors begin with, as far as the user may."""
    ways = [
        (_("New statement from a source"), "people.source", "change", "changelist"),
        (_("New source"), "people.source", "add", "add"),
        (_("New article"), "events.article", "add", "add"),
        (_("New event"), "events.event", "add", "add"),
        (_("New person"), "people.person", "add", "add"),
        (_("Import files"), "hanoiconv.import", "add", "add"),
    ]
    desks = {model._meta.label_lower: desk for model, desk in admin.site._registry.items()}
    for words, label, act, page in ways:
        if getattr(desks[label], f"has_{act}_permission")(request):
            yield words, reverse(f"admin:{label.replace('.', '_')}_{page}")
    if may_correct_any(request):
        yield _("Correct a published page"), reverse("admin:correct")


def _key(row: Any) -> Key:
    return row._meta.label_lower, row.pk


def _plural(kind: Any) -> str:
    return capfirst(kind._meta.verbose_name_plural)


def _list_url(kind: Any, query: str) -> str:
    return f"{reverse(f'admin:{kind._meta.app_label}_{kind._meta.model_name}_changelist')}?{query}"

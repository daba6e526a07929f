"""The entries of an import as the desk shows them: filtered, a page at a time, ticked or not."""

import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from hanoiconv.imports.differences import Effort, Row, shown_rows
from hanoiconv.models import Import, ImportEntry

PER_PAGE = 100
MOST_OPEN = 12  # differences up to which an entry stands open
NAMED = re.compile("“([-a-zA-Z0-9_]+)”")  # the slug that a note names (likeness.py)
ID = re.compile("[0-9]{1,18}")
FILTERS: dict[str, tuple[Any, Q]] = {
    "all": (_("All"), Q()),
    "new": (_("New"), Q(change=ImportEntry.Change.NEW)),
    "changed": (_("Changed"), Q(change=ImportEntry.Change.CHANGED)),
    "conflicts": (_("Edited by hand since"), Q(is_conflict=True)),
    "barred": (_("Barred"), ~Q(barred="")),
    "pointed_out": (_("Pointed out"), ~Q(notes=[])),
    "waiting": (_("Not published"), Q(waits_in_review=True)),
    "left_out": (_("Not ticked"), Q(is_chosen=False)),
}


@dataclass(frozen=True)
class Choice:
    """What is asked for of the entries: a filter, a kind, a page."""

    show: str = "all"
    kind: str = ""
    page: str = "1"

    @classmethod
    def of(cls, query: Any) -> "Choice":
        """As a query string, or the form of a page, has it; what is unknown is not asked for."""
        show, kind = query.get("show", "all"), query.get("kind", "")
        known = kind == "" or re.fullmatch(r"[a-z_]+\.[a-z_]+", kind)
        return cls(
            show if show in FILTERS else "all", kind if known else "", query.get("page", "1")
        )

    def entries_of(self, log: Import) -> Any:
        """The entries that are asked for, of all pages."""
        entries = log.entries.filter(FILTERS[self.show][1])
        return entries.filter(kind=self.kind) if self.kind else entries


@dataclass
class Offer:
    """A filter or a kind that may be chosen, and how many entries it has."""

    value: str
    label: str
    number: int
    is_current: bool


@dataclass
class Shown:
    """One entry with what its page needs to know beyond it."""

    entry: ImportEntry
    kind: str
    url: str  # of the record at the desk; empty where there is none
    notes: list[str]  # safe
    rows: list[Row]

    @property
    def is_open(self) -> bool:
        return len(self.entry.differences) <= MOST_OPEN

    @property
    def group(self) -> str:
        return f"{self.kind}: {ImportEntry.Change(self.entry.change).label}"


@dataclass
class Listing:
    """A page of entries, and the other pages and filters there are."""

    choice: Choice
    page: Page
    shown: list[Shown]
    filters: list[Offer]
    kinds: list[Offer]
    total: int  # entries of the import
    ticked: int
    applied: int

    @property
    def pages(self) -> list[Any]:
        """The numbers of pages, with gaps."""
        return [*self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2)]


def listing(log: Import, choice: Choice) -> Listing:
    """A page of an import's entries. As many queries for a hundred entries as for one."""
    entries = choice.entries_of(log).defer("before").order_by("pk")
    page = Paginator(entries, PER_PAGE).get_page(choice.page)
    of_kind = Choice(kind=choice.kind).entries_of(log)
    numbers = of_kind.aggregate(
        **{name: Count("pk", filter=q) for name, (_label, q) in FILTERS.items()}
    )
    filters = [
        Offer(name, label, numbers[name], name == choice.show)
        for name, (label, _q) in FILTERS.items()
        if numbers[name] or name in ("all", choice.show)
    ]
    kinds = log.entries.order_by("kind").values_list("kind").annotate(Count("pk"))
    offered = [Offer(kind, plural(kind), n, kind == choice.kind) for kind, n in kinds]
    sums = log.entries.aggregate(
        total=Count("pk"),
        ticked=Count("pk", filter=Q(is_chosen=True)),
        applied=Count("pk", filter=Q(is_applied=True)),
    )
    return Listing(choice, page, _shown([*page.object_list]), filters, offered, **sums)


def plural(label: str) -> str:
    """What records of a kind are called: "People"."""
    try:
        return capfirst(apps.get_model(label)._meta.verbose_name_plural)
    except LookupError:  # a kind that was taken out of the code since
        return label


def save_ticks(log: Import, shown: list[str], chosen: list[str]) -> None:
    """Keeps the ticks of one page of a plan. Entries of other imports stay as they are."""
    ids, wanted = ({int(pk) for pk in sent if ID.fullmatch(pk)} for sent in (shown, chosen))
    ticked = ids & wanted
    _tick(log.entries.filter(pk__in=ticked), is_chosen=True)
    _tick(log.entries.filter(pk__in=ids - ticked), is_chosen=False)


def tick_all(log: Import, choice: Choice, *, is_chosen: bool) -> None:
    """Ticks everything that a filter shows, on all its pages, or nothing of it."""
    _tick(choice.entries_of(log), is_chosen=is_chosen)


def _tick(entries: Any, *, is_chosen: bool) -> None:
    """What is barred, and what is no plan any more, is left as it is."""
    entries.filter(barred="", of__state=Import.State.PLANNED).update(is_chosen=is_chosen)


def _shown(entries: list[ImportEntry]) -> list[Shown]:
    wanted = {(entry.kind, entry.slug) for entry in entries}
    for entry in entries:
        wanted |= {(entry.kind, slug) for note in entry.notes for slug in NAMED.findall(note)}
    urls, effort = desk_urls(wanted), Effort()
    return [
        Shown(
            entry,
            plural(entry.kind),
            urls.get((entry.kind, entry.slug), ""),
            [_linked(note, entry.kind, urls) for note in entry.notes],
            shown_rows(entry, effort),
        )
        for entry in entries
    ]


def desk_urls(records: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Where the desk shows records, by kind and slug; a query for each kind."""
    found: dict[tuple[str, str], str] = {}
    for kind in sorted({kind for kind, _slug in records}):
        try:
            model: Any = apps.get_model(kind)
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
            slugs = {slug for each, slug in records if each == kind}
            if admin.site.is_registered(model):
                rows = model._base_manager.filter(slug__in=slugs).values_list("slug", "pk")
                found |= {(kind, slug): reverse(name, args=[pk]) for slug, pk in rows}
        except (LookupError, NoReverseMatch):
            continue
    return found


def _linked(note: str, kind: str, urls: dict[tuple[str, str], str]) -> str:
    """A note with a link to the record it names."""
    match = NAMED.search(note)
    url = urls.get((kind, match[1])) if match else None
    if not (match and url):
        return note
    before, after = note[: match.start(1)], note[match.end(1) :]
    return format_html('{}<a href="{}">{}</a>{}', before, url, match[1], after)

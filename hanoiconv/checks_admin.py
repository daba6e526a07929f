"""Checks at the desk: what they find in all records, and what they hold against publishing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hanoiconv.checks.catalogue import CHECKS, reasons_against
from hanoiconv.checks.registry import MOST_RECORDS, MOST_TOLD, Check, Finding, Severity
from hanoiconv.core.holding import holding_back
from hanoiconv.interchange.shape import title_field

FIRST = 5  # findings of each check where all checks are shown


@dataclass
class Told:
    """A finding as the desk tells it: of which record, where on its form."""

    finding: Finding
    kind: Any
    title: str = ""

    @property
    def url(self) -> str:
        """The form of the record, at the field or the parts that are spoken of."""
        meta = self.kind._meta
        name = f"admin:{meta.app_label}_{meta.model_name}_change"
        return reverse(name, args=[self.finding.pk]) + self.place

    @property
    def kind_name(self) -> str:
        return str(self.kind._meta.verbose_name)

    @property
    def place(self) -> str:
        """The fragment that leads to the field, or to the parts, on a form of the stock admin."""
        name = self.finding.field
        if not name:
            return ""
        return f"#{name}-group" if self._field.auto_created else f"#id_{name}"

    @property
    def field(self) -> str:
        """What the form calls the field or the parts; empty where it is about all of the record."""
        if not self.finding.field:
            return ""
        field = self._field
        parts = field.related_model._meta.verbose_name_plural if field.auto_created else ""
        return str(parts or field.verbose_name)

    @property
    def _field(self) -> Any:
        return self.kind._meta.get_field(self.finding.field)


@dataclass
class Section:
    """What one check finds, or the first of it."""

    check: Check
    told: list[Told]
    number: int

    @property
    def is_more(self) -> bool:
        """Whether there are more than are counted."""
        return self.number > MOST_TOLD


@dataclass(frozen=True)
class Offer:
    """One value of a filter."""

    value: str
    label: str
    is_current: bool


@require_safe
def checks_page(request: HttpRequest) -> HttpResponse:
    """What checks find in records of the kinds that the user may view; in all, or in some."""
    allowed = [(check, some) for check in CHECKS if (some := check.kinds_for(request.user))]
    if not allowed:
        raise PermissionDenied
    kinds = {kind._meta.model_name: kind for _check, some in allowed for kind in some}
    names = sorted((name, capfirst(kind._meta.verbose_name_plural)) for name, kind in kinds.items())
    filters = {
        "severity": _offers(request, "severity", Severity.choices),
        "kind": _offers(request, "kind", names),
        "check": _offers(request, "check", [(check.slug, check.title) for check, _some in allowed]),
    }
    chosen = {name: _current(offers) for name, offers in filters.items()}
    sections = [*_sections(allowed, kinds.get(chosen["kind"]), chosen)]
    _name(told for section in sections for told in section.told)
    context = admin.site.each_context(request) | {
        "title": _("Checks"),
        "found": [section for section in sections if section.told],
        "clean": [section.check for section in sections if not section.told],
        "filters": filters,
        "chosen": chosen,
        "most": MOST_TOLD,
        "newest": number_format(MOST_RECORDS, force_grouping=True),
    }
    return TemplateResponse(request, "admin/hanoiconv/checks.html", context)


def may_see_checks(user: Any) -> bool:
    """Whether there is a check of something that the user may view."""
    return any(check.kinds_for(user) for check in CHECKS)


def _offers(request: HttpRequest, name: str, choices: Iterable[tuple[str, Any]]) -> list[Offer]:
    """The values of a filter; none is current where what is asked for is not offered."""
    asked = request.GET.get(name)
    return [Offer(value, str(label), value == asked) for value, label in choices]


def _current(offers: list[Offer]) -> str:
    return next((offer.value for offer in offers if offer.is_current), "")


def _sections(allowed: list[Any], kind: Any, chosen: dict[str, str]) -> Iterator[Section]:
    most = MOST_TOLD if chosen["check"] else FIRST
    for check, kinds in allowed:
        some = [one for one in kinds if kind in (None, one)]
        is_asked = chosen["check"] in ("", check.slug)
        if some and is_asked and chosen["severity"] in ("", check.severity):
            told = (Told(finding, one) for one in some for finding in check.find(one))
            found = [*islice(told, MOST_TOLD + 1)]
            yield Section(check, found[:most], len(found))


def _name(told: Iterable[Told]) -> None:
    """Gives each its record's title: a query a kind."""
    by_kind: dict[Any, list[Told]] = {}
    for one in told:
        by_kind.setdefault(one.kind, []).append(one)
    for kind, some in by_kind.items():
        rows = kind.objects.filter(pk__in={one.finding.pk for one in some}).order_by()
        titles = dict(rows.values_list("pk", title_field(kind)))
        for one in some:
            one.title = titles.get(one.finding.pk, "")


holding_back.append(reasons_against)

urls = [path("checks/", admin.site.admin_view(checks_page), name="checks")]

"""A list page as an archive: filters, what each choice would give, what is on, how it is sorted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import django_filters
from django.core.validators import slug_re
from django.db.models import Value
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from hanoiconv.core.facets import Choice, Faceted, counts, gathered
from hanoiconv.core.filters import SlugFilter

# Beyond so many rows choices are counted among the newest alone.
ROWS_COUNTED = 10_000
# A list to open that is longer weighs more than it helps: it keeps the choices with most rows.
CHOICES_SHOWN = 200
# More choices than this stand in a list to open, whatever the filter.
CHOICES_IN_SIGHT = 12


@dataclass(frozen=True)
class Facet:
    """One filter, with the choices that it offers and the value that is on."""

    name: str
    label: Any
    choices: list[Choice]
    chosen: str
    is_long: bool
    left_out: int


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the list without it; `count` is how many rows that has, if asked."""

    label: Any
    value: Any
    address: str
    count: int = 0


class Archive(django_filters.FilterSet):
    """The filters of a list page. Give it public rows and the moment at which they are public.

    `sorts` are the orders on offer, the first by default: a name in the address, a label and
    what puts a queryset in order.
    """

    sorts: ClassVar[dict[str, tuple[Any, Callable[[Any], Any]]]]

    def __init__(self, data: Any, queryset: Any, now: datetime) -> None:
        super().__init__(data, queryset)
        self.now, self.today = now, timezone.localdate(now)

    def with_cards(self, rows: Any) -> Any:
        """The rows with what a card shows."""
        return rows.with_card_data()

    @cached_property
    def named(self) -> dict[str, list[tuple[str, str]]]:
        """The public records that were chosen, by filter, as choices of a form: one query."""
        asked = [
            (each, self.data.get(name, ""))
            for name, each in self.filters.items()
            if isinstance(each, SlugFilter)
        ]
        # What is no slug is not asked for: PostgreSQL refuses a NUL.
        arms = [each.chosen_record(slug) for each, slug in asked if slug_re.match(slug)]
        return {name: [(row[0], row[1]) for row in rows] for name, rows in gathered(arms).items()}

    @cached_property
    def active(self) -> dict[str, Any]:
        """The filters that are on: their values, by name. What makes no sense is left aside."""
        self.form.is_valid()
        values = self.form.cleaned_data.items()
        return {name: value for name, value in values if value not in ("", None)}

    def narrowed(self, but: str = "") -> Any:
        """The rows that all active filters let through, or all `but` one."""
        rows = self.queryset
        for name, value in self.active.items():
            if name != but:
                rows = self.filters[name].filter(rows, value)
        return rows

    @cached_property
    def ids(self) -> list[int]:
        """The keys of all rows of the list, in order: one query, and the filters work once.

        From them come the count, the page and the counts of the choices.
        """
        rows = self.sorts[self.sort][1](self.with_cards(self.narrowed()))
        return [*rows.prefetch_related(None).values_list("pk", flat=True)]

    def cards(self, ids: list[int]) -> list[Any]:
        """The rows of a page, in order, with what their cards show."""
        rows = self.with_cards(self.queryset.filter(pk__in=ids)) if ids else []
        found = {row.pk: row for row in rows}
        return [found[pk] for pk in ids if pk in found]

    @property
    def is_sampled(self) -> bool:
        """Whether choices are counted among the newest `ROWS_COUNTED` rows alone."""
        return len(self.ids) > ROWS_COUNTED

    @property
    def default_sort(self) -> str:
        return next(iter(self.sorts))

    @cached_property
    def sort(self) -> str:
        """The order asked for, if it is one on offer."""
        asked = self.data.get("sort", "")
        return asked if asked in self.sorts else self.default_sort

    @property
    def orders(self) -> list[tuple[Any, str, bool]]:
        """Label, address and whether it is the present one, of each order on offer."""
        return [
            (label, self.address(sort=name), name == self.sort)
            for name, (label, _order) in self.sorts.items()
        ]

    @property
    def query(self) -> dict[str, str]:
        """What an address needs to name this list: no more, in one order."""
        query = {name: str(value) for name, value in self.active.items()}
        return query | ({"sort": self.sort} if self.sort != self.default_sort else {})

    def address(self, but: str = "", **changes: str) -> str:
        """The query string of this list, from its first page, without one filter or changed."""
        query = {name: value for name, value in self.query.items() if name != but} | changes
        if query.get("sort") == self.default_sort:
            del query["sort"]
        return "?" + urlencode(query)

    @property
    def cleared(self) -> str:
        """The query string of the whole list, in the same order."""
        return "?" + urlencode({"sort": self.sort} if "sort" in self.query else {})

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters that are on, each with the list without it."""
        return [
            Chip(self.label_of(name), self.filters[name].said(value), self.address(name))
            for name, value in self.active.items()
        ]

    @cached_property
    def ways_out(self) -> list[Chip]:
        """For a list without rows: the filters of which one left out gives some. One query."""
        arms = [counts(self.narrowed(name), name, Value("1")) for name in self.active]
        found = {name: rows[0][3] for name, rows in gathered(arms).items()}
        return [
            Chip(self.label_of(name), self.filters[name].said(value), self.address(name), n)
            for name, value in self.active.items()
            if (n := found.get(name))
        ]

    @cached_property
    def facets(self) -> list[Facet]:
        """Each filter with the choices that would give rows: one query for all filters."""
        faceted = {name: each for name, each in self.filters.items() if isinstance(each, Faceted)}
        arms = [arm for name, each in faceted.items() for arm in each.counted(self._base(name))]
        found = gathered(arms)
        facets = [self._facet(name, each, found.get(name, [])) for name, each in faceted.items()]
        return [facet for facet in facets if self._narrows(facet)]

    def _narrows(self, facet: Facet) -> bool:
        """Whether a choice would change the list, or does."""
        return bool(facet.chosen) or any(row.count < len(self.ids) for row in facet.choices)

    def _base(self, name: str) -> Any:
        """The rows among which the choices of a filter are counted."""
        if name in self.active:
            return self.narrowed(name)
        return self.queryset.model.objects.filter(pk__among=self._newest)

    @cached_property
    def _newest(self) -> list[int]:
        """The keys of the rows among which choices are counted."""
        return sorted(self.ids)[-ROWS_COUNTED:]

    def _facet(self, name: str, each: Any, found: list[Any]) -> Facet:
        value = self.active.get(name, "")
        chosen = str(value)
        choices = each.choices(found)
        if chosen and chosen not in [choice.value for choice in choices]:
            choices.append(Choice(chosen, each.said(value), 0))
        most = sorted(choices, key=lambda choice: (choice.value != chosen, -choice.count))
        kept = {choice.value for choice in most[:CHOICES_SHOWN]}
        shown = [choice for choice in choices if choice.value in kept]
        is_long = each.is_long or len(shown) > CHOICES_IN_SIGHT
        left_out = len(choices) - len(shown)
        return Facet(name, self.label_of(name), shown, chosen, is_long, left_out)

    def label_of(self, name: str) -> Any:
        return self.filters[name].label

    @property
    def problems(self) -> list[str]:
        """What of the address makes no sense, in sentences; it is left aside."""
        said = [
            _("%(label)s: %(message)s It was ignored.")
            % {"label": self.label_of(name), "message": " ".join(messages)}
            for name, messages in self.form.errors.items()
        ]
        if self.data.get("sort") and self.data["sort"] not in self.sorts:
            said.append(_("There is no such order, so the list is in its usual one."))
        for name in self.filters:
            if len({*self.data.getlist(name)}) > 1:
                label = self.label_of(name)
                said.append(
                    _("%(label)s: only the last of several values counts.") % {"label": label}
                )
        return said

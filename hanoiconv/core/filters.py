"""Filters shared by the lists: text without marks, records by slug, years, kinds, languages."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, ExtractYear
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.dates import parse
from hanoiconv.core.facets import Choice, Faceted, Found, counts
from hanoiconv.core.publication import Publishable, any_of
from hanoiconv.core.records import language_form
from hanoiconv.core.text import fold

NO_SUCH_CHOICE = {"invalid_choice": _("There is no such choice.")}
FIRST_YEAR, LAST_YEAR = 1000, 9999
# Each word is a search of its own: more of them would make one request work for seconds.
MOST_WORDS = 8


class FoldedTextFilter(django_filters.CharFilter):
    """Rows of which one of `fields` has every word of the text, without case and marks.

    The first `MOST_WORDS` words count.
    """

    def __init__(self, *, fields: Sequence[str], **options: Any) -> None:
        self.text_fields = fields
        super().__init__(max_length=200, **options)

    def filter(self, rows: Any, text: str) -> Any:
        for word in [*dict.fromkeys(fold(text or "").split())][:MOST_WORDS]:
            found = any_of(Q(**{f"{name}__folded__contains": word}) for name in self.text_fields)
            rows = within(rows, found)
        return rows

    def said(self, text: str) -> str:
        """The text between quotation marks."""
        return f"“{text}”"


class SlugFilter(Faceted, django_filters.ChoiceFilter):
    """Rows related to one record, named by slug; `to` is the path from a row to it.

    Only what is public can be chosen or probed for. What a public row leads to is public, but
    for records that publish themselves: those are counted when they are.
    """

    is_long = True

    def __init__(
        self,
        *,
        record: Any,
        to: str,
        name: Any = "name",
        order: str = "",
        latest_first: bool = False,
        **options: Any,
    ) -> None:
        self.record, self.to = record, to
        self.name, self.order, self.latest_first = name, order, latest_first
        super().__init__(choices=[], error_messages=NO_SUCH_CHOICE, **options)

    @property
    def field(self) -> Any:
        """The form field, with the one choice that was made if it is a public record."""
        self.extra["choices"] = self.parent.named.get(self.field_name, [])
        return super().field

    def chosen_record(self, slug: str) -> QuerySet:
        """The public record of that slug, as an arm of a UNION."""
        return counts(
            self.record.objects.public(self.parent.now).filter(slug=slug),
            self.field_name,
            "slug",
            self.name,
        )

    def filter(self, rows: Any, slug: str) -> Any:
        return within(rows, Q(**{f"{self.to}__slug": slug}))

    def counted(self, rows: Any) -> list[QuerySet]:
        if issubclass(self.record, Publishable):
            rows = rows.filter(self.record.public_q(self.parent.now, f"{self.to}__"))
        paths = [f"{self.to}__{path}" if path else "" for path in ("slug", self.name, self.order)]
        return [counts(rows, self.field_name, *paths)]

    def choices(self, found: list[Found]) -> list[Choice]:
        ordered = super().choices(found)
        return ordered[::-1] if self.latest_first else ordered

    def said(self, slug: str) -> str:
        return dict(self.parent.named[self.field_name])[slug]


class KindFilter(Faceted, django_filters.ChoiceFilter):
    """Rows that lead by the path `to` to one value of a choice field."""

    def __init__(self, *, choices: Sequence[tuple[str, Any]], to: str, **options: Any) -> None:
        self.to, self.labels = to, dict(choices)
        super().__init__(choices=choices, error_messages=NO_SUCH_CHOICE, **options)

    def filter(self, rows: Any, value: str) -> Any:
        return within(rows, Q(**{self.to: value}))

    def counted(self, rows: Any) -> list[QuerySet]:
        return [counts(rows, self.field_name, self.to)]

    def choices(self, found: list[Found]) -> list[Choice]:
        """In the order in which the field declares them."""
        number = {value: n for value, _label, _order, n in found}
        return [Choice(key, self.labels[key], number[key]) for key in self.labels if key in number]

    def said(self, value: str) -> Any:
        return self.labels.get(value, value)


class LanguageFilter(Faceted, django_filters.CharFilter):
    """Rows that lead by the path `to` to a language (BCP 47)."""

    def __init__(self, *, to: str, **options: Any) -> None:
        self.to = to
        super().__init__(max_length=35, validators=[language_form], **options)

    def filter(self, rows: Any, code: str) -> Any:
        return within(rows, Q(**{self.to: code}))

    def counted(self, rows: Any) -> list[QuerySet]:
        return [counts(rows, self.field_name, self.to)]

    def choices(self, found: list[Found]) -> list[Choice]:
        named = [(code, self.said(code), "", n) for code, _label, _order, n in found]
        return super().choices(named)

    def said(self, code: str) -> str:
        """The language's name in the reader's language; the code where Django knows none."""
        try:
            return str(get_language_info(code)["name_translated"])
        except KeyError:
            return code


class YearFilter(Faceted, django_filters.Filter):
    """Rows whose partial date touches a year; `dated`, `earliest`, `latest` are its columns."""

    field_class = forms.IntegerField

    def __init__(self, *, dated: str, earliest: str = "", latest: str = "", **options: Any) -> None:
        self.dated, self.earliest, self.latest = dated, earliest, latest
        super().__init__(min_value=FIRST_YEAR, max_value=LAST_YEAR, **options)

    def filter(self, rows: Any, year: int) -> Any:
        # Where one end is open or unknown, the other stands for both.
        return rows.alias(
            first=Coalesce(self.earliest, self.latest), last=Coalesce(self.latest, self.earliest)
        ).filter(first__year__lte=year, last__year__gte=year)

    def counted(self, rows: Any) -> list[QuerySet]:
        return [counts(rows, self.field_name, self.dated)]

    def choices(self, found: list[Found]) -> list[Choice]:
        """Every year that a date touches, the latest first."""
        number: Counter[int] = Counter()
        for text, _label, _order, n in found:
            date = parse(text)
            days = [day for day in (date.earliest, date.latest) if day]
            number.update(dict.fromkeys(range(days[0].year, days[-1].year + 1), n))
        return [Choice(str(year), str(year), number[year]) for year in sorted(number)[::-1]]


class MomentYearFilter(YearFilter):
    """Rows whose moment, in the column `dated`, falls in a year of the site's time zone."""

    def filter(self, rows: Any, year: int) -> Any:
        return rows.filter(**{f"{self.dated}__year": year})

    def counted(self, rows: Any) -> list[QuerySet]:
        return [counts(rows, self.field_name, Cast(ExtractYear(self.dated), CharField()))]


class WhenFilter(Faceted, django_filters.ChoiceFilter):
    """Rows ahead of the day it is, or past; their querysets say what that means."""

    labels = {"ahead": _("Ahead"), "past": _("Past")}

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=[*self.labels.items()], error_messages=NO_SUCH_CHOICE, **options)

    def filter(self, rows: Any, value: str) -> Any:
        return rows.ahead(self.parent.today) if value == "ahead" else rows.past(self.parent.today)

    def counted(self, rows: Any) -> list[QuerySet]:
        return [
            counts(self.filter(rows, value), self.field_name, Value(value)) for value in self.labels
        ]

    def said(self, value: str) -> Any:
        return self.labels[value]


def within(rows: Any, condition: Q) -> Any:
    """The rows that meet the condition, each once.

    A subquery, because a joined row that matches twice would be listed twice.
    """
    return rows.filter(pk__in=rows.model.objects.filter(condition).order_by().values("pk"))

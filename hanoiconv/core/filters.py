"""Filters shared by the lists: text without marks, records by slug."""

from collections.abc import Callable, Sequence
from typing import Any

import django_filters
from django.db.models import Q
from django.db.models.functions import Coalesce

from hanoiconv.core.publication import any_of
from hanoiconv.core.text import fold


class FoldedTextFilter(django_filters.CharFilter):
    """Rows of which one of `fields` has every word of the text, without case and marks."""

    def __init__(self, *, fields: Sequence[str], **options: Any) -> None:
        self.text_fields = fields
        super().__init__(max_length=200, **options)

    def filter(self, rows: Any, text: str) -> Any:
        for word in fold(text or "").split():
            found = any_of(Q(**{f"{name}__folded__contains": word}) for name in self.text_fields)
            # A subquery, because a joined row that matches twice would be listed twice.
            rows = rows.filter(pk__in=rows.model.objects.filter(found).order_by().values("pk"))
        return rows


class SlugFilter(django_filters.ChoiceFilter):
    """Rows related to one record, named by slug; `records` gives those to choose from.

    A choice among public rows, so that what is not public can neither be chosen nor probed for.
    """

    def __init__(self, *, records: Callable[[], Any], to: str, **options: Any) -> None:
        self.to, self.records = to, records
        super().__init__(**options)

    @property
    def field(self) -> Any:
        """The form field; the records are asked for once a page, here."""
        if "choices" not in self.extra:
            self.extra["choices"] = [(row.slug, str(row)) for row in self.records()]
        return super().field

    def filter(self, rows: Any, slug: str) -> Any:
        if not slug:
            return rows
        found = rows.model.objects.filter(**{f"{self.to}__slug": slug})
        return rows.filter(pk__in=found.order_by().values("pk"))


class YearFilter(django_filters.NumberFilter):
    """Rows whose days, `earliest` to `latest`, touch a year."""

    def __init__(self, *, earliest: str, latest: str, **options: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(min_value=1000, max_value=9999, decimal_places=0, **options)

    def filter(self, rows: Any, year: Any) -> Any:
        if not year:
            return rows
        # Where one end is open or unknown, the other stands for both.
        touching = rows.model.objects.alias(
            first=Coalesce(self.earliest, self.latest), last=Coalesce(self.latest, self.earliest)
        ).filter(first__year__lte=int(year), last__year__gte=int(year))
        return rows.filter(pk__in=touching.order_by().values("pk"))

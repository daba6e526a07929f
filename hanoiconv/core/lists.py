"""Lists of the desk that take no longer for a million rows than for a page of them."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _

MOST_COUNTED = 10_000
YEAR = re.compile("[1-9][0-9]{3}")


class BoundedPaginator(Paginator):
    """Counts no further than to one more than `MOST_COUNTED`, which says: more than that."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return rows.order_by().values("pk")[: MOST_COUNTED + 1].count()


class DeskList(ChangeList):
    """A list that reads with its rows what only its columns show."""

    most_counted = MOST_COUNTED

    def apply_select_related(self, qs: Any) -> Any:
        rows = super().apply_select_related(qs)
        desk: Any = self.model_admin
        return rows.prefetch_related(*desk.list_prefetch_related)

    def get_filters(self, request: HttpRequest) -> Any:
        """As the stock list has them, whose hierarchy of dates fails on a year of many digits."""
        try:
            return super().get_filters(request)
        except OverflowError as error:
            raise IncorrectLookupParameters from error

    @property
    def is_cut(self) -> bool:
        """There are more rows than were counted."""
        return self.result_count > MOST_COUNTED


class YearFilter(admin.FieldListFilter):
    """The years from the first row to the last; the stock hierarchy of dates reads all rows.

    The field needs an index.
    """

    def __init__(self, field: Any, *args: Any, **options: Any) -> None:
        self.name = f"{field.name}__year"
        super().__init__(field, *args, **options)
        found: Any = self.used_parameters.get(self.name)
        self.chosen = str(found[-1]) if found else ""

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """The rows of the year.

        Raises:
            IncorrectLookupParameters: it is no year; the stock list answers with the whole list.
        """
        if self.chosen and not YEAR.fullmatch(self.chosen):
            raise IncorrectLookupParameters
        return queryset.filter(**{self.name: self.chosen}) if self.chosen else queryset

    def expected_parameters(self) -> list[str | None]:
        return [self.name]

    def choices(self, changelist: Any) -> Iterator[Any]:
        yield {
            "selected": not self.chosen,
            "query_string": changelist.get_query_string(remove=[self.name]),
            "display": _("All"),
        }
        for year in self.years(changelist.model):
            yield {
                "selected": self.chosen == str(year),
                "query_string": changelist.get_query_string({self.name: year}),
                "display": year,
            }

    def years(self, model: type[models.Model]) -> range:
        """The newest first. Two queries."""
        name = self.field.name
        rows = model._base_manager.filter(**{f"{name}__isnull": False}).values_list(name, flat=True)
        first, last = rows.order_by(name).first(), rows.order_by(f"-{name}").first()
        return range(last.year, first.year - 1, -1) if first and last else range(0)

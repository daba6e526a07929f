"""Choosing while typing: the stock answer, with words that tell two records apart."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.paginator import EmptyPage, Page, Paginator

from hanoiconv.desk.telling_apart import marks_of, status_of, with_marks

MOST_PAGES = 10_000  # beyond, a database may not count so far


class UncountedPage(Page):
    """A page that has read one row more than it shows, and so knows whether there are others."""

    def __init__(self, object_list: Any, number: int, paginator: Paginator) -> None:
        rows = [*object_list]
        super().__init__(rows[: paginator.per_page], number, paginator)
        self.is_followed = len(rows) > paginator.per_page

    def has_next(self) -> bool:
        return self.is_followed


class UncountedPaginator(Paginator):
    """Pages of rows that nobody counts: of 100,000, that takes longer than to find the first."""

    def page(self, number: Any) -> UncountedPage:
        """The rows of a page; none beyond the last.

        Raises:
            EmptyPage: no list of ours goes so far.
        """
        if not 1 <= number <= MOST_PAGES:
            raise EmptyPage
        start = (number - 1) * self.per_page
        rows = self.object_list[start : start + self.per_page + 1]
        return UncountedPage(rows, number, self)


class ChoosingView(AutocompleteJsonView):
    """Adds to each result, as `more`, what tells it from others."""

    def get_queryset(self) -> Any:
        return with_marks(super().get_queryset())

    def get_paginator(self, *args: Any, **options: Any) -> Paginator:
        return UncountedPaginator(*args, **options)

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        words = [status_of(obj), marks_of(obj, self.request.user)]
        return result | {"more": " · ".join(filter(None, words))}

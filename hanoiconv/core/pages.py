"""What pages of both apps do: fetch what is public, filter and page lists."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from hanoiconv.core.publication import Publishable

ROWS_A_PAGE = 30


def page_of(request: HttpRequest, chosen: Any) -> dict[str, Any]:
    """The context of a list page from a bound FilterSet: `filter`, `page`, `problems`.

    A value that makes no sense is named in `problems` and leaves the list as it is.
    """
    page = Paginator(chosen.qs, ROWS_A_PAGE).get_page(request.GET.get("page"))
    problems = [
        (chosen.form.fields[name].label or name, messages)
        for name, messages in chosen.form.errors.items()
        if name in chosen.form.fields
    ]
    return {"filter": chosen, "page": page, "problems": problems}


class Gone(Http404):
    """A record that was withdrawn: its addresses answer 410 with the reason."""

    def __init__(self, record: Publishable) -> None:
        self.record = record
        super().__init__(record.withdrawn_reason)


def public_or_gone(rows: Any, slug: str, now: datetime) -> Any:
    """The record of that slug among rows, when readers may see it at `now`.

    Raises:
        Gone: readers could see it until it was withdrawn.
        Http404: there is none, or none for readers.
    """
    record = rows.public(now).filter(slug=slug).first()
    if record is None:
        record = get_object_or_404(rows.model, slug=slug)
        if isinstance(record, Publishable) and record.is_gone(now):
            raise Gone(record)
        raise Http404
    return record

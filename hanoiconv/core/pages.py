"""What pages of both apps do: fetch what is public, filter and page lists."""

from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Window
from django.http import Http404, HttpRequest, QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hanoiconv.core.archives import Archive
from hanoiconv.core.former_slugs import was_public
from hanoiconv.core.jsonld import collection
from hanoiconv.core.publication import Publishable

ROWS_A_PAGE = 30
# Deep pages are slow for the database and no help to readers: filters lead further.
LAST_PAGE = 100


class ListPages(Paginator):
    """Pages of a list, up to `LAST_PAGE`; `count` still counts every row."""

    @property
    def num_pages(self) -> int:
        return min(super().num_pages, LAST_PAGE)

    @property
    def is_cut(self) -> bool:
        """Whether there are rows beyond the last page."""
        return self.count > LAST_PAGE * self.per_page


def paged(request: HttpRequest, rows: Any) -> tuple[Page, list[str]]:
    """The page of rows that is asked for, or the nearest to it, and what to say of that."""
    asked = request.GET.get("page", "")
    page = ListPages(rows, ROWS_A_PAGE).get_page(asked or 1)
    if not asked or asked == str(page.number):
        return page, []
    said = _("There is no such page in this list: this is page %(number)d of %(all)d.")
    return page, [said % {"number": page.number, "all": page.paginator.num_pages}]


def page_of(request: HttpRequest, archive: Archive, title: str = "") -> dict[str, Any]:
    """The context of a list page: `filter`, `page`, `query` (for links), `problems`, `jsonld`.

    `title` is what the page is called where that is not the name of what it lists.
    What makes no sense in the address is named in `problems` and leaves the list as it is.
    """
    page, problems = paged(request, archive.ids)
    page.object_list = archive.cards([*page.object_list])
    problems = [*archive.problems, *problems]
    name = title or capfirst(archive.queryset.model._meta.verbose_name_plural)
    return {
        "filter": archive,
        "page": page,
        "query": QueryDict(archive.address().removeprefix("?")),
        "problems": problems,
        "jsonld": collection(name, request.path, page),
    }


class Gone(Http404):
    """A record that was withdrawn: its addresses answer 410 with the reason."""

    def __init__(self, record: Publishable) -> None:
        self.record = record
        super().__init__(record.withdrawn_reason)


class Moved(Http404):
    """A record that was merged into another: its addresses lead to those of that one."""

    def __init__(self, slug: str) -> None:
        self.slug = slug  # of the record it is part of now
        super().__init__(slug)


def public_or_gone(rows: Any, slug: str, now: datetime) -> Any:
    """The record of that slug among rows, when readers may see it at `now`.

    Raises:
        Moved: it was merged into one that readers may see.
        Gone: readers could see it until it was withdrawn.
        Http404: there is none, or none for readers.
    """
    record = rows.public(now).filter(slug=slug).first()
    if record is None:
        raise absence(rows.model, slug, now)
    return record


def absence(model: Any, slug: str, now: datetime) -> Http404:
    """Why readers find no record of that slug at `now`: Moved, Gone or plainly Http404."""
    try:
        record = model.objects.get_by_natural_key(slug)
    except model.DoesNotExist:
        return Http404()
    if record.slug != slug and not was_public(model._meta.label_lower, slug):
        return Http404()  # nor Gone: that too would tell a guess from any other
    if record.slug != slug and model.objects.public(now).filter(pk=record.pk).exists():
        return Moved(record.slug)
    is_gone = isinstance(record, Publishable) and record.is_gone(now)
    return Gone(record) if is_gone else Http404()


def shown_first(rows: Any, number: int) -> list[Any]:
    """The first rows for a record page, each with the `total` of all of them: one query."""
    return [*rows.annotate(total=Window(Count("pk")))[:number]]

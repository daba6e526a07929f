"""One search over the records of every kind at the desk, whether readers may see them or not."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst

from events.models import Article, Event, Instrument, Photo, Place, Statement, Topic
from hanoiconv.core.filters import MOST_WORDS
from hanoiconv.core.text import fold
from hanoiconv.desk.telling_apart import marks_of, status_of, with_marks
from people.models import Organisation, Person, Source

KINDS: tuple[Any, ...] = (
    Event, Person, Organisation, Place, Source, Statement, Article, Topic, Instrument, Photo
)  # fmt: skip
MOST = 8  # hits of a kind
# The newest rows of a kind, which it looks through: all 100,000 statements would take 2 s of CPU.
# The list of a kind looks through all.
NEWEST = 4000


@dataclass(frozen=True)
class Hit:
    """A record that was found, or that waits."""

    title: str
    url: str
    marks: str
    status: str = ""


@dataclass(frozen=True)
class Group:
    """What was found in one kind."""

    kind: str
    hits: list[Hit]
    all_url: str
    is_more: bool


def searched(request: HttpRequest) -> list[Any]:
    """The screens of the kinds that the user may search."""
    desks = [admin.site.get_model_admin(kind) for kind in KINDS]
    return [desk for desk in desks if desk.has_view_permission(request)]


def search(request: HttpRequest, text: str) -> Iterator[Group]:
    """The newest records of each kind with all words of the text; at most two queries a kind.

    The first `MOST_WORDS` words count. Kinds come in the order of `KINDS`, those without a hit too.
    """
    words = " ".join(fold(text).split()[:MOST_WORDS])
    for desk in searched(request):
        found = [*_found(desk, request, words)]
        hits = [
            Hit(str(row), change_url(row), marks_of(row, request.user), status_of(row))
            for row in found[:MOST]
        ]
        url = f"{_list_of(desk)}?{urlencode({'q': text})}"
        yield Group(capfirst(desk.opts.verbose_name_plural), hits, url, len(found) > MOST)


def change_url(row: Any) -> str:
    """The address of the form of a row."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def _found(desk: Any, request: HttpRequest, words: str) -> Any:
    """Rows found as the list of the kind finds them: one more than is shown."""
    last = desk.model._base_manager.order_by("-pk").values("pk")[NEWEST : NEWEST + 1]
    newest = desk.get_queryset(request).filter(pk__gt=Coalesce(Subquery(last), 0))
    rows, may_repeat = desk.get_search_results(request, newest, words)
    rows = with_marks(rows).order_by("-pk")
    return (rows.distinct() if may_repeat else rows)[: MOST + 1]


def _list_of(desk: Any) -> str:
    return reverse(f"admin:{desk.opts.app_label}_{desk.opts.model_name}_changelist")

"""Search over every public kind: each word must stand in the record, case and marks aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, Model, Value
from django.db.models.functions import Cast

from events.models import Article, Event, Place, Statement, Topic
from hanoiconv.core.filters import FoldedTextFilter
from hanoiconv.core.text import fold
from people.models import Organisation, Person, Source

MOST_HITS = 200


@dataclass(frozen=True)
class Kind:
    """What is searched in one model, and the field that titles a hit."""

    model: type[Model]
    title: str
    fields: Sequence[str]


SEARCHED = [
    Kind(Article, "headline", ["headline", "standfirst", "body__untargeted"]),
    Kind(
        Statement,
        "gist",
        [
            "gist",
            "speakers__person__name",
            "speakers__person__names__text",
            "speakers__described_as",
            "speakers__organisation__name",
            "reports__passages__quoted",
        ],
    ),
    Kind(Event, "title", ["title", "summary", "wordings__text"]),
    Kind(Person, "name", ["name", "names__text", "roles__title"]),
    Kind(Organisation, "name", ["name", "formal_name", "names__text"]),
    Kind(Source, "title", ["title", "publisher__name"]),
    Kind(Topic, "name", ["name"]),
    Kind(Place, "name", ["name", "wordings__text"]),
]


@dataclass(frozen=True)
class Hit:
    """One record found."""

    kind: str
    title: str
    url: str


def search(text: str, now: datetime) -> list[Hit]:
    """The public records with all words of the text, at most 200, kind by kind. One query."""
    if not fold(text).strip():
        return []
    found = [_found(number, kind, text, now) for number, kind in enumerate(SEARCHED)]
    rows = found[0].union(*found[1:], all=True).order_by("number", "shown", "slug")
    return [_hit(*row) for row in rows[:MOST_HITS]]


def _found(number: int, kind: Kind, text: str, now: datetime) -> Any:
    rows: Any = kind.model._default_manager
    matching = FoldedTextFilter(fields=kind.fields).filter(rows.public(now), text)
    return (
        matching.order_by()
        .annotate(number=Value(number), shown=Cast(F(kind.title), CharField()))
        .values_list("number", "slug", "shown")
    )


def _hit(number: int, slug: str, title: str) -> Hit:
    model = SEARCHED[number].model
    url = model(slug=slug).get_absolute_url()  # type: ignore[attr-defined]
    return Hit(str(model._meta.verbose_name_plural), title, url)

"""Records that an article may name, found while typing."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils.text import capfirst

from events.models import Event, Place, Statement
from events.references import KINDS
from hanoiconv.core.filters import FoldedTextFilter
from hanoiconv.core.permissions import may_view
from hanoiconv.core.publication import Publishable
from hanoiconv.core.text import fold
from people.models import Organisation, Person, Source

MOST = 6  # of a kind: who does not find it types more
LONGEST = 200
# Where the words are looked for; no further, for somebody is waiting at every letter.
FIELDS = {
    "person": ["name", "names__text"],
    "organisation": ["name", "formal_name", "names__text"],
    "event": ["title", "wordings__text"],
    "statement": ["gist", "speakers__person__name", "speakers__organisation__name"],
    "source": ["title"],
    "place": ["name", "wordings__text"],
}


def found(text: str, kinds: list[str], user: Any, now: datetime) -> list[dict[str, Any]]:
    """The newest records of the kinds that have all the words, of each kind at most `MOST`.

    At most four queries a kind.
    """
    words = text.replace("\x00", " ")[:LONGEST]
    if not fold(words).strip():
        return []
    hits = []
    for kind in FIELDS:
        model: Any = apps.get_model(KINDS[kind][0])
        if kind in kinds and may_view(user, model):
            hits += _of(kind, model, words, now)
    return hits


def _of(kind: str, model: Any, words: str, now: datetime) -> Iterator[dict[str, Any]]:
    rows = model.objects.all()
    if issubclass(model, Publishable):
        rows = rows.exclude(status=Publishable.Status.WITHDRAWN)
    if kind == "statement":
        rows = rows.prefetch_related("speakers__person", "speakers__organisation")
    elif kind != "organisation":
        rows = rows.with_card_data()
    matching = FoldedTextFilter(fields=FIELDS[kind]).filter(rows, words)
    some = [*matching.order_by("-pk")[:MOST]]
    public = {
        *model.objects.public(now)
        .filter(pk__in=[row.pk for row in some])
        .values_list("pk", flat=True)
    }
    for row in some:
        yield {
            "kind": kind,
            "kindName": capfirst(model._meta.verbose_name),
            "slug": row.slug,
            "title": str(row),
            "note": note_on(row),
            "isPublic": row.pk in public,
        }


def note_on(row: Any) -> str:
    """What tells a record from others of that name."""
    if isinstance(row, Person):
        said = [f"{role.title}, {role.organisation}" for role in row.roles.all()][:1]
    elif isinstance(row, Organisation):
        said = [row.get_kind_display()]
    elif isinstance(row, Event):
        said = [row.get_kind_display(), row.when, row.place]
    elif isinstance(row, Statement):
        said = [*(str(speaker.subject) for speaker in row.speakers.all()), row.when]
    elif isinstance(row, Source):
        said = [row.publisher, row.published_on]
    else:
        said = [row.get_kind_display(), row.country] if isinstance(row, Place) else []
    return ", ".join(str(part) for part in [*said, row.slug] if part)

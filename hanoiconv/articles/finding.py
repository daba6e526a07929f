"""Records that an article may name, found while typing."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import capfirst

from events.references import KINDS
from hanoiconv.core.filters import MOST_WORDS
from hanoiconv.core.permissions import may_view
from hanoiconv.core.publication import Publishable, any_of
from hanoiconv.core.text import fold
from hanoiconv.desk.telling_apart import marks_of, with_marks

MOST = 6  # of a kind: who does not find it types more
LONGEST = 200
LATEST = 20_000  # of a kind; older records are found by their slug alone
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
    """The newest records of the kinds that have all the words, or have the text for a slug.

    Of each kind at most `MOST`. At most four queries a kind.
    """
    words = text.replace("\x00", " ")[:LONGEST]
    if not fold(words).strip():
        return []
    hits: list[dict[str, Any]] = []
    for kind in FIELDS:
        model: Any = apps.get_model(KINDS[kind][0])
        if kind in kinds and may_view(user, model):
            hits += _of(kind, model, words, user, now)
    return hits


def _of(kind: str, model: Any, words: str, user: Any, now: datetime) -> Iterator[dict[str, Any]]:
    rows = model.objects.all()
    if issubclass(model, Publishable):
        rows = rows.exclude(status=Publishable.Status.WITHDRAWN)
    last = model.objects.order_by("-pk").values("pk")[LATEST : LATEST + 1]
    said = [*dict.fromkeys(fold(words).split())][:MOST_WORDS]
    latest = Q(pk__gt=Coalesce(Subquery(last), 0))
    fields = [path for path in FIELDS[kind] if _is_seen(model, path, user)]
    matching = Q(latest, *(_has(model, fields, word) for word in said))
    rows = with_marks(rows.filter(Q(slug=words.strip()) | matching))
    some = [*rows.order_by("-pk")[:MOST]]
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
            "note": " · ".join(dict.fromkeys([marks_of(row, user), row.slug])),
            "isPublic": row.pk in public,
        }


def _is_seen(model: Any, path: str, user: Any) -> bool:
    """Whether the user may view all that the words are looked for in."""
    for name in path.split("__"):
        field = model._meta.get_field(name)
        model = field.related_model or model
        if not may_view(user, model):
            return False
    return True


def _has(model: Any, fields: list[str], word: str) -> Q:
    """Whether one of the fields has the word. No joins: the newest that have it are soon found."""
    ways = []
    for path in fields:
        relation, _, rest = path.partition("__")
        if not rest:
            ways.append(Q(**{f"{path}__folded__contains": word}))
            continue
        link = model._meta.get_field(relation)
        named = {link.field.name: OuterRef("pk"), f"{rest}__folded__contains": word}
        ways.append(Q(Exists(link.related_model.objects.filter(**named))))
    return any_of(ways)

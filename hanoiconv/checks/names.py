"""Records that may be one, and records that nothing rests on."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from events.models import Article, Photo
from events.references import KIND_OF
from hanoiconv.checks.registry import MOST_READ, Finding
from hanoiconv.core.publication import any_of, linked

# Models that are not `Named` say here which of their relations tie them to a page.
NAMED_BY: dict[Any, tuple[str, ...]] = {Photo: ("event", "leads")}


def named(kind: Any) -> Any:
    """All, with their folded names: to ask of each whether another has it costs a scan a row."""
    return kind.objects.annotate(folded=F("name__folded")).order_by()


def tell_same_name(kind: Any, rows: Any) -> Iterator[Finding]:
    """Names that differ in case, marks, đ and Unicode form alone, or not at all."""
    twice = named(kind).values("folded").annotate(rows=Count("pk")).filter(rows__gt=1)
    twice = twice.filter(folded__in=rows.values("folded")).values_list("folded", flat=True)
    folded = [*twice[:MOST_READ]]
    if not folded:
        return
    asked = {*rows.filter(folded__in=folded).values_list("pk", flat=True)}
    same: dict[str, list[tuple[int, str, str]]] = {}
    found = named(kind).filter(folded__in=folded).order_by("folded", "pk")
    for text, *row in found.values_list("folded", "pk", "name", "slug")[:MOST_READ]:
        same.setdefault(text, []).append((row[0], row[1], row[2]))
    message = _("Another has this name but for accents: “%(name)s” (%(slug)s). Are they one?")
    for some in same.values():
        for row in some:
            other = next((one for one in some if one != row), None)
            if other and row[0] in asked:
                yield Finding(row[0], "name", message % {"name": other[1], "slug": other[2]})


def nobody_links_to(kind: Any) -> Any:
    """No part of another record and no list of links names it."""
    paths = NAMED_BY.get(kind) or (*kind.named_by, *kind.named_further_by, *kind.public_by)
    ties = sorted({path.partition("__")[0] for path in paths})
    return kind.objects.exclude(any_of(_tied(kind, name) for name in ties)).order_by("-pk")


def tell_nobody_links_to(kind: Any, rows: Any) -> Iterator[Finding]:
    """Nor does the text of an article."""
    loose = [*rows.values_list("pk", flat=True)[:MOST_READ]]
    word = KIND_OF.get(kind._meta.label_lower)
    if word and loose:
        reference = Concat(Value(f"{word}:"), OuterRef("slug"))
        in_text = Exists(Article.objects.filter(body__contains=reference))
        told = {*kind.objects.filter(in_text, pk__in=loose).values_list("pk", flat=True)}
        loose = [pk for pk in loose if pk not in told]
    for pk in loose:
        yield Finding(pk, "", _("Nothing on record names it: link it, or delete it."))


def _tied(kind: Any, name: str) -> Q:
    """Whether the relation of that name leads anywhere."""
    relation = kind._meta.get_field(name)
    if not relation.auto_created:
        return Q(**{f"{name}__isnull": False})
    return Q(Exists(relation.related_model._base_manager.filter(linked(kind, name, ""))))

"""Records of one kind whose name another has already, but for case, marks and đ.

Two may bear one name, so that nothing is refused; but it may be one that is entered twice.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from events.models import Event, Place, Topic, Wording
from hanoiconv.core.text import fold
from hanoiconv.desk.telling_apart import with_marks
from hanoiconv.interchange.shape import title_field
from people.models import Name, Organisation, Person, Source

MOST = 3

# Further names of a record: rows of a part that lead to it, of these aspects.
VARIANTS: dict[Any, tuple[Any, str, dict[str, str]]] = {
    Person: (Name, "person", {}),
    Organisation: (Name, "organisation", {}),
    Place: (Wording, "place", {"aspect": Wording.Aspect.NAME}),
    Event: (Wording, "event", {"aspect": Wording.Aspect.TITLE}),
}
NAMED: tuple[Any, ...] = (Person, Organisation, Place, Topic, Source, Event)


def namesakes(model: Any, names: Iterable[str], but: int | None = None) -> Any:
    """Other records called so, by their title or any name on record: at most `MOST`.

    One query and, for people, one of what tells them apart.
    """
    folded = {fold(name) for name in names} - {""}
    if not folded:
        return model.objects.none()
    called = Q(**{f"{title_field(model)}__folded__in": folded})
    if model is Organisation:
        called |= Q(formal_name__folded__in=folded)
    if model in VARIANTS:
        part, owner, aspects = VARIANTS[model]
        rows = part.objects.filter(text__folded__in=folded, **aspects)
        called |= Q(pk__in=rows.filter(**{f"{owner}__isnull": False}).values(owner))
    return with_marks(model.objects.filter(called).exclude(pk=but).order_by("pk"))[:MOST]


def names_of(row: Any) -> set[str]:
    """All that a record is called, as stored."""
    names = {getattr(row, title_field(type(row))), getattr(row, "formal_name", "")}
    if type(row) in VARIANTS:
        part, owner, aspects = VARIANTS[type(row)]
        names |= {*part.objects.filter(**{owner: row}, **aspects).values_list("text", flat=True)}
    return names

"""What tells a record from others that are called the same: the words beside a title.

Choosing while typing, the search of the desk and the warning of a name on record twice say them.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, Prefetch, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.models import (
    Article,
    Event,
    Instrument,
    Photo,
    Place,
    Report,
    Speaker,
    Statement,
    Topic,
)
from hanoiconv.core.dates import format_partial_date
from hanoiconv.core.permissions import may_view
from hanoiconv.core.publication import Publishable
from people.models import Organisation, Person, Role, Source

Words = Callable[[Any], str]


class Mark(NamedTuple):
    """One thing that tells records apart; it quotes rows of these other kinds."""

    say: Words
    quotes: tuple[Any, ...] = ()


class Marks(NamedTuple):
    """What is said of records of one kind, in order, and what is fetched for it."""

    marks: tuple[Mark, ...]
    joins: tuple[str, ...] = ()
    parts: Callable[[], tuple[Any, ...]] = tuple


def kind_of(row: Any) -> str:
    return str(row.get_kind_display())


def roles() -> tuple[Any, ...]:
    """Roles of which no end is known first, then the latest."""
    order = F("ended_latest").desc(nulls_first=True), F("started_earliest").desc(nulls_last=True)
    return (Prefetch("roles", Role.objects.select_related("organisation").order_by(*order, "key")),)


def role_of(person: Person) -> str:
    """The role a person is best known by; one that is over says so."""
    role = next(iter(person.roles.all()), None)
    if role is None:
        return ""
    words = f"{role.title}, {role.organisation}"
    return _("formerly %(role)s") % {"role": words} if role.ended_on else words


def speakers() -> tuple[Any, ...]:
    return (Prefetch("speakers", Speaker.objects.with_names()),)


def said_by(statement: Statement) -> str:
    return "; ".join(str(speaker.subject) for speaker in statement.speakers.all())


def day_of(row: Any) -> str:
    return format_partial_date(row.date, row.date_words)


def moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "DATE_FORMAT") if at else ""


def linked(name: str) -> Words:
    """What a foreign key leads to."""
    return lambda row: str(getattr(row, name) or "")


def own(name: str) -> Words:
    return lambda row: getattr(row, name)


MARKS: dict[Any, Marks] = {
    Person: Marks((Mark(role_of, (Role, Organisation)), Mark(own("lang"))), parts=roles),
    Organisation: Marks((Mark(kind_of), Mark(linked("parent"))), ("parent",)),
    Place: Marks(
        (
            Mark(kind_of),
            Mark(linked("parent")),
            Mark(linked("country"), (Organisation,)),
        ),
        ("parent", "country"),
    ),
    Topic: Marks(()),
    Instrument: Marks(
        (Mark(own("symbol")), Mark(lambda row: format_partial_date(row.adopted_on))),
    ),
    Source: Marks(
        (
            Mark(linked("publisher"), (Organisation,)),
            Mark(lambda row: format_partial_date(row.published_on)),
            Mark(own("lang")),
        ),
        ("publisher",),
    ),
    Event: Marks(
        (Mark(kind_of), Mark(day_of), Mark(linked("place"), (Place,))),
        ("place",),
    ),
    Statement: Marks(
        (Mark(said_by, (Speaker, Person, Organisation)), Mark(day_of)), parts=speakers
    ),
    Article: Marks((Mark(lambda row: moment(row.publish_at)),)),
    # Parts, which links name too.
    Role: Marks((Mark(own("when"), (Source,)),), ("person", "organisation"), lambda: ("sources",)),
    Report: Marks(
        (Mark(linked("source"), (Source,)), Mark(linked("statement"), (Statement,))),
        ("source", "statement"),
    ),
    Photo: Marks((Mark(own("credit")), Mark(linked("event"), (Event,))), ("event",)),
}


def with_marks(rows: QuerySet) -> QuerySet:
    """Rows with what `marks_of` reads: of any number, at most one query more."""
    marks = MARKS.get(rows.model)
    if marks is None:
        return rows
    joined = rows.select_related(*marks.joins) if marks.joins else rows
    # What the screens of the desk prefetch may be the same parts, fetched otherwise.
    return joined.prefetch_related(None).prefetch_related(*marks.parts())


def marks_of(row: Any, user: Any) -> str:
    """What tells a row of `with_marks` from others, as far as the user may view what it quotes.

    The slug where there is nothing else to say.
    """
    return " · ".join(_said(row, user)) or getattr(row, "slug", "")


def _said(row: Any, user: Any) -> Iterator[str]:
    marks = MARKS.get(type(row))
    for mark in marks.marks if marks else ():
        if all(may_view(user, model) for model in mark.quotes) and (words := mark.say(row)):
            yield words


def status_of(row: Any) -> str:
    """How far a record is on its way to readers, where it has a way of its own."""
    if not isinstance(row, Publishable):
        return ""
    is_scheduled = (
        row.status == row.Status.PUBLISHED and row.publish_at and row.publish_at > timezone.now()
    )
    return _("Scheduled") if is_scheduled else str(row.get_status_display())

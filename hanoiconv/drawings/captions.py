"""What the card of each kind of record says. Nothing stands here that the record's page hides."""

from collections.abc import Callable
from datetime import datetime
from functools import singledispatch
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.models import Article, Event, Instrument, Place, Statement, Topic
from hanoiconv.core.dates import format_partial_date
from hanoiconv.core.jsonld import SITE_NAME
from hanoiconv.drawings.cards import Card
from people.models import Organisation, Person, Source

# The rows of each kind with what its card says, in as few queries as that takes.
ROWS: dict[Any, Callable[[datetime], Any]] = {
    Article: lambda now: Article.objects.all(),
    Event: lambda now: Event.objects.with_card_data(),
    Statement: lambda now: Statement.objects.with_card_data(now),
    Topic: lambda now: Topic.objects.all(),
    Place: lambda now: Place.objects.select_related("parent", "country"),
    Person: lambda now: Person.objects.with_card_data(),
    Organisation: lambda now: Organisation.objects.select_related("parent"),
    Source: lambda now: Source.objects.with_card_data(),
}


def site_card() -> Card:
    """The card of pages that are about no record."""
    return Card(
        slug="the-hanoi-convention-record",
        kicker=_("News and public record"),
        headline=SITE_NAME,
        lines=(_("Who said what, on what occasion, and which source says so."),),
    )


@singledispatch
def card_of(record: Any) -> Card:
    """The card of a public record, read as in ROWS.

    Raises:
        TypeError: such a record has no card.
    """
    raise TypeError(f"{type(record).__name__} has no card.")


@card_of.register
def article_card(article: Article) -> Card:
    day = date_format(timezone.localtime(article.publish_at), "j F Y") if article.publish_at else ""
    return Card(
        article.slug, article.kicker or _("News"), article.headline, said(article.dateline, day)
    )


@card_of.register
def event_card(event: Event) -> Card:
    kind = event.get_kind_display()
    if event.standing != Event.Standing.HELD:
        kind = f"{kind} · {event.get_standing_display()}"
    return Card(event.slug, kind, event.title, said(event.when, within(event.place)))


@card_of.register
def statement_card(statement: Statement) -> Card:
    speakers = "; ".join(speaker.credit for speaker in statement.speakers.all())
    occasion = str(statement.public_event or statement.occasion)
    lines = said(speakers, occasion, statement.when)
    return Card(statement.slug, _("Statement"), statement.gist, lines)


@card_of.register
def person_card(person: Person) -> Card:
    role = next(iter(person.roles.all()), None)
    lines = said(f"{role.title}, {role.organisation}", role.when) if role else ()
    return Card(person.slug, _("Person"), person.name, lines)


@card_of.register
def organisation_card(body: Organisation) -> Card:
    lines = said(body.formal_name, body.parent)
    return Card(body.slug, body.get_kind_display(), body.name, lines)


@card_of.register
def source_card(source: Source) -> Card:
    lines = said(source.publisher, format_partial_date(source.published_on))
    return Card(source.slug, source.get_kind_display(), source.title, lines)


@card_of.register
def topic_card(topic: Topic) -> Card:
    return Card(topic.slug, _("Topic"), topic.name)


@card_of.register
def place_card(place: Place) -> Card:
    return Card(place.slug, place.get_kind_display(), place.name, said(place.parent, place.country))


@card_of.register
def instrument_card(instrument: Instrument) -> Card:
    opened = format_partial_date(instrument.opened_on)
    lines = said(
        instrument.formal_title, opened and _("Opened for signature %(day)s") % {"day": opened}
    )
    return Card(instrument.slug, _("Treaty"), instrument.name, lines)


def said(*lines: Any) -> tuple[str, ...]:
    """The lines that are not empty."""
    return tuple(str(line) for line in lines if line)


def within(place: Place | None) -> str:
    """A venue with its city."""
    return ", ".join(said(place, place and place.parent))

"""Articles, events, statements and places in schema.org's terms."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Article, Correction, Event, Place, Report, Speaker, Statement
from hanoiconv.core.jsonld import SITE_NAME, absolute, iso_end, iso_start, linked, page
from people.jsonld import organisation_type, source_reference
from people.models import Organisation, Person, Source

STATUS = {
    Event.Standing.PLANNED: "https://schema.org/EventScheduled",
    Event.Standing.HELD: "https://schema.org/EventScheduled",
    Event.Standing.POSTPONED: "https://schema.org/EventPostponed",
    Event.Standing.CANCELLED: "https://schema.org/EventCancelled",
}


def article_jsonld(
    article: Article, sources: Iterable[Source], corrections: Iterable[Correction]
) -> dict[str, Any]:
    publisher = {"@type": "Organization", "name": SITE_NAME, "url": absolute("/")}
    published = article.publish_at.isoformat() if article.publish_at else None
    data = {
        "@type": "NewsArticle",
        "@id": absolute(article.get_absolute_url()),
        "url": absolute(article.get_absolute_url()),
        "mainEntityOfPage": absolute(article.get_absolute_url()),
        "headline": article.headline,
        "description": article.standfirst,
        "datePublished": published,
        "dateModified": article.updated_at.isoformat() if article.updated_at else published,
        "author": publisher,
        "publisher": publisher,
        "inLanguage": "en-GB",
        "isBasedOn": [source_reference(source) for source in sources],
        "correction": [correction_comment(correction) for correction in corrections],
    }
    return page(data, [(_("News"), reverse("events:article-list")), _crumb(article)])


def correction_comment(correction: Correction) -> dict[str, Any]:
    return {
        "@type": "CorrectionComment",
        "text": f"{correction.said} → {correction.says} {correction.why}",
        "datePublished": correction.made_at.isoformat(),
    }


def event_jsonld(event: Event, parent: Event | None, programme: Iterable[Event]) -> dict[str, Any]:
    data = {
        **_event(event),
        "@id": absolute(event.get_absolute_url()),
        "description": event.summary,
        "superEvent": _event(parent) if parent else None,
        "subEvent": [_event(row) for row in programme],
    }
    return page(data, [(_("Events"), reverse("events:event-list")), _crumb(event)])


def _event(event: Event) -> dict[str, Any]:
    known = {
        "startDate": iso_start(event.date),
        "endDate": iso_end(event.date),
        "location": _location(event.place),
    }
    return {
        **linked("Event", event),
        "eventStatus": STATUS[Event.Standing(event.standing)],
        **{name: value for name, value in known.items() if value},
    }


def _location(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {**linked("Place", place), "address": str(place.parent or place)}


def statement_jsonld(statement: Statement) -> dict[str, Any]:
    """A `Quotation`; its text is given only where a source prints the words as the speaker's."""
    reports: list[Report] = [*statement.reports.all()]
    leading = statement.leading_report
    words = [passage.quoted for passage in leading.passages.all() if passage.quoted]
    speakers = [_speaker(speaker) for speaker in statement.speakers.all()]
    data = {
        "@type": "Quotation" if leading.is_quoting else "Claim",
        "@id": absolute(statement.get_absolute_url()),
        "url": absolute(statement.get_absolute_url()),
        "name": statement.gist,
        "text": " … ".join(words) if leading.is_quoting else None,
        "spokenByCharacter" if leading.is_quoting else "author": speakers,
        "isBasedOn": [source_reference(report.source) for report in reports],
        "dateCreated": iso_start(statement.date),
        "inLanguage": leading.lang if words else None,
        "about": _about(statement),
    }
    return page(data, [(_("Statements"), reverse("events:statement-list")), _crumb(statement)])


def _about(statement: Statement) -> list[dict[str, Any]]:
    about = []
    if statement.public_event:
        about.append(linked("Event", statement.public_event))
    if statement.instrument:
        about.append(linked("Legislation", statement.instrument))
    return about


def _speaker(speaker: Speaker) -> dict[str, Any]:
    subject = speaker.subject
    if isinstance(subject, Person):
        return linked("Person", subject)
    if isinstance(subject, Organisation):
        return linked(organisation_type(subject), subject)
    return {"@type": "Person", "name": speaker.credit}


def place_jsonld(place: Place, parent: Place | None) -> dict[str, Any]:
    geo = None
    if place.latitude is not None:
        geo = {
            "@type": "GeoCoordinates",
            "latitude": str(place.latitude),
            "longitude": str(place.longitude),
        }
    data = {
        **linked("City" if place.kind == Place.Kind.CITY else "Place", place),
        "@id": absolute(place.get_absolute_url()),
        "geo": geo,
        "containedInPlace": linked("Place", parent) if parent else None,
    }
    return page(data, [(_("Places"), reverse("events:place-list")), _crumb(place)])


def _crumb(record: Any) -> tuple[str, str]:
    return str(record), record.get_absolute_url()

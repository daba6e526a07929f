from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from events.jsonld.articles import correction_comment
from events.jsonld.photos import photo_images
from events.jsonld.places import location
from events.jsonld.subjects import credited
from events.models import Correction, Event, Participation, Photo, Place, Topic
from hanoiconv.core.jsonld import (
    LANGUAGE,
    absolute,
    card,
    crumb,
    iso_end,
    iso_start,
    linked,
    page,
)

STATUS = {
    Event.Standing.PLANNED: "https://schema.org/EventScheduled",
    Event.Standing.HELD: "https://schema.org/EventScheduled",
    Event.Standing.POSTPONED: "https://schema.org/EventPostponed",
    Event.Standing.CANCELLED: "https://schema.org/EventCancelled",
}
# The parts in an event that schema.org has a word for.
PARTS = {
    "organizer": {"host", "co-host", "organiser", "co-organiser"},
    "performer": {"speaker"},
    "attendee": {"guest", "signatory", "visitor", "participant"},
}


def event_jsonld(
    event: Event,
    parent: Event | None,
    programme: Iterable[Event],
    participations: Iterable[Participation] = (),
    topics: Iterable[Topic] = (),
    photos: Iterable[Photo] = (),
    corrections: Iterable[Correction] = (),
) -> dict[str, Any]:
    """Needs `place__country` with the event, and names with the participations.

    An event is no creative work in schema.org's terms: what was corrected is the page about it.
    """
    comments = [correction_comment(correction) for correction in corrections]
    treaty = [linked("Legislation", event.instrument)] if event.instrument else []
    data = {
        **_event(event),
        "@id": absolute(event.get_absolute_url()),
        "description": event.summary or _in_short(event),
        "image": [*photo_images(*photos), card(event)],
        "location": location(event.place, event.place.country if event.place else None),
        "eventAttendanceMode": _attendance(event.place),
        **_taking_part(participations),
        "about": treaty + [linked("DefinedTerm", topic) for topic in topics],
        "superEvent": _event(parent) if parent else None,
        "subEvent": [_event(row) for row in programme],
        "inLanguage": LANGUAGE,
        "subjectOf": comments and {**linked("WebPage", event), "correction": comments},
    }
    return page(data, [(_("Events"), reverse("events:event-list")), crumb(event)])


def _in_short(event: Event) -> str:
    words = [event.get_kind_display(), event.when, str(event.place or "")]
    return ", ".join(str(word) for word in words if word)


def _event(event: Event) -> dict[str, Any]:
    """An event with what its card shows."""
    return {
        **linked("Event", event),
        "eventStatus": STATUS[Event.Standing(event.standing)],
        "startDate": iso_start(event.date),
        "endDate": iso_end(event.date),
        "location": location(event.place),
    }


def _attendance(place: Place | None) -> str | None:
    if place is None:
        return None
    mode = "Online" if place.kind == Place.Kind.ONLINE else "Offline"
    return f"https://schema.org/{mode}EventAttendanceMode"


def _taking_part(participations: Iterable[Participation]) -> dict[str, list[Any]]:
    """Who took part by schema.org's words, each once however many sources name them."""
    found: dict[str, dict[str, Any]] = {word: {} for word in PARTS}
    for row in participations:
        for word, parts in PARTS.items():
            if row.part in parts:
                found[word].setdefault(str(row.subject), credited(row))
    return {word: [*subjects.values()] for word, subjects in found.items()}

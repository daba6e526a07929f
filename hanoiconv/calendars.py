"""Public events as iCalendar (RFC 5545, RFC 7986): those whose first and last day are known.

An event dated to a month or a year, about right, uncertain or open at an end stands in no
calendar: it would be put on days that no source names. The calendar's description says so.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Timezone
from icalendar import Event as Entry

from events.models import Event
from hanoiconv.core.dates import Point, parse
from hanoiconv.models import EventRevision

STATUS = {
    # A date that was announced is definite for a calendar, held or not.
    Event.Standing.PLANNED: "CONFIRMED",
    Event.Standing.HELD: "CONFIRMED",
    Event.Standing.POSTPONED: "TENTATIVE",
    Event.Standing.CANCELLED: "CANCELLED",
}
ASK_AGAIN_AFTER = timedelta(hours=12)


def for_calendar(events: Any) -> Any:
    """The rows of a queryset with all that an entry shows. One query."""
    return events.select_related("place__parent", "revision").soonest_first()


def calendar(events: Iterable[Event], name: str, address: str) -> bytes:
    """A calendar of events from `for_calendar()`; the same rows give the same bytes.

    Args:
        name: for readers.
        address: where the calendar is kept up to date, absolute.
    """
    entries = [_entry(event) for event in events if _fits(event)]
    cal = Calendar()
    cal.add("prodid", "-//The Hanoi Convention Record//EN")
    cal.add("version", "2.0")
    for property in ("name", "x-wr-calname"):  # RFC 7986, and what came before it
        cal.add(property, name)
    note = _("Events whose days are not known exactly are left out.")
    for property in ("description", "x-wr-caldesc"):
        cal.add(property, note)
    cal.add("source", address, parameters={"VALUE": "URI"})
    cal.add("url", settings.SITE_URL + "/events/")
    cal.add("refresh-interval", ASK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    cal.add("x-published-ttl", "PT12H")
    for zone in _time_zones(entries):
        cal.add_component(zone)
    for entry in entries:
        cal.add_component(entry)
    return cal.to_ical()


def _fits(event: Event) -> bool:
    """Whether its days are known, and a calendar can name the day after and any zone's clock."""
    return event.is_dated_to_the_day and (event.date_latest or date.max).year < date.max.year


def _entry(event: Event) -> Entry:
    entry, revision = Entry(), EventRevision.of(event)
    # When it was last written, or came to be seen.
    changed = max(filter(None, (revision.changed_at, event.publish_at))).astimezone(UTC)
    entry.add("uid", f"{event.slug}@hanoi-convention-record")
    # Where no METHOD is given, both say when the record was last revised (RFC 5545, 3.8.7.2).
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("sequence", revision.sequence)
    entry.add("summary", event.title)
    entry.add("status", STATUS[Event.Standing(event.standing)])
    entry.add("categories", [str(event.get_kind_display())])
    entry.add("url", settings.SITE_URL + event.get_absolute_url())
    entry.add("transp", "TRANSPARENT")  # a public event takes nobody's own time
    if event.summary:
        entry.add("description", event.summary)
    if event.place:
        places = (event.place, event.place.parent)
        entry.add("location", ", ".join(place.name for place in places if place))
        if event.place.latitude is not None and event.place.longitude is not None:
            entry.add("geo", (float(event.place.latitude), float(event.place.longitude)))
    for name, value in _times(event).items():
        entry.add(name, value)
    return entry


def _times(event: Event) -> dict[str, date]:
    """DTSTART and DTEND: moments in the venue's own time, or days with the day after (3.6.1)."""
    dated = parse(event.date)
    first, last = dated.start, dated.end
    if first is None or last is None:
        raise ValueError(f"{event.slug} has no first or no last day, so no place in a calendar.")
    if not (first.clock and last.clock):
        # One value is a moment only where the other is (3.8.2.2): else both are days.
        return {"dtstart": first.first_day, "dtend": last.last_day + timedelta(days=1)}
    zone = _zone(event)
    times = {"dtstart": _moment(first, zone)}
    if _moment(last, zone) > times["dtstart"]:
        times["dtend"] = _moment(last, zone)
    return dict(times)


def _zone(event: Event) -> Any:
    """The time zone of the venue, else of its city; UTC where neither is known."""
    place = event.place
    name = place and (place.time_zone or (place.parent and place.parent.time_zone))
    return ZoneInfo(name) if name else UTC


def _moment(point: Point, zone: Any) -> datetime:
    return datetime.fromisoformat(point.iso).astimezone(zone)


def _time_zones(entries: list[Entry]) -> list[Timezone]:
    """The VTIMEZONE of each zone the entries name, for the years in which they use it."""
    years: dict[str, set[int]] = {}
    for entry in entries:
        for name in ("DTSTART", "DTEND"):
            time: Any = entry.get(name)
            if time and "TZID" in time.params:
                years.setdefault(time.params["TZID"], set()).add(time.dt.year)
    return [_time_zone(zone, min(used), max(used)) for zone, used in sorted(years.items())]


@lru_cache
def _time_zone(name: str, first: int, last: int) -> Timezone:
    return Timezone.from_tzid(
        name, first_date=date(first, 1, 1), last_date=date(min(last + 1, 9999), 1, 1)
    )

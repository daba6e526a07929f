"""Public events as iCalendar (RFC 5545): those whose first and last day are known."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from icalendar import Calendar
from icalendar import Event as Entry

from events.models import Event
from hanoiconv.core.dates import Point, parse

STATUS = {
    Event.Standing.PLANNED: "CONFIRMED",
    Event.Standing.HELD: "CONFIRMED",
    Event.Standing.POSTPONED: "TENTATIVE",
    Event.Standing.CANCELLED: "CANCELLED",
}


def calendar(events: Iterable[Event]) -> bytes:
    """The events as one calendar; those dated to a month or a year only are left out."""
    cal = Calendar()
    cal.add("prodid", "-//The Hanoi Convention Record//EN")
    cal.add("version", "2.0")
    for event in events:
        if event.is_dated_to_the_day:
            cal.add_component(_entry(event))
    return cal.to_ical()


def _entry(event: Event) -> Entry:
    dated = parse(event.date)
    first, last = dated.start, dated.end
    if first is None or last is None:
        raise ValueError(f"{event.slug} has no first or no last day, so no place in a calendar.")
    entry = Entry()
    entry.add("uid", f"{event.slug}@hanoi-convention-record")
    # A stamp of the record's own, so that the same record gives the same bytes.
    entry.add("dtstamp", (event.publish_at or datetime.now(UTC)).astimezone(UTC))
    entry.add("summary", event.title)
    entry.add("status", STATUS[Event.Standing(event.standing)])
    entry.add("url", settings.SITE_URL + event.get_absolute_url())
    if event.summary:
        entry.add("description", event.summary)
    if event.place:
        entry.add("location", event.place.name)
    if first.clock:
        entry.add("dtstart", _moment(first))
        if last != first and last.clock:
            entry.add("dtend", _moment(last))
    else:
        entry.add("dtstart", first.first_day)
        entry.add("dtend", last.last_day + timedelta(days=1))  # the day after (3.6.1)
    return entry


def _moment(point: Point) -> datetime:
    return datetime.fromisoformat(point.iso).astimezone(UTC)

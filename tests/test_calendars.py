from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from icalendar import Calendar

from hanoiconv.calendars import calendar
from tests.make import make_event, make_place

pytestmark = pytest.mark.django_db


def entries(*events):
    """The entries of a calendar of these events, as another program reads them."""
    return Calendar.from_ical(calendar(events)).walk("VEVENT")


def test_calendar_is_one_that_other_programs_read():
    calendar_read = Calendar.from_ical(calendar([make_event()]))

    assert calendar_read["VERSION"] == "2.0"
    assert calendar_read["PRODID"] == "-//The Hanoi Convention Record//EN"


def test_entry_says_what_where_and_which_page():
    place = make_place(name="Hanoi")
    event = make_event(title="Lễ mở ký, Hanoi; a\\b", summary="Two\nlines.", place=place)

    (entry,) = entries(event)

    assert entry["SUMMARY"] == "Lễ mở ký, Hanoi; a\\b"
    assert entry["DESCRIPTION"] == "Two\nlines."
    assert entry["LOCATION"] == "Hanoi"
    assert entry["URL"] == settings.SITE_URL + event.get_absolute_url()
    assert entry["UID"] == f"{event.slug}@hanoi-convention-record"
    assert entry["DTSTAMP"].dt == datetime(2026, 1, 1, tzinfo=UTC)


def test_entry_of_a_bare_event_has_no_description_and_no_place():
    (entry,) = entries(make_event())

    assert {"DESCRIPTION", "LOCATION"} & entry.keys() == set()


@pytest.mark.parametrize(
    ("dated", "start", "end"),
    [
        ("2025-10-25", date(2025, 10, 25), date(2025, 10, 26)),
        ("2025-10-25/2025-10-26", date(2025, 10, 25), date(2025, 10, 27)),
        ("2025-12-30/2026-01-02", date(2025, 12, 30), date(2026, 1, 3)),
        ("2026-12-31", date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_days_end_on_the_day_after_the_last(dated, start, end):
    (entry,) = entries(make_event(date=dated))

    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (start, end)
    assert entry["DTSTART"].params == entry["DTEND"].params == {"VALUE": "DATE"}


@pytest.mark.parametrize(
    ("dated", "start", "end"),
    [
        ("2025-10-25T08:30+07:00", datetime(2025, 10, 25, 1, 30, tzinfo=UTC), None),
        (
            "2025-09-22T09:30-04:00/2025-09-22T11:00-04:00",
            datetime(2025, 9, 22, 13, 30, tzinfo=UTC),
            datetime(2025, 9, 22, 15, tzinfo=UTC),
        ),
        (
            "2025-10-25T20:00+07:00/2025-10-26T01:15:30+07:00",
            datetime(2025, 10, 25, 13, tzinfo=UTC),
            datetime(2025, 10, 25, 18, 15, 30, tzinfo=UTC),
        ),
    ],
)
def test_times_are_given_in_utc(dated, start, end):
    (entry,) = entries(make_event(date=dated))

    assert entry["DTSTART"].dt == start
    assert (entry["DTEND"].dt if "DTEND" in entry else None) == end


@pytest.mark.parametrize(
    "dated", ["", "2025", "2025-10", "2025-09/2025-10-26", "2025-10-25/..", "../2025-10-25"]
)
def test_event_without_a_first_and_last_day_is_left_out(dated):
    shown = make_event()

    found = entries(make_event(date=dated), shown)

    assert [entry["SUMMARY"] for entry in found] == [shown.title]


@pytest.mark.parametrize(
    ("standing", "status"),
    [
        ("held", "CONFIRMED"),
        ("planned", "CONFIRMED"),
        ("postponed", "TENTATIVE"),
        ("cancelled", "CANCELLED"),
    ],
)
def test_entry_says_how_it_stands(standing, status):
    (entry,) = entries(make_event(standing=standing))

    assert entry["STATUS"] == status


def test_same_record_gives_the_same_bytes():
    events = [make_event(), make_event(date="2025-10-25T08:30+07:00")]

    assert calendar(events) == calendar(events)


def test_calendar_of_all_has_public_events_soonest_first(client):
    later, sooner = make_event(date="2026-01-26"), make_event(date="2025-10-25")
    make_event(date="2025-11")
    for hidden in (
        {"status": "draft"},
        {"status": "withdrawn"},
        {"publish_at": "9000-01-01T00:00Z"},
    ):
        make_event(**hidden)
    make_event(parent=make_event(status="draft"))

    answer = client.get("/events.ics")

    found = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [entry["SUMMARY"] for entry in found] == [sooner.title, later.title]
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="events.ics"'


def test_calendar_of_one_event_has_it_alone(client):
    event = make_event()
    make_event(parent=event)

    answer = client.get(f"/events/{event.slug}.ics")

    (entry,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert entry["SUMMARY"] == event.title
    assert answer["Content-Disposition"] == f'attachment; filename="{event.slug}.ics"'


@pytest.mark.parametrize("dated", ["2025-10", "2025", "", "2025-10-25~", "2025-10-25/.."])
def test_event_without_an_exact_day_has_no_calendar_file_and_no_link_to_one(client, db, dated):
    event = make_event(date=dated)

    page = client.get(event.get_absolute_url()).content.decode()

    assert client.get(f"/events/{event.slug}.ics").status_code == 404
    assert ".ics" not in page.partition("<footer")[0]

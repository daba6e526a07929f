from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from icalendar import Calendar

from events.models import Event
from hanoiconv.calendars import calendar, for_calendar
from hanoiconv.models import EventRevision
from tests.make import (
    LONG_AGO,
    make_event,
    make_place,
)

pytestmark = pytest.mark.django_db


def content(*events):
    """The calendar file of these events, as they are on record."""
    rows = for_calendar(Event.objects.filter(pk__in=[event.pk for event in events]))
    return calendar(rows, "Events", "https://record.example/events.ics")


def entries(*events):
    """The entries of a calendar of these events, as another program reads them."""
    return Calendar.from_ical(content(*events)).walk("VEVENT")


def test_calendar_says_what_it_is_where_it_is_kept_and_when_to_ask_again():
    found = Calendar.from_ical(content(make_event()))

    assert {name: str(value) for name, value in found.items()} == {
        "VERSION": "2.0",
        "PRODID": "-//The Hanoi Convention Record//EN",
        "NAME": "Events",
        "X-WR-CALNAME": "Events",
        "DESCRIPTION": "Events whose days are not known exactly are left out.",
        "X-WR-CALDESC": "Events whose days are not known exactly are left out.",
        "SOURCE": "https://record.example/events.ics",
        "URL": f"{settings.SITE_URL}/events/",
        "REFRESH-INTERVAL": str(found["REFRESH-INTERVAL"]),
        "X-PUBLISHED-TTL": "PT12H",
    }
    assert found["REFRESH-INTERVAL"].dt == timedelta(hours=12)


def test_entry_says_what_where_and_which_page():
    city = make_place(name="Hanoi")
    place = make_place(name="Hall; A", parent=city, latitude="21.00551", longitude="105.78335")
    event = make_event(
        title="Lễ mở ký, Hanoi; a\\b", summary="Two\nlines.", place=place, kind="side-event"
    )

    (entry,) = entries(event)

    assert entry["SUMMARY"] == "Lễ mở ký, Hanoi; a\\b"
    assert entry["DESCRIPTION"] == "Two\nlines."
    assert entry["LOCATION"] == "Hall; A, Hanoi"
    assert (entry["GEO"].latitude, entry["GEO"].longitude) == (21.00551, 105.78335)
    assert entry["CATEGORIES"].cats == ["Side event"]
    assert entry["URL"] == settings.SITE_URL + event.get_absolute_url()
    assert entry["UID"] == f"{event.slug}@hanoi-convention-record"
    assert entry["TRANSP"] == "TRANSPARENT"


def test_entry_of_a_bare_event_has_no_description_and_no_place():
    (entry,) = entries(make_event())

    assert {"DESCRIPTION", "LOCATION", "GEO"} & entry.keys() == set()


def test_entry_counts_its_revisions_and_dates_the_last():
    event = make_event()
    Event.objects.update(standing="cancelled")
    EventRevision.objects.update(changed_at=datetime(2026, 3, 1, 9, 30, tzinfo=UTC))

    (entry,) = entries(event)

    assert entry["SEQUENCE"] == 1
    assert entry["LAST-MODIFIED"].dt == datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    assert entry["DTSTAMP"].dt == entry["LAST-MODIFIED"].dt


def test_entry_written_before_it_could_be_seen_is_as_old_as_its_publication():
    event = make_event(publish_at=datetime(2026, 5, 1, tzinfo=UTC))
    EventRevision.objects.update(changed_at=LONG_AGO)

    (entry,) = entries(event)

    assert entry["LAST-MODIFIED"].dt == datetime(2026, 5, 1, tzinfo=UTC)


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
def test_times_are_given_in_utc_where_the_venue_has_no_time_zone(dated, start, end):
    (entry,) = entries(make_event(date=dated, place=make_place()))

    assert entry["DTSTART"].dt == start
    assert (entry["DTEND"].dt if "DTEND" in entry else None) == end


@pytest.mark.parametrize(
    ("zones", "start"),
    [
        (("America/New_York", "Asia/Ho_Chi_Minh"), "20250922T093000"),
        (("", "America/New_York"), "20250922T093000"),
        (("Asia/Ho_Chi_Minh", ""), "20250922T203000"),
    ],
)
def test_times_are_those_of_the_venue_or_its_city_with_the_rules_of_the_zone(zones, start):
    city = make_place(time_zone=zones[1])
    place = make_place(time_zone=zones[0], parent=city)
    event = make_event(date="2025-09-22T09:30-04:00/2025-09-22T11:00-04:00", place=place)
    zone = zones[0] or zones[1]

    found = Calendar.from_ical(content(event))

    (entry,) = found.walk("VEVENT")
    (rules,) = found.walk("VTIMEZONE")
    assert f"DTSTART;TZID={zone}:{start}\r\n" in content(event).decode()
    assert entry["DTSTART"].dt == datetime(2025, 9, 22, 9, 30, tzinfo=ZoneInfo("America/New_York"))
    assert entry["DTEND"].dt == entry["DTSTART"].dt + timedelta(hours=1, minutes=30)
    assert rules["TZID"] == zone
    assert rules.to_tz(lookup_tzid=False).utcoffset(
        datetime(2025, 9, 22, 9, 30)  # noqa: DTZ001 - what the rules say of a local time
    ) == timedelta(hours=7 if zone.startswith("Asia") else -4)


def test_each_time_zone_is_described_once_before_the_entries():
    places = [make_place(time_zone=name) for name in ("Europe/Vienna", "Asia/Ho_Chi_Minh")]
    moment = "2025-10-25T08:30+07:00"
    events = [make_event(place=place, date=moment) for place in [*places, *places]]
    events.append(make_event(place=make_place(time_zone="Asia/Tokyo"), date="2025-10-25"))

    found = Calendar.from_ical(content(*events))

    assert [str(part.get("TZID", part.name)) for part in found.subcomponents] == [
        "Asia/Ho_Chi_Minh",
        "Europe/Vienna",
        *["VEVENT"] * 5,
    ]


def test_moment_with_a_day_at_its_other_end_is_a_matter_of_days():
    (entry,) = entries(make_event(date="2025-10-25T09:00+07:00/2025-10-26"))

    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2025, 10, 25), date(2025, 10, 27))


@pytest.mark.parametrize(
    "dated",
    [
        *["", "2025", "2025-10", "2025-09/2025-10-26", "2025-10-25/..", "../2025-10-25"],
        *["2025-10-25~", "2025-10-25?", "2025-10-25/2025-10-26%", "/2025-10-25"],
    ],
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


def test_same_record_gives_the_same_bytes_and_other_programs_write_them_again():
    place = make_place(time_zone="Asia/Ho_Chi_Minh", name="Trung tâm Hội nghị Quốc gia")
    events = [
        make_event(title="Đ" * 300, summary="ộ, ư; \\n\n" * 50),
        make_event(date="2025-10-25T08:30+07:00", place=place),
    ]

    written = content(*events)

    assert written == content(*events)
    assert Calendar.from_ical(written).to_ical() == written
    assert max(len(line) for line in written.split(b"\r\n")) <= 75


def test_no_text_can_break_out_of_its_line():
    event = make_event(title="So\u2028it\u0085goes")
    Event.objects.update(
        title="A\r\nEND:VEVENT\x0b\x00 \x1fB", summary="\rBEGIN:VEVENT\r\nX:\x0c\x07"
    )

    (entry,) = entries(event)

    assert entry["SUMMARY"] == "A\nEND:VEVENT B"
    assert entry["DESCRIPTION"] == "\nBEGIN:VEVENT\nX:"
    assert "X" not in entry


@pytest.mark.django_db
@pytest.mark.parametrize("dated", ["9999-12-31", "9999-12-31T23:30-07:00"])
def test_last_year_there_is_breaks_no_calendar(dated):
    last, other = make_event(date=dated), make_event(date="2026-12-31")

    shown = entries(*for_calendar(Event.objects.filter(pk__in=[last.pk, other.pk])))

    assert [entry["SUMMARY"] for entry in shown] == [other.title]


@pytest.mark.django_db
def test_event_whose_source_is_vaguer_than_its_date_is_left_out():
    vague = make_event(date="2025-10-20/2025-10-25", date_words="earlier this week")
    other = make_event(date="2025-10-25")

    shown = entries(*for_calendar(Event.objects.filter(pk__in=[vague.pk, other.pk])))

    assert [entry["SUMMARY"] for entry in shown] == [other.title]

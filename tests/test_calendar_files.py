from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from icalendar import Calendar

from events.models import Event, Place
from tests.make import (
    make_event,
    make_organisation,
    make_participation,
    make_person,
    make_place,
)

pytestmark = pytest.mark.django_db


def titles(answer):
    """The titles in a calendar file that was answered."""
    return [str(entry["SUMMARY"]) for entry in Calendar.from_ical(answer.content).walk("VEVENT")]


HIDDEN = [
    {"status": "draft"},
    {"status": "review"},
    {"status": "withdrawn"},
    {"publish_at": datetime(9000, 1, 1, tzinfo=UTC)},
]


def test_calendar_of_all_has_public_events_soonest_first(client):
    later, sooner = make_event(date="2026-01-26"), make_event(date="2025-10-25")
    cancelled = make_event(date="2026-02-01", standing="cancelled")
    make_event(date="2025-11")
    for hidden in HIDDEN:
        make_event(**hidden)
    make_event(parent=make_event(status="draft"))

    answer = client.get("/events.ics")

    assert titles(answer) == [sooner.title, later.title, cancelled.title]
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="events.ics"'
    assert f"SOURCE;VALUE=URI:{settings.SITE_URL}/events.ics\r\n" in answer.content.decode()


def test_calendar_of_one_event_has_it_alone(client):
    event = make_event()
    make_event(parent=event)

    answer = client.get(f"/events/{event.slug}.ics")

    assert titles(answer) == [event.title]
    assert answer["Content-Disposition"] == f'attachment; filename="{event.slug}.ics"'


def test_calendar_of_an_organisation_has_the_public_events_it_takes_part_in(client):
    body = make_organisation(slug="ministry", name="Ministry")
    host, guest = make_event(date="2025-10-25"), make_event(date="2025-10-24")
    make_participation(event=host, organisation=body, part="host")
    make_participation(event=host, organisation=body, part="speaker", person=make_person())
    make_participation(event=guest, organisation=body)
    make_participation(organisation=make_organisation(parent=body))
    make_participation(event=make_event(date="2025"), organisation=body)
    for hidden in HIDDEN:
        make_participation(event=make_event(**hidden), organisation=body)
    make_event()

    answer = client.get("/organisations/ministry.ics")

    assert titles(answer) == [guest.title, host.title]
    assert "NAME:Ministry\r\n" in answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="ministry.ics"'


def test_organisation_that_is_not_public_has_no_calendar(client):
    body = make_organisation()
    make_participation(event=make_event(status="draft"), organisation=body)

    assert client.get(f"/organisations/{body.slug}.ics").status_code == 404


@pytest.mark.parametrize("rows", [1, 5])
def test_calendars_need_the_same_queries_for_any_number_of_events(
    client, rows, django_assert_num_queries
):
    body = make_organisation(slug="ministry")
    for n in range(rows):
        event = make_event(place=make_place(parent=make_place()), slug=f"of-{n}")
        make_participation(event=event, organisation=body)

    with django_assert_num_queries(1):
        client.get("/events.ics")
    with django_assert_num_queries(2):  # the organisation, its events
        client.get("/organisations/ministry.ics")
    with django_assert_num_queries(1):
        client.get("/events/of-0.ics")


@pytest.mark.parametrize("dated", ["2025-10", "2025", "", "2025-10-25~", "2025-10-25/.."])
def test_event_without_an_exact_day_has_no_calendar_file_and_no_link_to_one(client, dated):
    event = make_event(date=dated)

    page = client.get(event.get_absolute_url()).content.decode()

    assert client.get(f"/events/{event.slug}.ics").status_code == 404
    assert ".ics" not in page.partition("<footer")[0]


def test_calendar_answers_not_modified_until_something_is_another(client, time_machine):
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    time_machine.move_to(now, tick=False)
    body, place = make_organisation(slug="ministry"), make_place()
    event = make_event(slug="opening", place=place)
    make_participation(event=event, organisation=body)
    scheduled = make_event(publish_at=now + timedelta(hours=1))
    make_participation(event=scheduled, organisation=body)
    addresses = ["/events.ics", "/organisations/ministry.ics", "/events/opening.ics"]
    etags = {address: client.get(address)["ETag"] for address in addresses}

    def statuses():
        answers = [
            client.get(address, headers={"If-None-Match": etags[address]}) for address in addresses
        ]
        etags.update(
            {
                address: answer["ETag"]
                for address, answer in zip(addresses, answers, strict=True)
                if answer.status_code == 200
            }
        )
        assert all("Last-Modified" not in answer for answer in answers)
        return [answer.status_code for answer in answers]

    seen = [statuses()]
    time_machine.move_to(now + timedelta(hours=2), tick=False)
    seen += [statuses(), statuses()]
    Event.objects.filter(pk=event.pk).update(standing="cancelled")
    seen.append(statuses())
    Place.objects.update(name="Renamed")
    seen.append(statuses())
    Event.objects.update(status="withdrawn", withdrawn_reason="It was an error.")
    seen.append(statuses())

    assert seen == [
        [304, 304, 304],
        [200, 200, 304],
        [304, 304, 304],
        [200, 200, 200],
        [200, 200, 200],
        [200, 404, 410],
    ]

"""The SEQUENCE of an event, whatever way it is written."""

import json

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import pre_migrate

from events.models import Event, Place
from hanoiconv.interchange.importing import import_fixtures
from hanoiconv.models import EventRevision
from hanoiconv.triggers import remove_triggers
from tests.make import LONG_AGO, make_event, make_place

pytestmark = pytest.mark.django_db


def revised(event):
    """How often the event was revised, and whether it was since the last call for it."""
    revision = EventRevision.objects.get(pk=event.slug)
    is_fresh = revision.changed_at > LONG_AGO
    EventRevision.objects.filter(pk=event.slug).update(changed_at=LONG_AGO)
    return revision.sequence, is_fresh


def fixture_of(path, *events):
    """A file of these events as they are now, one row each."""
    rows = [
        {
            "model": "events.event",
            "fields": {
                "slug": event.slug,
                "title": event.title,
                "kind": event.kind,
                "standing": event.standing,
                "date": event.date,
                "status": event.status,
                "publish_at": event.publish_at.isoformat(),
            },
        }
        for event in events
    ]
    path.write_text(json.dumps(rows))
    return path


def test_new_event_starts_at_zero():
    assert revised(make_event()) == (0, True)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": "Another title"}, (1, True)),
        ({"date": "2025-10-26"}, (1, True)),
        ({"date": "2025-10-25T09:30+07:00"}, (1, True)),
        ({"standing": "cancelled"}, (1, True)),
        ({"status": "withdrawn", "withdrawn_reason": "It was an error."}, (1, True)),
        ({"title": "Another title", "standing": "postponed", "summary": "So."}, (1, True)),
        ({"summary": "What it is."}, (0, True)),
        ({"kind": "reception"}, (0, True)),
        ({"order": 4, "date_words": "earlier this week"}, (0, False)),
        ({}, (0, False)),
    ],
)
@pytest.mark.parametrize("way", ["save", "update"])
def test_sequence_rises_with_what_a_calendar_must_be_told(changes, expected, way):
    event = make_event()
    revised(event)

    if way == "save":
        for name, value in changes.items():
            setattr(event, name, value)
        event.save()
    else:
        Event.objects.filter(pk=event.pk).update(**{"order": 0, **changes})

    assert revised(event) == expected


def test_sequence_rises_with_another_place():
    event, place = make_event(), make_place()

    Event.objects.update(place=place)
    Event.objects.update(place=place)
    Event.objects.update(place=None)

    assert revised(event) == (2, True)


def test_change_of_the_venue_or_its_city_moves_the_date_of_change_alone():
    city = make_place()
    venue = make_place(parent=city)
    here, there = make_event(place=venue), make_event(place=make_place())

    seen = []
    for place, changes in [
        (venue, {"name": "Renamed"}),
        (venue, {"kind": "venue"}),
        (city, {"time_zone": "Asia/Ho_Chi_Minh"}),
        (city, {"parent": make_place()}),  # an entry names a venue and its city, no further
    ]:
        revised(here), revised(there)
        Place.objects.filter(pk=place.pk).update(**changes)
        seen.append((revised(here), revised(there)))

    assert seen == [
        ((0, True), (0, False)),
        ((0, False), (0, False)),
        ((0, True), (0, False)),
        ((0, False), (0, False)),
    ]


def test_writes_of_whole_rows_neither_lower_the_sequence_nor_raise_it(tmp_path):
    event = make_event(slug="opening")
    Event.objects.update(title="As it is now")
    event.refresh_from_db()
    revised(event)
    path = fixture_of(tmp_path / "events.json", event)

    call_command("loaddata", path, verbosity=0)
    result = import_fixtures([path], publish=True)
    names = ["title", "kind", "standing", "date", "place", "status", "publish_at"]
    Event.objects.bulk_create(
        [event], update_conflicts=True, unique_fields=["slug"], update_fields=names
    )
    Event.objects.bulk_update([event], names)

    assert result.counts == {"unchanged": {"events.event": 1}}
    assert revised(event) == (1, False)


def test_changes_by_files_and_in_bulk_raise_the_sequence(tmp_path):
    event = make_event(slug="opening")
    seen = [revised(event)]

    event.title = "By loaddata"
    call_command("loaddata", fixture_of(tmp_path / "a.json", event), verbosity=0)
    seen.append(revised(event))
    event.title = "By an import"
    import_fixtures([fixture_of(tmp_path / "b.json", event)], overwrite=True)
    seen.append(revised(event))
    event.title = "By an upsert"
    Event.objects.bulk_create(
        [event], update_conflicts=True, unique_fields=["slug"], update_fields=["title"]
    )
    seen.append(revised(event))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_event SET title = 'By hand'")
    seen.append(revised(event))

    assert seen == [(number, True) for number in range(5)]


def test_event_that_is_made_again_goes_on_counting():
    event = make_event(slug="opening")
    Event.objects.update(title="Retitled")

    Event.objects.all().delete()
    again = make_event(slug="opening")
    Event.objects.bulk_create([Event(slug="opening")], ignore_conflicts=True)

    assert (again.pk != event.pk, revised(again)) == (True, (2, True))


def test_many_events_are_each_revised():
    events = [make_event() for _ in range(3)]
    Event.objects.filter(pk=events[1].pk).update(title="One of three")

    Event.objects.update(standing="postponed")

    assert [revised(event) for event in events] == [(1, True), (2, True), (1, True)]


def test_triggers_are_set_up_after_each_migrate_and_find_what_was_written_without():
    remove_triggers(connection.alias)
    unseen = make_event()
    Event.objects.update(title="Unseen")
    assert not EventRevision.objects.filter(pk=unseen.slug).exists()
    assert EventRevision.of(unseen).sequence == 0

    call_command("migrate", verbosity=0)
    call_command("migrate", verbosity=0)
    Event.objects.update(title="Seen")

    assert revised(unseen) == (1, True)


@pytest.mark.parametrize(("plan", "sequence"), [([], 1), (["a migration"], 0)])
def test_triggers_stand_aside_where_a_migration_will_run(plan, sequence):
    event = make_event()

    pre_migrate.send(apps.get_app_config("hanoiconv"), using=connection.alias, plan=plan)
    Event.objects.update(title="Seen")

    assert revised(event)[0] == sequence


def test_revisions_of_a_draft_are_not_told():
    event = make_event(status="draft")
    for n in range(3):
        Event.objects.filter(pk=event.pk).update(title=f"Title {n}")

    Event.objects.filter(pk=event.pk).update(status="published", publish_at=LONG_AGO)

    assert revised(event) == (0, True)

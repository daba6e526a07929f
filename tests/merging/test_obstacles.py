"""What stands in the way of a merge is said in sentences, and nothing is merged."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hanoiconv.merging.planning import plan
from people.models import Name
from tests.make import (
    make_article,
    make_event,
    make_name,
    make_organisation,
    make_participation,
    make_person,
    make_photo,
    make_place,
    make_speaker,
    make_statement,
    make_topic,
)
from tests.merging.naming import merged, refused

pytestmark = pytest.mark.django_db


def in_the_way(kept, gone, user):
    """The sentences of the plan, with which a merge is refused too."""
    problems = plan(kept, gone, user).problems
    assert refused(kept, gone, user) == problems
    return problems


def test_record_is_not_merged_into_itself(publisher):
    person = make_person()
    make_speaker(person=person)

    assert plan(person, person, publisher).problems == [
        "This is one and the same record: choose another."
    ]


def test_same_name_of_another_sort_is_in_the_way(publisher):
    kept, gone = make_person(), make_person()
    make_name(person=kept, text="Waly", kind="short")
    make_name(person=gone, text="Waly", kind="former")

    assert in_the_way(kept, gone, publisher) == [
        "The name “Waly”: This person has this name already. Make the two alike, or delete one."
    ]


def test_body_is_not_merged_into_its_own_part(publisher):
    gone = make_organisation(name="Ministry")
    between = make_organisation(name="Department", parent=gone)
    kept = make_organisation(name="Office", parent=between)

    assert in_the_way(kept, gone, publisher) == [
        "The organisation “Department”: An organisation cannot be part of itself."
    ]


@pytest.mark.parametrize(
    ("make_row", "reason"),
    [
        (make_organisation, "The organisation “Part”: An organisation cannot be part of itself."),
        (make_place, "The place “Part”: A place cannot be part of itself."),
    ],
)
def test_whole_is_not_merged_into_its_part_but_the_part_into_it(publisher, make_row, reason):
    gone = make_row(name="Whole")
    kept = make_row(name="Part", parent=gone)

    assert in_the_way(kept, gone, publisher) == [reason]
    assert plan(gone, kept, publisher).problems == []


def test_event_would_be_part_of_itself(publisher):
    gone = make_event(title="Week")
    kept = make_event(title="Day", parent=gone)

    assert in_the_way(kept, gone, publisher) == [
        "The event “Day”: An event cannot be part of itself."
    ]


def test_events_would_be_too_deep(publisher):
    kept, gone = make_event(parent=make_event(parent=make_event())), make_event()
    make_event(title="Session", parent=gone)

    assert in_the_way(kept, gone, publisher) == [
        "The event “Session”: An event may be part of an event that is part of one, no deeper."
    ]


def test_country_of_a_place_stays_a_state(publisher):
    kept, gone = make_organisation(name="Press"), make_organisation(kind="state")
    make_place(country=gone)

    assert in_the_way(kept, gone, publisher) == ["“Press” cannot be chosen as country of places."]


@pytest.mark.parametrize("values", [{"status": "draft"}, {"status": "withdrawn"}])
def test_page_that_readers_see_does_not_vanish(publisher, values):
    kept, gone = make_event(title="Hidden", **values), make_event(title="Shown")

    assert in_the_way(kept, gone, publisher) == [
        "Readers know the page of “Shown”, but do not see “Hidden”: merge the other way round, "
        "or publish that one first."
    ]
    assert plan(gone, kept, publisher).problems == []


def test_reason_of_what_was_withdrawn_does_not_vanish(publisher):
    gone, draft = make_event(status="withdrawn"), make_event(status="draft")

    assert len(in_the_way(draft, gone, publisher)) == 1
    assert plan(make_event(status="withdrawn"), gone, publisher).problems == []
    assert plan(make_event(), gone, publisher).problems == []


SEEN = "“{}” is or was to be seen by readers: merging it takes a publisher."
MOVES = "{} that would move is or was to be seen by readers: changing it takes a publisher."


def test_editor_merges_what_readers_never_saw(editor):
    kept, gone = make_person(), make_person()
    statement = make_statement(status="draft", speaker={"person": gone})

    merged(kept, gone, editor)

    assert statement.speakers.get().person == kept


def test_editor_merges_into_nothing_that_readers_see(editor):
    kept, gone = make_person(name="Seen"), make_person(name="Draft")
    make_participation(person=kept)

    assert in_the_way(kept, gone, editor) == [SEEN.format("Seen")]
    assert in_the_way(gone, kept, editor) == [
        SEEN.format("Seen"),
        MOVES.format("1 of the participations"),
    ]


@pytest.mark.parametrize(
    "values",
    [{"status": "withdrawn"}, {"publish_at": timezone.now() + timedelta(days=9)}],
    ids=["withdrawn", "scheduled"],
)
def test_editor_moves_no_row_of_what_is_settled(editor, values):
    kept, gone = make_topic(name="Stays"), make_topic(name="Goes")
    make_article(topics=[gone], **values)

    [*_of_records, of_rows] = in_the_way(kept, gone, editor)

    assert of_rows == MOVES.format("1 of the articles")


def test_editor_moves_no_published_statement_to_another_draft_event(editor):
    kept, gone = make_event(status="draft"), make_event(status="draft")
    make_statement(event=gone)
    make_photo(event=gone)

    assert in_the_way(kept, gone, editor) == [MOVES.format("1 of the statements")]


def test_rights_are_asked_of_every_kind_of_row(publisher):
    kept, gone = make_person(), make_person()
    rights = publisher.groups.get().permissions
    rights.remove(*rights.filter(codename__in=["change_speaker", "delete_name", "delete_person"]))
    make_speaker(person=gone)
    for person in (kept, gone):
        make_name(person=person, text="Waly")

    assert in_the_way(kept, gone, publisher) == [
        "Merging people takes the right to change and to delete them.",
        "You may not delete names, and some would go as the same twice.",
        "You may not change speakers, and some would move.",
    ]
    assert Name.objects.count() == 2

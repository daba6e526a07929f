"""What a merge would move: exactly the rows that name the other record, by every way there is."""

import pytest
from django.apps import apps

from hanoiconv.merging.planning import plan
from tests.make import (
    make_article,
    make_event,
    make_name,
    make_organisation,
    make_person,
    make_place,
    make_report,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
)
from tests.merging.naming import KINDS, NAMING, WAYS, states

pytestmark = pytest.mark.django_db


def moved(planned):
    """The rows that a plan would move, by the way in which they name the record."""
    return {str(move.way): move.rows for move in planned.moves}


@pytest.mark.parametrize(("model", "way"), WAYS, ids=str)
def test_row_of_every_way_moves_and_no_other(publisher, model, way):
    kept, gone = states(model)
    make_row, field = NAMING[way], way.rpartition(".")[2]
    make_row(**{field: kept})
    row = make_row(**{field: gone})

    planned = plan(kept, gone, publisher)

    [move] = planned.moves
    assert str(move.way) == way
    named = move.way.changed._base_manager.get(pk=row.pk)
    owners = move.way.model._base_manager.filter(pk__in=move.rows)
    assert [*owners.values_list(move.way.owner, flat=True)] == [named.pk]
    assert (len(move.rows), move.twins, planned.problems) == (1, {}, [])


def test_every_foreign_key_and_group_of_the_record_is_a_way():
    keys = {
        f"{model._meta.label_lower}.{key.name}"
        for label in ("people", "events", "hanoiconv")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        for key in model._meta.concrete_fields
        if key.related_model in KINDS
    }

    assert {way for _model, way in WAYS} == keys - {"hanoiconv.eventrevision.event"}
    assert {way for _model, way in WAYS} == NAMING.keys()


def test_group_without_duplicates(publisher):
    kept, gone = make_topic(), make_topic()
    both = make_article(topics=[kept, gone])
    one = make_article(topics=[gone])

    [move] = plan(kept, gone, publisher).moves

    titles = [(row.text, row.is_there) for row in move.titles]
    assert titles == [(str(one), False), (str(both), True)]
    assert (len(move.rows), len(move.twins)) == (1, 1)


def test_same_part_twice_is_there_already(publisher):
    kept, gone = make_person(), make_person()
    make_name(person=kept, text="Waly", lang="en")
    make_name(person=gone, text="Waly", lang="en")
    other = make_name(person=gone, text="Ghada Waly")

    planned = plan(kept, gone, publisher)

    [move] = planned.moves
    assert (move.rows, [*move.twins.values()]) == ([other.pk], [kept.names.get().pk])
    assert planned.moved == "1 name"
    assert planned.problems == []


def test_speaker_in_the_same_office_is_there_already(publisher):
    kept, gone, body = make_person(), make_person(), make_organisation()
    roles = [make_role(person=person, organisation=body) for person in (kept, gone)]
    statement = make_statement(speaker={"person": kept, "role": roles[0]})
    make_speaker(statement=statement, person=gone, role=roles[1], order=2)

    planned = plan(kept, gone, publisher)

    assert planned.moved == ""
    assert [(str(move.way), [*move.twins.values()]) for move in planned.moves] == [
        ("people.role.person", [roles[0].pk]),
        ("events.speaker.person", [statement.speakers.first().pk]),
    ]


def test_what_names_a_row_that_is_there_already_moves_too(publisher):
    kept, gone, body = make_person(), make_person(), make_organisation()
    roles = [make_role(person=person, organisation=body) for person in (kept, gone)]
    roles[1].sources.add(make_source())
    speaker = make_statement(speaker={"person": gone, "role": roles[1]}).speakers.get()

    planned = plan(kept, gone, publisher)

    pair = roles[1].sources.through.objects.get()
    assert moved(planned) == {
        "people.role.person": [],
        "events.speaker.person": [speaker.pk],
        "people.role_sources.role": [pair.pk],
        "events.speaker.role": [speaker.pk],
    }


def test_reports_with_passages_stay_two(publisher):
    kept, gone, source = make_organisation(), make_organisation(), make_source()
    statement = make_statement(report=None)
    reports = [make_report(statement=statement, source=source, via=via) for via in (kept, gone)]

    [move] = plan(kept, gone, publisher).moves

    assert (move.rows, move.twins) == ([reports[1].pk], {})


def test_fields_that_differ_stand_side_by_side(publisher):
    place = make_place(name="Hanoi")
    kept = make_event(title="Opening", summary="", place=place)
    gone = make_event(title="Opening", summary="At length.", kind="session")

    rows = plan(kept, gone, publisher).differing

    assert [(row.name, row.kept, row.gone) for row in rows] == [
        ("Kind", "Meeting", "Session"),
        ("Place", "Hanoi", ""),
        ("Summary", "", "At length."),
    ]


def test_parts_of_other_records_are_told_by_these(publisher):
    kept, gone = make_person(name="One"), make_person(name="Two")
    statement = make_statement(gist="A point.", speaker={"person": gone})

    [move] = plan(kept, gone, publisher).moves

    speaker = statement.speakers.get()
    [title] = move.titles
    assert (title.text, title.says) == ("A point.", "Two")
    assert title.url == f"/admin/events/speaker/{speaker.pk}/change/"
    assert (move.kind, move.named_as) == ("Speakers", "")


def test_field_is_told_where_the_kind_does_not_tell_it(publisher):
    kept, gone = make_organisation(), make_organisation()
    make_source(publisher=gone, credited_to=gone)
    make_organisation(parent=gone)

    moves = plan(kept, gone, publisher).moves

    assert [(move.kind, move.named_as) for move in moves] == [
        ("Sources", "credited to"),
        ("Sources", "publisher"),
        ("Organisations", "parent"),
    ]


def test_name_that_would_be_lost_is_offered_as_another_name(publisher, onlooker):
    kept, gone = make_person(name="Lương Cường"), make_person(name="Luong Cuong")

    assert plan(kept, gone, publisher).spelling == "Luong Cuong"
    assert plan(kept, gone, onlooker).spelling == ""
    make_name(person=gone, text="Luong Cuong")
    assert plan(kept, gone, publisher).spelling == ""
    assert plan(make_topic(), make_topic(), publisher).spelling == ""
    assert plan(kept, make_person(name="Lương Cường"), publisher).spelling == ""


def test_first_fifty_are_shown_and_the_others_counted(publisher):
    kept, gone = make_place(), make_place()
    for n in range(52):
        make_event(place=gone, title=f"E{n:02}")

    [move] = plan(kept, gone, publisher).moves

    assert (move.number, move.unshown) == (52, 2)
    assert [row.text for row in move.titles] == [f"E{n:02}" for n in range(50)]


def test_rows_of_a_kind_that_the_user_may_not_view_are_not_shown(editor):
    kept, gone = make_person(), make_person()
    make_statement(gist="A secret.", speaker={"person": gone}, status="draft")
    rights = editor.groups.get().permissions
    rights.remove(*rights.filter(codename__endswith="_speaker"))

    planned = plan(kept, gone, editor)

    assert [move.titles for move in planned.moves] == [[]]
    assert planned.problems == ["You may not change speakers, and some would move."]


def test_fingerprint_changes_with_what_is_shown(publisher):
    kept, gone = make_person(), make_person()
    speaker = make_speaker(person=gone)
    before = plan(kept, gone, publisher).fingerprint

    assert plan(kept, gone, publisher).fingerprint == before
    seen = {before, plan(gone, kept, publisher).fingerprint}
    kept.name = "Changed"
    seen.add(plan(kept, gone, publisher).fingerprint)
    make_speaker(person=gone)
    seen.add(plan(kept, gone, publisher).fingerprint)
    speaker.delete()
    seen.add(plan(kept, gone, publisher).fingerprint)
    assert len(seen) == 5


def test_records_of_two_kinds_have_no_plan(publisher):
    with pytest.raises(TypeError, match="Records of two kinds are not merged"):
        plan(make_person(), make_organisation(), publisher)

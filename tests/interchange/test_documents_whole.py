"""A record and its parts are one document: what a whole one no longer names is taken away."""

import pytest

from events.models import Passage, Report, Speaker, Statement
from hanoiconv.interchange.importing import import_fixtures
from hanoiconv.models import Import
from people.models import Name, Role
from tests.interchange.written import (
    article,
    imported,
    organisation,
    participation,
    passage,
    person,
    refused,
    report,
    row,
    said,
    small_record,
    source,
    statement,
    table,
    words,
)
from tests.make import make_event, make_participation, make_person, make_role, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]

SPEAKER = row("events.speaker", key="point-s1", statement=["point"], person=["luong-cuong"])
ROLE = {"person": ["luong-cuong"], "organisation": ["vov"]}


def keys(model):
    return sorted(model.objects.values_list("key", flat=True))


def from_files(*paths):
    return import_fixtures(paths, with_entries=True)


def test_parts_that_a_whole_document_no_longer_names_are_removed_with_theirs():
    imported(*small_record())
    other = report("point-r2", mode="paraphrase")

    result = imported(statement(), SPEAKER, other)

    assert said(result) == {
        "point": [
            "added events.report point-r2",
            "removed events.report point-r1",
            "removed events.passage point-r1-p1",
        ]
    }
    assert (keys(Speaker), keys(Report), keys(Passage)) == (["point-s1"], ["point-r2"], [])


def test_record_named_without_parts_loses_them_all():
    imported(organisation(), person(), row("people.role", key="r", title="President", **ROLE))

    result = imported(person())

    assert said(result) == {"luong-cuong": ["removed people.role r"]}
    assert keys(Role) == []


def test_difference_holds_all_of_a_row_that_comes_or_goes():
    name = {"person": ["luong-cuong"], "kind": "spelling", "lang": "", "sources": []}
    imported(person(), row("people.name", key="a", text="Luong Cuong", **name))

    result = imported(person(), row("people.name", key="b", text="Luong", **name))

    assert result.entries[0].differences == [
        {
            "row": "people.name b",
            "change": "added",
            "new": {"key": "b", "organisation": None, "text": "Luong", **name},
        },
        {
            "row": "people.name a",
            "change": "removed",
            "old": {"key": "a", "organisation": None, "text": "Luong Cuong", **name},
        },
    ]


def test_parts_alone_are_added_and_changed_and_the_others_stay():
    imported(*small_record())

    result = imported(passage("point-r1-p2", order=2), report(printed_as="President"))

    assert said(result) == {
        "point": [
            "events.report point-r1: printed_as: empty -> President",
            "added events.passage point-r1-p2",
        ]
    }
    assert keys(Passage) == ["point-r1-p1", "point-r1-p2"]
    assert keys(Speaker) == ["point-s1"]


def test_parts_alone_that_say_nothing_new_write_nothing():
    imported(*small_record())

    result = imported(passage())

    assert (result.counts, result.log) == ({}, None)
    assert Import.objects.count() == 1


def test_entry_of_a_record_named_by_its_parts_alone_stands_at_the_first_of_them():
    imported(*small_record())

    (entry,) = imported(passage(quoted="Other words."), report(occasion="A message")).entries

    assert (entry.slug, entry.file, entry.line) == ("point", "a.json", 3)


def test_many_links_of_a_record_are_no_parts_of_it():
    imported(organisation(), source(), article(sources=[["vov-report"]]))

    result = imported(article(headline="Other news", sources=[["vov-report"]]))

    assert said(result) == {"our-article": ["headline: News -> Other news"]}


def test_record_in_a_table_keeps_the_kinds_of_parts_that_have_none():
    imported(*small_record())

    result = from_files(table("statements.csv", "slug,gist", "point,Another point."))

    assert words(result.faults) == []
    assert said(result) == {"point": ["gist: A point. -> Another point."]}
    assert (keys(Speaker), keys(Report)) == (["point-s1"], ["point-r1"])


def test_record_in_a_table_loses_parts_of_the_kinds_whose_tables_no_longer_name_them():
    imported(*small_record())

    result = from_files(
        table("statements.csv", "slug,gist", "point,A point."),
        table("speakers.csv", "key,statement,described_as", "point-s2,point,The spokesman"),
    )

    assert words(result.faults) == []
    assert said(result) == {
        "point": ["added events.speaker point-s2", "removed events.speaker point-s1"]
    }
    assert (keys(Speaker), keys(Report)) == (["point-s2"], ["point-r1"])


def test_table_without_rows_says_that_records_have_none_of_its_kind():
    imported(*small_record())

    result = from_files(
        table("statements.csv", "slug,gist", "point,A point."), table("speakers.csv", "key")
    )

    assert words(result.faults) == []
    assert said(result) == {"point": ["removed events.speaker point-s1"]}


def test_tables_of_parts_alone_remove_nothing():
    imported(*small_record())

    result = from_files(
        table("speakers.csv", "key,statement,described_as", "point-s2,point,The spokesman")
    )

    assert said(result) == {"point": ["added events.speaker point-s2"]}
    assert keys(Speaker) == ["point-s1", "point-s2"]


def test_part_that_belongs_to_another_record_is_refused():
    imported(*small_record(), statement("other"))

    faults = refused(report(statement=["other"]))

    reason = "a part of another record has this key: give this one a key of its own"
    assert faults == [f"a.json:2: events.report point-r1: key: {reason}"]


def test_part_moved_to_another_kind_of_owner_is_refused():
    name = row("people.name", key="n", text="VOV", organisation=["vov"])
    imported(organisation(), person(), name)

    faults = refused(row("people.name", key="n", text="VOV", person=["luong-cuong"]))

    reason = "a part of another record has this key: give this one a key of its own"
    assert faults == [f"a.json:2: people.name n: key: {reason}"]


def test_part_of_a_record_that_is_nowhere_is_not_told_to_belong_to_another():
    imported(*small_record())

    faults = refused(report(statement=["nowhere"]))

    reason = "statement: no statement has the key “nowhere”, here or on record"
    assert faults == [f"a.json:2: events.report point-r1: {reason}"]


def test_part_that_another_record_names_is_not_removed():
    role = row("people.role", key="r", title="President", **ROLE)
    imported(organisation(), person(), role)
    make_participation(
        event=make_event(slug="ceremony"), person=Role.objects.get().person, role=Role.objects.get()
    )

    faults = refused(person())

    reason = "would be removed, but participation “ceremony-part1” names it"
    assert faults == [f"a.json:2: people.role r: {reason}"]


def test_part_is_removed_with_what_names_it():
    role = row("people.role", key="r", title="President", **ROLE)
    credit = participation(person=["luong-cuong"], role=["r"])
    base = [
        organisation(),
        source(),
        row("events.event", slug="ceremony", title="C", kind="meeting", standing="held"),
    ]
    imported(*base, person(), role, credit)

    result = imported(*base, person(), participation(person=["luong-cuong"]))

    assert words(result.faults) == []
    assert said(result) == {
        "ceremony": ["events.participation x: role: r -> empty"],
        "luong-cuong": ["removed people.role r"],
    }
    assert keys(Role) == []


def test_passage_whose_report_goes_is_refused_not_left_hanging():
    imported(*small_record())

    faults = refused(statement(), SPEAKER, passage())

    reason = "would be removed, but passage “point-r1-p1” names it"
    assert faults == [f"a.json:2: events.report point-r1: {reason}"]


def test_many_to_many_links_of_parts_go_with_them():
    role = make_role(person=make_person(slug="luong-cuong"), key="r", sources=[make_source()])

    result = imported(person(), overwrite=True)

    assert said(result)["luong-cuong"][-1] == "removed people.role r"
    assert not Role.sources.through.objects.filter(role=role.pk).exists()


def test_name_of_one_person_stays_when_another_is_whole():
    names = [row("people.name", key=f"{slug}-n", text=slug, person=[slug]) for slug in ("a", "b")]
    imported(person("a"), person("b"), *names)

    imported(person("a"))

    assert keys(Name) == ["b-n"]
    assert Statement.objects.count() == 0

"""Links by the slug of a record that was merged into another lead to the record of today."""

import pytest

from events.models import Statement
from hanoiconv.core.former_slugs import FormerSlug
from hanoiconv.interchange.undoing import undo
from people.models import Person, Role, Source
from tests.interchange.written import (
    article,
    imported,
    organisation,
    person,
    refused,
    report,
    row,
    said,
    source,
    statement,
    words,
)
from tests.make import make_organisation, make_person, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def merged(kind, slug, now):
    FormerSlug.objects.create(kind=kind, slug=slug, now=now)


def test_link_by_a_former_slug_is_stored_as_one_to_the_record_of_today():
    vov = make_organisation(slug="vov")
    merged("people.organisation", "voice-of-vietnam", "vov")

    result = imported(source(publisher=["voice-of-vietnam"]))

    assert words(result.faults) == []
    assert Source.objects.get().publisher == vov


def test_same_file_with_a_former_slug_again_says_nothing_new():
    make_organisation(slug="vov")
    merged("people.organisation", "voice-of-vietnam", "vov")
    imported(source(publisher=["voice-of-vietnam"]))

    result = imported(source(publisher=["voice-of-vietnam"]))

    assert result.counts == {"unchanged": {"people.source": 1}}


def test_record_imported_with_a_former_slug_is_not_taken_for_edited():
    make_organisation(slug="vov")
    merged("people.organisation", "voice-of-vietnam", "vov")
    imported(source(publisher=["voice-of-vietnam"]))

    result = imported(source(publisher=["voice-of-vietnam"], credit="VNA"))

    assert said(result) == {"vov-report": ["credit: empty -> VNA"]}


def test_merges_of_merged_records_are_followed_to_the_end():
    cuong = make_person(slug="luong-cuong")
    merged("people.person", "president-cuong", "l-cuong")
    merged("people.person", "l-cuong", "luong-cuong")
    speaker = row("events.speaker", key="s", statement=["point"], person=["president-cuong"])

    result = imported(statement(), speaker)

    assert words(result.faults) == []
    assert Statement.objects.get().speakers.get().person == cuong


def test_merge_that_leads_nowhere_is_no_link():
    merged("people.organisation", "voice-of-vietnam", "vov")

    faults = refused(source(publisher=["voice-of-vietnam"]))

    reason = "publisher: no organisation has the key “voice-of-vietnam”, here or on record"
    assert faults == [f"a.json:2: people.source vov-report: {reason}"]


def test_former_slug_of_another_kind_is_no_link():
    make_organisation(slug="vov")
    merged("people.person", "voice-of-vietnam", "vov")

    faults = refused(source(publisher=["voice-of-vietnam"]))

    reason = "publisher: no organisation has the key “voice-of-vietnam”, here or on record"
    assert faults == [f"a.json:2: people.source vov-report: {reason}"]


def test_record_that_has_the_slug_now_goes_before_one_that_had_it():
    new, _other = make_organisation(slug="vov"), make_organisation(slug="vna")
    merged("people.organisation", "vov", "vna")

    imported(source(publisher=["vov"]))

    assert Source.objects.get().publisher == new


def test_many_links_by_former_slugs_are_each_stored_once():
    s1, s2 = make_source(slug="s1"), make_source(slug="s2")
    merged("people.source", "first", "s1")
    role = {"key": "r", "person": ["luong-cuong"], "organisation": ["vov"], "title": "President"}
    rows = [
        *[person(), organisation()],
        row("people.role", **role, sources=[["first"], ["s2"], ["s1"]]),
    ]

    first = imported(*rows)
    again = imported(*rows)

    assert words(first.faults) == []
    assert {*Role.objects.get().sources.all()} == {s1, s2}
    assert Role.sources.through.objects.count() == 2
    assert again.counts == {"unchanged": {"people.organisation": 1, "people.person": 1}}
    assert undo(first.log) == []
    assert not Person.objects.exists()


def test_row_under_a_merged_slug_is_refused_with_the_slug_of_today():
    make_person(slug="luong-cuong")
    merged("people.person", "president-cuong", "luong-cuong")

    faults = refused(person("president-cuong"))

    reason = "was merged into “luong-cuong”: import it under that slug"
    assert faults == [f"a.json:2: people.person president-cuong: slug: {reason}"]


def test_row_under_a_slug_merged_twice_is_told_the_last():
    make_person(slug="luong-cuong")
    merged("people.person", "president-cuong", "l-cuong")
    merged("people.person", "l-cuong", "luong-cuong")

    faults = refused(person("president-cuong"))

    reason = "was merged into “luong-cuong”: import it under that slug"
    assert faults == [f"a.json:2: people.person president-cuong: slug: {reason}"]


def test_article_may_name_a_record_by_its_former_slug():
    make_person(slug="luong-cuong")
    merged("people.person", "president-cuong", "luong-cuong")

    result = imported(article(body="[He](person:president-cuong) spoke."))

    assert words(result.faults) == []


def test_parts_may_name_their_record_by_its_former_slug():
    imported(organisation(), source(), statement())
    merged("events.statement", "old-point", "point")

    result = imported(report(statement=["old-point"]))

    assert words(result.faults) == []
    assert said(result) == {"point": ["added events.report point-r1"]}

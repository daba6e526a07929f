"""What is in the way of an undo, and who may not do it."""

import pytest

from events.models import Article, Event
from hanoiconv.interchange.desk import carry_out, prepare
from hanoiconv.interchange.undoing import undo
from hanoiconv.models import FrontPage, Import
from people.models import Organisation, Person, Role, Source
from tests.interchange.written import (
    PUBLISHED,
    article,
    event,
    imported,
    organisation,
    person,
    row,
    source,
    tables,
    uploaded,
)
from tests.make import (
    make_article,
    make_capture,
    make_person,
    make_role,
    make_source,
    make_statement,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]

ROLE = {"person": ["luong-cuong"], "organisation": ["vov"], "title": "President"}


def test_plan_that_was_not_applied_cannot_be_undone(publisher):
    log = prepare(uploaded(organisation()), publisher, publish=False).log

    assert undo(log) == ["Only an import that was applied can be undone."]


def test_record_changed_since_is_named_and_nothing_is_undone():
    result = imported(organisation(), person())
    Person.objects.update(name="Edited by hand")
    before = tables()

    problems = undo(result.log)

    assert problems == ["person “Lương Cường” (luong-cuong) was changed since."]
    assert tables() == before
    assert Import.objects.get().state == "applied"


def test_record_that_got_a_part_since_is_named():
    result = imported(person())
    make_role(person=Person.objects.get())

    assert undo(result.log) == ["person “Lương Cường” (luong-cuong) was changed since."]


def test_record_deleted_since_is_named():
    result = imported(organisation(), person())
    Person.objects.all().delete()

    assert undo(result.log) == ["person “Lương Cường” (luong-cuong) is no longer on record."]


def test_every_record_in_the_way_is_named():
    result = imported(organisation(), person(), event())
    Person.objects.update(lang="vi")
    Event.objects.update(order=9)

    assert undo(result.log) == [
        "event “Ceremony” (ceremony) was changed since.",
        "person “Lương Cường” (luong-cuong) was changed since.",
    ]


def test_earlier_import_of_a_record_imported_again_is_not_undone():
    first = imported(organisation(name="Voice"))
    second = imported(organisation(name="VOV"))

    assert undo(first.log) == ["organisation “Voice” (vov) was changed since."]
    assert undo(second.log) == []
    assert undo(first.log) == []
    assert not Organisation.objects.exists()


def test_new_record_that_others_name_is_not_taken_away():
    result = imported(organisation())
    make_source(slug="theirs", publisher=Organisation.objects.get())

    assert undo(result.log) == ["people.organisation vov: source “theirs” names it"]
    assert Organisation.objects.get().slug == "vov"


def test_new_record_that_others_name_among_several_is_not_taken_away():
    result = imported(organisation(), source())
    other = make_source(slug="other")
    make_role(key="theirs", sources=[other, Source.objects.get(slug="vov-report")])

    assert undo(result.log) == ["people.source vov-report: role “theirs” names it"]


def test_new_source_whose_text_was_stored_is_not_taken_away():
    result = imported(organisation(), source())
    make_capture(source=Source.objects.get())

    assert undo(result.log) == ["people.source vov-report: capture names it"]


def test_new_part_that_others_name_is_not_taken_away():
    imported(organisation(), person())
    result = imported(person(), row("people.role", key="r", **ROLE))
    role = Role.objects.get()
    make_statement(slug="theirs", speaker={"key": "theirs-s1", "person": role.person, "role": role})

    assert undo(result.log) == ["people.role r: would be removed, but speaker “theirs-s1” names it"]


def test_new_record_that_an_article_names_is_not_taken_away():
    result = imported(person())
    make_article(headline="Theirs", body="[He](person:luong-cuong) spoke.", status="draft")

    assert undo(result.log) == ["The article “Theirs” names person:luong-cuong."]
    assert Person.objects.exists()


def test_new_record_on_the_front_page_is_not_taken_away():
    result = imported(article())
    FrontPage.objects.create(lead=Article.objects.get())

    assert undo(result.log) == ["events.article our-article: front page names it"]
    assert FrontPage.objects.get().lead == Article.objects.get()


def test_editor_does_not_undo_what_readers_see(editor, publisher):
    log = prepare(uploaded(event(**PUBLISHED)), publisher, publish=True).log
    carry_out(log, publisher)

    problems = undo(log, editor)

    assert problems == ["Ceremony: Readers see it: changing it takes a publisher."]
    assert Event.objects.public().get().slug == "ceremony"
    assert undo(log, publisher) == []


def test_editor_does_not_bring_back_what_readers_would_see(editor):
    imported(event(**PUBLISHED), publish=True)
    result = imported(event(status="draft"))

    problems = undo(result.log, editor)

    assert problems == ["Ceremony: Readers would see it: that takes a publisher."]
    assert Event.objects.get().status == "draft"


def test_user_without_rights_undoes_nothing(onlooker):
    imported(organisation("vna"))
    result = imported(organisation("vna", kind="agency"), person())

    assert undo(result.log, onlooker) == [
        "vna: You may not change organisations.",
        "Lương Cường: You may not remove people.",
    ]
    assert Person.objects.exists()


def test_namesake_of_a_record_that_was_deleted_is_not_taken_away():
    log = imported(person()).log
    Person.objects.all().delete()
    make_person(slug="luong-cuong", name="Lương Cường", sort_name="Lương Cường")

    assert undo(log) == ["person “Lương Cường” (luong-cuong) is no longer on record."]
    assert Person.objects.exists()

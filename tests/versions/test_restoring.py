"""A version made the present one again: whole, by the rights of whoever asks, or not at all."""

import pytest
from django.db import connection

from events.models import Article, Event, Statement
from hanoiconv.models import DeletedRecord, Version
from people.models import Person
from tests.checks import change_screen, logged_in, opened_by, said, screen, the_record
from tests.imports.uploads import plan_of, press, way
from tests.interchange.written import person
from tests.make import (
    make_article,
    make_event,
    make_name,
    make_organisation,
    make_person,
    make_report,
    make_role,
    make_source,
    make_statement,
    make_topic,
)
from tests.versions.kept import document, kept, restored, restoring, saved, version

pytestmark = pytest.mark.django_db


def problems(answer):
    return answer.context["restoration"].problems


def deleted(client, row):
    assert client.post(screen(row, "delete", row.pk), {"post": "yes"}).status_code == 302
    return Version.objects.get(slug=row.slug, document__isnull=True)


def test_restored_version_is_a_new_one_with_its_reason(editor_client):
    row = make_person(name="First")
    before = document(row)
    saved(editor_client, row, name="Second")

    asked = editor_client.get(restoring(version(row, 1)))
    answer = restored(editor_client, version(row, 1), _why="Was right.")

    row.refresh_from_db()
    assert "<del>Second</del>" in asked.content.decode()
    assert "<ins>First</ins>" in asked.content.decode()
    assert (answer.url, row.name) == (change_screen(row), "First")
    assert said(answer) == ["“First” is as in version 1 again."]
    assert kept(row) == [("found", None), ("desk", "editor"), ("restore", "editor")]
    assert version(row, 3).why == "As in version 1. Was right."
    assert document(row) == version(row, 3).document == before


def test_parts_and_links_are_as_they_were(editor_client):
    sources = [make_source(), make_source()]
    row = make_person()
    role, name = make_role(person=row, sources=sources), make_name(person=row)
    before = document(row)
    saved(editor_client, role, sources=[sources[1].pk], title="Other")
    editor_client.post(screen(name, "delete", name.pk), {"post": "yes"})
    make_name(person=row, text="Added")

    restored(editor_client, version(row, 1))

    assert document(row) == before
    assert [how for how, _user in kept(row)] == ["found", "desk", "desk", "found", "restore"]


def test_restored_twice_says_so(editor_client):
    row = make_person(name="First")
    saved(editor_client, row, name="Second")

    answer = restored(editor_client, version(row, 2))

    assert problems(answer) == ["The record says all of this already."]
    assert len(kept(row)) == 2


def test_deleted_record_comes_back_with_slug_parts_and_history(editor_client):
    topic = make_topic()
    row = make_statement(status="draft", topics=[topic])
    other = make_statement(status="draft")
    before, rest = document(row), document(other)
    gone = deleted(editor_client, row)
    page = editor_client.get(screen(DeletedRecord, "changelist"))

    answer = restored(editor_client, gone)

    back = Statement.objects.get(slug=row.slug)
    assert restoring(gone) in page.content.decode()
    assert answer.url == change_screen(back)
    assert (document(back), document(other)) == (before, rest)
    assert [how for how, _user in kept(back)] == ["found", "desk", "restore"]
    assert kept(row) == ([] if back.pk != row.pk else kept(back))


def test_deleted_import_comes_back_and_may_still_be_undone(editor_client):
    log = plan_of(editor_client, person())
    press(editor_client, log, "apply")
    restored(editor_client, deleted(editor_client, Person.objects.get()))
    assert Person.objects.count() == 1

    editor_client.post(way(log, "undo"))

    assert Person.objects.count() == 0


def test_slug_of_a_record_stays_as_it_is(editor_client):
    row = make_person(slug="old", name="First")
    make_role(person=row)
    saved(editor_client, row, slug="new", name="Second")

    restored(editor_client, version(row, 1))

    row.refresh_from_db()
    assert (row.slug, row.name, row.roles.count()) == ("new", "First", 1)


def test_another_record_that_has_the_slug_now_is_left_alone(editor_client):
    gone = deleted(editor_client, make_person(slug="taken"))
    make_person(slug="taken", name="Somebody else")
    before = the_record()

    asked = editor_client.get(restoring(gone))
    answer = restored(editor_client, gone)

    reason = ["There is another person “taken” by now."]
    assert (problems(asked), problems(answer)) == (reason, reason)
    assert the_record() == before


def test_links_to_what_is_gone_are_told(editor_client):
    topic = make_topic(slug="gone")
    row = make_article(status="draft", topics=[topic])
    saved(editor_client, row, headline="Other")
    topic.delete()
    before = the_record()

    answer = restored(editor_client, version(row, 1))

    assert problems(answer) == [
        f"events.article {row.slug}: topics: no topic has the key “gone”, here or on record"
    ]
    assert (the_record(), len(kept(row))) == (before, 2)


def test_record_that_others_changed_meanwhile_is_shown_anew(editor_client, publisher_client):
    row = make_person(name="First")
    saved(editor_client, row, name="Second")
    seen = opened_by(editor_client, restoring(version(row, 1)))
    row.refresh_from_db()
    saved(publisher_client, row, name="Third")

    answers = [
        editor_client.post(restoring(version(row, 1)), form)
        for form in (seen, {}, {"_opened": "x"})
    ]

    row.refresh_from_db()
    meanwhile = ["The record was changed meanwhile: look at what this would do now."]
    assert [problems(answer) for answer in answers] == [meanwhile] * 3
    assert row.name == "Third"


@pytest.mark.parametrize("why", ["a\x00b", "x" * 301])
def test_reason_that_cannot_be_kept_is_refused(editor_client, why):
    row = make_person(name="First")
    saved(editor_client, row, name="Second")

    answer = restored(editor_client, version(row, 1), _why=why)

    row.refresh_from_db()
    assert (len(problems(answer)), row.name) == (1, "Second")


def test_editor_restores_nothing_that_readers_see(editor_client, publisher_client):
    row = make_event(title="First")
    saved(publisher_client, row, title="Second")
    before = the_record()

    answers = [
        editor_client.get(restoring(version(row, 1))),
        editor_client.post(restoring(version(row, 1)), {}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert the_record() == before
    restored(publisher_client, version(row, 1))
    assert Event.objects.get(pk=row.pk).title == "First"


def test_editor_brings_nothing_back_that_readers_would_see(editor_client, publisher_client):
    article = make_article()
    saved(publisher_client, article, status="draft", headline="Other")
    gone = deleted(publisher_client, make_article())
    before = the_record()

    answers = [restored(editor_client, each) for each in (version(article, 1), gone)]

    reason = ["Readers would see it: that takes a publisher."]
    assert [problems(answer) for answer in answers] == [reason, reason]
    assert the_record() == before
    for each in (version(article, 1), gone):
        restored(publisher_client, each)
    assert Article.objects.public().count() == 2


def test_who_may_only_look_restores_nothing(onlooker, stranger, client, editor_client):
    row = make_person(name="First")
    saved(editor_client, row, name="Second")
    gone = deleted(editor_client, make_organisation())
    before = the_record()
    urls = [restoring(version(row, 1)), restoring(gone)]

    found = [
        [each.get(url).status_code, each.post(url, {}).status_code]
        for each in (logged_in(onlooker), logged_in(stranger), client)
        for url in urls
    ]

    assert found == [[403, 403]] * 2 + [[302, 302]] * 4
    assert the_record() == before
    page = logged_in(onlooker).get(screen(row, "history", row.pk)).content.decode()
    assert "First" in page
    assert "Restore this version" not in page
    assert logged_in(onlooker).get(screen(DeletedRecord, "changelist")).status_code == 403


@pytest.mark.parametrize("number", [0, 999])
def test_version_that_is_not_there(editor_client, number):
    assert editor_client.get(f"/admin/hanoiconv/deletedrecord/restore/{number}/").status_code == 404


def test_version_that_no_code_knows_is_not_there(editor_client):
    lost = Version.objects.create(
        kind="people.gone", record_id=1, slug="x", number=1, how="desk", document=[]
    )

    assert editor_client.get(restoring(lost)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_page_that_asks_takes_the_same_queries_for_any_number_of_parts(
    editor_client, number, django_assert_num_queries
):
    row = make_statement(status="draft")
    for _ in range(number):
        make_report(statement=row)
    saved(editor_client, row, gist="Other.")
    url = restoring(version(row, 1))

    # Nearly all of them make the temporary tables of a plan.
    with django_assert_num_queries(320 if connection.vendor == "postgresql" else 293):
        editor_client.get(url)

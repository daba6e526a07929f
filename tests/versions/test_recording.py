"""Every way in which the desk writes leaves exactly the versions that it should."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from events.models import Article, Passage, Statement
from hanoiconv.models import ImportEntry, Version
from hanoiconv.versions.recording import owners_of, roots_of
from people.models import Person
from tests.checks import acted, as_new, change_screen, filled_in, looked, screen
from tests.imports.uploads import plan_of, press, way
from tests.interchange.written import organisation, person
from tests.make import (
    make_article,
    make_event,
    make_figure,
    make_name,
    make_person,
    make_photo,
    make_report,
    make_role,
    make_source,
    make_statement,
    make_topic,
)
from tests.versions.kept import document, kept, saved, version

pytestmark = pytest.mark.django_db

FOUND, EDITED, PUBLISHED = ("found", None), ("desk", "editor"), ("desk", "publisher")


def test_new_record_is_a_version_with_its_reason(editor_client):
    form = as_new(filled_in(make_person()), slug="new", _why="Named in the report.")

    editor_client.post(screen(Person, "add"), form)

    row = Person.objects.get(slug="new")
    assert kept(row) == [EDITED]
    made = version(row, 1)
    assert (made.slug, made.title, made.why) == ("new", row.name, "Named in the report.")
    assert made.document == document(row)


def test_change_keeps_what_was_and_what_is(editor_client):
    row = make_person(name="Before")
    make_name(person=row, text="A spelling")
    before = document(row)

    assert saved(editor_client, row, name="After").status_code == 302

    assert kept(row) == [FOUND, EDITED]
    assert [version(row, n).document for n in (1, 2)] == [before, document(row)]
    assert version(row, 2).title == "After"


def test_further_changes_are_one_version_each(editor_client, publisher_client):
    row = make_person()

    saved(editor_client, row, name="One")
    row.refresh_from_db()
    saved(publisher_client, row, name="Two")

    assert kept(row) == [FOUND, EDITED, PUBLISHED]


def test_saving_what_stands_there_already_is_no_version(editor_client):
    row = make_person()
    saved(editor_client, row)

    assert kept(row) == [FOUND]


def test_what_was_written_by_other_ways_is_kept_before_the_next_change(editor_client):
    row = make_person()
    saved(editor_client, row, name="One")
    Person.objects.update(name="By a shell")
    row.refresh_from_db()

    saved(editor_client, row, name="Two")

    assert kept(row) == [FOUND, EDITED, FOUND, EDITED]
    assert version(row, 3).title == "By a shell"


def test_failed_saves_leave_no_version(editor_client):
    draft, seen = make_statement(status="draft"), make_statement()
    forms = {row: filled_in(row) for row in (draft, seen)}

    answers = [
        editor_client.post(change_screen(draft), forms[draft] | {"gist": ""}),
        editor_client.post(change_screen(seen), forms[seen] | {"gist": "Forged"}),
        editor_client.post(change_screen(draft), forms[draft] | {"gist": "x", "_why": "a\x00b"}),
        editor_client.post(change_screen(draft), forms[draft] | {"gist": "x", "_why": "y" * 301}),
    ]

    assert [answer.status_code for answer in answers] == [200, 403, 200, 200]
    assert not Version.objects.exists()


def test_parts_in_the_form_of_their_record_are_in_its_version(editor_client):
    row = make_statement(status="draft")
    speaker = row.speakers.get()

    saved(editor_client, row, **{"speakers-0-order": 7})

    assert kept(row) == [FOUND, EDITED]
    own = [fields for label, fields in version(row, 2).document if label == "events.speaker"]
    assert [(fields["key"], fields["order"]) for fields in own] == [(speaker.key, 7)]


def test_part_of_a_part_on_its_own_screen_is_a_version_of_the_record(editor_client):
    row = make_statement(status="draft")
    passage = row.reports.get().passages.get()

    saved(editor_client, passage, quoted="Other words.")

    assert kept(row) == [FOUND, EDITED]
    assert version(row, 2).document == document(row)


def test_part_that_moves_is_a_version_of_both_records(editor_client):
    old, new = make_statement(status="draft"), make_statement(status="draft")
    report = old.reports.get()

    saved(editor_client, report, statement=new.pk)

    assert [kept(old), kept(new)] == [[FOUND, EDITED], [FOUND, EDITED]]
    labels = [[label for label, _fields in version(row, 2).document] for row in (old, new)]
    assert [each.count("events.report") for each in labels] == [0, 2]


def test_part_that_goes_to_a_record_of_another_kind_is_a_version_of_both(editor_client):
    event, statement = make_event(status="draft"), make_statement(status="draft")
    figure = make_figure(event=event)

    saved(editor_client, figure, event="", statement=statement.pk)

    assert [kept(event), kept(statement)] == [[FOUND, EDITED], [FOUND, EDITED]]


def test_part_added_and_deleted_on_its_own_screens(editor_client):
    row = make_person()
    role = make_role(person=row)
    form = as_new(filled_in(role), title="Second", started_on="")

    assert editor_client.post(screen(role, "add"), form).status_code == 302
    editor_client.post(screen(role, "delete", role.pk), {"post": "yes"})

    assert kept(row) == [FOUND, EDITED, EDITED]
    titles = [
        [fields["title"] for label, fields in version(row, n).document if label == "people.role"]
        for n in (1, 2, 3)
    ]
    assert titles == [["Director"], ["Director", "Second"], ["Second"]]


@pytest.mark.parametrize("is_single", [True, False])
def test_deleted_record_keeps_what_it_was(editor_client, is_single):
    row = make_statement(status="draft", gist="Soon gone.")
    before = document(row)
    if is_single:
        editor_client.post(screen(row, "delete", row.pk), {"post": "yes"})
    else:
        chosen = {"_selected_action": [row.pk], "action": "delete_selected", "post": "yes"}
        editor_client.post(screen(row, "changelist"), chosen)

    assert not Statement.objects.exists()
    assert kept(row) == [FOUND, EDITED]
    assert [version(row, n).document for n in (1, 2)] == [before, None]
    assert (version(row, 2).slug, version(row, 2).title) == (row.slug, "Soon gone.")


def test_records_that_lose_a_link_by_a_deletion_have_a_version(editor_client):
    topic, photo, source = make_topic(), make_photo(event=None), make_source()
    article = make_article(status="draft", topics=[topic], lead_photo=photo)
    role = make_role(sources=[source])
    other = make_article(status="draft")

    for row in (topic, photo, source):
        answer = editor_client.post(screen(row, "delete", row.pk), {"post": "yes"})
        assert answer.status_code == 302

    assert kept(article) == [FOUND, EDITED, EDITED]
    assert kept(role.person) == [FOUND, EDITED]
    assert kept(other) == []
    own = [version(article, n).document[0][1] for n in (1, 2, 3)]
    assert [(each["topics"], each["lead_photo"]) for each in own] == [
        ([[topic.slug]], [photo.slug]),
        ([], [photo.slug]),
        ([], None),
    ]


def test_actions_are_versions(editor_client, publisher_client):
    rows = [make_article(status="draft"), make_article(status="draft")]
    for row in rows:
        row.sources.add(make_source())

    acted(editor_client, rows, "send_to_review")
    acted(publisher_client, rows, "publish_now")

    assert [kept(row) for row in rows] == [[FOUND, EDITED, PUBLISHED]] * 2
    states = [version(rows[0], n).document[0][1]["status"] for n in (1, 2, 3)]
    assert states == ["draft", "review", "published"]


def test_action_that_publishes_nothing_is_no_version(publisher_client):
    rows = [make_statement(status="draft"), make_statement(status="draft", speaker=None)]
    rows += [make_article(status="draft", body="[x](person:nobody)")]

    acted(publisher_client, rows[-1:], "publish_now")

    assert Article.objects.get().status == "draft"
    assert not Version.objects.exists()


def test_import_writes_no_version_and_an_edit_keeps_both_states(editor, editor_client):
    log = plan_of(editor_client, person(name="Imported"))
    press(editor_client, log, "apply")
    row = Person.objects.get()
    assert kept(row) == []

    saved(editor_client, row, name="Edited")

    log.refresh_from_db()
    assert kept(row) == [("import", "editor"), EDITED]
    assert version(row, 1).made_at == log.applied_at
    assert [version(row, n).title for n in (1, 2)] == ["Imported", "Edited"]


def test_import_over_an_edit_loses_neither(editor_client):
    press(editor_client, plan_of(editor_client, person(name="First")), "apply")
    row = Person.objects.get()
    saved(editor_client, row, name="Edited")
    press(editor_client, plan_of(editor_client, person(name="Second")), "apply")
    row.refresh_from_db()

    saved(editor_client, row, name="Third")

    states = [version(row, n).title for n in (1, 2, 3, 4)]
    assert states == ["First", "Edited", "Second", "Third"]
    assert [how for how, _user in kept(row)] == ["import", "desk", "import", "desk"]


def test_undone_import_keeps_what_it_had_brought(editor_client):
    row = make_person(slug="luong-cuong", name="Before")
    log = plan_of(editor_client, person(name="Imported"), organisation())
    press(editor_client, log, "apply")
    new = ImportEntry.objects.get(kind="people.organisation")

    editor_client.post(way(log, "undo"))

    assert kept(row) == [("import", "editor"), ("undo", "editor")]
    assert [version(row, n).title for n in (1, 2)] == ["Imported", "Before"]
    gone = Version.objects.filter(kind="people.organisation", record_id=new.record_id)
    assert [(each.how, each.document is None) for each in gone.order_by("number")] == [
        ("import", False),
        ("undo", True),
    ]


def test_undo_that_is_refused_is_no_version(editor_client):
    log = plan_of(editor_client, organisation(), person())
    press(editor_client, log, "apply")
    Person.objects.update(name="Changed since")

    editor_client.post(way(log, "undo"))

    assert not Version.objects.exists()


@pytest.mark.parametrize("number", [1, 4])
def test_action_takes_the_same_queries_for_any_number(
    editor_client, number, django_assert_num_queries
):
    rows = [make_statement(status="draft") for _ in range(number)]
    ContentType.objects.get_for_model(Statement)  # asked once a process
    plan = looked(editor_client, rows, "send_to_review").context["plan"]
    chosen = {"_selected_action": [row.pk for row in rows], "action": "send_to_review"}

    # PostgreSQL locks the records besides.
    with django_assert_num_queries(46 if connection.vendor == "postgresql" else 45):
        editor_client.post(screen(Statement, "changelist"), chosen | {"shown": plan.fingerprint})

    assert Version.objects.count() == 2 * number


@pytest.mark.parametrize("number", [1, 4])
def test_parts_lead_to_their_records_in_the_same_queries(number, django_assert_num_queries):
    rows = [make_report() for _ in range(number)]
    passages = [row.passages.get() for row in rows]

    with django_assert_num_queries(2):
        found = [roots_of(Passage, [row.pk for row in passages]), owners_of(passages)]

    assert found == [{Statement: {row.statement_id for row in rows}}] * 2

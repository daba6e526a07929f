"""The history of a record at the desk: versions told, compared, and shown to who may look."""

import pytest
from django.contrib.auth.models import Permission, User

from hanoiconv.models import DeletedRecord, Version
from people.models import Person
from tests.checks import change_screen, logged_in, screen
from tests.imports.uploads import plan_of, press
from tests.interchange.written import person
from tests.make import (
    make_event,
    make_name,
    make_organisation,
    make_person,
    make_report,
    make_statement,
    make_topic,
)
from tests.versions.kept import restoring, saved, version

pytestmark = pytest.mark.django_db


def history(client, row, **query):
    answer = client.get(screen(row, "history", row.pk), query)
    assert answer.status_code == 200
    return answer


def told(answer):
    """The states on a page, the newest first: number, by whom, and the fields that changed."""
    return [
        (one.number, str(one.user or ""), [each.name for row in one.rows for each in row.fields])
        for one in answer.context["told"]
    ]


def test_versions_are_told_with_what_changed(editor_client, publisher_client):
    row = make_person(name="First")
    saved(editor_client, row, name="Second", _why="As VOV prints it.")
    row.refresh_from_db()
    saved(publisher_client, row, lang="vi")

    answer = history(editor_client, row)

    page = answer.content.decode()
    assert told(answer) == [(3, "publisher", ["Lang"]), (2, "editor", ["Name"]), (1, "", [])]
    assert [one.is_now for one in answer.context["told"]] == [True, False, False]
    assert "As VOV prints it." in page
    assert "<del>First</del>" in page
    assert restoring(version(row, 1)) in page
    assert restoring(version(row, 3)) not in page  # it is like that now


def test_new_slug_is_one_change(editor_client):
    row = make_person(slug="old")
    saved(editor_client, row, slug="new")

    assert told(history(editor_client, row))[0] == (2, "editor", ["Slug"])


@pytest.mark.parametrize("asked", [("1", "2"), ("2", "1"), ("1", "now")])
def test_any_two_versions_are_compared_the_older_first(editor_client, asked):
    row = make_person(name="First")
    saved(editor_client, row, name="Second")
    row.refresh_from_db()

    answer = history(editor_client, row, **{"from": asked[0], "to": asked[1]})

    (shown,) = answer.context["compared"].rows
    assert [(each.name, each.old, each.new) for each in shown.fields] == [
        ("Name", "First", "Second")
    ]


@pytest.mark.parametrize("asked", [("1", ""), ("1", "9"), ("x", "1"), ("1", "9" * 40), ("²", "1")])
def test_versions_that_are_not_there_are_not_compared(editor_client, asked):
    row = make_person()
    saved(editor_client, row, name="Second")

    answer = history(editor_client, row, **{"from": asked[0], "to": asked[1]})

    assert answer.context["compared"].rows is None
    assert "There are no such two versions" in answer.content.decode()


def test_imports_that_no_version_covers_are_told(editor_client, onlooker):
    log = plan_of(editor_client, person(name="First"))
    press(editor_client, log, "apply")
    press(editor_client, plan_of(editor_client, person(name="Second")), "apply")
    row = Person.objects.get()

    fresh = history(editor_client, row)
    saved(editor_client, row, name="Third")
    row.refresh_from_db()
    edited = history(editor_client, row)

    assert told(fresh) == [(0, "editor", ["Name"]), (0, "editor", [])]
    assert [one.is_now for one in fresh.context["told"]] == [True, False]
    assert told(edited) == [
        (2, "editor", ["Name"]),
        (1, "editor", ["Name"]),
        (0, "editor", []),
    ]
    assert log.get_absolute_url() in edited.content.decode()
    assert "upload.json, line 2" in fresh.content.decode()


def test_change_by_other_ways_is_told(editor_client):
    row = make_person(name="First")
    saved(editor_client, row, name="Second")
    Person.objects.update(name="By a shell")

    page = history(editor_client, row).content.decode()

    assert "Changed since by other ways than the desk" in page
    assert "<ins>By a shell</ins>" in page


def test_record_without_versions_says_so(editor_client):
    page = history(editor_client, make_person()).content.decode()

    assert "No version is kept yet." in page


def test_part_leads_to_the_history_of_its_record(editor_client):
    statement = make_statement()
    passage = statement.reports.get().passages.get()

    page = history(editor_client, passage).content.decode()

    assert screen(statement, "history", statement.pk) in page


def test_history_is_for_those_who_may_view_the_record(editor_client, stranger, client):
    row = make_statement(status="draft", gist="zqsecret")
    saved(editor_client, row, gist="zqother")
    user = User.objects.create_user("half", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_person"))
    url = screen(row, "history", row.pk)

    answers = [each.get(url) for each in (logged_in(user), logged_in(stranger), client)]

    assert [answer.status_code for answer in answers] == [403, 302, 302]
    assert [answer for answer in answers if "zq" in answer.content.decode()] == []


def test_parts_of_kinds_that_somebody_may_not_view_are_left_out(editor_client):
    row = make_person(name="First")
    make_name(person=row, text="zqspelling")
    saved(editor_client, row, name="Second")
    saved(editor_client, row.names.get(), text="zqchanged")
    user = User.objects.create_user("half", is_staff=True)
    codes = ["view_person", "change_person"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=codes))
    client = logged_in(user)
    urls = [
        screen(row, "history", row.pk),
        f"{screen(row, 'history', row.pk)}?from=1&to=now",
        restoring(version(row, 1)),
    ]

    pages = [client.get(url).content.decode() for url in urls]

    assert [page for page in pages if "zq" in page] == []
    assert [page.count("Second") > 0 for page in pages] == [True] * 3


def test_deleted_records_are_listed_for_those_who_may_restore_them(editor_client, publisher):
    rows = [make_organisation(name="Gone body"), make_topic(name="Gone topic"), make_person()]
    for row in rows[:2]:
        editor_client.post(screen(row, "delete", row.pk), {"post": "yes"})
    user = User.objects.create_user("half", is_staff=True)
    codes = ["view_topic", "add_topic", "view_organisation"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=codes))
    url = screen(DeletedRecord, "changelist")

    found = [
        [row.title for row in client.get(url, query).context["cl"].result_list]
        for client in (editor_client, logged_in(publisher), logged_in(user))
        for query in ({}, {"kind": "people.organisation"}, {"q": "topic"})
    ]

    both = ["Gone topic", "Gone body"]
    each = [both, ["Gone body"], ["Gone topic"]]
    assert found == [*each, *each, ["Gone topic"], [], ["Gone topic"]]
    gone = Version.objects.get(title="Gone body", document__isnull=True)
    assert logged_in(user).get(restoring(gone)).status_code == 403


def test_deleted_records_have_a_place_on_the_start_page(editor_client, onlooker):
    link = f'href="{screen(DeletedRecord, "changelist")}"'

    found = [
        link in client.get("/admin/").content.decode()
        for client in (editor_client, logged_in(onlooker))
    ]

    assert found == [True, False]


@pytest.mark.parametrize("number", [2, 50])
def test_history_takes_the_same_queries_for_any_number(
    editor_client, number, django_assert_num_queries
):
    row = make_event(status="draft")
    saved(editor_client, row, title="Other")
    first = version(row, 1)
    for n in range(3, number + 1):
        first.pk, first.number = None, n
        first.save(force_insert=True)
    url = screen(row, "history", row.pk)

    with django_assert_num_queries(19):
        editor_client.get(url)


def test_history_has_pages(editor_client):
    row = make_person()
    saved(editor_client, row, name="Other")
    first = version(row, 2)
    for n in range(3, 54):
        first.pk, first.number = None, n
        first.save(force_insert=True)

    pages = [told(history(editor_client, row, page=page)) for page in ("1", "2", "x", "99")]

    assert [len(page) for page in pages] == [50, 3, 50, 3]
    assert pages[1][1:] == [(2, "editor", ["Name"]), (1, "", [])]


@pytest.mark.parametrize("number", [1, 4])
def test_list_of_deleted_records_takes_the_same_queries(
    editor_client, number, django_assert_num_queries
):
    for _ in range(number):
        row = make_topic()
        editor_client.post(screen(row, "delete", row.pk), {"post": "yes"})

    with django_assert_num_queries(6):
        editor_client.get(screen(DeletedRecord, "changelist"))


def test_form_has_a_line_for_the_reason_where_it_can_be_saved(editor_client, onlooker):
    report = make_report(statement=make_statement(status="draft", report=None))

    found = [
        'name="_why"' in client.get(url).content.decode()
        for client in (editor_client, logged_in(onlooker))
        for url in (change_screen(report), change_screen(make_statement()))
    ]

    assert found == [True, False, False, False]

"""Who else has a form open: told to those who may save it, until it is saved or long ago."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from hanoiconv.models import Opening
from tests.checks import change_screen, filled_in, logged_in
from tests.make import make_event, make_person, make_report, make_statement
from tests.proposals.asked import proposing
from tests.versions.kept import saved

pytestmark = pytest.mark.django_db

TOLD = "editor opened this at {} and has not saved it yet."


def told(client, row):
    """Whether the form says that the editor has it open."""
    page = client.get(change_screen(row)).content.decode()
    moment = Opening.objects.filter(user__username="editor").first()
    at = timezone.localtime(moment.opened_at).strftime("%H:%M") if moment else ""
    assert page.count("and has not saved it yet.") == page.count(TOLD.format(at))
    return TOLD.format(at) in page


def test_others_are_told_until_it_is_saved(editor_client, publisher_client):
    row, other = make_person(), make_person()

    alone = told(editor_client, row)
    opened = [told(publisher_client, row), told(publisher_client, other)]
    saved(editor_client, row, name="After")
    row.refresh_from_db()
    after = told(publisher_client, row)

    assert (alone, opened, after) == (False, [True, False], False)


def test_part_is_told_on_its_own_screen(editor_client, publisher_client):
    report = make_report(statement=make_statement(status="draft", report=None))
    editor_client.get(change_screen(report))

    assert told(publisher_client, report)


def test_long_ago_is_forgotten(editor_client, publisher_client, editor):
    row = make_person()
    editor_client.get(change_screen(row))
    Opening.objects.update(opened_at=timezone.now() - timedelta(minutes=31))

    assert not told(publisher_client, row)
    other = make_person()
    publisher_client.post(change_screen(other), filled_in(other))
    assert not Opening.objects.filter(user=editor).exists()


def test_opened_again_is_told_anew_and_not_twice(editor_client):
    row = make_person()
    editor_client.get(change_screen(row))
    first = timezone.now() - timedelta(minutes=5)
    Opening.objects.update(opened_at=first)

    editor_client.get(change_screen(row))

    assert Opening.objects.get().opened_at > first


def test_refused_save_leaves_it_open(editor_client, publisher_client):
    row = make_person()
    editor_client.get(change_screen(row))
    editor_client.post(change_screen(row), filled_in(row) | {"name": ""})

    assert told(publisher_client, row)


def test_who_may_not_save_opens_nothing_and_is_told_nothing(
    editor_client, publisher_client, onlooker
):
    draft, seen = make_event(status="draft"), make_event()
    for client in (logged_in(onlooker), editor_client):
        client.get(change_screen(seen))
        client.get(proposing(seen))
    editor_client.get(change_screen(draft))

    assert [*Opening.objects.values_list("user__username", "row_id")] == [("editor", draft.pk)]
    assert not told(logged_in(onlooker), draft)
    assert told(publisher_client, draft)


@pytest.mark.parametrize("number", [0, 8])
def test_opening_takes_the_same_queries_whoever_else_is_there(
    editor_client, number, django_assert_num_queries
):
    row = make_person()
    for n in range(number):
        user = User.objects.create_user(f"colleague-{n}", is_staff=True)
        user.groups.add(Group.objects.get(name="Editors"))
        logged_in(user).get(change_screen(row))
    editor_client.get(change_screen(make_person()))  # content types are read once a process

    with django_assert_num_queries(18):
        page = editor_client.get(change_screen(row)).content.decode()
    with django_assert_num_queries(17):
        editor_client.get(change_screen(row))

    assert page.count("has not saved it yet") == min(number, 5)

"""Undoing a merge at the desk: asked, done, or refused; and offered to who may."""

import pytest
from django.contrib.admin.models import LogEntry

from hanoiconv.models import Merge
from people.models import Person
from tests.checks import logged_in, said, screen, the_record
from tests.make import make_event, make_name, make_participation, make_person, make_topic
from tests.merging.naming import merged

pytestmark = pytest.mark.django_db


def undoing(row):
    """Where the last merge into a record is undone."""
    return f"{screen(row, 'unmerge', row.pk)}?merge={Merge.objects.latest('pk').pk}"


def test_merge_is_undone_from_the_history(publisher_client, publisher):
    row, gone = make_person(name="Is"), make_person(slug="was", name="Was")
    make_participation(person=gone)
    make_name(person=gone)
    merged(row, gone, publisher)
    url = screen(row, "history", row.pk)

    offered = publisher_client.get(url).content.decode()
    asked = publisher_client.get(undoing(row)).content.decode()
    answer = publisher_client.post(undoing(row))

    assert undoing(row) in offered
    assert "becomes what it was before: 1 event, 1 person." in asked
    assert answer.url == url
    assert said(answer) == ["The merge is undone: “Was” (was) is there again."]
    assert Person.objects.get(slug="was").participations.count() == 1
    assert "Undo this merge" not in publisher_client.get(url).content.decode()
    assert LogEntry.objects.latest("pk").get_change_message() == "Undid the merge of “Was”."


def test_refusal_is_told_on_the_page(publisher_client, publisher):
    row, gone = make_person(name="Is"), make_person()
    make_name(person=gone)
    merged(row, gone, publisher)
    Person.objects.update(name="Since")
    before = the_record()

    answer = publisher_client.post(undoing(row))

    assert answer.context["problems"] == ["The person “Is” was changed since the merge."]
    assert the_record() == before


def test_undoing_is_for_who_may_merge(
    publisher, editor_client, onlooker, stranger, client, publisher_client
):
    row, gone, other = make_person(), make_person(), make_topic()
    make_participation(person=gone, event=make_event())
    merged(row, gone, publisher)
    url, before = undoing(row), the_record()

    found = [
        [each.get(url).status_code, each.post(url).status_code]
        for each in (editor_client, logged_in(onlooker), logged_in(stranger), client)
    ]
    history = [
        "Undo this merge" in each.get(screen(row, "history", row.pk)).content.decode()
        for each in (editor_client, logged_in(onlooker), publisher_client)
    ]
    wrong = [
        publisher_client.post(f"{screen(each, 'unmerge', each.pk)}?merge={number}").status_code
        for each, number in [(row, 0), (row, "x"), (row, "²"), (other, Merge.objects.get().pk)]
    ]

    assert found == [[403, 403], [403, 403], [302, 302], [302, 302]]
    assert history == [False, False, True]
    assert wrong == [404] * 4
    assert the_record() == before


@pytest.mark.parametrize("number", [1, 5])
def test_page_that_asks_takes_the_same_queries(
    publisher_client, publisher, number, django_assert_num_queries
):
    row, gone = make_person(), make_person()
    for _ in range(number):
        make_participation(person=gone)
    merged(row, gone, publisher)
    url = undoing(row)

    with django_assert_num_queries(7):
        publisher_client.get(url)

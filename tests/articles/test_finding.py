"""Records that an article may name, found while typing."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from tests.articles.pages import RECORDS
from tests.checks import logged_in
from tests.make import (
    make_event,
    make_name,
    make_organisation,
    make_person,
    make_place,
    make_role,
    make_source,
    make_speaker,
    make_statement,
)

pytestmark = pytest.mark.django_db


def found(client, text, kind=""):
    answer = client.get(RECORDS, {"q": text, "kind": kind})
    assert answer.status_code == 200
    return answer.json()["found"]


def slugs(client, text, kind=""):
    return [(hit["kind"], hit["slug"]) for hit in found(client, text, kind)]


def test_every_kind_is_found_without_marks(editor_client):
    make_person(name="Other")
    make_person(slug="p", name="Đỗ Cường")
    make_organisation(slug="o", name="Bộ Cường Đỗ")
    make_event(slug="e", title="Cường, đỗ")
    make_statement(slug="s", gist="Do they? Cuong.")
    make_source(slug="r", title="Cuong do")
    make_place(slug="l", name="Đỗ Cường")

    assert slugs(editor_client, "do CUONG") == [
        ("person", "p"),
        ("organisation", "o"),
        ("event", "e"),
        ("statement", "s"),
        ("source", "r"),
        ("place", "l"),
    ]
    assert slugs(editor_client, "do cuong", "statement") == [("statement", "s")]
    assert slugs(editor_client, "do cuong", "user") == []
    assert slugs(editor_client, "  ") == []


def test_hit_tells_itself_from_others_and_whether_readers_see_it(editor_client):
    hanoi = make_organisation(name="Viet Nam")
    hidden = make_person(slug="a", name="Anna")
    make_role(person=hidden, organisation=hanoi, title="Minister")
    seen = make_speaker(person=make_person(slug="b", name="Anna B")).person

    assert found(editor_client, "anna", "person") == [
        {
            "kind": "person",
            "kindName": "Person",
            "slug": seen.slug,
            "title": "Anna B",
            "note": "b",
            "isPublic": True,
        },
        {
            "kind": "person",
            "kindName": "Person",
            "slug": "a",
            "title": "Anna",
            "note": "Minister, Viet Nam · a",
            "isPublic": False,
        },
    ]


def test_record_is_found_by_another_name_and_a_statement_by_its_speaker(editor_client):
    person = make_person(slug="p", name="Ghada Waly")
    make_name(person=person, text="غادة والي")
    make_statement(slug="s", gist="A point.", speaker={"person": person})

    assert slugs(editor_client, "والي") == [("person", "p")]
    assert slugs(editor_client, "waly", "statement") == [("statement", "s")]


def test_withdrawn_record_is_not_offered(editor_client):
    make_statement(gist="Gone.", status="withdrawn")
    make_statement(slug="draft", gist="Gone too.", status="draft")

    assert slugs(editor_client, "gone") == [("statement", "draft")]


def test_only_kinds_that_the_user_may_view_are_found():
    writer = User.objects.create_user("writer", is_staff=True)
    names = ["add_article", "view_person"]
    writer.user_permissions.add(*Permission.objects.filter(codename__in=names))
    make_statement(gist="Anna's point")
    make_person(slug="p", name="Anna")

    assert slugs(logged_in(writer), "anna") == [("person", "p")]
    assert slugs(logged_in(writer), "anna", "statement") == []


def test_hit_tells_nothing_of_kinds_that_the_user_may_not_view():
    writer = User.objects.create_user("writer", is_staff=True)
    names = ["change_article", "view_statement", "view_source", "view_event"]
    writer.user_permissions.add(*Permission.objects.filter(codename__in=names))
    hidden = make_person(name="Hidden")
    make_name(person=hidden, text="Hidden")
    make_event(slug="e", title="Seen", place=make_place(name="Hidden"))
    make_statement(slug="s", gist="Seen.", event=None, speaker={"person": hidden})
    make_source(slug="r", title="Seen", publisher=make_organisation(name="Hidden"))
    client = logged_in(writer)

    assert [hit["note"] for hit in found(client, "seen")] == [
        "Meeting · 25 October 2025 · e",
        "s",
        "en · r",
    ]
    assert found(client, "hidden") == []


def test_finding_by_everybody(stranger, onlooker, editor, publisher):
    users = (None, stranger, onlooker, editor, publisher)
    clients = [logged_in(user) if user else Client() for user in users]

    assert [client.get(RECORDS, {"q": "x"}).status_code for client in clients] == [
        302,
        302,
        403,
        200,
        200,
    ]


@pytest.mark.parametrize("text", ["\x00", "%", "_", "'; --", "x" * 5000, "q " * 300])
def test_any_text_may_be_typed(editor_client, text):
    make_person(name="Anna")

    assert slugs(editor_client, text) == []


@pytest.mark.parametrize("rows", [1, 5])
def test_finding_needs_the_same_queries_for_any_number_of_hits(
    editor_client, rows, django_assert_num_queries
):
    for _ in range(rows):
        person = make_role(person=make_person(name="Anna")).person
        make_statement(gist="Anna", speaker={"person": person})
        make_event(title="Anna", place=make_place(name="Anna"))
        make_source(title="Anna", publisher=make_organisation(name="Anna"))

    with django_assert_num_queries(18):
        found(editor_client, "anna")

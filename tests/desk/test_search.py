"""The search of the desk: every kind at once, as far as the user may view it."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from events.models import Statement
from hanoiconv.desk import search
from tests.checks import change_screen, logged_in, screen
from tests.make import (
    make_article,
    make_event,
    make_instrument,
    make_name,
    make_organisation,
    make_person,
    make_photo,
    make_place,
    make_source,
    make_statement,
    make_topic,
)

pytestmark = pytest.mark.django_db


def ask(client, text):
    return client.get(reverse("admin:search"), {"q": text})


def found(answer):
    groups = answer.context["groups"]
    return {group.kind: [hit.title for hit in group.hits] for group in groups if group.hits}


def desk_user(*codenames):
    user = User.objects.create_user("limited", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    return logged_in(user)


def one_of_each(word):
    draft = {"status": "draft"}
    make_event(title=f"{word} event", **draft)
    make_person(name=f"{word} person")
    make_organisation(name=f"{word} body")
    make_place(name=f"{word} place")
    make_source(title=f"{word} source")
    make_statement(gist=f"{word} point", speaker=None, report=None, **draft)
    make_article(headline=f"{word} headline", **draft)
    make_topic(name=f"{word} topic")
    make_instrument(name=f"{word} treaty")
    make_photo(caption=f"{word} photo", event=None)


def test_search_finds_every_kind_without_marks_drafts_too(onlooker):
    one_of_each("Other")
    one_of_each("Đường")

    answer = ask(logged_in(onlooker), "duong")

    assert found(answer) == {
        "Events": ["Đường event"],
        "People": ["Đường person"],
        "Organisations": ["Đường body"],
        "Places": ["Đường place"],
        "Sources": ["Đường source"],
        "Statements": ["Đường point"],
        "Articles": ["Đường headline"],
        "Topics": ["Đường topic"],
        "Instruments": ["Đường treaty"],
        "Photos": ["Đường photo"],
    }


@pytest.mark.parametrize("typed", ["luong cuong", "Lương Cường", "cuong luong", " CUONG  lương "])
def test_every_word_must_be_there_in_any_order(editor_client, typed):
    make_person(name="Lương Giang")
    make_person(name="Cường Giang")
    make_person(name="Lương Cường")

    assert found(ask(editor_client, typed)) == {"People": ["Lương Cường"]}


def test_record_of_many_names_is_found_once(editor_client):
    office = make_organisation(name="Office on Drugs and Crime")
    for text in ("UNODC", "UNODC Vienna", "the UNODC"):
        make_name(organisation=office, text=text)

    assert found(ask(editor_client, "unodc")) == {"Organisations": [office.name]}


def test_hit_leads_to_the_form_and_says_what_and_how_far_it_is(editor_client):
    speaker = {"person": make_person(name="Ann")}
    row = make_statement(gist="A point.", date="2025-10", speaker=speaker, status="review")

    answer = ask(editor_client, "point")

    hit = answer.context["groups"][[*search.KINDS].index(Statement)].hits[0]
    assert hit.url == change_screen(row)
    assert hit.marks == "Ann · October 2025"
    assert hit.status == "In review"
    assert f'href="{hit.url}"' in answer.content.decode()


def test_more_than_eight_of_a_kind_are_in_its_list(editor_client):
    topics = [make_topic(name=f"Digital {n}") for n in range(9)]

    answer = ask(editor_client, "digital")

    assert found(answer) == {"Topics": [str(topic) for topic in reversed(topics[1:])]}
    assert f"{screen(topics[0], 'changelist')}?q=digital" in answer.content.decode()
    assert "More topics" in answer.content.decode()


def test_only_the_newest_are_looked_through_and_the_page_says_so(editor_client, monkeypatch):
    monkeypatch.setattr(search, "NEWEST", 2)
    for n in range(3):
        make_topic(name=f"Digital {n}")

    assert found(ask(editor_client, "digital")) == {"Topics": ["Digital 2", "Digital 1"]}


def test_kinds_that_the_user_may_not_view_are_not_searched():
    one_of_each("Đường")

    answer = ask(desk_user("view_place"), "duong")

    assert found(answer) == {"Places": ["Đường place"]}
    assert [group.kind for group in answer.context["groups"]] == ["Places"]


def test_search_is_for_the_desk(stranger):
    clients = [Client(), logged_in(stranger), desk_user("view_errorreport")]

    assert [ask(client, "a").status_code for client in clients] == [302, 302, 403]
    assert logged_in(stranger).post(reverse("admin:search")).status_code == 302


def test_search_only_reads(editor_client):
    assert editor_client.post(reverse("admin:search"), {"q": "a"}).status_code == 405


@pytest.mark.parametrize("text", ["", "  ", "\x00"])
def test_empty_search_says_what_can_be_searched(editor_client, text):
    make_person()

    answer = ask(editor_client, text)

    assert answer.context["groups"] == []
    assert "every word must be there" in answer.content.decode()


def test_nothing_found_is_told_in_words(editor_client):
    answer = ask(editor_client, "<b>nobody</b>")

    assert found(answer) == {}
    assert "Nothing on record has all words of “&lt;b&gt;nobody&lt;/b&gt;”." in (
        answer.content.decode()
    )


@pytest.mark.parametrize("text", ["'", '"', "%", "_", "\\", "a" * 5000, "“", "a b c d e f g h i j"])
def test_search_takes_any_text(editor_client, text):
    assert ask(editor_client, text).status_code == 200


def test_every_page_of_the_desk_has_the_search_but_the_login_has_none(editor_client):
    form = f'action="{reverse("admin:search")}"'
    pages = [reverse("admin:index"), screen(Statement, "changelist"), screen(Statement, "add")]

    assert all(form in editor_client.get(page).content.decode() for page in pages)
    assert form not in Client().get(reverse("admin:login")).content.decode()


@pytest.mark.parametrize("rows", [1, 5])
def test_search_needs_the_same_queries_for_any_number(
    editor_client, rows, django_assert_num_queries
):
    for n in range(rows):
        one_of_each(f"Đường {n}")

    with django_assert_num_queries(16):  # four for the user, ten kinds, roles and speakers
        ask(editor_client, "duong")

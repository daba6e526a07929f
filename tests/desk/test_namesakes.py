"""A name on record twice: told before saving and after, with links, and never in the way."""

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from events.models import Event, Place, Topic
from hanoiconv.desk.namesakes import namesakes
from people.models import Organisation, Person, Source
from tests.checks import as_new, change_screen, filled_in, logged_in, said, screen
from tests.make import (
    make_event,
    make_name,
    make_organisation,
    make_person,
    make_place,
    make_role,
    make_source,
    make_statement,
    make_topic,
    make_wording,
)

pytestmark = pytest.mark.django_db

# How a record of each kind is made, its name, and how the same name may be typed.
MADE = {
    Person: make_person,
    Organisation: make_organisation,
    Place: make_place,
    Topic: make_topic,
    Source: make_source,
    Event: make_event,
}
TITLES = {Source: "title", Event: "title"}


def title(model):
    return TITLES.get(model, "name")


def draft(model):
    return {"status": "draft"} if model is Event else {}


def add(client, like, **values):
    sent = as_new(filled_in(like), slug="a-new-one", **values)
    return client.post(screen(like, "add"), sent)


def warnings(answer):
    return [str(one) for one in get_messages(answer.wsgi_request) if one.level_tag == "warning"]


def asked(client, kind, **query):
    return client.get(reverse("admin:same_name", args=[kind]), query)


def titles(answer):
    return [one["title"] for one in answer.json()["found"]]


@pytest.mark.parametrize("model", MADE, ids=lambda model: model.__name__)
def test_name_that_is_taken_is_saved_and_told_with_links(editor_client, model):
    like = MADE[model](**draft(model))
    other = MADE[model](**{title(model): "Đường Cường"}, **draft(model))

    answer = add(editor_client, like, **{title(model): "duong  CUONG"})

    new = model.objects.get(slug="a-new-one")
    (words,) = warnings(answer)
    assert f'There is already the {model._meta.verbose_name} <a href="{change_screen(other)}">' in (
        words
    )
    if model is Source:
        assert "Merge" not in words
    else:
        assert f'<a href="{screen(other, "merge", other.pk)}?other={new.pk}">Merge' in words


def test_name_that_is_free_is_saved_without_a_word(editor_client):
    make_person(name="Lương Giang")

    answer = add(editor_client, make_person(), name="Lương Cường")

    assert Person.objects.filter(slug="a-new-one").exists()
    assert warnings(answer) == []


def test_new_name_of_a_record_is_told_but_not_its_old_one(editor_client):
    make_topic(name="Evidence")
    topic = make_topic(name="evidence")

    kept = editor_client.post(change_screen(topic), filled_in(topic) | {"slug": "proof"})
    renamed = editor_client.post(change_screen(topic), filled_in(topic) | {"name": "EVIDENCE"})

    topic.refresh_from_db()
    assert topic.name == "EVIDENCE"
    assert len(warnings(kept)) == 0
    assert len(warnings(renamed)) == 1


def test_what_is_not_saved_is_not_warned_of(editor_client):
    make_person(name="Lương Cường")

    answer = add(editor_client, make_person(), name="Lương Cường", sort_name="")

    assert answer.status_code == 200
    assert warnings(answer) == []


def test_editor_is_not_offered_to_merge_into_what_readers_see(editor_client):
    other = make_person(name="Lương Cường")
    make_statement(speaker={"person": other})

    (words,) = warnings(add(editor_client, make_person(), name="Luong Cuong"))

    assert f'<a href="{change_screen(other)}">Lương Cường</a>' in words
    assert "Merge" not in words


def test_popup_is_answered_as_ever_and_the_next_page_tells(editor_client):
    make_person(name="<i>Ann</i>")

    answer = add(editor_client, make_person(), name="<i>ann</i>", _popup="1")

    assert "data-popup-response" in answer.content.decode()
    told = editor_client.get(reverse("admin:index")).content.decode()
    assert "&lt;i&gt;Ann&lt;/i&gt;</a>" in told
    assert "<i>Ann" not in told


def variant_of_a_person():
    return make_name(person=make_person(), text="Lương Cường").person


def variant_of_an_organisation():
    return make_name(organisation=make_organisation(), text="Lương Cường").organisation


def formal_name_of_a_state():
    return make_organisation(formal_name="Lương Cường")


def printed_name_of_a_place():
    return make_wording(place=make_place(), text="Lương Cường").place


def printed_title_of_an_event():
    return make_wording(event=make_event(), text="Lương Cường").event


@pytest.mark.parametrize(
    "make_other",
    [
        variant_of_a_person,
        variant_of_an_organisation,
        formal_name_of_a_state,
        printed_name_of_a_place,
        printed_title_of_an_event,
    ],
)
def test_further_names_on_record_count(make_other):
    other = make_other()
    MADE[type(other)]()

    assert [*namesakes(type(other), ["luong cuong"])] == [other]
    assert [*namesakes(type(other), ["luong cuong"], but=other.pk)] == []
    assert [*namesakes(type(other), ["luong", " ", ""])] == []


def test_theme_of_an_event_is_no_name_of_it():
    make_wording(event=make_event(), aspect="theme", text="Lương Cường")

    assert [*namesakes(Event, ["luong cuong"])] == []


def test_form_asks_which_others_are_called_so(editor_client):
    make_person(name="Lương Giang")
    role = {"title": "President", "organisation": make_organisation(name="Viet Nam")}
    person = make_person(name="Lương Cường")
    make_role(person=person, **role)

    answer = asked(editor_client, "people.person", name="luong cuong")

    more = "President, Viet Nam"
    expected = [{"title": "Lương Cường", "more": more, "url": change_screen(person)}]
    assert answer.json() == {"found": expected}
    but_itself = {"name": "luong cuong", "but": person.pk}
    assert titles(asked(editor_client, "people.person", **but_itself)) == []


@pytest.mark.parametrize("but", ["", "x", "-1", "9" * 40])
@pytest.mark.parametrize("name", ["", "\x00", "'", "%", "a" * 5000])
def test_form_may_ask_anything(editor_client, name, but):
    make_person()

    assert titles(asked(editor_client, "people.person", name=name, but=but)) == []


def test_name_may_be_asked_for_by_who_may_view_the_kind(stranger):
    make_person(name="Ann")
    limited = User.objects.create_user("limited", is_staff=True)
    limited.user_permissions.add(Permission.objects.get(codename="view_place"))
    clients = [Client(), logged_in(stranger), logged_in(limited)]

    answers = [asked(client, "people.person", name="Ann") for client in clients]

    assert [answer.status_code for answer in answers] == [302, 302, 403]
    assert asked(logged_in(limited), "events.place", name="Ann").json() == {"found": []}


@pytest.mark.parametrize("kind", ["people.name", "events.statement", "auth.user", "x"])
def test_kinds_whose_names_are_not_compared_are_not_found(editor_client, kind):
    assert asked(editor_client, kind, name="editor").status_code == 404


def test_forms_say_where_to_ask(editor_client, onlooker):
    person = make_person()
    place = f'data-url="{reverse("admin:same_name", args=["people.person"])}"'

    def shown(client, page):
        return place in client.get(page).content.decode()

    assert shown(editor_client, screen(Person, "add"))
    assert shown(editor_client, screen(Person, "add") + "?_popup=1")
    assert shown(editor_client, change_screen(person))
    assert not shown(logged_in(onlooker), change_screen(person))
    assert "same-name" not in editor_client.get(screen(Organisation, "changelist")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_asking_needs_the_same_queries_for_any_number(
    editor_client, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_role(person=make_person(name="Ann"))

    with django_assert_num_queries(6):  # four for the user, people, their roles
        assert len(titles(asked(editor_client, "people.person", name="ann"))) == rows


def test_three_are_told_of_many(editor_client):
    for _ in range(4):
        make_person(name="Ann")

    assert len(warnings(add(editor_client, make_person(), name="Ann"))) == 3
    assert said(editor_client.get(reverse("admin:index")))

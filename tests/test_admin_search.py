"""Search and choosing while typing find without case and marks."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from events.models import Article, Event, Place, Statement
from people.models import Organisation, Person, Source
from tests import make
from tests.checks import screen
from tests.make import (
    make_article,
    make_event,
    make_name,
    make_organisation,
    make_person,
    make_place,
    make_source,
    make_speaker,
    make_statement,
    make_wording,
)

pytestmark = pytest.mark.django_db

MODELS = [
    model for label in ("people", "events") for model in apps.get_app_config(label).get_models()
]
LINKS = [
    (model, name)
    for model in MODELS
    for name in [*admin.site.get_model_admin(model).autocomplete_fields]
]


def name_of(model):
    return model._meta.model_name


def make_row(model):
    return getattr(make, f"make_{name_of(model)}")()


def listed(response):
    return list(response.context["cl"].result_list)


def test_country_of_a_place_is_a_state(publisher_client):
    state = make_organisation(kind="state")
    make_organisation(kind="ministry")
    query = {"app_label": "events", "model_name": "place", "field_name": "country", "term": ""}

    response = publisher_client.get(reverse("admin:autocomplete"), query)

    assert [one["id"] for one in response.json()["results"]] == [str(state.pk)]


TYPED = ["luong cuong", "Lương Cường", "LƯƠNG CƯỜNG", "cuong", "Cường", "cuo\u031bng"]


@pytest.mark.parametrize("typed", TYPED)
def test_search_finds_a_person_without_marks(publisher_client, typed):
    cuong = make_person(name="Lương Cường")
    make_person(name="Đặng Hoàng Giang")

    response = publisher_client.get(screen(Person, "changelist"), {"q": typed})

    assert listed(response) == [cuong]


@pytest.mark.parametrize("typed", ["giang", "dang hoang", "Đặng"])
def test_search_folds_the_letter_d_with_stroke(publisher_client, typed):
    giang = make_person(name="Đặng Hoàng Giang")
    make_person(name="Lương Cường")

    response = publisher_client.get(screen(Person, "changelist"), {"q": typed})

    assert listed(response) == [giang]


def test_search_finds_a_person_by_another_name_once(publisher_client):
    waly = make_person(name="Ghada Waly")
    make_name(person=waly, text="Ghada Fathy Ismail Waly")
    make_name(person=waly, text="Ghada Fathi Waly")
    make_person(name="Fathima")

    response = publisher_client.get(screen(Person, "changelist"), {"q": "ghada fath"})

    assert listed(response) == [waly]


@pytest.mark.parametrize("typed", TYPED[:2])
def test_search_finds_statements_by_their_speaker_once(publisher_client, typed):
    cuong = make_person(name="Lương Cường")
    statement = make_statement(speaker={"person": cuong})
    make_speaker(statement=statement, organisation=make_organisation(name="Cuong"))
    make_statement()

    response = publisher_client.get(screen(Statement, "changelist"), {"q": typed})

    assert listed(response) == [statement]


FINDS = {
    "a statement by its words": (
        Statement,
        "phòng chống",
        lambda: make_statement(report={"passage": {"quoted": "Phong Chong"}}),
    ),
    "an event by a printed title": (
        Event,
        "le mo ky",
        lambda: make_wording(event=make_event(), text="Lễ mở ký").event,
    ),
    "a place by a printed name": (
        Place,
        "ha noi",
        lambda: make_wording(place=make_place(name="Hanoi"), text="Hà Nội").place,
    ),
    "an organisation by its acronym": (
        Organisation,
        "unodc",
        lambda: make_name(organisation=make_organisation(), text="UNODC").organisation,
    ),
    "a source by its publisher": (
        Source,
        "quan doi",
        lambda: make_source(publisher=make_organisation(name="Quân đội nhân dân")),
    ),
    "an article by its body": (Article, "cuong", lambda: make_article(body="Lương Cường")),
}


@pytest.mark.parametrize(("model", "typed", "make_found"), FINDS.values(), ids=FINDS)
def test_search_finds(publisher_client, model, typed, make_found):
    make_row(model)
    row = make_found()

    response = publisher_client.get(screen(model, "changelist"), {"q": typed})

    assert listed(response) == [row]


@pytest.mark.parametrize(
    "typed", ["", " ", "'", '"', "%", "_", "\\", "\x00", "\ud800", "a" * 5000, "“", "' \" '"]
)
def test_search_takes_any_text(publisher_client, typed):
    make_person(name="Lương Cường")

    response = publisher_client.get(
        screen(Person, "changelist"), {"q": typed.encode("utf-8", "surrogatepass")}
    )

    assert response.status_code == 200


@pytest.mark.parametrize("typed", ["cuong", "Cường"])
def test_choosing_while_typing_finds_without_marks(publisher_client, typed):
    cuong = make_person(name="Lương Cường")
    make_person(name="Đặng Hoàng Giang")
    query = {"app_label": "events", "model_name": "speaker", "field_name": "person"}

    response = publisher_client.get(reverse("admin:autocomplete"), {**query, "term": typed})

    assert [one["text"] for one in response.json()["results"]] == [cuong.name]

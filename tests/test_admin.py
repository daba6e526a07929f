"""Every screen of the desk opens, with a row on it; search finds without marks."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Article, Correction, Event, Place, Statement
from people.models import Capture
from tests import make
from tests.checks import change_screen, filled_in, screen
from tests.make import (
    make_article,
    make_event,
    make_instrument,
    make_organisation,
    make_participation,
    make_photo,
    make_place,
    make_report,
    make_speaker,
    make_statement,
    make_topic,
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


def test_every_model_has_a_screen():
    assert {*MODELS} <= {*admin.site._registry}


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_every_screen_opens(publisher_client, model):
    row = make_row(model)
    pages = [
        screen(model, "changelist") + "?q=cuong",
        screen(model, "add"),
        screen(model, "change", row.pk),
        screen(model, "delete", row.pk),
        screen(model, "history", row.pk),
    ]

    answers = [publisher_client.get(page).status_code for page in pages]

    assert answers == [200] * 5


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_every_list_is_sorted_by_any_column_in_the_same_queries_for_any_number(
    publisher_client, model
):
    columns = len(admin.site.get_model_admin(model).list_display)
    order = {"o": ".".join(str(n) for n in range(1, columns + 1))}
    numbers = []
    for rows in [1, 4]:
        made = {make_row(model) for _ in range(rows)}
        with CaptureQueriesContext(connection) as queries:
            response = publisher_client.get(screen(model, "changelist"), order)
        numbers.append(len(queries))
        assert made <= {*listed(response)}

    assert numbers[0] == numbers[1]


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_every_list_can_be_filtered(publisher_client, model):
    make_row(model)
    chosen = publisher_client.get(screen(model, "changelist")).context["cl"]
    queries = [[*spec.choices(chosen)][-1]["query_string"] for spec in chosen.filter_specs]

    answers = [publisher_client.get(screen(model, "changelist") + query) for query in queries]

    assert [answer.status_code for answer in answers] == [200] * len(chosen.filter_specs)


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_every_form_can_be_saved_as_it_is(publisher_client, model):
    row = make_row(model)
    page = change_screen(row)
    values = model.objects.filter(pk=row.pk).values().get()

    response = publisher_client.post(page, filled_in(row))

    assert response.status_code == 302, response.context["errors"]
    assert model.objects.filter(pk=row.pk).values().get() == values


@pytest.mark.parametrize("model", [Article, Correction, Event, Statement, Capture], ids=name_of)
def test_lists_of_dated_rows_offer_their_years(publisher_client, model):
    row = make_row(model)
    by_first_day = {Event: "date_earliest", Statement: "date_earliest"}
    name = by_first_day.get(model) or admin.site.get_model_admin(model).date_hierarchy
    Statement.objects.update(date="2026-11")

    response = publisher_client.get(
        screen(model, "changelist"), {f"{name}__year": 2025 if model is Event else 2026}
    )
    other = publisher_client.get(screen(model, "changelist"), {f"{name}__year": 2019})

    assert listed(response) == [row]
    assert listed(other) == []


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_every_relation_is_chosen_by_typing(model):
    links = {field.name for field in model._meta.get_fields() if is_link(field)}
    links -= {"captures"}

    assert {*admin.site.get_model_admin(model).autocomplete_fields} == links


def is_link(field):
    return field.is_relation and not field.auto_created


@pytest.mark.parametrize(("model", "link"), LINKS)
def test_every_relation_offers_rows_while_typing(publisher_client, model, link):
    target = model._meta.get_field(link).related_model
    row = make_row(target)
    query = {
        "app_label": model._meta.app_label,
        "model_name": name_of(model),
        "field_name": link,
        "term": "",
    }

    response = publisher_client.get(reverse("admin:autocomplete"), query)

    limited = model is Place and link == "country"
    offered = [one["id"] for one in response.json()["results"]]
    assert offered == ([] if limited else [str(row.pk)])


def view_on_site(row):
    return admin.site.get_model_admin(type(row)).get_view_on_site_url(row)


SEEN = {
    "an article": (make_article, "/news/{}/"),
    "an event": (make_event, "/events/{}/"),
    "a statement": (make_statement, "/statements/{}/"),
    "an instrument": (make_instrument, "/convention/"),
    "a person": (
        lambda **root: make_speaker(statement=make_statement(**root)).person,
        "/people/{}/",
    ),
    "an organisation": (
        lambda **root: (
            make_participation(
                event=make_event(**root), organisation=make_organisation()
            ).organisation
        ),
        "/organisations/{}/",
    ),
    "a source": (
        lambda **root: make_report(statement=make_statement(**root)).source,
        "/sources/{}/",
    ),
    "a place": (lambda **root: make_event(place=make_place(), **root).place, "/places/{}/"),
    "a topic": (
        lambda **root: make_event(topics=[make_topic()], **root).topics.get(),
        "/topics/{}/",
    ),
}


@pytest.mark.parametrize(("make_seen", "address"), SEEN.values(), ids=SEEN)
def test_view_on_site_leads_to_the_public_page(make_seen, address):
    row = make_seen()

    assert view_on_site(row) == address.format(row.slug)


@pytest.mark.parametrize(
    "make_seen", [seen[0] for name, seen in SEEN.items() if name != "an instrument"]
)
def test_view_on_site_is_not_offered_where_there_is_no_page(make_seen):
    row = make_seen(status="draft")

    assert view_on_site(row) is None


@pytest.mark.parametrize("make_seen", [make_photo, make_report, make_participation])
def test_view_on_site_is_not_offered_for_rows_without_a_page(make_seen):
    row = make_seen()

    assert view_on_site(row) is None


@pytest.mark.parametrize(
    ("status", "address"), [("published", "/events/signing/"), ("draft", None)]
)
def test_view_on_site_stands_on_the_screen(publisher_client, status, address):
    event = make_event(slug="signing", status=status)

    response = publisher_client.get(change_screen(event))

    assert response.context["absolute_url"] == address

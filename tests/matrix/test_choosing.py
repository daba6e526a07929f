"""What the scripts of the desk ask for, by everybody; and links, which lead nobody to a refusal."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.urls import resolve, reverse

from events.models import Event
from hanoiconv.interchange.shape import record_kinds
from tests.checks import change_screen, logged_in, screen
from tests.make import make_event, make_person
from tests.matrix.people import everybody, outcome, row
from tests.matrix.rows import MADE, UNSEEN, rows_of

pytestmark = pytest.mark.django_db

DATA = row("data data data data")


def chosen_fields():
    """Every field of the desk whose value is chosen while typing."""
    for model, desk in admin.site._registry.items():
        for each in [desk, *(inline(model, admin.site) for inline in desk.inlines)]:
            for name in each.autocomplete_fields:
                yield each.model._meta.get_field(name)


def asking(field):
    meta = field.model._meta
    names = {"app_label": meta.app_label, "model_name": meta.model_name, "field_name": field.name}
    return {"term": "a", **names}


@pytest.fixture
def newcomer(db):
    """Sits at the desk, and has no right there."""
    return logged_in(User.objects.create_user("newcomer", is_staff=True))


def test_choosing_while_typing(clients, newcomer):
    fields, url = {*chosen_fields()}, reverse("admin:autocomplete")

    found = {
        field: {who: outcome(client.get(url, asking(field))) for who, client in clients.items()}
        for field in fields
    }

    assert len(fields) > 50
    assert found == dict.fromkeys(fields, DATA)
    assert {newcomer.get(url, asking(field)).status_code for field in fields} == {403}


@pytest.mark.parametrize("name", ["user", "decided_by", "title", "nothing"])
def test_no_other_field_is_chosen_from(clients, name):
    values = {"app_label": "hanoiconv", "model_name": "proposal", "field_name": name}

    found = {
        who: outcome(client.get(reverse("admin:autocomplete"), values))
        for who, client in clients.items()
    }

    # Administrators view accounts, and may find them.
    end = "data" if name in ("user", "decided_by") else "refused"
    assert found == row(f"refused refused refused {end}")


def test_newcomer_is_told_nothing(newcomer):
    draft, person = make_event(slug="zqsecret", **UNSEEN), make_person(name="Zqsecret")
    kind = ContentType.objects.get_for_model(Event).pk
    pages = [
        reverse("admin:view_on_site", args=[kind, draft.pk]),
        reverse("admin:same_name", args=["people.person"]) + f"?name={person.name}",
        reverse("admin:article-records") + "?q=zqsecret",
        reverse("admin:search") + "?q=zqsecret",
        reverse("admin:checks"),
        *(screen(model, "changelist") for model in MADE),
    ]

    answers = [newcomer.get(page) for page in pages]

    assert {answer.status_code for answer in answers} == {403}
    assert not any("zqsecret" in str(answer.headers).lower() for answer in answers)
    assert newcomer.get(reverse("admin:index")).status_code == 200


def linked(page):
    """The addresses at the desk to which a page leads."""
    return {*re.findall(r'(?:href|action)="(/admin/[^"#]*)', page.content.decode())}


@pytest.mark.parametrize("who", ["viewer", "editor"])
def test_links_lead_to_no_refusal(who, settings):
    client, pages = everybody()[who], [reverse("admin:index")]
    for model in record_kinds():
        rows = rows_of(model).values()
        pages += [screen(model, "changelist"), *(change_screen(each) for each in rows)]
    led = {link: page for page in pages for link in linked(client.get(page))}
    # One address of a name will do.
    one_each = {resolve(link.partition("?")[0]).view_name: link for link in led}
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.matrix.people.Undrawn"]
    follower = logged_in(User.objects.get(username=who))

    found = {link: outcome(follower.get(link)) for link in one_each.values()}

    assert len(one_each) > 40
    refused = {link: led[link] for link, end in found.items() if end in ("refused", "none")}
    assert refused == {}

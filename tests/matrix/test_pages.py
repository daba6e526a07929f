"""Every page of the desk, opened by everybody: what they meet is as the tables say."""

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.urls import get_resolver, reverse

from events.models import Event
from hanoiconv.models import FrontPage, Version
from tests.checks import screen
from tests.imports.uploads import plan_of
from tests.interchange.written import organisation
from tests.make import make_error_report, make_event
from tests.matrix.people import outcome, row
from tests.matrix.rows import MADE, UNSEEN, rows_of
from tests.matrix.tables import OTHER, names_in_tables, pages_of
from tests.proposals.asked import proposed
from tests.versions.kept import saved

pytestmark = pytest.mark.usefixtures("undrawn")


def test_every_page_is_in_a_table():
    desk = get_resolver().namespace_dict["admin"][1]

    assert {name for name in desk.reverse_dict if isinstance(name, str)} == names_in_tables()


@pytest.mark.parametrize("model", MADE, ids=lambda model: model.__name__)
def test_pages_of_a_kind(clients, model):
    rows, table = rows_of(model), pages_of(model)
    asked = [
        (page, state, who)
        for page, state in table
        for who in clients
        # Time is short, and rows that readers see are where these two could have less.
        if not state
        or (state in rows and (state == "seen" or who not in ("publisher", "administrator")))
    ]

    found = {
        (page, state, who): outcome(
            clients[who].get(screen(model, page, *([rows[state].pk] if state else [])))
        )
        for page, state, who in asked
    }

    assert found == {(page, state, who): table[page, state][who] for page, state, who in asked}


def address(name, rows):
    """Of a page in a table, which tells its row or its other argument after the name."""
    name, _space, more = name.partition(" ")
    return reverse(f"admin:{name}", args=rows.get(more, [more] if more else []))


def test_pages_of_the_desk(clients):
    event, draft = make_event(), make_event(**UNSEEN)
    saved(clients["publisher"], event, title="Another")
    saved(clients["editor"], draft, title="Another")
    standing = {
        "group": Group.objects.first(),
        "user": User.objects.get(username="editor"),
        "superuser": User.objects.create_superuser("root"),
        "plan": plan_of(clients["editor"], organisation()),
        "proposal": proposed(clients["editor"], event, title="A third"),
        "seen": Version.objects.filter(record_id=event.pk).earliest("pk"),
        "unseen": Version.objects.filter(record_id=draft.pk).earliest("pk"),
        "front page": FrontPage.objects.create(),
        "report": make_error_report(),
    }
    rows = {f"{{{name}}}": [each.pk] for name, each in standing.items()}
    rows["{page}"] = [ContentType.objects.get_for_model(Event).pk, draft.pk]

    found = {
        name: {who: outcome(client.get(address(name, rows))) for who, client in clients.items()}
        for name in OTHER
    }

    assert found == OTHER


@pytest.mark.parametrize("page", ["people/person/1/", "events/event/1/", "nothing/"])
def test_address_without_a_name_says_nothing_of_rows(clients, page):
    """Whether there is such a row or page or none, the answer is the same."""
    url = f"{reverse('admin:index')}{page}"

    found = {who: outcome(client.get(url)) for who, client in clients.items()}

    assert found == row(" ".join(["none" if page == "nothing/" else "on"] * 4))

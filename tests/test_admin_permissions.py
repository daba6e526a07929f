"""Who may do what at the desk: every act by everybody, and what an editor may try to forge."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import Article, Event, Statement
from tests.checks import acted, as_new, change_screen, filled_in, logged_in, screen
from tests.make import (
    make_article,
    make_event,
    make_source,
    make_statement,
)

pytestmark = pytest.mark.django_db

ROOTS = {
    "article": (Article, make_article, "headline"),
    "event": (Event, make_event, "title"),
    "statement": (Statement, make_statement, "gist"),
}
WHO = ["anonymous", "stranger", "onlooker", "editor", "publisher"]
# What comes of it, in the order of WHO: "done" changes the record. The others leave it as it is:
# "shown" is a page, "passed over" a page to go on to, "refused" is 403, "login" leads there.
OUTCOMES = {
    "read the list": ["login", "login", "shown", "shown", "shown"],
    "read a draft": ["login", "login", "shown", "shown", "shown"],
    "read what is published": ["login", "login", "shown", "shown", "shown"],
    "open the form for a new one": ["login", "login", "refused", "shown", "shown"],
    "add a draft": ["login", "login", "refused", "done", "done"],
    "change a draft": ["login", "login", "refused", "done", "done"],
    "change what is in review": ["login", "login", "refused", "done", "done"],
    "change what is published": ["login", "login", "refused", "refused", "done"],
    "change what is scheduled": ["login", "login", "refused", "refused", "done"],
    "change what is withdrawn": ["login", "login", "refused", "refused", "done"],
    "delete a draft": ["login", "login", "refused", "done", "done"],
    "delete what is published": ["login", "login", "refused", "refused", "done"],
    "delete a chosen draft": ["login", "login", "passed over", "done", "done"],
    "delete chosen published ones": ["login", "login", "passed over", "refused", "done"],
    "send a draft to review": ["login", "login", "passed over", "done", "done"],
    "send what is published to review": ["login", "login", "passed over", "shown", "shown"],
    "publish a draft": ["login", "login", "passed over", "passed over", "done"],
    "publish what is withdrawn": ["login", "login", "passed over", "passed over", "shown"],
}
STATES = {
    "draft": {"status": "draft"},
    "in review": {"status": "review"},
    "scheduled": {"publish_at": timezone.now() + timedelta(days=9)},
    "withdrawn": {"status": "withdrawn"},
}


def answer_to(act, client, kind):
    """The answer when the client tries the act on a fresh row, and whether any row has changed."""
    model, make_root, title = ROOTS[kind]
    state = next((values for words, values in STATES.items() if words in act), {})
    # Without a source no article is published.
    links = {"sources": [make_source()]} if kind == "article" else {}
    row = make_root(**state, **links)
    listed = screen(model, "changelist")
    chosen = {"_selected_action": [row.pk], "index": 0}
    before = list(model.objects.order_by("pk").values())
    match act.split():
        case ["read", "the", "list"]:
            answer = client.get(listed)
        case ["read", *_]:
            answer = client.get(change_screen(row))
        case ["open", *_]:
            answer = client.get(screen(model, "add"))
        case ["add", *_]:
            form = filled_in(row)
            answer = client.post(screen(model, "add"), as_new(form, slug=f"{row.slug}-new"))
        case ["change", *_]:
            form = filled_in(row)
            answer = client.post(change_screen(row), form | {title: "Changed"})
        case ["delete", "a", "draft"] | ["delete", "what", *_]:
            answer = client.post(screen(row, "delete", row.pk), {"post": "yes"})
        case ["delete", *_]:
            answer = client.post(listed, chosen | {"action": "delete_selected", "post": "yes"})
        case ["send", *_]:
            answer = acted(client, [row], "send_to_review")
        case ["publish", *_]:
            answer = acted(client, [row], "publish_now")
    return answer, list(model.objects.order_by("pk").values()) != before


def outcome(answer, changed):
    if answer.status_code == 302 and answer.url.startswith(reverse("admin:login")):
        found = "login"
    else:
        found = {200: "shown", 403: "refused", 302: "passed over"}[answer.status_code]
    return "done" if changed and found == "passed over" else found + " after all" * changed


@pytest.fixture
def everybody(stranger, onlooker, editor_client, publisher_client):
    return {
        "anonymous": Client(),
        "stranger": logged_in(stranger),
        "onlooker": logged_in(onlooker),
        "editor": editor_client,
        "publisher": publisher_client,
    }


@pytest.mark.parametrize("act", OUTCOMES)
def test_every_act_by_everybody(everybody, act):
    found = [outcome(*answer_to(act, client, "article")) for client in everybody.values()]

    assert dict(zip(WHO, found, strict=True)) == dict(zip(WHO, OUTCOMES[act], strict=True))


GUARDED = [
    "change a draft",
    "change what is published",
    "delete what is published",
    "send a draft to review",
    "publish a draft",
]


@pytest.mark.parametrize("act", GUARDED)
@pytest.mark.parametrize("kind", ["event", "statement"])
def test_acts_on_events_and_statements_by_the_groups(editor_client, publisher_client, kind, act):
    clients = [editor_client, publisher_client]

    found = [outcome(*answer_to(act, client, kind)) for client in clients]

    assert found == OUTCOMES[act][-2:]

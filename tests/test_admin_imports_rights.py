"""Who may bring files in: every act by everybody, and what may be tried without the right."""

import pytest
from django.contrib.auth.models import Permission, User
from django.db.models import Q
from django.test import Client

from events.models import Event
from hanoiconv.models import Import
from people.models import Organisation
from tests.checks import change_screen, logged_in, the_record
from tests.imports.uploads import ADD, LIST, file, plan_of, press, send, state, ticked, upload, way
from tests.interchange.written import event, organisation, person, statement
from tests.make import make_event, make_statement
from tests.test_admin_permissions import WHO, everybody, outcome  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db

# In the order of WHO, in the words of test_admin_permissions.py: "done" changes something.
OUTCOMES = {
    "read the list": ["login", "login", "shown", "shown", "shown"],
    "read a plan": ["login", "login", "shown", "shown", "shown"],
    "read a result": ["login", "login", "shown", "shown", "shown"],
    "open the form to upload": ["login", "login", "refused", "shown", "shown"],
    "take an empty table": ["login", "login", "refused", "shown", "shown"],
    "take all empty tables": ["login", "login", "refused", "shown", "shown"],
    "upload": ["login", "login", "refused", "done", "done"],
    "untick": ["login", "login", "refused", "done", "done"],
    "untick all": ["login", "login", "refused", "done", "done"],
    "apply": ["login", "login", "refused", "done", "done"],
    "ask to undo": ["login", "login", "refused", "shown", "shown"],
    "undo": ["login", "login", "refused", "done", "done"],
    "ask to throw away": ["login", "login", "refused", "shown", "shown"],
    "throw away": ["login", "login", "refused", "done", "done"],
}


def all_there_is():
    logs = [*Import.objects.order_by("pk").values("pk", "state")]
    return the_record(), logs, [ticked(log) for log in Import.objects.order_by("pk")]


def answer_to(act, client, publisher_client):
    """The answer when the client tries the act on a fresh import, and whether anything changed."""
    number = Organisation.objects.count() + Import.objects.count()
    rows = [organisation(f"organisation-{number}")]
    log = plan_of(publisher_client, *rows)
    if act in ("read a result", "ask to undo", "undo"):
        press(publisher_client, log, "apply")
    before = all_there_is()
    match act:
        case "read the list":
            answer = client.get(LIST)
        case "read a plan" | "read a result":
            answer = client.get(log.get_absolute_url())
        case "open the form to upload":
            answer = client.get(ADD)
        case "take an empty table":
            answer = client.get(f"{LIST}tables/people.csv")
        case "take all empty tables":
            answer = client.get(f"{LIST}tables.zip")
        case "upload":
            answer = send(client, file("o.json", [organisation(f"other-{number}")]))
        case "untick":
            answer = press(client, log, "save", chosen=[])
        case "untick all":
            answer = press(client, log, "untick")
        case "apply":
            answer = press(client, log, "apply")
        case "ask to undo" | "ask to throw away":
            answer = client.get(way(log, act.removeprefix("ask to ").replace(" ", "_")))
        case "undo" | "throw away":
            answer = client.post(way(log, act.replace(" ", "_")))
    return answer, all_there_is() != before


@pytest.mark.parametrize("act", OUTCOMES)
def test_every_act_on_imports_by_everybody(everybody, publisher_client, act):  # noqa: F811
    found = [outcome(*answer_to(act, client, publisher_client)) for client in everybody.values()]

    assert dict(zip(WHO, found, strict=True)) == dict(zip(WHO, OUTCOMES[act], strict=True))


def test_nobody_deletes_changes_or_adds_an_import_by_the_ways_of_other_records(db):
    client = logged_in(User.objects.create_superuser("root"))
    log = plan_of(client, organisation())

    answers = [
        client.get(f"{LIST}{log.pk}/delete/", follow=True),
        client.post(f"{LIST}{log.pk}/delete/", {"post": "yes"}, follow=True),
        client.get(f"{LIST}{log.pk}/history/", follow=True),
        client.post(LIST, {"action": "delete_selected", "_selected_action": [log.pk], "post": 1}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3 + [200]
    assert state(log) == "planned"


@pytest.mark.parametrize("pk", ["0", "999999", "x", "9" * 40])
def test_import_that_is_not_there(editor_client, pk):
    answers = [
        editor_client.get(f"{LIST}{pk}/change/"),
        editor_client.post(f"{LIST}{pk}/change/", {"apply": ""}),
        # What is no number, the admin takes for an import whose page is asked for.
        editor_client.post(f"{LIST}{pk}/undo/", follow=True),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_form_offers_publishing_to_publishers_alone(editor_client, publisher_client):
    offered = [
        "publish" in client.get(ADD).context["form"].fields
        for client in (editor_client, publisher_client)
    ]

    assert offered == [False, True]


def test_editor_cannot_forge_the_tick_that_publishes(editor_client):
    row = event(status="published", publish_at="2026-01-01T00:00:00Z")
    log = plan_of(editor_client, row, publish=True)

    press(editor_client, log, "apply")

    assert log.publish is False
    assert Event.objects.get().status == "review"


def test_editor_who_applies_the_plan_of_a_publisher_does_what_an_editor_may(
    editor_client, publisher_client
):
    make_event(slug="seen", title="Readers see it")
    values = {"status": "published", "publish_at": "2026-01-01T00:00:00Z"}
    log = plan_of(publisher_client, event(slug="seen", **values), event(**values), publish=True)
    press(publisher_client, log, "save")
    before = the_record()

    press(editor_client, log, "apply")

    assert (the_record(), state(log)) == (before, "planned")
    assert log.entries.get(slug="seen").barred == "Readers see it: changing it takes a publisher."

    press(editor_client, log, "apply")

    assert state(log) == "applied"
    assert list(Event.objects.order_by("slug").values_list("slug", "title", "status")) == [
        ("ceremony", "Ceremony", "review"),
        ("seen", "Readers see it", "published"),
    ]


def test_editor_cannot_undo_what_readers_see(editor_client, publisher_client):
    values = {"status": "published", "publish_at": "2026-01-01T00:00:00Z"}
    log = plan_of(publisher_client, event(**values), publish=True)
    press(publisher_client, log, "apply")
    before = the_record()

    answer = editor_client.post(way(log, "undo"))

    reason = "Readers see it: changing it takes a publisher."
    assert answer.context["ending"].problems == [f"Ceremony: {reason}"]
    assert (the_record(), state(log)) == (before, "applied")


def test_right_to_add_without_the_right_to_look_is_none(editor_client):
    user = User.objects.create_user("half", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="add_import"))
    client = logged_in(user)
    log = plan_of(editor_client, organisation())

    answers = [client.get(ADD), client.get(log.get_absolute_url()), press(client, log, "apply")]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert state(log) == "planned"


@pytest.mark.parametrize("missing", ["view_statement", "view_speaker"])
def test_who_may_not_view_all_kinds_of_rows_reads_and_makes_no_import(publisher_client, missing):
    user = User.objects.create_user("half", is_staff=True)
    codes = Q(codename__startswith="view_") | Q(codename="add_import")
    user.user_permissions.add(*Permission.objects.filter(codes).exclude(codename=missing))
    client = logged_in(user)
    make_statement(slug="point", gist="zqsecret", status="draft")
    brought = make_event(slug="ceremony")
    log = plan_of(publisher_client, statement(gist="Other"), event(title="Other"))

    answers = [
        client.get(LIST),
        client.get(log.get_absolute_url()),
        client.get(ADD),
        upload(client, statement(gist="Guessed"), person()),
        press(client, log, "apply"),
        client.get(way(log, "undo")),
        client.get(way(log, "throw_away")),
    ]
    press(publisher_client, log, "apply")
    forms = [each.get(change_screen(brought)) for each in (client, publisher_client)]

    assert [answer.status_code for answer in answers] == [403] * 7
    assert [log.get_absolute_url() in form.content.decode() for form in forms] == [False, True]
    assert [Import.objects.count(), state(log)] == [1, "applied"]


def test_forms_of_imports_ask_for_their_token(editor, editor_client):
    log = plan_of(editor_client, organisation())
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    answers = [
        send(client, file("o.json", [organisation("b")])),
        press(client, log, "apply"),
        client.post(way(log, "throw_away")),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert state(log) == "planned"

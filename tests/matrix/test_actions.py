"""Every action of every list, sent by everybody: unconfirmed, and confirmed as root saw it."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User

from events.models import Article, Event, Place, Statement
from hanoiconv.interchange.shape import record_kinds
from hanoiconv.models import ErrorReport, FrontPage
from people.models import Capture, Organisation, Person, Source
from tests.bulk import AT
from tests.checks import logged_in, screen
from tests.make import make_error_report, make_source, make_topic
from tests.matrix.people import row, tried
from tests.matrix.rows import ALWAYS_SEEN, MADE, UNSEEN

pytestmark = pytest.mark.usefixtures("undrawn")

# Who is not offered an action is led back to the list: "No action selected."
ASKED_OF_EDITORS = row("on shown shown shown")
ASKED_OF_PUBLISHERS = row("on on shown shown")
BY_EDITORS = row("on on,done on,done on,done")
BY_PUBLISHERS = row("on on on,done on,done")
# What is out of an editor's reach is shown, told as such, and not done.
REFUSED_EDITORS = row("on shown on,done on,done")
DATA = row("data data data data")
# What names them keeps these from going, which the page says.
NAMED = [Organisation, Person, Source, Place]
ROOTS = [Article, Event, Statement]
# By name: the state of the row, what is typed, and what comes of asking and of confirming.
PUBLISHING = {
    "send_to_review": (UNSEEN, {}, ASKED_OF_EDITORS, BY_EDITORS),
    "publish_now": (UNSEEN, {}, ASKED_OF_PUBLISHERS, BY_PUBLISHERS),
    "schedule": (UNSEEN, AT, ASKED_OF_PUBLISHERS, BY_PUBLISHERS),
    "withdraw": (
        {},
        {"withdrawn_reason": "It was wrong."},
        ASKED_OF_PUBLISHERS,
        BY_PUBLISHERS,
    ),
    "add_topic": ({}, {"topic": None}, ASKED_OF_EDITORS, REFUSED_EDITORS),
    "remove_topic": ({}, {"topic": None}, ASKED_OF_EDITORS, REFUSED_EDITORS),
}
FILING = ["take_in_hand", "settle", "refuse"]
EXPORT = "export_as_fixtures"


def actions_of(model):
    desk = admin.site.get_model_admin(model)
    return {getattr(each, "__name__", each) for each in desk.actions or []}


def test_every_action_is_in_a_table():
    found = {model: actions_of(model) for model in admin.site._registry if actions_of(model)}

    expected = {model: {"delete_selected"} for model in [*MADE, ErrorReport]}
    for model in record_kinds():
        expected[model] |= {EXPORT}
    for model in ROOTS:
        expected[model] |= {*PUBLISHING}
    expected[ErrorReport] |= {*FILING}
    assert found == expected
    assert all(
        admin.site.get_model_admin(model).actions == () for model in (FrontPage, User, Group)
    )


def outcomes(clients, made, act, **values):
    """What comes of an action on a row, by who sends it."""
    sent = {"_selected_action": [made.pk], "action": act, "index": 0} | values
    url = screen(made, "changelist")
    return {
        who: tried(lambda each: each.post(url, sent), client) for who, client in clients.items()
    }


def fingerprint(made, act, **values):
    """Of what a publisher was shown who may do all."""
    root = logged_in(User.objects.get(username="publisher"))
    sent = {"_selected_action": [made.pk], "action": act, "shown": ""} | values
    return root.post(screen(made, "changelist"), sent).context_data["plan"].fingerprint


@pytest.mark.parametrize("model", MADE, ids=lambda model: model.__name__)
def test_deleting_and_exporting_what_was_chosen(clients, model):
    # A list without another action for viewers is shown to them anew.
    viewer = {"viewer": "on" if model in record_kinds() else "shown"}
    protected = row("on shown shown shown") if model in NAMED else None

    if model not in ALWAYS_SEEN:
        made = MADE[model](**UNSEEN)
        found = outcomes(clients, made, "delete_selected", post="yes")
        assert found == (protected or BY_EDITORS | viewer)
    made = MADE[model]()
    expected = BY_EDITORS if model is Capture else row("on refused on,done on,done")
    found = outcomes(clients, made, "delete_selected", post="yes")
    assert found == (protected or expected | viewer)
    if model in record_kinds():
        assert outcomes(clients, made, EXPORT) == DATA


@pytest.mark.parametrize("act", PUBLISHING)
@pytest.mark.parametrize("model", ROOTS, ids=lambda model: model.__name__)
def test_actions_that_publish(clients, model, act):
    root, values, asked, confirmed = PUBLISHING[act]
    topic = make_topic()
    links = {"sources": [make_source()]} if model is Article else {}
    if act == "remove_topic":
        links["topics"] = [topic]
    made = MADE[model](**root, **links)
    values = values | ({"topic": topic.pk} if "topic" in values else {})
    shown = fingerprint(made, act, **values)

    if model is Article:  # one page asks for all
        assert outcomes(clients, made, act) == asked
    assert outcomes(clients, made, act, shown=shown, **values) == confirmed


@pytest.mark.parametrize("act", FILING)
def test_actions_on_reports_of_readers(clients, act):
    made = make_error_report()
    shown = fingerprint(made, act)

    viewer = {"viewer": "shown"}
    assert outcomes(clients, made, act) == ASKED_OF_EDITORS | viewer
    assert outcomes(clients, made, act, shown=shown) == BY_EDITORS | viewer


def test_deleting_what_is_no_record(clients):
    made = [make_error_report(), FrontPage.objects.create(), User.objects.create_user("gone")]

    found = [outcomes(clients, each, "delete_selected", post="yes") for each in made]

    assert found == [
        row("shown on on,done on,done"),  # an editor has other actions there
        row("shown shown on,done on,done"),
        row("refused refused refused on,done"),
    ]

"""Actions on several rows, sent as no page offers them: nothing is changed, and none too many."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from events.models import Article, Event, Statement
from hanoiconv.core import bulk
from tests.bulk import AT, BARRED, publishable, sent, told
from tests.checks import logged_in, looked, said, screen, the_record
from tests.make import (
    make_event,
    make_statement,
    make_topic,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("shown", ["", "x", "0" * 64, "\x00"])
def test_confirmation_of_what_was_not_shown_does_nothing(publisher_client, shown):
    rows = [publishable()]
    before = the_record()

    answer = publisher_client.post(
        screen(Article, "changelist"), sent(rows, "publish_now", shown=shown)
    )

    assert answer.status_code == 200
    assert the_record() == before


def test_what_was_shown_to_one_action_confirms_no_other(publisher_client):
    rows = [publishable()]
    plan = looked(publisher_client, rows, "send_to_review").context["plan"]
    before = the_record()

    publisher_client.post(
        screen(Article, "changelist"), sent(rows, "publish_now", shown=plan.fingerprint)
    )

    assert the_record() == before


@pytest.mark.parametrize("act", ["publish_now", "schedule", "withdraw"])
def test_editor_cannot_confirm_what_a_publisher_was_shown(editor_client, publisher_client, act):
    rows = [publishable(status="published" if act == "withdraw" else "draft")]
    values = {"publish_now": {}, "schedule": AT, "withdraw": {"withdrawn_reason": "Wrong."}}[act]
    plan = looked(publisher_client, rows, act, **values).context["plan"]
    before = the_record()

    answer = editor_client.post(
        screen(Article, "changelist"), sent(rows, act, shown=plan.fingerprint, **values)
    )

    assert said(answer) == ["No action selected."]
    assert the_record() == before


def test_right_that_was_taken_away_meanwhile_is_asked_again(editor_client, editor):
    rows = [make_event(status="draft")]
    plan = looked(editor_client, rows, "send_to_review").context["plan"]
    Event.objects.update(status="withdrawn", withdrawn_reason="Wrong.")
    before = the_record()

    form = sent(rows, "send_to_review", shown=plan.fingerprint)
    answer = editor_client.post(screen(Event, "changelist"), form)

    assert told(answer) == {rows[0].slug: [BARRED]}
    assert the_record() == before
    editor.groups.clear()
    editor.user_permissions.add(Permission.objects.get(codename="view_event"))
    assert editor_client.post(screen(Event, "changelist"), form).status_code in (200, 302)
    assert the_record() == before


def test_who_may_publish_but_not_change_does_neither(viewer):
    viewer.user_permissions.add(Permission.objects.get(codename="publish_article"))
    rows = [publishable()]

    assert looked(logged_in(viewer), rows, "publish_now").status_code == 403


def test_who_may_not_view_topics_is_offered_none(editor_client, editor):
    rights = editor.groups.get().permissions
    rights.remove(*rights.filter(codename__in=["view_topic", "change_topic"]))
    rows, topic = [make_event(status="draft")], make_topic(name="Zqsecret")

    answer = looked(editor_client, rows, "add_topic", topic=topic.pk)

    assert "Zqsecret" not in answer.content.decode()
    assert [*answer.context["form"].errors] == ["topic"]


def test_at_most_five_hundred_rows_at_a_time(publisher_client, monkeypatch):
    rows = [make_statement(status="draft", speaker=None, report=None) for _ in range(4)]
    monkeypatch.setattr(bulk, "MOST", 3)
    across = sent(rows[:1], "send_to_review", index=0, select_across=1)
    before = the_record()

    answers = [
        publisher_client.post(screen(Statement, "changelist"), form)
        for form in (sent(rows, "send_to_review"), across, sent(rows, "delete_selected"))
    ]

    words = "At most 3 rows at a time: choose fewer, or narrow the list by its filters."
    assert [said(answer)[-1] for answer in answers] == [words] * 3
    assert the_record() == before


def test_all_rows_of_a_filtered_list_are_the_rows_of_the_filter(publisher_client):
    draft, _review = make_event(status="draft"), make_event(status="review")
    url = screen(Event, "changelist") + "?status__exact=draft"

    answer = publisher_client.post(url, sent([draft], "send_to_review", index=0, select_across=1))

    assert [line.row for line in answer.context["plan"].lines] == [draft]


@pytest.mark.parametrize("pk", ["x", "", "-1", "1 OR 1=1", "\x00", "9" * 40, "99999"])
@pytest.mark.parametrize("act", ["send_to_review", "delete_selected", "export_as_fixtures"])
def test_key_of_no_row_is_refused(publisher_client, act, pk):
    make_event(status="draft")
    before = the_record()

    answer = publisher_client.post(
        screen(Event, "changelist"), {"_selected_action": [pk], "action": act, "post": "yes"}
    )

    assert answer.status_code in (200, 302)
    assert the_record() == before


@pytest.mark.parametrize("act", ["send_to_review", "add_topic", "publish_now"])
def test_nobody_else_is_shown_anything(stranger, onlooker, act):
    row = make_event(status="draft", title="Zqsecret")
    clients = {"anonymous": Client(), "stranger": logged_in(stranger)}
    before = the_record()

    found = {who: looked(client, [row], act).status_code for who, client in clients.items()}
    shown = looked(logged_in(onlooker), [row], act)

    assert found == {"anonymous": 302, "stranger": 302}
    assert (shown.status_code, said(shown)) == (302, ["No action selected."])
    assert the_record() == before


def test_hostile_title_is_text(publisher_client):
    row = make_event(status="draft", title="<script>alert(1)</script>")

    text = looked(publisher_client, [row], "publish_now").content.decode()

    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text

"""Actions on several rows: what they show, what they refuse, and that they are whole or nothing."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.utils import timezone

from events.models import Article, Event, Statement
from hanoiconv.core import bulk
from hanoiconv.models import ErrorReport, Version
from people.models import Person
from tests.checks import acted, logged_in, looked, said, screen, the_record
from tests.make import (
    make_article,
    make_error_report,
    make_event,
    make_person,
    make_source,
    make_statement,
    make_topic,
)

pytestmark = pytest.mark.django_db

BARRED = "Published, scheduled or withdrawn: changing it takes a publisher."
LATER = timezone.localtime(timezone.now() + timedelta(days=9)).replace(second=0, microsecond=0)
AT = {"publish_at": f"{LATER:%Y-%m-%dT%H:%M}"}


def told(answer):
    """What the page says of each row, in the order of the list."""
    lines = answer.context["plan"].lines
    return {line.row.slug: line.reasons or line.will for line in lines}


def publishable(**values):
    return make_article(**{"status": "draft", "sources": [make_source()]} | values)


def sent(rows, act, **values):
    return {"_selected_action": [row.pk for row in rows], "action": act} | values


def test_page_shows_what_would_change_and_what_would_not_and_why(publisher_client):
    rows = [
        publishable(slug="draft"),
        publishable(slug="review", status="review"),
        make_article(slug="bare", status="draft"),
        publishable(slug="bad", body="[x](person:nobody)"),
        publishable(slug="out", status="published"),
        publishable(slug="gone", status="withdrawn"),
    ]
    before = the_record()

    answer = looked(publisher_client, rows, "publish_now")

    assert told(answer) == {
        "draft": "Draft → Published",
        "review": "In review → Published",
        "bare": [
            "Article without sources. It names no source: add those that it rests on.",
        ],
        "bad": ["Line 1: there is no person:nobody on record."],
        "out": ["It is published, or will be: its own form has the time."],
        "gone": ["It was withdrawn: publish it again on its own form."],
    }
    assert the_record() == before


def test_editor_is_shown_what_takes_a_publisher(editor_client):
    rows = [make_event(slug="draft", status="draft"), make_event(slug="seen")]
    topic = make_topic(name="Evidence")

    answer = looked(editor_client, rows, "add_topic", topic=topic.pk)

    assert told(answer) == {"draft": "Gets the topic “Evidence”", "seen": [BARRED]}


def test_confirmed_action_does_what_was_shown_and_no_more(publisher_client, publisher):
    good, bare = publishable(), make_article(status="draft")

    answer = acted(publisher_client, [good, bare], "publish_now")

    assert said(answer) == ["1 page published."]
    assert list(Article.objects.public()) == [good]
    assert list(LogEntry.objects.values_list("object_id", "change_message", "user")) == [
        (str(good.pk), "Published.", publisher.pk)
    ]
    assert {*Version.objects.values_list("record_id", flat=True)} == {good.pk}


CHANGES = {
    "another editor wrote": lambda row: Article.objects.filter(pk=row.pk).update(headline="New"),
    "it was published": lambda row: Article.objects.filter(pk=row.pk).update(
        status="published", publish_at=timezone.now()
    ),
    "it lost its sources": lambda row: row.sources.clear(),
    "it was deleted": lambda row: row.delete(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_changed_since_it_was_shown_is_shown_again(publisher_client, change):
    rows = [publishable(), publishable()]
    plan = looked(publisher_client, rows, "publish_now").context["plan"]
    form = sent(rows, "publish_now", shown=plan.fingerprint)
    change(rows[0])
    before = the_record()

    answer = publisher_client.post(screen(Article, "changelist"), form)

    assert answer.context["is_other"]
    assert "Nothing was done: what would happen is no longer" in answer.content.decode()
    assert the_record() == before


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


def test_scheduled_at_a_time_to_come(publisher_client):
    waiting = publishable()
    scheduled = publishable(status="published", publish_at=timezone.now() + timedelta(days=1))
    seen = publishable(status="published")
    rows = [waiting, scheduled, seen]

    answer = acted(publisher_client, rows, "schedule", **AT)

    assert said(answer) == ["2 pages scheduled."]
    times = Article.objects.filter(publish_at=LATER, status="published")
    assert {*times} == {waiting, scheduled}
    assert list(Article.objects.public()) == [seen]


@pytest.mark.parametrize("time", ["", "yesterday", "2020-01-01T10:00", "\x00", "9" * 40])
def test_no_other_time_is_taken_and_what_was_typed_stays(publisher_client, time):
    rows = [publishable()]
    before = the_record()

    answer = looked(publisher_client, rows, "schedule", publish_at=time)

    assert [*answer.context["form"].errors] == ["publish_at"]
    assert answer.context["form"]["publish_at"].value() == time
    assert the_record() == before


def test_another_time_than_was_shown_is_shown_first(publisher_client):
    rows = [publishable()]
    plan = looked(publisher_client, rows, "schedule", **AT).context["plan"]
    other = {"publish_at": f"{LATER + timedelta(days=1):%Y-%m-%dT%H:%M}"}
    before = the_record()

    answer = publisher_client.post(
        screen(Article, "changelist"), sent(rows, "schedule", shown=plan.fingerprint, **other)
    )

    assert answer.context["is_other"]
    assert the_record() == before


def test_withdrawn_with_a_reason_that_readers_are_told(publisher_client, client):
    rows = [make_event(), make_event(status="draft")]

    answer = acted(publisher_client, rows, "withdraw", withdrawn_reason="Did not take place.")

    assert said(answer) == ["1 page withdrawn."]
    shown = client.get(rows[0].get_absolute_url())
    assert shown.status_code == 410
    assert "Did not take place." in shown.content.decode()
    assert Event.objects.get(pk=rows[1].pk).status == "draft"


@pytest.mark.parametrize("reason", ["", " ", "a\x07b"])
def test_nothing_is_withdrawn_without_a_reason(publisher_client, reason):
    rows = [make_event()]

    answer = looked(publisher_client, rows, "withdraw", withdrawn_reason=reason)

    assert [*answer.context["form"].errors] == ["withdrawn_reason"]
    assert list(Event.objects.public()) == rows


@pytest.mark.parametrize("make_row", [make_article, make_event, make_statement])
def test_topic_is_given_and_taken(editor_client, make_row):
    topic, other = make_topic(), make_topic()
    rows = [make_row(status="draft", topics=[other]), make_row(status="draft", topics=[topic])]

    given = acted(editor_client, rows, "add_topic", topic=topic.pk)
    found = [{*row.topics.all()} for row in rows]
    taken = acted(editor_client, rows, "remove_topic", topic=topic.pk)

    assert said(given) == ["1 record got the topic."]
    assert found == [{topic, other}, {topic}]
    assert said(taken) == ["2 records lost the topic."]
    assert [{*row.topics.all()} for row in rows] == [{other}, set()]
    assert Version.objects.filter(record_id=rows[0].pk, how="desk").count() == 2


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


def test_reports_say_that_their_senders_are_forgotten(editor_client):
    known = make_error_report(name="An", email="an@example.org")
    unknown, settled = make_error_report(), make_error_report(state="settled")

    answer = looked(editor_client, [known, unknown, settled], "settle")

    lines = {line.row: line.reasons or line.will for line in answer.context["plan"].lines}
    assert lines == {
        known: "New → Settled; who sent it is forgotten",
        unknown: "New → Settled",
        settled: ["It is that already."],
    }
    assert ErrorReport.objects.exclude(email="").count() == 1


# For each kind the page of an action costs as much for five rows as for one.
@pytest.mark.parametrize("number", [1, 5])
@pytest.mark.parametrize(
    ("make_row", "act", "values", "queries"),
    [
        (publishable, "publish_now", {}, 13),
        (publishable, "schedule", AT, 13),
        (lambda: make_statement(status="draft"), "publish_now", {}, 14),
        (lambda: make_event(status="draft"), "send_to_review", {}, 12),
        (lambda: make_event(status="draft", topics=[make_topic()]), "add_topic", {}, 15),
        (make_error_report, "settle", {}, 10),
    ],
)
def test_page_takes_the_same_queries_for_any_number_of_rows(
    publisher_client, django_assert_num_queries, make_row, act, values, queries, number
):
    rows = [make_row() for _ in range(number)]
    if act == "add_topic":
        values = {"topic": make_topic().pk}
    form = sent(rows, act, shown="", **values)

    with django_assert_num_queries(queries):
        answer = publisher_client.post(screen(rows[0], "changelist"), form)

    assert len(answer.context["plan"].changing) == number


@pytest.mark.parametrize("number", [1, 5])
def test_doing_it_takes_the_same_queries_for_any_number_of_rows(
    publisher_client, django_assert_num_queries, number
):
    rows = [publishable() for _ in range(number)]
    ContentType.objects.get_for_model(Article)  # asked once a process
    plan = looked(publisher_client, rows, "publish_now").context["plan"]
    form = sent(rows, "publish_now", shown=plan.fingerprint)

    # PostgreSQL locks the records besides.
    with django_assert_num_queries(36 if connection.vendor == "postgresql" else 35):
        publisher_client.post(screen(Article, "changelist"), form)

    assert Article.objects.public().count() == number


def test_deletion_of_several_still_asks_and_deletes(editor_client):
    rows = [make_person(), make_person()]

    asked = editor_client.post(screen(Person, "changelist"), sent(rows, "delete_selected", index=0))
    assert (asked.status_code, Person.objects.count()) == (200, 2)
    editor_client.post(screen(Person, "changelist"), sent(rows, "delete_selected", post="yes"))

    assert not Person.objects.exists()


def test_hostile_title_is_text(publisher_client):
    row = make_event(status="draft", title="<script>alert(1)</script>")

    text = looked(publisher_client, [row], "publish_now").content.decode()

    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text

"""Actions on several rows: what they show, what they refuse, and that they are whole or nothing."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from events.models import Article, Event
from hanoiconv.models import ErrorReport, Version
from people.models import Person
from tests.bulk import AT, BARRED, LATER, publishable, sent, told
from tests.checks import acted, looked, said, screen, the_record
from tests.make import (
    make_article,
    make_error_report,
    make_event,
    make_person,
    make_statement,
    make_topic,
)

pytestmark = pytest.mark.django_db


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
        (publishable, "publish_now", {}, 10),
        (publishable, "schedule", AT, 10),
        (lambda: make_statement(status="draft"), "publish_now", {}, 9),
        (lambda: make_event(status="draft"), "send_to_review", {}, 9),
        (lambda: make_event(status="draft", topics=[make_topic()]), "add_topic", {}, 12),
        (make_error_report, "settle", {}, 9),
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
    with django_assert_num_queries(35 if connection.vendor == "postgresql" else 34):
        publisher_client.post(screen(Article, "changelist"), form)

    assert Article.objects.public().count() == number


def test_deletion_of_several_still_asks_and_deletes(editor_client):
    rows = [make_person(), make_person()]

    asked = editor_client.post(screen(Person, "changelist"), sent(rows, "delete_selected", index=0))
    assert (asked.status_code, Person.objects.count()) == (200, 2)
    editor_client.post(screen(Person, "changelist"), sent(rows, "delete_selected", post="yes"))

    assert not Person.objects.exists()

"""How a record goes from draft to review to print: slugs, actions, messages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Article, Event, Statement
from people.models import Person
from tests.checks import acted, change_screen, filled_in, said, the_record
from tests.make import (
    LONG_AGO,
    make_article,
    make_event,
    make_instrument,
    make_participation,
    make_person,
    make_place,
    make_source,
    make_statement,
)

pytestmark = pytest.mark.django_db

ROOTS = [make_article, make_event, make_statement]


def sent_with_another_slug(client, row):
    form = filled_in(row) | {"slug": "another"}
    answer = client.post(change_screen(row), form)
    row.refresh_from_db()
    return answer.status_code, row.slug


@pytest.mark.parametrize(
    "make_row",
    [
        make_article,
        make_event,
        make_statement,
        make_instrument,
        lambda: make_article(status="withdrawn"),
        lambda: make_event(publish_at=timezone.now() + timedelta(days=9)),
        lambda: make_participation().person,
        lambda: make_event(place=make_place()).place,
    ],
)
def test_slug_is_frozen_once_readers_can_know_it(publisher_client, make_row):
    row = make_row()
    slug = row.slug

    assert sent_with_another_slug(publisher_client, row) == (302, slug)


@pytest.mark.parametrize(
    "make_row", [lambda: make_article(status="draft"), make_person, make_place]
)
def test_slug_may_change_before(editor_client, make_row):
    row = make_row()

    assert sent_with_another_slug(editor_client, row) == (302, "another")


def test_send_to_review_takes_the_drafts_among_the_chosen(publisher_client):
    rows = [make_article(status=s) for s in ("draft", "draft", "review", "published", "withdrawn")]

    answer = acted(publisher_client, rows, "send_to_review")

    assert said(answer) == ["2 drafts sent to review."]
    assert list(Article.objects.order_by("pk").values_list("status", flat=True)) == [
        "review",
        "review",
        "review",
        "published",
        "withdrawn",
    ]


def test_publish_now_publishes_from_now_on(publisher_client):
    rows = [make_statement(status="draft"), make_statement(status="review")]
    old, withdrawn = make_statement(), make_statement(status="withdrawn")
    started = timezone.now()

    answer = acted(publisher_client, [*rows, old, withdrawn], "publish_now")

    assert said(answer) == ["2 pages published."]
    assert {*Statement.objects.public()} == {*rows, old}
    for row in [*rows, old]:
        row.refresh_from_db()
    assert all(started <= row.publish_at for row in rows)
    assert old.publish_at == LONG_AGO


def test_publish_now_says_which_references_are_not_public(publisher_client):
    make_person(slug="hidden")
    article = make_article(
        status="draft", body="[x](person:hidden)", sources=[make_source()], headline="Bad"
    )
    before = the_record()

    plan = acted(publisher_client, [article], "publish_now").context["plan"]

    assert [line.reasons for line in plan.lines] == [["Line 1: person:hidden is not public yet."]]
    assert the_record() == before


def test_publishing_without_a_time_means_from_now_on(publisher_client):
    event = make_event(status="draft")
    form = filled_in(event)
    started = timezone.now()

    publisher_client.post(change_screen(event), form | {"status": "published"})

    [shown] = Event.objects.public()
    assert started <= shown.publish_at <= timezone.now()


def test_withdrawing_asks_for_a_reason(publisher_client):
    event = make_event()
    form = filled_in(event) | {"status": "withdrawn"}

    answer = publisher_client.post(change_screen(event), form)

    errors = answer.context["adminform"].errors
    assert errors == {"__all__": ["Tell readers why the page was withdrawn."]}
    assert list(Event.objects.public()) == [event]


def test_saving_an_article_warns_of_what_is_not_public_yet(editor_client):
    make_person(slug="hidden")
    article = make_article(status="draft", body="One.\n\n[x](person:hidden)")
    form = filled_in(article)

    answer = editor_client.post(change_screen(article), form)

    assert said(answer)[0] == "Line 3: person:hidden is not public yet."
    assert Person.objects.public().count() == 0

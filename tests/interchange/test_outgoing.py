"""What goes out to readers: the record as it stands, without a word of what they may not see."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from events.models import Article, Event, Statement
from hanoiconv.core.former_slugs import FormerSlug
from hanoiconv.interchange.exporting import documents
from hanoiconv.interchange.outgoing import Public, Whole
from hanoiconv.interchange.selecting import everything
from tests.hidden import STATES, hide, public_record
from tests.make import (
    LONG_AGO,
    make_article,
    make_depiction,
    make_event,
    make_person,
    make_photo,
    make_role,
    make_source,
    make_statement,
    make_topic,
)

pytestmark = pytest.mark.django_db


def going_out(source):
    """All documents by file."""
    found = {}
    for document in documents(everything(source), source):
        found.setdefault(document.file, []).append(document.rows)
    return found


def own_row(model, slug, source=None):
    """The fields of one record as they go out to readers."""
    source = source or Public(timezone.now())
    [(_pk, rows)] = source.documents(model, [source.records(model)[slug]])
    return rows[0][1]


def test_hidden_rows_change_nothing_that_goes_out():
    there = public_record()
    before = going_out(Public(timezone.now()))
    for state in STATES:
        hide(state, there)

    after = going_out(Public(timezone.now()))

    assert "zq" not in repr(after).lower()
    assert after == before
    assert "zq" in repr(going_out(Whole())).lower()


def test_public_record_goes_out_with_its_parts():
    there = public_record()

    found = going_out(Public(timezone.now()))

    labels = sorted(label for rows in found["articles/source"] for label, _fields in rows)
    assert labels == [
        "events.correction",
        "events.depiction",
        "events.passage",
        "events.photo",
        "events.report",
        "events.speaker",
        "events.statement",
    ]
    assert own_row(Article, there.article.slug)["sources"] == [["source"]]


def test_status_is_that_of_a_page_that_readers_see():
    make_event(slug="day", withdrawn_reason="It was withdrawn once.")

    fields = own_row(Event, "day")

    assert (fields["status"], fields["withdrawn_reason"]) == ("published", "")
    assert fields["publish_at"] == "2026-01-01T00:00:00Z"


def test_links_to_what_is_not_public_are_empty():
    draft = make_event(status="draft", topics=[make_topic()])
    statement = make_statement(slug="point", event=draft, topics=[make_topic(slug="seen")])
    statement.responds_to.add(make_statement(status="draft"))
    photo = make_photo(slug="lead", event=draft)
    make_depiction(photo=photo)
    make_article(slug="ours", lead_photo=photo)

    fields = own_row(Statement, "point")

    assert (fields["event"], fields["responds_to"], fields["topics"]) == (None, [], [["seen"]])
    assert own_row(type(photo), "lead")["event"] is None
    assert own_row(Article, "ours")["lead_photo"] == ["lead"]


def test_role_goes_out_with_those_who_name_it():
    role = make_role(person=make_person(slug="guterres"), sources=[make_source(slug="un")])
    statement = make_statement(slug="point", speaker={"person": role.person, "role": role})

    source = Public(timezone.now())
    [(_pk, rows)] = source.documents(Statement, [statement.pk])
    [(_pk, person)] = source.documents(type(role.person), [role.person.pk])

    assert dict(rows)["events.speaker"]["role"] == ["guterres-role1"]
    assert dict(person)["people.role"]["sources"] == [["un"]]


def test_part_that_cannot_do_without_a_hidden_record_is_left_out_with_its_own_parts():
    statement = make_statement(slug="point")
    source = Public(timezone.now())
    [(_pk, rows)] = source.documents(Statement, [statement.pk])
    hidden = make_source(slug="hidden")
    rows[1][1]["source"] = [hidden.slug]  # the rules allow no such row, so it is made here

    kept = source.going_out(Statement, rows)

    assert [label for label, _fields in kept] == ["events.statement", "events.speaker"]


def test_article_names_only_what_readers_see():
    make_event(slug="seen")
    make_person(slug="hidden-person")
    make_statement(slug="hidden-words", status="draft")
    body = (
        "[The day](event:seen), [somebody](person:hidden-person), <person:hidden-person>, [x][y].\n"
        "\n{statement: hidden-words}\n\n[y]: statement:hidden-words"
    )
    make_article(slug="ours", body=body)

    assert own_row(Article, "ours")["body"] == "[The day](event:seen), somebody, , x."
    assert own_row(Article, "ours", Whole())["body"] == body


@pytest.mark.parametrize("source", [Whole, lambda: Public(timezone.now())])
def test_texts_name_merged_records_by_their_slug_of_today(source):
    make_event(slug="now")
    FormerSlug.objects.create(kind="events.event", slug="once", now="between")
    FormerSlug.objects.create(kind="events.event", slug="between", now="now")
    make_article(slug="ours", body="[It](event:once) was [here](event:now).")

    body = own_row(Article, "ours", source())["body"]

    assert body == "[It](event:now) was [here](event:now)."


def test_what_is_due_later_stays_here_until_then():
    make_event(slug="later", publish_at=datetime(2030, 1, 1, tzinfo=UTC))

    found = [Public(moment).records(Event) for moment in (LONG_AGO, timezone.now())]
    later = Public(datetime(2031, 1, 1, tzinfo=UTC)).records(Event)

    assert (found, [*later]) == ([{}, {}], ["later"])

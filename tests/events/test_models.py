from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from events.models import (
    Article,
    Event,
    Figure,
    Instrument,
    Statement,
)
from tests.checks import kept, refusal_of, refused_by_the_database
from tests.make import (
    LONG_AGO,
    make_article,
    make_correction,
    make_event,
    make_figure,
    make_instrument,
    make_statement,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


def test_event_is_at_most_three_levels_deep():
    top = make_event()
    middle = make_event(parent=top)
    low = make_event(parent=middle)
    fourth = make_event()
    fourth.parent = low

    assert refusal_of(fourth) == {
        "parent": ["An event may be part of an event that is part of one, no deeper."]
    }


@pytest.mark.parametrize(("above", "below"), [(2, 1), (1, 2), (2, 2)])
def test_event_with_parts_is_not_moved_too_deep(above, below):
    upper = make_event()
    for _ in range(above - 1):
        upper = make_event(parent=upper)
    moved = make_event()
    lower = moved
    for _ in range(below):
        lower = make_event(parent=lower)
    moved.parent = upper

    assert refusal_of(moved) == {
        "parent": ["An event may be part of an event that is part of one, no deeper."]
    }


@pytest.mark.parametrize("below", [0, 1])
def test_event_with_parts_is_moved_where_there_is_room(below):
    moved = make_event()
    for _ in range(below):
        make_event(parent=moved)
    moved.parent = make_event()

    assert kept(moved).levels_below() == below


@pytest.mark.parametrize("size", [1, 2, 3])
def test_event_is_not_part_of_itself(size):
    chain = [make_event()]
    for _ in range(size - 1):
        chain.append(make_event(parent=chain[-1]))
    chain[0].parent = chain[-1]

    assert refusal_of(chain[0]) == {"parent": ["An event cannot be part of itself."]}


def test_event_under_a_ring_of_others_is_refused():
    first = make_event()
    second = make_event(parent=first)
    Event.objects.filter(pk=first.pk).update(parent=second)
    event = make_event()
    event.parent = Event.objects.get(pk=first.pk)

    assert refusal_of(event) == {
        "parent": ["An event may be part of an event that is part of one, no deeper."]
    }


def test_new_event_is_checked_before_it_is_stored():
    parent = make_event(parent=make_event())
    values = {"kind": "session", "standing": "planned", "parent": parent}
    event = Event(slug="new", title="New", **values)

    event.full_clean()

    assert (event.status, event.levels_below()) == ("draft", 0)


def test_event_with_parts_cannot_be_deleted():
    part = make_event(parent=make_event())

    with pytest.raises(ProtectedError):
        part.parent.delete()


def test_events_sort_newest_first_with_the_undated_last():
    undated = make_event(date="")
    first = make_event(date="2025-10-25", order=1)
    second = make_event(date="2025-10-25", order=2)
    month = make_event(date="2025-10")
    old = make_event(date="2019")
    open_ended = make_event(date="2025/..")

    rows = list(Event.objects.newest_first())

    assert rows[:4] == [month, first, second, old]
    assert {*rows[4:]} == {undated, open_ended}


def test_events_sort_soonest_first_with_the_undated_last():
    undated = make_event(date="")
    late = make_event(date="2026-12-31")
    afternoon = make_event(date="2025-10-25T15:00+07:00")
    morning = make_event(date="2025-10-25T09:00+07:00")

    assert list(Event.objects.soonest_first()) == [morning, afternoon, late, undated]


def test_events_sort_in_programme_order():
    second = make_event(order=2, date="2025-10-25T09:00+07:00")
    undated = make_event(order=1, date="")
    first = make_event(order=1, date="2025-10-26")

    assert list(Event.objects.in_programme_order()) == [first, undated, second]


def test_statements_sort_in_order_with_the_undated_last():
    undated = make_statement(date="", order=1)
    second = make_statement(date="2025-10-25", order=2)
    first = make_statement(date="2025-10-25", order=1)
    earlier = make_statement(date="2025-02", order=9)

    assert list(Statement.objects.in_order()) == [earlier, first, second, undated]
    assert list(Statement.objects.newest_first()) == [second, first, earlier, undated]


def test_articles_sort_by_publication_with_drafts_last():
    draft = make_article(status="draft")
    old = make_article(publish_at=LONG_AGO)
    new = make_article(publish_at=LONG_AGO + timedelta(days=1))

    assert list(Article.objects.newest_first()) == [new, old, draft]


def test_events_are_ahead_until_their_last_day_is_over():
    today = make_event(date="2026-11-21")
    running = make_event(date="2026-11-20/2026-11-21", standing="held")
    month = make_event(date="2026-11", standing="planned")
    postponed = make_event(date="2026-12-31", standing="postponed")
    yesterday = make_event(date="2026-11-20")
    cancelled = make_event(date="2026-12-31", standing="cancelled")
    undated = make_event(date="")

    ahead, past = Event.objects.ahead(TODAY), Event.objects.past(TODAY)

    assert {*ahead} == {today, running, month, postponed}
    assert {*past} == {yesterday}
    assert cancelled.pk
    assert undated.pk


@pytest.mark.parametrize(
    ("model", "name", "make_row"),
    [
        (Event, "date", make_event),
        (Statement, "date", make_statement),
        (Figure, "as_of", make_figure),
        (Instrument, "adopted_on", make_instrument),
        (Instrument, "opened_on", make_instrument),
        (Instrument, "closes_on", make_instrument),
        (Instrument, "in_force_on", make_instrument),
    ],
)
def test_partial_dates_are_edtf_on_every_way_in(model, name, make_row):
    row = make_row(**{name: "2024-12-24"})
    message = "There is no month 13: write a month from 01 to 12."

    assert getattr(kept(row), name) == "2024-12-24"
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        model.objects.update(**{name: "2024-13"})
    assert refusal.value.messages == [message]
    setattr(row, name, "2024-13")
    assert refusal_of(row) == {name: [message]}


def test_derived_days_follow_an_update():
    event = make_event(date="2025")

    Event.objects.update(date="2025-09-22T09:30-04:00")

    event.refresh_from_db()
    assert (event.date_earliest, event.date_latest) == (date(2025, 9, 22), date(2025, 9, 22))
    assert event.when == "22 September 2025, 09:30 (UTC−4)"


@pytest.mark.parametrize("subjects", [[], ["article", "event"], ["article", "event", "statement"]])
def test_correction_is_about_one_page(subjects):
    rows = {"article": make_article(), "event": make_event(), "statement": make_statement()}
    note = make_correction(article=rows["article"])
    for name in rows:
        setattr(note, name, rows[name] if name in subjects else None)

    assert refusal_of(note) == {
        "__all__": ["A correction is about one page: an article, an event or a statement."]
    }
    refused_by_the_database(note)


def test_corrections_sort_newest_first():
    article = make_article()
    old = make_correction(article=article, made_at=LONG_AGO)
    new = make_correction(article=article, made_at=LONG_AGO + timedelta(days=1), told_by="A reader")

    assert list(article.corrections.newest_first()) == [new, old]
    assert kept(new).told_by == "A reader"


def test_new_roots_are_drafts():
    values = [model._meta.get_field("status").default for model in (Article, Event, Statement)]

    assert values == ["draft", "draft", "draft"]


def test_article_published_without_a_time_is_refused_with_a_message():
    article = make_article(status="draft")
    article.status = "published"

    assert refusal_of(article) == {
        "__all__": ["Say from when on the published page is to be seen."]
    }
    article.publish_at = timezone.now()
    assert article.full_clean() is None


def test_event_with_an_open_end_is_ahead_and_not_past():
    series = make_event(date="2025/..", standing="planned")
    over = make_event(date="2025-01")
    make_event(date="2025/..", standing="cancelled")
    make_event(date="2025/..", standing="held")

    assert list(Event.objects.ahead(date(2026, 11, 21))) == [series]
    assert list(Event.objects.past(date(2026, 11, 21))) == [over]

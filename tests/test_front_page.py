"""What stands first on the front page: what the desk chose, else the newest."""

from datetime import UTC, datetime

import pytest

from hanoiconv.front_page import key_figures
from hanoiconv.models import FrontPage
from tests.checks import refused_by_the_database, screen
from tests.make import (
    make_article,
    make_event,
    make_figure,
    make_instrument,
    make_report,
    make_source,
    make_statement,
)

pytestmark = pytest.mark.django_db

FUTURE = datetime(9000, 1, 1, tzinfo=UTC)
HIDDEN = [{"status": "draft"}, {"status": "withdrawn"}, {"publish_at": FUTURE}]


def shown_on(client):
    return client.get("/").context


def test_article_that_the_desk_chose_leads_before_newer_ones(client):
    chosen = make_article(publish_at=datetime(2026, 1, 1, tzinfo=UTC))
    newest = make_article(publish_at=datetime(2026, 1, 3, tzinfo=UTC))
    newer = make_article(publish_at=datetime(2026, 1, 2, tzinfo=UTC))
    FrontPage.objects.create(lead=chosen)

    shown = shown_on(client)

    assert shown["lead"] == chosen
    assert shown["news"] == [newest, newer]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_chosen_article_that_is_not_public_leaves_the_lead_to_the_newest(client, hidden):
    newest = make_article()
    FrontPage.objects.create(lead=make_article(**hidden))

    shown = shown_on(client)

    assert (shown["lead"], shown["news"]) == (newest, [])


def test_statement_that_the_desk_chose_is_in_focus(client):
    chosen = make_statement(report={"mode": "paraphrase"}, date="2025-01-01")
    make_statement(report={"mode": "quotation"}, date="2025-10-25")
    FrontPage.objects.create(focus=chosen)

    assert shown_on(client)["focus"] == chosen


@pytest.mark.parametrize("hidden", [*HIDDEN, {"report": None}])
def test_chosen_statement_that_is_not_public_leaves_the_focus_to_the_newest_quoted(client, hidden):
    make_statement(report={"mode": "paraphrase"}, date="2025-10-25")
    quoted = make_statement(report={"mode": "quotation"}, date="2025-01-01")
    FrontPage.objects.create(focus=make_statement(**hidden))

    assert shown_on(client)["focus"] == quoted


def test_front_page_lists_whole_events_not_their_parts(client):
    whole = make_event(date="2025-10-25")
    make_event(date="2025-10-25", parent=whole)

    assert list(shown_on(client)["past"]) == [whole]


def test_what_was_chosen_and_is_deleted_leaves_the_front_page_standing(client):
    chosen = make_article()
    front = FrontPage.objects.create(lead=chosen)
    chosen.delete()

    front.refresh_from_db()

    assert front.lead is None
    assert shown_on(client)["lead"] is None


def test_there_is_one_front_page(db):
    FrontPage.objects.create()

    refused_by_the_database(FrontPage(id=2))


def test_key_figures_give_the_last_reported_value_and_who_reports_it():
    instrument = make_instrument()
    make_figure(instrument=instrument, measure="signatories", low=65, high=65, as_of="2025-10-25")
    last = [
        make_figure(
            instrument=instrument, measure="signatories", low=72, high=72, as_of="2025-10-26"
        )
        for _ in range(2)
    ]
    differing = [
        make_figure(instrument=instrument, measure="articles", low=number, high=number)
        for number in (68, 71)
    ]

    shown = key_figures(instrument.figures.by_measure())

    assert shown == [("articles", "68 or 71", differing), ("signatories", "72", last)]


@pytest.mark.parametrize(
    ("values", "value"),
    [
        ({"low": 110, "high": 110, "qualifier": "about"}, "about 110"),
        ({"low": 2500, "high": 2500, "qualifier": "more-than"}, "more than 2,500"),
        ({"low": 60, "high": 72}, "60–72"),
        ({"low": 5, "high": None}, "5"),
        ({"low": 0, "high": 0}, "0"),
        ({"low": None, "high": None, "words": "trillions of dollars"}, "trillions of dollars"),
    ],
)
def test_figure_gives_its_number_with_qualifier_or_the_printed_words(values, value):
    assert make_figure(event=make_event(), source=make_source(), **values).value == value


def test_front_page_shows_key_figures_with_their_sources(client):
    figure = make_figure(instrument=make_instrument(), measure="articles", low=71, high=71)
    make_figure(event=make_event(status="draft"), measure="leaked")

    assert shown_on(client)["key_figures"] == [("articles", "71", [figure])]


@pytest.mark.parametrize(
    ("who", "status"), [("editor", 403), ("onlooker", 403), ("publisher", 302)]
)
def test_front_page_is_chosen_by_those_who_publish(client, request, who, status):
    chosen = make_article()
    client.force_login(request.getfixturevalue(who))

    answer = client.post(screen(FrontPage, "add"), {"lead": chosen.pk, "focus": ""})

    assert answer.status_code == status
    assert [*FrontPage.objects.values_list("lead", flat=True)] == [chosen.pk] * (status == 302)


def test_second_front_page_cannot_be_added_at_the_desk(publisher_client):
    FrontPage.objects.create()

    assert publisher_client.get(screen(FrontPage, "add")).status_code == 403


def test_desk_offers_no_other_front_page_after_the_first(publisher_client):
    form = publisher_client.get(screen(FrontPage, "add")).content.decode()

    assert 'name="_save"' in form
    assert "_addanother" not in form


def test_report_of_a_hidden_source_changes_nothing(client):
    statement = make_statement(report={"mode": "quotation"})
    make_report(statement=make_statement(status="draft"), mode="quotation")

    assert shown_on(client)["focus"] == statement

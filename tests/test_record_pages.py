from urllib.parse import unquote

import pytest
from django.urls import reverse

from hanoiconv.templatetags.record_pages import language_name, venue_date
from tests.make import make_event, make_place, make_statement
from tests.pages import page

pytestmark = pytest.mark.django_db


def get(client, record):
    return client.get(record.get_absolute_url())


def shown_date(**values):
    return page(f"<p>{venue_date(make_event(**values))}</p>").text


def hall(city_zone="", **values):
    hanoi = make_place(name="Hanoi", time_zone=city_zone)
    return make_place(name="The Hall", kind="venue", parent=hanoi, **values)


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2025-10-25T09:30+07:00", "25 October 2025, 09:30 (UTC+7), Hanoi time"),
        ("2025-10-25T02:30Z", "25 October 2025, 09:30 (UTC+7), Hanoi time"),
        ("2025-10-25T20:30Z", "26 October 2025, 03:30 (UTC+7), Hanoi time"),
        ("2025-10-25T02:30Z/2025-10-25T04:00Z", "25 October 2025, 09:30–11:00 (UTC+7), Hanoi time"),
        ("2025-10-25T02:30Z/..", "since 25 October 2025, 09:30 (UTC+7), Hanoi time"),
        ("../2025-10-25T02:30Z", "until 25 October 2025, 09:30 (UTC+7), Hanoi time"),
        ("2025-10-25T09:30:15+07:00", "25 October 2025, 09:30:15 (UTC+7), Hanoi time"),
        ("2025-10-25", "25 October 2025"),
        ("2025-10", "October 2025"),
        ("2025-10-24/2025-10-25T02:30Z", "24 October 2025 – 25 October 2025, 02:30 (UTC)"),
        ("9999-12-31T23:30Z", "31 December 9999, 23:30 (UTC)"),
        ("1800-01-01T09:30Z", "1 January 1800, 09:30 (UTC)"),
        ("", ""),
    ],
)
def test_time_of_an_event_is_told_by_the_clock_of_its_venue(date, shown):
    assert shown_date(date=date, place=hall(city_zone="Asia/Ho_Chi_Minh")) == shown


def test_clock_is_the_venues_own_before_its_citys():
    place = hall(city_zone="Europe/Vienna", time_zone="Asia/Ho_Chi_Minh")

    assert shown_date(date="2025-10-25T02:30Z", place=place).endswith("09:30 (UTC+7), Hanoi time")


@pytest.mark.parametrize("place", [None, hall], ids=["no place", "no zone"])
def test_time_without_a_known_clock_stands_as_written(place):
    values = {"date": "2025-10-25T02:30Z", "place": place and place()}

    assert shown_date(**values) == "25 October 2025, 02:30 (UTC)"


def test_words_kept_beside_a_date_go_first():
    place = hall(city_zone="Asia/Ho_Chi_Minh")
    values = {"date": "2025-10-25T02:30Z", "date_words": "that morning"}

    assert shown_date(place=place, **values) == "that morning"


@pytest.mark.parametrize(
    ("code", "name"),
    [("vi", "Vietnamese"), ("en-US", "English"), ("zh-Hans", "Simplified Chinese"), ("xx", "xx")],
)
def test_languages_are_named(code, name):
    assert language_name(code) == name


def test_statement_page_cites_itself_in_words(client):
    statement = make_statement(gist="It matters.", speaker={"described_as": "A delegate"})

    shown = page(get(client, statement)).one("section", aria_labelledby="cite")

    (citation,) = shown.texts("p", class_="citation")
    assert citation.startswith(
        "The Hanoi Convention Record. A delegate: It matters. 1 January 2026"
    )
    assert f"/statements/{statement.slug}/ (read " in citation
    assert shown.texts("a")[:4] == ["plain text", "BibTeX", "RIS", "CSL-JSON"]


def test_page_can_be_sent_and_reported_without_scripts(client, settings):
    settings.SITE_URL = "https://record.example"
    statement = make_statement(gist="“Law & order”, they say?")

    shown = page(get(client, statement)).one("div", class_="actions")

    mail, error, link = [row.attributes["href"] for row in shown.all("a")]
    address = f"https://record.example{statement.get_absolute_url()}"
    subject, _, body = mail.removeprefix("mailto:?subject=").partition("&body=")
    assert unquote(subject) == statement.gist
    assert unquote(body) == f"{statement.gist}\n\n{address}"
    assert error == f"{reverse('report-error')}?page={statement.get_absolute_url()}"
    assert link == address

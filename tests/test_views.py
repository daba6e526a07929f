from datetime import UTC, datetime

import pytest

from tests.make import (
    make_article,
    make_event,
    make_figure,
    make_instrument,
    make_organisation,
    make_photo,
    make_place,
    make_provision,
    make_report,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
    make_wording,
)
from tests.pages import page

pytestmark = pytest.mark.django_db

FUTURE = datetime(9000, 1, 1, tzinfo=UTC)
ROOTS = [make_article, make_event, make_statement]
ADDRESSES = [
    "/",
    "/convention/",
    "/convention.json",
    "/timeline/",
    "/search/",
    "/news/",
    "/events/",
    "/events.ics",
    "/statements/",
    "/people/",
    "/organisations/",
    "/sources/",
    "/topics/",
    "/places/",
    "/corrections/",
    "/healthz/",
]


def venue():
    return make_place(parent=make_place())


def rich_statement(**values):
    statement = make_statement(event=make_event(place=venue()), speaker=None, report=None, **values)
    for _ in range(2):
        role = make_role()
        make_speaker(
            statement=statement, person=role.person, role=role, organisation=make_organisation()
        )
        source = make_source(credited_to=make_organisation())
        make_report(statement=statement, source=source, via=make_organisation())
    return statement


def fill(instrument, rows):
    for _ in range(rows):
        make_article(lead_photo=make_photo(), topics=[make_topic()])
        make_event(place=venue(), instrument=instrument, date="2025-10-25")
        make_event(place=venue(), instrument=instrument, date="9000-01-01")
        rich_statement(instrument=instrument)
        make_figure(instrument=instrument)
        make_provision(instrument=instrument)
        make_wording(instrument=instrument)
        instrument.sources.add(make_source(credited_to=make_organisation()))


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/", 10),
        ("/convention/", 9),
        ("/convention.json", 7),
        ("/timeline/", 2),
        ("/search/?q=a", 1),
        ("/events.ics", 1),
    ],
)
def test_page_needs_the_same_queries_for_any_number_of_rows(
    client, rows, address, queries, django_assert_num_queries
):
    fill(make_instrument(), rows)

    with django_assert_num_queries(queries):
        client.get(address)


def test_front_page_leads_with_the_newest_article(client):
    oldest = [make_article(publish_at=datetime(2026, 1, day, tzinfo=UTC)) for day in range(1, 9)]
    for hidden in ({"status": "draft"}, {"status": "withdrawn"}, {"publish_at": FUTURE}):
        make_article(**hidden)

    shown = client.get("/").context

    assert shown["lead"] == oldest[7]
    assert shown["news"] == [oldest[n] for n in (6, 5, 4, 3, 2, 1)]


def test_front_page_shows_what_is_ahead_and_what_was_just_held(client):
    ahead = [make_event(date=f"9000-01-0{day}", standing="planned") for day in (3, 1, 2)]
    past = [make_event(date=f"2025-10-0{day}") for day in (3, 1, 2)]
    make_event(date="9000-01-04", standing="cancelled")
    make_event(date="9000-01-05", status="draft")
    make_event(date="2025-10-05", status="draft")

    shown = client.get("/").context

    assert list(shown["ahead"]) == [ahead[1], ahead[2], ahead[0]]
    assert list(shown["past"]) == [past[0], past[2], past[1]]


def test_front_page_sets_the_newest_public_statement_in_focus(client):
    event = make_event(title="The opening")
    make_statement(date="2025-10-24")
    statement = make_statement(date="2025-10-25", event=event, report=None)
    make_report(statement=statement, passage={"quoted": "It matters."})
    make_statement(date="2025-10-26", status="draft")

    shown = client.get("/")

    focus = page(shown).one("section", aria_labelledby="focus")
    assert shown.context["focus"] == statement
    assert focus.texts("blockquote") == ["“It matters.”"]
    assert focus.texts("p", class_="meta") == ["The opening, 25 October 2025"]


def test_front_page_of_an_empty_record_says_so(client):
    shown = page(client.get("/")).one("main").texts("p")

    assert shown == [
        "No article has been published yet. "
        "Statements and their sources are on record all the same.",
        "Read the statements",
        "No statement is on record yet.",
        "All statements",
        "No event is announced.",
        "No event is on record yet.",
        "All events · Timeline",
    ]


def test_convention_page_shows_dates_figures_road_statements_and_sources(client):
    instrument = make_instrument(
        formal_title="United Nations Convention",
        symbol="A/RES/79/243",
        adopted_on="2024-12-24",
        opened_on="2025-10-25",
        closes_on="2026-12-31",
        sources=[make_source()],
    )
    figure, wording = make_figure(instrument=instrument), make_wording(instrument=instrument)
    provision = make_provision(instrument=instrument, number="IV", heading="Procedure")
    make_provision()
    last = make_event(instrument=instrument, date="2025-10-25")
    first = make_event(instrument=instrument, date="2019-12")
    make_event(instrument=instrument, parent=last)
    make_event(instrument=instrument, status="draft")
    statement = make_statement(instrument=instrument)
    make_statement(instrument=instrument, report=None)
    make_figure(), make_wording(), make_event(), make_statement()

    shown = client.get("/convention/")

    tree = page(shown)
    assert tree.one("section", aria_labelledby="status").texts("dd") == [
        "A/RES/79/243",
        "24 December 2024",
        "25 October 2025",
        "31 December 2026",
        "not yet",
    ]
    assert tree.one("ol", class_="plain provisions").texts("li") == ["Chapter IV Procedure"]
    assert list(shown.context["provisions"]) == [provision]
    assert list(shown.context["figures"]) == [figure]
    assert list(shown.context["wordings"]) == [wording]
    assert list(shown.context["road"]) == [first, last]
    assert list(shown.context["statements"]) == [statement]
    assert list(shown.context["sources"]) == list(instrument.sources.all())


def test_timeline_shows_public_dated_events_year_by_year(client):
    rows = {day: make_event(date=day) for day in ("2026-01", "2025-10-25", "2025", "2019-12-27")}
    make_event(date="")
    make_event(date="2025-10-26", status="review")

    shown = client.get("/timeline/").context["years"]

    assert shown == [
        (2019, [rows["2019-12-27"]]),
        (2025, [rows["2025"], rows["2025-10-25"]]),
        (2026, [rows["2026-01"]]),
    ]


def test_timeline_has_each_year_once_where_a_start_is_open(client):
    for day in ("2024-05-01", "2025-01-10", "../2025-03", "2026"):
        make_event(date=day)

    years = [year for year, _ in client.get("/timeline/").context["years"]]

    assert years == [2024, 2025, 2026]


@pytest.mark.parametrize("address", ADDRESSES)
def test_public_page_may_be_read_and_nothing_else(client, address):
    make_instrument()

    shown, head, sent = client.get(address), client.head(address), client.post(address)

    assert (shown.status_code, head.status_code, sent.status_code) == (200, 200, 405)
    assert head.content == b""
    assert sent["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("make_record", ROOTS)
def test_record_and_its_twins_may_be_read_and_nothing_else(client, make_record):
    record = make_record()

    for address in addresses_of(record):
        assert client.head(address).status_code == 200
        assert client.post(address).status_code == 405


def addresses_of(record):
    own = record.get_absolute_url()
    endings = ["/", ".json", ".ics"] if record._meta.model_name == "event" else ["/", ".json"]
    return [own.rstrip("/") + ending for ending in endings]


@pytest.mark.parametrize("address", ["/nothing/", "/events/none/", "/events/none.json", "/x.ics"])
def test_missing_page_is_a_404_in_our_design(client, address):
    shown = client.get(address)

    tree = page(shown)
    assert shown.status_code == 404
    assert tree.texts("h1") == ["There is no such page"]
    assert tree.one("form", role="search").one("input").attributes["name"] == "q"
    assert "Events" in tree.one("nav", aria_label="Main").texts("a")

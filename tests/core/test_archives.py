"""What a list says of itself: filters that are on, orders, pages, what to do when it is empty."""

import pytest
from django.urls import reverse

from hanoiconv.core import pages
from tests.make import (
    make_article,
    make_correction,
    make_event,
    make_organisation,
    make_participation,
    make_person,
    make_report,
    make_source,
    make_statement,
)
from tests.pages import page

pytestmark = pytest.mark.django_db


def shown(client, name, query=""):
    """A list page as a tree."""
    return page(client.get(reverse(name) + query).content.decode())


def links(tree, **attributes):
    """Words and address of each link there."""
    return [(link.text, link.attributes["href"]) for link in tree.all("a", **attributes)]


def order_of(client, name, field, sort):
    rows = client.get(reverse(name), {"sort": sort}).context["page"]
    return [getattr(row, field) for row in rows]


def test_each_filter_that_is_on_is_a_chip_whose_link_leaves_out_it_alone(client):
    make_person(slug="waly", name="Ghada Waly")
    statement = make_statement(speaker={"person": make_person(slug="x", name="António Guterres")})
    make_statement(date="2025", gist="Trust & law")
    name = "events:statement-list"

    tree = shown(
        client, name, "?utm=1&page=1&year=2025&q=Trust+%26&speaker=waly&mode=quoted&sort=oldest"
    )
    chosen = shown(client, name, f"?speaker={statement.speakers.get().person.slug}&q=")

    assert links(tree, class_="chip") == [
        ("Remove: Words: “Trust &”×", "?mode=quoted&year=2025&sort=oldest"),
        ("Remove: Printed as: Printed in quotation marks×", "?q=Trust+%26&year=2025&sort=oldest"),
        ("Remove: Year: 2025×", "?q=Trust+%26&mode=quoted&sort=oldest"),
    ]
    assert links(tree, class_="clear") == [("Clear all", "?sort=oldest")]
    assert links(chosen, class_="chip") == [("Remove: Speaker: António Guterres×", "?")]
    assert links(chosen, class_="clear") == [("Clear all", "?")]
    assert links(shown(client, name), class_="chip") == []


def test_chip_of_a_list_leads_to_the_list_without_it(client):
    make_event(kind="session", date="2024"), make_event(kind="session"), make_event(date="2024")

    tree = shown(client, "events:event-list", "?kind=session&year=2024")
    texts = [
        shown(client, "events:event-list", address).one("h2", id="found").text
        for _text, address in [("", "?kind=session&year=2024"), *links(tree, class_="chip")]
    ]

    assert texts == ["1 found", "2 found", "2 found"]


def test_orders_keep_the_filters_and_name_the_present_one(client):
    for _ in range(2):
        make_event(kind="session")

    tree = shown(client, "events:event-list", "?page=1&kind=session&sort=soonest")
    orders = tree.one("nav", class_="orders")

    assert links(orders) == [
        ("Newest first", "?kind=session"),
        ("Soonest first", "?kind=session&sort=soonest"),
    ]
    assert [link.text for link in orders.all("a", aria_current="true")] == ["Soonest first"]
    hidden = tree.one("input", type="hidden").attributes
    assert (hidden["name"], hidden["value"]) == ("sort", "soonest")


def test_events_ahead_are_listed_soonest_first_unless_asked_otherwise(client):
    for year in ("9001", "9000", "9002"):
        make_event(title=year, date=year)
    address = reverse("events:event-list")

    def titles(**query):
        return [row.title for row in client.get(address, query).context["page"]]

    assert titles(when="ahead") == ["9000", "9001", "9002"]
    assert titles(when="ahead", sort="newest") == ["9002", "9001", "9000"]
    assert titles() == ["9002", "9001", "9000"]


def test_statements_are_sorted_by_when_they_were_said_or_recorded(client):
    for gist, date, at in [("B", "2025", "03"), ("C", "", "02"), ("A", "2024", "04")]:
        make_statement(gist=gist, date=date, publish_at=f"2026-{at}-01T00:00Z")

    orders = {
        sort: order_of(client, "events:statement-list", "gist", sort)
        for sort in ("newest", "oldest", "recorded", "evil", "")
    }

    assert orders == {
        "newest": ["B", "A", "C"],
        "oldest": ["A", "B", "C"],
        "recorded": ["A", "B", "C"],
        "evil": ["B", "A", "C"],
        "": ["B", "A", "C"],
    }


def test_articles_and_sources_are_sorted(client):
    for title, month, day in [("B", "01", "2024"), ("C", "03", ""), ("A", "02", "2025")]:
        source = make_source(title=title, published_on=day)
        make_article(headline=title, publish_at=f"2026-{month}-01T00:00Z", sources=[source])
    articles, sources = "events:article-list", "people:source-list"

    assert order_of(client, articles, "headline", "newest") == ["C", "A", "B"]
    assert order_of(client, articles, "headline", "oldest") == ["B", "A", "C"]
    assert order_of(client, sources, "title", "newest") == ["A", "B", "C"]
    assert order_of(client, sources, "title", "oldest") == ["B", "A", "C"]
    assert order_of(client, sources, "title", "title") == ["A", "B", "C"]


def test_people_and_organisations_are_sorted_by_their_public_statements_too(client):
    people = [make_person(name=name, sort_name=name) for name in "ABC"]
    bodies = [make_organisation(name=name) for name in "ABC"]
    for person, body, number in zip(people, bodies, (1, 3, 0), strict=True):
        make_participation(person=person, organisation=body)
        for _ in range(number):
            make_statement(speaker={"person": person, "organisation": body})
    for _ in range(4):
        make_statement(speaker={"person": people[2], "organisation": bodies[2]}, status="draft")

    for name in ("people:person-list", "people:organisation-list"):
        rows = client.get(reverse(name), {"sort": "statements"}).context["page"]
        counts = {row.name: row.statement_count for row in rows if row.name in "ABC"}
        assert [*counts.items()] == [("B", 3), ("A", 1), ("C", 0)]
        assert order_of(client, name, "name", "name")[:3] == ["A", "B", "C"]


def test_count_of_statements_leads_to_them(client):
    person, body = make_person(slug="waly"), make_organisation(slug="unodc")
    for _ in range(2):
        make_statement(speaker={"person": person, "organisation": body})

    for name, address in [
        ("people:person-list", "/statements/?speaker=waly"),
        ("people:organisation-list", "/statements/?organisation=unodc"),
    ]:
        found = [link for link in links(shown(client, name)) if "statements/?" in link[1]]
        assert found == [("2 statements", address)]
        assert page(client.get(address)).one("h2", id="found").text == "2 found"


def test_empty_list_says_what_was_asked_and_which_filter_to_drop(client):
    make_person(slug="waly", name="Ghada Waly")
    person = make_person(slug="guterres", name="António Guterres")
    for date in ("2024", "2025", ""):
        make_statement(speaker={"person": person}, date=date)
    make_statement(date="2019")
    make_statement(date="2020", speaker={"person": person}, status="draft")

    tree = shown(client, "events:statement-list", "?speaker=guterres&year=2019&sort=oldest")
    empty = tree.one("div", class_="empty")

    assert empty.texts("p")[0] == (
        "Nothing on record matches all of this: Speaker: António Guterres; Year: 2019."
    )
    assert empty.texts("li") == ["without Speaker: António Guterres (1)", "without Year: 2019 (3)"]
    assert links(empty)[:2] == [
        ("without Speaker: António Guterres", "?year=2019&sort=oldest"),
        ("without Year: 2019", "?speaker=guterres&sort=oldest"),
    ]


def test_empty_list_that_no_single_filter_explains_leads_to_the_whole_and_to_the_search(client):
    make_event()

    tree = shown(client, "events:event-list", "?year=2019&q=a+%26+b")

    assert links(tree.one("div", class_="empty")) == [
        ("Show the whole list", "?"),
        ("Search the whole record for “a & b”", "/search/?q=a%20%26%20b"),
    ]


@pytest.mark.parametrize("name", ["article", "event", "statement"])
def test_list_of_an_empty_record_says_so(client, name):
    tree = shown(client, f"events:{name}-list")

    assert tree.one("div", class_="empty").text == "Nothing of this kind is on record yet."
    assert tree.one("h2", id="found").text == "0 found"


def test_only_a_filtered_list_is_kept_out_of_search_engines(client):
    make_event(kind="session"), make_event()

    def robots(query):
        return [
            item.attributes["content"]
            for item in shown(client, "events:event-list", query).all("meta", name="robots")
        ]

    assert robots("?kind=session") == ["noindex,follow"]
    assert robots("?sort=soonest") == robots("?page=1&kind=party&x=1") == robots("") == []


def test_pages_keep_what_is_on_and_nothing_else(client, monkeypatch):
    monkeypatch.setattr(pages, "ROWS_A_PAGE", 1)
    for _ in range(3):
        make_event(kind="session")

    tree = shown(client, "events:event-list", "?x=1&q=&year=abc&kind=session&sort=soonest&page=2")

    nav = tree.one("nav", class_="pages")
    assert links(nav) == [
        ("Previous", "?kind=session&sort=soonest&page=1"),
        ("Next", "?kind=session&sort=soonest&page=3"),
    ]
    assert [item.attributes["rel"] for item in nav.all("a")] == ["prev", "next"]
    assert nav.one("span").text == "Page 2 of 3"
    assert tree.one("title").text.startswith("Events, page 2 ·")


def test_pages_end_at_the_hundredth_and_say_how_to_see_the_rest(client, monkeypatch):
    monkeypatch.setattr(pages, "ROWS_A_PAGE", 1)
    monkeypatch.setattr(pages, "LAST_PAGE", 2)
    for _ in range(3):
        make_event()

    last = shown(client, "events:event-list", "?page=3")

    nav = last.one("nav", class_="pages")
    assert [item.text for item in nav.all("a", rel="next")] == []
    assert nav.texts("span") == [
        "Page 2 of 2",
        "The list goes on, but not its pages: narrow it down to see the rest.",
    ]
    assert last.one("ul", class_="problems").texts("li") == [
        "There is no such page in this list: this is page 2 of 2."
    ]
    assert last.one("h2", id="found").text == "3 found"


def test_corrections_go_on_over_pages(client, monkeypatch):
    monkeypatch.setattr(pages, "ROWS_A_PAGE", 1)
    for month in ("01", "02"):
        event = make_event(title=f"Event of {month}")
        make_correction(event=event, made_at=f"2026-{month}-05T00:00Z")

    first = shown(client, "events:correction-list")
    second = shown(client, "events:correction-list", first.one("a", rel="next").attributes["href"])

    titles = [tree.one("main").texts("h2") for tree in (first, second)]
    assert titles == [["Event of 02"], ["Event of 01"]]


def test_source_that_a_source_prints_twice_is_one_row(client):
    source = make_source(title="65 nations")
    for _ in range(2):
        make_report(source=source)

    tree = shown(client, "people:source-list", "?q=nations")

    assert tree.one("h2", id="found").text == "1 found"

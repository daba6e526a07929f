from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from people.models import Source
from tests.make import (
    make_article,
    make_event,
    make_figure,
    make_instrument,
    make_name,
    make_organisation,
    make_participation,
    make_photo,
    make_provision,
    make_report,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_wording,
)
from tests.pages import page

pytestmark = pytest.mark.django_db


def get(client, record):
    return client.get(record.get_absolute_url())


def section(response, name):
    return page(response).one("section", aria_labelledby=name)


def test_source_page_tells_who_published_it_when_and_whence_it_has_its_text(client):
    vna, vns = make_organisation(name="VNA"), make_organisation(name="Viet Nam News")
    values = {"url": "https://example.org/1", "published_on": "2025-10-24", "credit": "(VNS)"}
    source = make_source(title="Tin", lang="vi", publisher=vns, credited_to=vna, **values)
    make_report(statement=make_statement(), source=source)

    shown = page(get(client, source))

    assert shown.one("header", class_="page-head").facts == {
        "Publisher": ["Viet Nam News"],
        "Published": ["24 October 2025"],
        "Language": ["Vietnamese"],
        "Address": ["https://example.org/1"],
        "Credit": ["(VNS) (VNA)"],
        "Read": ["21 November 2026"],
        "Checked": ["not yet checked against a stored copy"],
    }
    link = shown.one("a", rel="external")
    assert (link.attributes["href"], link.attributes["hreflang"]) == ("https://example.org/1", "vi")
    assert shown.one("h1").attributes == {"lang": "vi", "dir": "ltr"}


def test_source_page_lists_the_headlines_it_lists_and_says_who_lists_it(client):
    source = make_source(title="The report")
    make_report(statement=make_statement(), source=source)
    values = {"read_on": None, "listed_by": source}
    listed = [make_source(title=f"Related {n}", **values) for n in range(2)]

    shown = get(client, source)
    of_listed = page(get(client, listed[0]))

    assert section(shown, "lists").texts("li") == ["Related 0", "Related 1"]
    assert of_listed.one("header", class_="page-head").facts == {
        "Publisher": [listed[0].publisher.name],
        "Published": ["date not known"],
        "Language": ["English"],
        "Read": ["not read in full by us"],
        "Listed by": ["The report"],
    }
    assert of_listed.one("nav", class_="crumbs").texts("li") == ["Sources", "The report"]


def test_source_page_counts_what_stands_in_the_stored_copy(client):
    source = make_source()
    days = iter([date(2026, 11, 21), date(2026, 11, 20), date(2026, 11, 19), date(2026, 11, 18)])
    for verdict in ("exact", "typographic", "elided", "not-found"):
        checked = {"verdict": verdict, "checked_on": next(days), "checked_sha256": "0" * 64}
        make_report(statement=make_statement(), source=source, **checked)
    make_report(statement=make_statement(), source=source)
    hidden = {"verdict": "exact", "checked_on": date(2026, 11, 22), "checked_sha256": "0" * 64}
    make_report(statement=make_statement(status="draft"), source=source, **hidden)

    shown = page(get(client, source))

    assert shown.one("header", class_="page-head").facts["Checked"] == [
        "3 of 4 checked reports stand in our stored copy, 21 November 2026"
    ]
    assert shown.one("nav", class_="contents meta").texts("li") == ["5 statements"]


def test_source_page_shows_all_that_rests_on_it_and_is_public(client):
    source = make_source()
    rests = {}
    for hidden in ({}, {"status": "draft"}, {"status": "withdrawn"}):
        statement, event = make_statement(**hidden), make_event(**hidden)
        person = make_speaker(statement=statement).person
        rows = {
            "reports": make_report(statement=statement, source=source),
            "participations": make_participation(event=event, source=source),
            "figures": make_figure(event=event, source=source),
            "wordings": make_wording(event=event, source=source),
            "photos": make_photo(event=event, source=source),
            "roles": make_role(person=person, sources=[source]),
            "names": make_name(person=person, sources=[source]),
            "articles": make_article(sources=[source], **hidden),
        }
        rests = rests or rows

    shown = get(client, source).context

    assert {name: list(shown[name]) for name in rests} == {
        name: [row] for name, row in rests.items()
    }


def test_source_page_names_what_each_row_is_about(client):
    source = make_source(publisher=make_organisation())
    body = make_organisation(name="UNODC", lang="en")
    make_name(organisation=body, text="Office on Drugs", lang="en", sources=[source])
    statement = make_statement(gist="It matters.", speaker={"organisation": body})
    values = {"printed_in": 4, "mode": "paraphrase"}
    make_report(statement=statement, source=source, **values)
    event = make_event(title="The opening")
    make_figure(event=event, source=source)
    make_wording(event=event, source=source, text="Lễ khai mạc", lang="vi")
    make_participation(event=event, source=source, organisation=body, printed_as="the Office")

    shown = page(get(client, source))

    names = ("reports", "figures", "wordings", "names")
    assert {name: shown.one("section", aria_labelledby=name).texts("li") for name in names} == {
        "reports": ["paragraph 4 It matters. UNODC Paraphrase not yet checked"],
        "figures": ["countries represented: 110 countries (final) The opening"],
        "wordings": ["Title: Lễ khai mạc The opening"],
        "names": ["Office on Drugs UNODC"],
    }
    who = shown.one("section", aria_labelledby="who")
    assert who.texts("a") + who.texts("span", class_="as-printed meta") == [
        "UNODC",
        "The opening",
        "the Office",
    ]


def test_sources_are_listed_newest_first_with_publisher_and_day(client):
    vna = make_organisation(name="VNA")
    for title, day in [("Old", "2025-10-24"), ("Undated", ""), ("New", "2025-10-26")]:
        source = make_source(
            title=title, published_on=day, publisher=vna, read_on=date(2026, 11, 1)
        )
        make_report(statement=make_statement(), source=source)
    make_source(title="Unused")
    listed = client.get(reverse("people:source-list"), {"q": "vna"})

    assert page(listed).texts("li", class_="source") == [
        "New, VNA, 26 October 2025",
        "Old, VNA, 24 October 2025",
        "Undated, VNA",
    ]


def test_source_page_counts_the_headings_of_the_treaty_that_it_prints(client):
    source, instrument = make_source(), make_instrument()
    for number in ("I", "II"):
        make_provision(instrument=instrument, source=source, number=number)
    make_provision(instrument=instrument)

    link = page(get(client, source)).one("a", href="/convention/#provisions")

    assert link.text == "2 headings of the Convention"


def test_source_page_shows_the_first_reports_and_leads_to_the_others(client, monkeypatch):
    monkeypatch.setattr("people.views.PARTS_SHOWN", 2)
    source = make_source(slug="vov")
    found = {"verdict": "exact", "checked_on": date(2026, 11, 21), "checked_sha256": "0" * 64}
    for _ in range(3):
        make_report(statement=make_statement(), source=source, **found)
    make_report(statement=make_statement(status="draft"), source=source, **found)

    response = get(client, source)

    assert len(response.context["reports"]) == 2
    shown = page(response)
    assert shown.one("a", href="#reports").text == "3 statements"
    assert shown.one("a", href="/statements/?source=vov").text == "All 3 in the archive"
    assert shown.facts["Checked"][0].startswith("3 of 3 checked reports")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org/", "//example.org/"])
def test_source_address_is_of_the_web_whatever_way_it_is_written(url):
    source = make_source()

    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.filter(pk=source.pk).update(url=url)

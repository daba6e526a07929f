import json
import re

from tests.make import make_article, make_event, make_passage, make_report, make_statement

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def described(client, record):
    """The first description on the record's page; there is one script, whatever texts hold."""
    scripts = SCRIPT.findall(client.get(record.get_absolute_url()).content.decode())
    assert len(scripts) == 1
    return json.loads(scripts[0])["@graph"]


def test_script_ends_where_we_end_it_alone(client, db):
    title = "</script><script>alert(1)</script> & <b>"
    article = make_article(headline=title)

    data, way = described(client, article)

    assert (data["@type"], data["headline"]) == ("NewsArticle", title)
    assert way["itemListElement"][1]["name"] == title


def test_quotation_has_text_speaker_and_sources(client, db):
    statement = make_statement()
    statement.reports.all().delete()
    report = make_report(statement=statement, mode="quotation")
    report.passages.all().delete()
    make_passage(report=report, quoted="only the beginning", starts="", ends="")
    speaker = statement.speakers.get()

    data, _way = described(client, statement)

    assert (data["@type"], data["text"]) == ("Quotation", "only the beginning")
    assert [row["name"] for row in data["spokenByCharacter"]] == [str(speaker.subject)]
    assert [row["name"] for row in data["isBasedOn"]] == [report.source.title]


def test_paraphrase_is_no_quotation(client, db):
    statement = make_statement()
    statement.reports.all().delete()
    make_report(statement=statement, mode="paraphrase")

    data, _way = described(client, statement)

    assert data["@type"] == "Claim"
    assert "text" not in data


def test_event_names_public_sub_events_and_a_date_as_precise_as_known(client, db):
    event = make_event(date="2025-10")
    shown = make_event(parent=event, title="Shown")
    make_event(parent=event, title="Hidden", status="draft")

    data, _way = described(client, event)

    assert (data["startDate"], data["endDate"]) == ("2025-10", "2025-10")
    assert [row["name"] for row in data["subEvent"]] == [shown.title]


def test_search_is_described_on_the_front_page(client, db):
    found = SCRIPT.findall(client.get("/").content.decode())

    data = json.loads(found[0])
    assert data["potentialAction"]["target"]["urlTemplate"] == (
        "http://127.0.0.1:8000/search/?q={search_term_string}"
    )

from datetime import date

import pytest

from events.models import Report
from tests.make import (
    make_event,
    make_figure,
    make_instrument,
    make_organisation,
    make_passage,
    make_person,
    make_place,
    make_report,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
)
from tests.pages import page

pytestmark = pytest.mark.django_db

MARKS = '“”«»„"'
CHECKED = {"checked_on": date(2026, 11, 21), "checked_sha256": "0" * 64}


def get(client, record):
    return client.get(record.get_absolute_url())


def header_of(response):
    return page(response).one("article").one("header")


def press(name, **values):
    return make_source(publisher=make_organisation(name=name), **values)


def test_statement_page_says_who_when_and_on_what_occasion(client):
    state, person = make_organisation(name="Viet Nam"), make_person(name="Lương Cường", lang="vi")
    role = make_role(person=person, title="President")
    hall = make_place(name="The Hall", parent=make_place(name="Hanoi"))
    event = make_event(title="The opening", date="2025-10-25", place=hall)
    statement = make_statement(
        gist="It matters.",
        event=event,
        date="2025-10-25",
        original_lang="vi",
        instrument=make_instrument(name="the Hanoi Convention"),
        speaker={"person": person, "role": role, "organisation": state},
    )
    make_speaker(statement=statement, described_as="representatives of several countries", order=2)

    shown = header_of(get(client, statement))

    assert shown.one("h1").text == "It matters."
    assert shown.facts == {
        "Who": ["Lương Cường, President, Viet Nam", "representatives of several countries"],
        "Occasion": ["The opening"],
        "Where": ["The Hall, Hanoi"],
        "When": ["25 October 2025"],
        "Made in": ["Vietnamese"],
        "About": ["the Hanoi Convention"],
    }
    assert shown.one("a", class_="credit-subject").attributes["lang"] == "vi"


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ([""], "occasion not reported"),
        (["a message"], "a message"),
        (["", "a message"], "a message"),
        (["a message", "a letter"], "a message"),
    ],
)
def test_statement_page_gives_the_occasion_as_printed_or_says_there_is_none(client, printed, shown):
    statement = make_statement(report=None)
    for occasion in printed:
        make_report(statement=statement, occasion=occasion)

    header = header_of(get(client, statement))

    assert header.facts["Occasion"] == [shown]


def test_statement_of_a_hidden_event_does_not_name_it(client):
    statement = make_statement(event=make_event(title="Secret talks", status="draft"))

    shown = get(client, statement)

    assert header_of(shown).facts == {
        "Who": [statement.speakers.get().person.name],
        "Occasion": ["occasion not reported"],
        "When": ["date not reported"],
    }
    assert "Secret talks" not in shown.content.decode()


def test_statement_page_shows_each_report_with_its_chain_and_verdict(client):
    vna, afp = make_organisation(name="VNA"), make_organisation(name="AFP")
    paper = press("People's Army Newspaper", title="Báo chí", lang="vi", credited_to=vna)
    statement = make_statement(report=None)
    make_report(
        statement=statement,
        source=paper,
        mode="translated-quotation",
        printed_as="Tổng Thư ký",
        printed_in=3,
        occasion="thông điệp",
        lang="vi",
        via=afp,
        via_printed="AFP dẫn",
        verdict="exact",
        passage={"quoted": "Một dấu mốc", "paragraph": 4},
        **CHECKED,
    )
    plain = press("UN News", title="65 nations", published_on="2025-10-25")
    place = {
        "starts": "The Secretary-General said that",
        "ends": "for all the world",
        "paragraph": 2,
    }
    make_report(statement=statement, source=plain, mode="paraphrase", passage=place)

    first, second = page(get(client, statement)).all("li", class_="report")

    assert first.one("h3").text == "People's Army Newspaper Translated quotation"
    assert first.facts == {
        "Credited as": ["Tổng Thư ký (paragraph 3)"],
        "Occasion": ["thông điệp"],
        "Passed on by": ["VNA, from AFP (AFP dẫn)"],
        "Source": ["Báo chí"],
        "Where": ["paragraph 4"],
        "Check": ["matches the print, checked 21 November 2026"],
    }
    assert (first.one("blockquote").text, first.one("blockquote").attributes["lang"]) == (
        "“Một dấu mốc”",
        "vi",
    )
    assert second.one("h3").text == "UN News Paraphrase"
    assert second.facts == {
        "Occasion": ["not given by this source"],
        "Source": ["65 nations, 25 October 2025"],
        "Where": ["paragraph 2, from The Secretary-General said that to for all the world"],
        "Check": ["not yet checked"],
    }


@pytest.mark.parametrize("mode", Report.Mode)
def test_quotation_marks_stand_around_quoted_words_only(client, mode):
    statement = make_statement(gist="It matters.", report=None)
    report = make_report(statement=statement, mode=mode)
    if report.is_quoting:
        make_passage(report=report, quoted="It does matter.", order=2)

    article = page(get(client, statement)).one("article")

    quotes = [item.texts("p") for item in article.all("blockquote")]
    quoting = mode in ("verbatim-record", "transcript", "quotation", "translated-quotation")
    assert quotes == ([["“Words in print.”", "“It does matter.”"]] if quoting else [])
    assert any(mark in article.text for mark in MARKS) is quoting


def test_words_of_the_leading_report_stand_first_only_when_it_quotes(client):
    statement = make_statement(report=None)
    make_report(statement=statement, mode="paraphrase")
    quoting = make_report(statement=statement, passage={"quoted": "It matters."})

    shown = get(client, statement)

    assert shown.context["statement"].leading_report == quoting
    assert header_of(shown).texts("blockquote") == ["“It matters.”"]


@pytest.mark.parametrize(
    ("mode", "verdict", "said"),
    [
        ("quotation", "exact", "matches the print"),
        ("quotation", "typographic", "matches the print but for quotes, dashes or spaces"),
        ("quotation", "elided", "matches the print, with words left out where marked"),
        ("quotation", "not-found", "not found in the stored text"),
        ("paraphrase", "exact", "the passage stands in the source"),
        ("paraphrase", "not-found", "not found in the stored text"),
    ],
)
def test_statement_page_says_what_the_check_found(client, mode, verdict, said):
    statement = make_statement(report={"mode": mode, "verdict": verdict, **CHECKED})

    report = page(get(client, statement)).one("li", class_="report")

    assert report.facts["Check"] == [f"{said}, checked 21 November 2026"]


def test_statement_page_shows_public_answers_figures_and_topics(client):
    statement = make_statement()
    topic, figure = make_topic(), make_figure(statement=statement, words="trillions", low=None)
    statement.topics.set([topic])
    earlier, later = make_statement(gist="First."), make_statement(gist="Last.")
    statement.responds_to.add(earlier, make_statement(status="draft"))
    statement.responses.add(later, make_statement(report=None))

    shown = get(client, statement)

    assert shown.context["beside"].responds_to == [earlier]
    assert shown.context["beside"].responses == [later]
    assert list(shown.context["figures"]) == [figure]
    assert list(shown.context["topics"]) == [topic]
    assert page(shown).one("section", aria_labelledby="responds").texts("li") == [
        f"{earlier.speakers.get().person} First."
    ]
    assert page(shown).one("section", aria_labelledby="responses").texts("li") == [
        f"{later.speakers.get().person} Last."
    ]


@pytest.mark.parametrize("mode", Report.Mode.values)
def test_exact_words_are_claimed_of_records_and_transcripts_alone(client, mode):
    statement = make_statement()
    statement.reports.all().delete()
    make_report(statement=statement, mode=mode)

    page = client.get(statement.get_absolute_url()).content.decode()

    assert ("exact words" in page) is (mode in ("verbatim-record", "transcript"))


def test_reports_are_set_against_the_leading_one_word_by_word(client):
    statement = make_statement(report=None)
    make_report(statement=statement, source=press("VOV"), passage={"quoted": "A law for all."})
    make_report(statement=statement, source=press("UN News"), passage={"quoted": "A rule for all"})
    make_report(statement=statement, source=press("VNA"), passage={"quoted": "A law — for all"})
    make_report(statement=statement, source=press("AFP"), passage={"quoted": "A law […] all"})
    vietnamese = {"quoted": "Một đạo luật"}
    make_report(statement=statement, source=press("QĐND"), lang="vi", passage=vietnamese)

    shown = page(get(client, statement))
    leading, other, dashed, elided, foreign = shown.all("li", class_="report")

    assert other.texts("blockquote") == ["“A rule for all”"]
    assert other.texts("mark", class_="differs") == ["rule"]
    assert other.one("div", class_="comparison").texts("li") == ["A in VOV: law here: rule for all"]
    assert dashed.texts("mark") == ["—"]
    assert elided.texts("mark") == []
    assert elided.one("div", class_="comparison").texts("p") == [
        "Same words as in VOV, but for those left out where marked"
    ]
    assert [*leading.all("div", class_="comparison"), *foreign.all("mark")] == []
    assert "not compared word by word" in foreign.text
    told = [text for text in shown.texts("p") if text.startswith("Where prints differ")]
    assert len(told) == 1


def test_report_with_the_same_words_says_so(client):
    statement = make_statement(report={"source": press("VOV"), "passage": {"quoted": "A “law”."}})
    make_report(statement=statement, passage={"quoted": "A 'law'"})

    _leading, same = page(get(client, statement)).all("li", class_="report")

    assert same.one("div", class_="comparison").text == "Same words as in VOV"
    assert same.texts("mark") == []

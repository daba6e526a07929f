from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.make import (
    make_article,
    make_event,
    make_name,
    make_organisation,
    make_participation,
    make_passage,
    make_person,
    make_place,
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


def listed(client, name, **chosen):
    """The rows of a list page, as a set."""
    return {*client.get(reverse(name), chosen).context["page"]}


def problems(client, name, **chosen):
    """What a list page says of the values it left aside, and how many rows it shows."""
    shown = client.get(reverse(name), chosen)
    said = [item for box in page(shown).all("ul", class_="problems") for item in box.texts("li")]
    return said, len(shown.context["page"])


def test_words_are_looked_for_without_marks_and_case_each_in_any_field(client):
    event = make_event(title="Lễ mở ký at Hanoi")
    make_wording(event=event, text="Signing ceremony")
    make_wording(event=event, text="Signing in Hanoi")
    make_event(title="Signing at Vienna")

    for words in ("le mo ky", "SIGNING hanoi", "ký ceremony", "  hanoi  "):
        assert listed(client, "events:event-list", q=words) == {event}
    assert listed(client, "events:event-list", q="hanoi vienna") == set()


def test_row_that_matches_twice_is_listed_once(client):
    event = make_event(title="Hanoi")
    for text in ("Hanoi one", "Hanoi two"):
        make_wording(event=event, text=text)

    shown = client.get(reverse("events:event-list"), {"q": "hanoi"}).context["page"]

    assert list(shown) == [event]
    assert shown.paginator.count == 1


def test_people_organisations_and_sources_are_found_by_every_name(client):
    person = make_person(name="António Guterres")
    make_name(person=person, text="Гутерриш")
    body = make_organisation(name="Viet Nam", formal_name="the Socialist Republic", kind="state")
    make_name(organisation=body, text="Việt Nam")
    make_participation(person=person, organisation=body)
    source = make_source(title="65 nations", publisher=make_organisation(name="UN News"))
    make_report(statement=make_statement(speaker={"person": person}, report=None), source=source)
    make_participation(organisation=make_organisation())

    assert listed(client, "people:person-list", q="antonio") == {person}
    assert listed(client, "people:person-list", q="гутерриш") == {person}
    assert listed(client, "people:organisation-list", q="socialist") == {body}
    assert listed(client, "people:organisation-list", q="viet nam", kind="state") == {body}
    assert listed(client, "people:source-list", q="un news nations") == {source}
    assert listed(client, "people:source-list", q="nations", kind="speech-text") == set()


def test_events_are_chosen_by_kind_place_and_when(client):
    hanoi = make_place(slug="hanoi")
    past = make_event(kind="session", place=hanoi, date="2025-10-25")
    ahead = make_event(kind="deadline", place=make_place(), date="9000-01-01", standing="planned")

    for chosen, rows in [
        ({"kind": "session"}, {past}),
        ({"place": "hanoi"}, {past}),
        ({"when": "past"}, {past}),
        ({"when": "ahead"}, {ahead}),
        ({"when": "ahead", "place": "hanoi"}, set()),
        ({"kind": "", "place": "", "when": "", "year": "", "q": ""}, {past, ahead}),
    ]:
        assert listed(client, "events:event-list", **chosen) == rows


def test_statements_are_chosen_by_speaker_event_topic_mode_and_words(client):
    event, topic = make_event(slug="opening"), make_topic(slug="trust")
    person = make_person(slug="luong-cuong")
    first = make_statement(event=event, topics=[topic], report={"mode": "paraphrase"})
    make_speaker(statement=first, person=person)
    second = make_statement(event=make_event(), gist="Đoàn kết.", report=None)
    report = make_report(statement=second, passage=None)
    make_passage(report=report, quoted="Solidarity first.")

    for chosen, rows in [
        ({"speaker": "luong-cuong"}, {first}),
        ({"event": "opening"}, {first}),
        ({"topic": "trust"}, {first}),
        ({"mode": "paraphrase"}, {first}),
        ({"mode": "quotation"}, {second}),
        ({"q": "doan ket solidarity"}, {second}),
        ({"q": "solidarity", "event": "opening"}, set()),
    ]:
        assert listed(client, "events:statement-list", **chosen) == rows


def test_statements_are_chosen_by_organisation_source_language_and_any_quoting_mode(client):
    body, source = make_organisation(slug="viet-nam"), make_source(slug="vov")
    first = make_statement(speaker={"organisation": body}, report={"mode": "paraphrase"})
    second = make_statement(
        speaker={"person": make_person(), "organisation": body},
        report={"mode": "translated-quotation", "source": source, "lang": "vi"},
    )
    make_report(statement=second, source=source, mode="transcript", lang="fr")

    for chosen, rows in [
        ({"organisation": "viet-nam"}, {first, second}),
        ({"source": "vov"}, {second}),
        ({"language": "vi"}, {second}),
        ({"language": "en"}, {first}),
        ({"mode": "quoted"}, {second}),
        ({"mode": "transcript"}, {second}),
        ({"mode": "verbatim-record"}, set()),
    ]:
        assert listed(client, "events:statement-list", **chosen) == rows


def test_events_are_chosen_by_who_takes_part(client):
    body, event = make_organisation(slug="unodc"), make_event()
    for part in ("host", "chair"):
        make_participation(event=event, organisation=body, part=part)
    make_participation(event=make_event())

    assert listed(client, "events:event-list", organisation="unodc") == {event}


def test_people_and_organisations_are_chosen_by_the_state_above_a_body(client):
    state = make_organisation(kind="state", slug="viet-nam")
    ministry = make_organisation(kind="ministry", parent=state)
    office = make_organisation(kind="government", parent=ministry)
    person, other = make_person(), make_person()
    for who, at in [(person, office), (other, make_organisation(kind="un-body"))]:
        make_role(person=who, organisation=at)
        make_participation(person=who)
    for body in (state, ministry, office):
        make_participation(organisation=body)

    assert listed(client, "people:person-list", country="viet-nam") == {person}
    assert listed(client, "people:person-list", kind="government") == {person}
    assert listed(client, "people:person-list", kind="un-body") == {other}
    assert listed(client, "people:organisation-list", country="viet-nam") == {
        state,
        ministry,
        office,
    }
    assert listed(client, "people:organisation-list", country="viet-nam", kind="ministry") == {
        ministry
    }


def test_sources_are_chosen_by_publisher_kind_language_and_year(client):
    vov = make_organisation(slug="vov")
    source = make_source(publisher=vov, kind="broadcast", lang="vi", published_on="2025-10")
    other = make_source(published_on="")
    for row in (source, other):
        make_report(statement=make_statement(report=None), source=row)

    for chosen in ({"publisher": "vov"}, {"kind": "broadcast"}, {"language": "vi"}, {"year": 2025}):
        assert listed(client, "people:source-list", **chosen) == {source}
    assert listed(client, "people:source-list", language="en") == {other}


def test_articles_are_chosen_by_event_topic_year_and_words(client):
    event, topic = make_event(slug="opening"), make_topic(slug="trust")
    article = make_article(events=[event], topics=[topic], body="Signed at last.")
    elsewhere = {"events": [make_event()], "topics": [make_topic()]}
    make_article(publish_at=datetime(2025, 12, 31, 23, 59, tzinfo=UTC), **elsewhere)

    for chosen in ({"event": "opening"}, {"topic": "trust"}, {"q": "signed"}, {"year": 2026}):
        assert listed(client, "events:article-list", **chosen) == {article}


@pytest.mark.parametrize(
    ("dated", "years"),
    [
        ("2025-10-25", {2025}),
        ("2025", {2025}),
        ("2025-12-30/2026-01-02", {2025, 2026}),
        ("2024-12/2026-01", {2024, 2025, 2026}),
        ("", set()),
    ],
)
def test_year_finds_what_touches_it(client, dated, years):
    make_event(date=dated)
    asked = range(2023, 2028)

    found = {year for year in asked if listed(client, "events:event-list", year=year)}

    assert found == years


@pytest.mark.parametrize("dated", ["2025-01/..", "2025-01/", "../2025-03", "/2025-03"])
def test_year_finds_an_interval_by_the_end_that_is_known(client, dated):
    event = make_event(date=dated)
    make_event(date="2023")

    assert listed(client, "events:event-list", year=2025) == {event}


@pytest.mark.parametrize(
    ("name", "chosen", "said"),
    [
        ("event", {"year": "abc"}, "Year: Enter a whole number. It was ignored."),
        (
            "event",
            {"year": "99999999999"},
            "Year: Ensure this value is less than or equal to 9999. It was ignored.",
        ),
        (
            "event",
            {"year": "0"},
            "Year: Ensure this value is greater than or equal to 1000. It was ignored.",
        ),
        ("event", {"kind": "party"}, "Kind: There is no such choice. It was ignored."),
        ("event", {"when": "now"}, "When: There is no such choice. It was ignored."),
        ("event", {"place": "secret"}, "Place: There is no such choice. It was ignored."),
        ("event", {"place": "a\0b"}, "Place: There is no such choice. It was ignored."),
        ("event", {"place": "A B"}, "Place: There is no such choice. It was ignored."),
        ("event", {"place": "a" * 999}, "Place: There is no such choice. It was ignored."),
        ("statement", {"event": "secret"}, "Event: There is no such choice. It was ignored."),
        ("statement", {"mode": "sung"}, "Printed as: There is no such choice. It was ignored."),
        (
            "statement",
            {"language": "e n"},
            "Language of a report: Write a language code, such as en, vi or zh-Hans (BCP 47). "
            "It was ignored.",
        ),
        ("statement", {"q": "a\0b"}, "Words: Null characters are not allowed. It was ignored."),
        (
            "article",
            {"q": "a" * 201},
            "Words: Ensure this value has at most 200 characters (it has 201). It was ignored.",
        ),
        ("article", {"sort": "evil"}, "There is no such order, so the list is in its usual one."),
        ("article", {"page": "9"}, "There is no such page in this list: this is page 1 of 1."),
        ("article", {"year": ["2025", "2026"]}, "Year: only the last of several values counts."),
    ],
)
def test_bad_value_is_named_and_leaves_the_list_as_it_is(client, name, chosen, said):
    make_event(place=make_place(slug="secret"), slug="secret", status="draft")
    make_event(), make_statement(), make_article()

    assert problems(client, f"events:{name}-list", **chosen) == ([said], 1)


def test_good_value_counts_beside_a_bad_one(client):
    make_event(kind="session"), make_event(kind="session"), make_event(kind="meeting")

    said, rows = problems(client, "events:event-list", kind="session", year="abc")

    assert (len(said), rows) == (1, 2)


@pytest.mark.django_db
def test_text_filter_reads_at_most_eight_words(client):
    make_article(headline="one two three four five six seven eight")

    found = client.get("/news/", {"q": "one two three four five six seven eight nothing"})

    assert len(found.context["page"]) == 1

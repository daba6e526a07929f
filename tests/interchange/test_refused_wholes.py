"""Rows that are right one by one and wrong together: constraints, unique values, rings."""

import pytest

from people.models import Organisation
from tests.interchange.written import (
    event,
    figure,
    imported,
    organisation,
    passage,
    person,
    refused,
    report,
    row,
    said,
    small_record,
    source,
    statement,
    wording,
    words,
)
from tests.make import (
    make_event,
    make_name,
    make_organisation,
    make_person,
    make_source,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]

BASE = [organisation(), source(), event(), person(), statement()]

CONSTRAINTS = {
    "speaker is nobody": (
        row("events.speaker", key="x", statement=["point"]),
        "events.speaker x: Name a person, an organisation or describe who it was.",
    ),
    "role without its person": (
        row("events.speaker", key="x", statement=["point"], organisation=["vov"], role=["r"]),
        "events.speaker x: A role belongs to a person: name the person too.",
    ),
    "name of two": (
        row("people.name", key="x", text="VOV", person=["luong-cuong"], organisation=["vov"]),
        "people.name x: A name is a person's or an organisation's, not both.",
    ),
    "figure of nothing": (
        figure(event=None),
        "events.figure x: A figure is about one thing: an event, an instrument or a statement.",
    ),
    "date without its basis": (
        wording(aspect="date", date="2025-05"),
        "events.wording x: A date as printed also has the date it means and its basis; "
        "others have none.",
    ),
    "name of an event": (
        wording(aspect="name"),
        "events.wording x: An event has titles, themes and dates, a place names, "
        "an instrument titles and dates.",
    ),
    "figure upside down": (
        figure(low=2, high=1),
        "events.figure x: The low value is above the high value.",
    ),
    "correction of two pages": (
        row(
            "events.correction",
            key="x",
            made_at="2026-11-21T08:00:00Z",
            **{"said": "71", "says": "72", "why": "A slip."},
            event=["ceremony"],
            statement=["point"],
        ),
        "events.correction x: A correction is about one page: an article, an event or a statement.",
    ),
    "verdict without a day": (
        report("x", verdict="exact"),
        "events.report x: A verdict has a day and the SHA-256 of the text.",
    ),
    "published without a time": (
        statement("x", status="published"),
        "events.statement x: Say from when on the published page is to be seen.",
    ),
    "withdrawn without a reason": (
        statement("x", status="withdrawn"),
        "events.statement x: Tell readers why the page was withdrawn.",
    ),
    "country code of no state": (
        organisation("x", country_code="VN"),
        "people.organisation x: Only a state has a country code.",
    ),
}


@pytest.mark.parametrize(("bad", "reason"), CONSTRAINTS.values(), ids=CONSTRAINTS)
def test_constraint_speaks_to_editors(bad, reason):
    role = {"key": "r", "person": ["luong-cuong"], "organisation": ["vov"], "title": "President"}

    faults = refused(*BASE, row("people.role", **role), bad, publish=True)

    assert faults == [f"a.json:8: {reason}"]


PASSAGES = {
    "neither": ({"quoted": ""}, "Give the quoted words, or for paraphrase the first and the last"),
    "both": (
        {"quoted": "Words.", "starts": "The first three", "ends": "the last three"},
        "Give the quoted words, or for paraphrase the first and the last",
    ),
    "paragraph nought": ({"paragraph": 0}, "Paragraphs are counted from 1."),
    "two words": (
        {"starts": "Two words", "ends": "the last three"},
        "starts: Give three to six words, just enough to find the place.",
    ),
}


@pytest.mark.parametrize(("fields", "reason"), PASSAGES.values(), ids=PASSAGES)
def test_passage_quotes_or_locates(fields, reason):
    (fault,) = refused(*small_record()[:-1], passage(**fields))

    assert fault.startswith(f"a.json:8: events.passage point-r1-p1: {reason}")


def test_quoted_words_need_a_report_that_quotes():
    rows = small_record()
    rows[5] = report(mode="paraphrase")

    faults = refused(*rows)

    assert sorted(faults) == [
        "a.json:7: events.report point-r1: mode: "
        "This report has quoted passages: only a quoting mode fits.",
        "a.json:8: events.passage point-r1-p1: quoted: "
        "The report is no quotation: give the first and last few words.",
    ]


def test_report_and_passage_may_change_together():
    imported(*small_record())
    located = {"starts": "The first three words", "ends": "the last three words"}

    result = imported(*small_record()[:5], report(mode="paraphrase"), passage(quoted="", **located))

    assert words(result.faults) == []
    assert said(result) == {
        "point": [
            "events.report point-r1: mode: quotation -> paraphrase",
            "events.passage point-r1-p1: quoted: Only the beginning. -> empty",
            "events.passage point-r1-p1: starts: empty -> The first three words",
            "events.passage point-r1-p1: ends: empty -> the last three words",
        ]
    }


def test_two_sources_with_one_address_are_refused():
    one = source("one", url="https://vov.vn/1")

    faults = refused(organisation(), one, source("two", url="https://vov.vn/1"))

    assert faults == [
        "a.json:3: people.source one: url: Another source has this address.",
        "a.json:4: people.source two: url: Another source has this address.",
    ]


def test_source_with_the_address_of_one_on_record_is_refused():
    make_source(slug="stored", url="https://vov.vn/1")
    make_organisation(slug="vov")

    faults = refused(source(url="https://vov.vn/1"))

    assert faults == ["a.json:2: people.source vov-report: url: Another source has this address."]


def test_two_topics_of_one_name_are_refused():
    one, two = (row("events.topic", slug=slug, name="Signature") for slug in ("one", "two"))

    faults = refused(one, two)

    assert faults == [
        "a.json:2: events.topic one: name: Topic with this Name already exists.",
        "a.json:3: events.topic two: name: Topic with this Name already exists.",
    ]


def test_name_that_a_person_has_on_record_is_refused():
    make_name(person=make_person(slug="luong-cuong"), text="Luong Cuong", key="stored")

    name = row("people.name", key="new", person=["luong-cuong"], text="Luong Cuong")

    faults = refused(name, overwrite=True)

    assert faults == ["a.json:2: people.name new: This person has this name already."]


def test_rows_that_need_a_bad_row_are_named_after_it():
    faults = refused(organisation(kind=""), source(), report(), statement())

    kinds = ", ".join(Organisation.Kind.values)
    wrong = "publisher: organisation “vov” is in the files, but is itself wrong"
    assert faults == [
        f"a.json:2: people.organisation vov: kind: “” is none of: {kinds}",
        f"a.json:3: people.source vov-report: {wrong}",
    ]


def test_rows_that_need_a_row_refused_by_a_constraint_are_not_blamed():
    faults = refused(organisation(country_code="VN"), source(), report(), statement())

    assert faults == ["a.json:2: people.organisation vov: Only a state has a country code."]


def test_new_ring_of_parents_is_refused():
    faults = refused(organisation("a", parent=["b"]), organisation("b", parent=["a"]))

    reason = "parent: An organisation cannot be part of itself."
    assert faults == [
        f"a.json:2: people.organisation a: {reason}",
        f"a.json:3: people.organisation b: {reason}",
    ]


@pytest.mark.parametrize(
    ("row_of", "model", "reason"),
    [
        (organisation, "people.organisation", "An organisation cannot be part of itself."),
        (event, "events.event", "An event cannot be part of itself."),
    ],
)
def test_ring_made_of_rows_on_record_is_refused(row_of, model, reason):
    imported(row_of("a"), row_of("b"))

    faults = refused(row_of("a", parent=["b"]), row_of("b", parent=["a"]))

    assert sorted(faults) == [
        f"a.json:2: {model} a: parent: {reason}",
        f"a.json:3: {model} b: parent: {reason}",
    ]


def test_events_nest_at_most_twice():
    chain = [event("a"), event("b", parent=["a"]), event("c", parent=["b"])]

    faults = refused(*chain, event("d", parent=["c"]))

    reason = "parent: An event may be part of an event that is part of one, no deeper."
    assert faults == [
        f"a.json:3: events.event b: {reason}",
        f"a.json:4: events.event c: {reason}",
        f"a.json:5: events.event d: {reason}",
    ]


def test_event_under_the_deepest_on_record_is_refused():
    day = make_event(slug="day", parent=make_event(slug="week"))
    make_event(slug="hour", parent=day)

    faults = refused(event("minute", parent=["hour"]))

    reason = "An event may be part of an event that is part of one, no deeper."
    assert faults == [f"a.json:2: events.event minute: parent: {reason}"]

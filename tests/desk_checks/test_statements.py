"""What checks find in statements, and what comes near and is no fault."""

from datetime import date

import pytest

from events.models import Event, Statement
from tests.desk_checks.told import told
from tests.make import (
    make_event,
    make_name,
    make_organisation,
    make_participation,
    make_person,
    make_report,
    make_role,
    make_source,
    make_speaker,
    make_statement,
)

pytestmark = pytest.mark.django_db

CHECKED = {"checked_on": date(2026, 11, 21), "checked_sha256": "0" * 64}


def test_statement_without_a_report():
    make_statement(report=None, status="withdrawn")
    make_statement()
    bare = make_statement(report=None, status="draft")

    assert told("no-report", Statement) == [
        (bare.pk, "reports", "No source reports it: add a report.")
    ]


def test_passage_not_found_in_its_capture():
    for verdict in ("exact", "typographic", "elided", "not-applicable"):
        make_statement(report={"verdict": verdict, **CHECKED})
    make_statement(status="withdrawn", report={"verdict": "not-found", **CHECKED})
    source = make_source(title="A print")
    wrong = make_statement(report={"verdict": "not-found", "source": source, **CHECKED})

    assert told("not-found", Statement) == [
        (
            wrong.pk,
            "reports",
            "What it rests on was not found in the stored text of “A print”: compare the passages.",
        )
    ]


@pytest.mark.parametrize(
    ("day", "began", "sentence"),
    [
        ("2025-10-24", "2025-10-25/2025-10-26", "24 October 2025"),
        ("2025-09", "2025-10-25/2025-10-26", "September 2025"),
        ("2025-10-25", "2025-10-25/2025-10-26", ""),
        ("2025-10", "2025-10-25/2025-10-26", ""),
        ("2025-10-24~", "2025-10-25/2025-10-26", ""),
        ("2025-10-24", "2025-10-25~", ""),
        ("2025-10-24", "../2025-10-26", ""),
        ("2025-10-24/..", "2025-10-25", ""),
        ("", "2025-10-25", ""),
        ("2025-10-24", "", ""),
    ],
)
def test_statement_said_before_the_event_began(day, began, sentence):
    event = make_event(title="The signing", date=began)
    statement = make_statement(event=event, date=day)

    expected = f"Its date ({sentence}) lies before “The signing” began (25–26 October 2025)."
    assert told("before-the-event", Statement) == (
        [(statement.pk, "date", expected)] if sentence else []
    )


@pytest.mark.parametrize(
    ("said", "number"), [("2025-10-25T08:59+07:00", 1), ("2025-10-25T03:00Z", 0)]
)
def test_times_of_one_day_are_compared_as_moments(said, number):
    make_statement(event=make_event(date="2025-10-25T09:00+07:00"), date=said)

    assert len(told("before-the-event", Statement)) == number


@pytest.mark.parametrize(
    ("published", "said", "is_wrong"),
    [
        ("2025-10-23", "2025-10-25", True),
        ("2025-09", "2025-10-25/2025-10-26", True),
        ("2025-10-24", "2025-10-25", False),  # clocks of two places may lie a day apart
        ("2025-10", "2025-10-25", False),
        ("2025-10-20?", "2025-10-25", False),
        ("2025-10-20", "2025-10-25~", False),
        ("", "2025-10-25", False),
        ("2025-10-20", "", False),
    ],
)
def test_source_published_before_the_words_were_spoken(published, said, is_wrong):
    source = make_source(title="A print", published_on=published)
    statement = make_statement(date=said, report={"source": source})

    found = told("printed-too-early", Statement)

    assert [finding[:2] for finding in found] == [(statement.pk, "reports")] * is_wrong
    if published == "2025-10-23":
        assert found[0][2] == (
            "“A print” was published (23 October 2025) before this was said (25 October 2025)."
        )


def test_speaker_who_is_not_among_the_participants():
    event = make_event(title="The session")
    make_participation(event=event)
    stranger = make_person(name="Ann Other")
    statement = make_statement(event=event, speaker={"person": stranger})

    assert told("not-a-participant", Statement) == [
        (
            statement.pk,
            "speakers",
            "Ann Other is not among those on record as taking part in “The session”.",
        )
    ]


def test_speakers_who_took_part_or_of_whom_nothing_is_known():
    larger = make_event()
    event = make_event(parent=larger)
    smaller = make_event(parent=event)
    body, person = make_organisation(), make_person()
    role = make_role(organisation=body)
    make_participation(event=event, person=person)
    make_participation(event=event, organisation=body)
    of_larger = make_participation(event=larger).person
    of_smaller = make_participation(event=smaller).person
    for speaker in (
        {"person": person},
        {"organisation": body},
        {"described_as": "A delegate"},
        {"described_as": "A delegate", "organisation": body},
        {"person": role.person, "role": role},
        {"person": make_person(), "organisation": body},
        {"organisation": make_organisation(kind="agency")},
        {"organisation": make_organisation(kind="outlet")},
        {"person": of_smaller},
        {"person": of_larger},
    ):
        make_statement(event=event, speaker=speaker)
    make_statement(event=make_event())
    make_statement()
    make_statement(event=event, status="withdrawn")

    assert told("not-a-participant", Statement) == []


def credited(printed_as, *, lang="en", day="2025-10-25", **role):
    """A statement of Ann Other, who held a role, with a credit as printed."""
    person = make_person(name="Ann Other")
    values = {"title": "Minister of Justice", "started_on": "2024", "ended_on": "2026"} | role
    make_role(person=person, organisation=make_organisation(name="Ruritania"), **values)
    make_name(person=person, text="A. Nother")
    report = {"printed_as": printed_as, "lang": lang}
    return make_statement(date=day, speaker={"person": person}, report=report)


def test_printed_credit_that_fits_no_role():
    statement = credited("Ambassador Ann Other")
    undated = credited("Ambassador Other", day="")

    assert told("no-such-role", Statement) == [
        (
            undated.pk,
            "reports",
            "The credit “Ambassador Other” fits no role on record of Ann Other.",
        ),
        (
            statement.pk,
            "reports",
            "The credit “Ambassador Ann Other” fits no role that Ann Other may have held then "
            "(25 October 2025).",
        ),
    ]


@pytest.mark.parametrize(
    ("role", "is_wrong"),
    [
        ({"ended_on": "2025-10-24"}, True),
        ({"started_on": "2025-11", "ended_on": ""}, True),
        ({"ended_on": "2025-10"}, False),
        ({"ended_on": "2025-09~"}, False),
        ({"started_on": "", "ended_on": ""}, False),
    ],
)
def test_printed_credit_that_fits_a_role_at_another_time(role, is_wrong):
    credited("Minister Ann Other", **role)

    assert len(told("no-such-role", Statement)) == is_wrong


@pytest.mark.parametrize(
    "printed",
    ["", "Other", "Ms. Nother", "the Minister", "RURITANIA's Ann Other", "Former Ambassador Other"],
)
def test_printed_credits_that_fit(printed):
    credited(printed)

    assert told("no-such-role", Statement) == []


def test_printed_credits_that_nothing_is_known_of():
    credited("Đại sứ Ann Other", lang="vi")
    make_statement(report={"printed_as": "Ambassador Nobody"})
    mixed = credited("The Ambassador and others")
    make_speaker(statement=mixed, described_as="Others")
    joint = credited("The Ambassador and the Minister")
    make_speaker(statement=joint, person=make_person())

    assert told("no-such-role", Statement) == []


def test_printed_credit_of_a_participant():
    person = make_role(person=make_person(name="Ann Other"), title="Minister").person
    event = make_event(date="2025-10-25")
    make_participation(event=event, person=person, printed_as="the Minister")
    make_participation(event=event, person=person)
    make_participation(event=event, person=person, printed_as="an Ambassador")
    lang = make_source(lang="vi")
    make_participation(event=event, person=person, printed_as="một Đại sứ", source=lang)

    assert told("no-such-role", Event) == [
        (
            event.pk,
            "participations",
            "The credit “an Ambassador” fits no role that Ann Other may have held then "
            "(25 October 2025).",
        )
    ]


def test_a_form_is_told_of_its_own_statement_alone():
    one, other = make_statement(report=None), make_statement(report=None)
    make_report(statement=make_statement())

    found = told("no-report", Statement, [other.pk])

    assert [finding[0] for finding in found] == [other.pk]
    assert one.pk != other.pk

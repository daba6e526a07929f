from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from events.models import Depiction, Participation, Passage, Report, Speaker
from events.models.reports import check_few_words
from tests.checks import kept, refusal_of, refused_by_the_database
from tests.make import (
    make_depiction,
    make_event,
    make_organisation,
    make_participation,
    make_passage,
    make_person,
    make_photo,
    make_report,
    make_role,
    make_source,
    make_speaker,
    make_statement,
)

pytestmark = pytest.mark.django_db

QUOTING = {"verbatim-record", "transcript", "quotation", "translated-quotation"}
EXACT = {"verbatim-record", "transcript"}
MAKERS = [make_speaker, make_participation, make_depiction]


@pytest.mark.parametrize("mode", Report.Mode.values)
def test_report_quotes_and_gives_exact_words_by_its_mode(mode):
    report = kept(make_report(mode=mode))

    assert report.is_quoting is (mode in QUOTING)
    assert report.is_exact_words is (mode in EXACT)


@pytest.mark.parametrize("mode", [mode for mode in Report.Mode.values if mode not in QUOTING])
def test_quoted_words_need_a_report_that_quotes(mode):
    report = make_report(mode=mode, passage=None)
    passage = Passage(report=report, quoted="Words in print.")

    assert refusal_of(passage) == {
        "quoted": ["The report is no quotation: give the first and last few words."]
    }


@pytest.mark.parametrize("mode", [mode for mode in Report.Mode.values if mode not in QUOTING])
def test_report_with_quoted_words_keeps_a_mode_that_quotes(mode):
    report = make_report(mode="quotation")
    report.mode = mode

    assert refusal_of(report) == {
        "mode": ["This report has quoted passages: only a quoting mode fits."]
    }


def test_report_without_quoted_words_may_change_its_mode():
    report = make_report(mode="quotation", passage={"starts": "a b c", "ends": "d e f"})
    report.mode = "paraphrase"

    assert report.full_clean() is None


@pytest.mark.parametrize(
    ("quoted", "starts", "ends"),
    [
        ("", "", ""),
        ("Words.", "The first few words", ""),
        ("Words.", "", "the last few words"),
        ("Words.", "The first few words", "the last few words"),
        ("", "The first few words", ""),
        ("", "", "the last few words"),
    ],
)
def test_passage_quotes_or_locates(quoted, starts, ends):
    passage = make_passage()
    passage.quoted, passage.starts, passage.ends = quoted, starts, ends

    assert refusal_of(passage) == {
        "__all__": ["Give the quoted words, or for paraphrase the first and the last few words."]
    }
    refused_by_the_database(passage)


@pytest.mark.parametrize("text", ["one two three", "1 2 3 4 5 6", " a\u00a0b c "])
def test_start_and_end_take_three_to_six_words(text):
    assert check_few_words(text) is None


@pytest.mark.parametrize("text", ["", "one", "one two", "1 2 3 4 5 6 7"])
def test_start_and_end_refuse_fewer_and_more_words(text):
    with pytest.raises(ValidationError) as refusal:
        check_few_words(text)

    assert refusal.value.messages == ["Give three to six words, just enough to find the place."]


@pytest.mark.parametrize("name", ["starts", "ends"])
def test_passage_never_keeps_the_paraphrased_sentence(name):
    passage = make_report(mode="paraphrase").passages.get()
    setattr(passage, name, "It will establish a global legal framework")

    assert refusal_of(passage) == {
        name: ["Give three to six words, just enough to find the place."]
    }


def test_passage_paragraphs_count_from_one():
    passage = make_passage(paragraph=None)
    kept(passage)
    passage.paragraph = 0

    assert refusal_of(passage) == {"__all__": ["Paragraphs are counted from 1."]}
    refused_by_the_database(passage)


def test_passage_shows_its_words_or_its_place():
    quoted = make_passage(quoted="only the beginning")
    located = make_report(mode="paraphrase").passages.get()

    assert str(quoted) == "only the beginning"
    assert str(located) == "The first few words … the last few words"


def test_passages_stand_in_order():
    report = make_report(passage=None)
    second = make_passage(report=report, order=2)
    first = make_passage(report=report, order=1)

    assert list(report.passages.all()) == [first, second]


@pytest.mark.parametrize(
    ("verdict", "checked_on", "sha256"),
    [
        ("exact", None, ""),
        ("exact", date(2026, 11, 21), ""),
        ("exact", None, "a" * 64),
        ("unchecked", date(2026, 11, 21), ""),
        ("unchecked", None, "a" * 64),
    ],
)
def test_verdict_says_when_and_on_what(verdict, checked_on, sha256):
    report = make_report()
    report.verdict, report.checked_on, report.checked_sha256 = verdict, checked_on, sha256

    assert refusal_of(report) == {"__all__": ["A verdict has a day and the SHA-256 of the text."]}
    refused_by_the_database(report)


@pytest.mark.parametrize("verdict", Report.Verdict.values)
def test_every_verdict_is_kept_with_its_day_and_text(verdict):
    checked = {"checked_on": date(2026, 11, 21), "checked_sha256": "a" * 64}
    report = make_report(verdict=verdict, **({} if verdict == "unchecked" else checked))

    assert kept(report).verdict == verdict


def test_verdict_that_does_not_exist_is_refused():
    report = make_report()
    report.verdict, report.checked_on = "true", date(2026, 11, 21)
    report.checked_sha256 = "a" * 64

    with pytest.raises(ValidationError):
        report.full_clean()
    refused_by_the_database(report)


def test_one_source_reports_one_statement_twice():
    statement, source = make_statement(report=None), make_source()
    reports = [
        make_report(statement=statement, source=source, printed_as=words, printed_in=paragraph)
        for words, paragraph in [("UNODC and OLA", 1), ("UNODC and OLA's representatives", 8)]
    ]
    for report in reports:
        report.full_clean()

    assert list(statement.reports.all()) == reports
    assert str(reports[0]) == "Quotation: UNODC and OLA"


@pytest.mark.parametrize(
    ("values", "subject", "stands_for", "credit"),
    [
        (["person"], "person", None, "Lương Cường"),
        (["person", "organisation"], "person", "organisation", "Lương Cường, Viet Nam"),
        (["person", "role"], "person", None, "Lương Cường, President"),
        (
            ["person", "role", "organisation"],
            "person",
            "organisation",
            "Lương Cường, President, Viet Nam",
        ),
        (
            ["person", "described_as", "organisation"],
            "person",
            "organisation",
            "Lương Cường, Viet Nam",
        ),
        (["described_as"], "described_as", None, "Minister of Justice"),
        (
            ["described_as", "organisation"],
            "described_as",
            "organisation",
            "Minister of Justice, Viet Nam",
        ),
        (["organisation"], "organisation", None, "Viet Nam"),
    ],
)
@pytest.mark.parametrize("make_credited", MAKERS)
def test_credit_names_the_subject_and_whom_it_stands_for(
    make_credited, values, subject, stands_for, credit
):
    person = make_person(name="Lương Cường")
    given = {
        "person": person,
        "organisation": make_organisation(name="Viet Nam"),
        "described_as": "Minister of Justice",
        "role": make_role(person=person, title="President"),
    }

    row = kept(make_credited(**{name: given[name] for name in values}))

    assert row.subject == given[subject]
    assert row.stands_for == (given[stands_for] if stands_for else None)
    assert row.credit == str(row) == credit


CREDITED = [
    (Speaker, lambda: {"statement": make_statement(speaker=None)}),
    (Participation, lambda: {"event": make_event(), "source": make_source(), "part": "guest"}),
    (Depiction, lambda: {"photo": make_photo()}),
]


@pytest.mark.parametrize(("model", "make_values"), CREDITED)
def test_somebody_is_credited(model, make_values):
    row = model(**make_values())

    assert refusal_of(row) == {
        "__all__": ["Name a person, an organisation or describe who it was."]
    }
    refused_by_the_database(row)


@pytest.mark.parametrize(("model", "make_values"), CREDITED)
def test_role_needs_its_person(model, make_values):
    role = make_role()
    row = model(role=role, organisation=role.organisation, **make_values())

    assert refusal_of(row) == {"__all__": ["A role belongs to a person: name the person too."]}
    refused_by_the_database(row)


@pytest.mark.parametrize(("model", "make_values"), CREDITED)
def test_role_is_the_persons_own(model, make_values):
    row = model(role=make_role(), person=make_person(), **make_values())

    assert refusal_of(row) == {"role": ["This role is another person's."]}


@pytest.mark.parametrize("make_credited", MAKERS)
def test_who_is_credited_cannot_be_deleted(make_credited):
    role = make_role()
    make_credited(person=role.person, role=role, organisation=make_organisation())

    for row in (role, role.person):
        with pytest.raises(ProtectedError):
            row.delete()


def test_speakers_stand_in_order():
    statement = make_statement(speaker=None)
    second = make_speaker(statement=statement, order=2)
    first = make_speaker(statement=statement, order=1)

    assert list(statement.speakers.all()) == [first, second]


def test_parts_go_with_their_statement():
    statement = make_statement()

    statement.delete()

    assert [model.objects.count() for model in (Speaker, Report, Passage)] == [0, 0, 0]

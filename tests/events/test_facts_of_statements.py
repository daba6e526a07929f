"""Who said what in the five source articles: kept as a form would, read as a page."""

import pytest

from events.models import Passage, Report, Statement
from people.models import Organisation, Person
from tests.checks import kept
from tests.make import (
    make_event,
    make_figure,
    make_organisation,
    make_participation,
    make_passage,
    make_person,
    make_report,
    make_source,
    make_speaker,
    make_statement,
)

pytestmark = pytest.mark.django_db


def test_cost_of_trillions_without_a_number_in_a_statement():
    statement = make_statement()
    figure = make_figure(
        statement=statement,
        measure="cost of cybercrime",
        low=None,
        high=None,
        unit="US dollars a year",
        words="trillions of dollars",
    )

    stored = kept(figure)

    assert (stored.low, stored.high, stored.words) == (None, None, "trillions of dollars")
    assert list(statement.figures.all()) == [figure]


def test_minister_of_justice_of_nigeria_takes_part_and_speaks_unnamed():
    nigeria = make_organisation(name="Nigeria", kind="state", country_code="NG")
    who = {"described_as": "Minister of Justice", "organisation": nigeria}
    event, before = make_event(), Person.objects.count()
    participation = kept(make_participation(event=event, part="speaker", **who))
    statement = make_statement(event=event, speaker=who, report={"mode": "paraphrase"})
    speaker = kept(statement.speakers.get())

    for row in (participation, speaker):
        assert (row.subject, row.stands_for) == ("Minister of Justice", nigeria)
        assert row.credit == "Minister of Justice, Nigeria"
    assert Person.objects.count() == before == 0
    assert list(Statement.objects.public()) == [statement]


def test_representatives_of_several_countries_and_regional_groups_speak():
    words = "representatives of several countries and regional groups"
    statement = make_statement(speaker={"described_as": words})

    speaker = kept(statement.speakers.get())

    assert (speaker.subject, speaker.stands_for, speaker.credit) == (words, None, words)


def test_unodc_and_ola_speak_together_printed_twice_by_one_source():
    unodc = make_organisation(name="UNODC", kind="un-body")
    ola = make_organisation(name="OLA", kind="un-body")
    vns = make_source(title="Towards Hà Nội")
    points = [make_statement() for _ in range(3)]
    answer = make_statement(
        speaker={"organisation": unodc, "order": 1},
        report={
            "source": vns,
            "mode": "paraphrase",
            "printed_as": "The United Nations Office on Drugs and Crime (UNODC) and the United "
            "Nations Office of Legal Affairs (OLA)",
            "printed_in": 1,
        },
        responds_to=points,
    )
    make_speaker(statement=answer, organisation=ola, order=2)
    make_report(
        statement=answer,
        source=vns,
        mode="paraphrase",
        printed_as="UNODC and OLA's representatives",
        printed_in=8,
    )
    for row in [answer, *answer.speakers.all(), *answer.reports.all()]:
        row.full_clean()

    stored = Statement.objects.with_card_data().get(pk=answer.pk)

    assert [speaker.credit for speaker in stored.speakers.all()] == ["UNODC", "OLA"]
    assert [(report.source, report.printed_in) for report in stored.reports.all()] == [
        (vns, 1),
        (vns, 8),
    ]
    assert list(stored.responds_to.in_order()) == points
    assert [list(point.responses.all()) for point in points] == [[answer]] * 3
    assert list(points[0].responds_to.all()) == []


def test_newspaper_asserts_in_its_own_voice():
    paper = make_organisation(name="Việt Nam News", kind="outlet")
    source = make_source(publisher=paper)
    statement = make_statement(
        speaker={"organisation": paper},
        report={"source": source, "mode": "paraphrase"},
    )

    speaker = kept(statement.speakers.get())

    assert speaker.subject == statement.reports.get().source.publisher == paper
    assert (speaker.stands_for, speaker.credit) == (None, "Việt Nam News")
    assert (statement.event, statement.instrument) == (None, None)


def test_army_newspaper_from_vna_quotes_afp_which_cites_a_message():
    vna = make_organisation(name="Vietnam News Agency", kind="agency")
    afp = make_organisation(name="AFP", kind="agency")
    paper = make_organisation(name="People's Army Newspaper", kind="outlet")
    source = make_source(publisher=paper, credit="Source: VNA", credited_to=vna)
    statement = make_statement(
        report={
            "source": source,
            "via": afp,
            "via_printed": "AFP cited",
            "printed_as": "UN Secretary-General Antonio Guterres",
            "occasion": "a message",
        }
    )
    kept(statement.reports.get())

    [report] = Statement.objects.with_card_data().get(pk=statement.pk).reports.all()

    assert (report.source.publisher, report.source.credited_to) == (paper, vna)
    assert (report.via, report.via_printed, report.occasion) == (afp, "AFP cited", "a message")
    assert list(afp.reports_carried.all()) == [report]
    assert {*Organisation.objects.public()} >= {vna, afp, paper}


def test_two_quoted_fragments_of_one_report():
    statement = make_statement(report={"mode": "quotation", "passage": None})
    report = statement.reports.get()
    for order, words in enumerate(["important milestone", "only the beginning"], start=1):
        kept(make_passage(report=report, order=order, paragraph=7, quoted=words))

    passages = Report.objects.get().passages.all()

    assert [passage.quoted for passage in passages] == ["important milestone", "only the beginning"]
    assert report.is_quoting
    assert not report.is_exact_words


def test_long_quotation_is_cut_into_points_in_order():
    event, cuong = make_event(), make_person(name="Lương Cường")
    source = make_source()
    for order, words in [(30, "Third."), (10, "First."), (20, "Second.")]:
        make_statement(
            event=event,
            order=order,
            speaker={"person": cuong},
            report={"source": source, "passage": {"quoted": words, "paragraph": 4}},
        )
    for row in Statement.objects.all():
        row.full_clean()

    points = event.statements.with_words().in_order()

    assert [point.reports.all()[0].passages.all()[0].quoted for point in points] == [
        "First.",
        "Second.",
        "Third.",
    ]
    assert Passage.objects.filter(report__source=source, paragraph=4).count() == 3

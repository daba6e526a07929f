"""Statements made from the text of a source, on one page."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import Statement
from hanoiconv.capture_admin import made_from_it
from people.models import Capture, Source
from tests.capturing.sent import address, sent
from tests.capturing.texts import HARBOUR, ISLANDS, LADDERS, TEXT
from tests.checks import change_screen, said, screen, the_record
from tests.make import (
    make_capture,
    make_event,
    make_organisation,
    make_passage,
    make_person,
    make_report,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
    make_wording,
)
from tests.pages import page
from tests.versions.kept import kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    row = make_source(published_on="2025-10-24", lang="en", title="Lighthouses")
    make_capture(source=row, text="An older text.", captured_on=date(2026, 1, 1))
    make_capture(source=row, text=TEXT, captured_on=date(2026, 1, 2))
    return Source.objects.get(pk=row.pk)


def faults(answer):
    """What the page says is wrong, by the name of the box or of the form."""
    sheet = answer.context["sheet"]
    return {
        f"{form.prefix}-{name}".removesuffix("-__all__"): reasons
        for form in sheet
        for name, reasons in form.errors.items()
    }


def test_text_is_pasted_once_and_shown_with_numbers(editor_client):
    source = make_source()

    first = page(editor_client.get(address(source)))
    answer = editor_client.post(address(source), {"text-text": TEXT.replace("\n", "\r\n")})

    assert [*first.all(id="statement-form")] == []
    assert answer.url == address(source)
    assert said(answer) == ["The text was stored: 5 paragraphs."]
    capture = source.captures.get()
    assert (capture.text, capture.captured_on) == (TEXT, timezone.localdate())
    shown = page(editor_client.get(address(source)))
    assert shown.one("p", data_paragraph="2").text.startswith(f"“{HARBOUR},”")
    assert [*shown.all("p", data_paragraph="6")] == []


@pytest.mark.parametrize("text", ["", "  \n ", TEXT, "\x07"])
def test_text_that_cannot_be_stored_is_told_and_kept(editor_client, source, text):
    before = the_record()

    answer = editor_client.post(address(source), {"text-text": text})

    assert answer.status_code == 200
    assert answer.context["text"].errors
    assert page(answer).one("textarea", name="text-text").text.split() == text.split()
    assert the_record() == before


def test_text_that_changed_is_stored_beside_the_old_one(editor_client, source):
    editor_client.post(address(source), {"text-text": "Another text."})

    assert Capture.objects.filter(source=source).count() == 3
    assert "Another text." in page(editor_client.get(address(source))).one(data_paragraph="1").text


def test_quotation_becomes_a_draft_with_all_its_parts(editor_client, source):
    topic, event = make_topic(), make_event()
    make_statement(event=event, order=20)
    role = make_role()
    links = {
        "statement-event": event.pk,
        "statement-topics": [topic.pk],
        "speaker-person": role.person.pk,
        "speaker-role": role.pk,
        "speaker-organisation": role.organisation.pk,
        "speaker-described_as": "",
    }

    answer = editor_client.post(address(source), sent() | links)

    statement = Statement.objects.get(slug="nobody-is-safe-until-all-are")
    assert answer.url == f"{address(source)}?after={statement.pk}"
    assert (statement.status, statement.event, statement.order) == ("draft", event, 30)
    assert [*statement.topics.all()] == [topic]
    speaker = statement.speakers.get()
    assert (speaker.person, speaker.role, speaker.organisation) == (
        role.person,
        role,
        role.organisation,
    )
    report = statement.reports.get()
    assert (report.source, report.mode, report.verdict) == (source, "quotation", "exact")
    assert (report.checked_on, report.checked_sha256) == (
        timezone.localdate(),
        source.captures.first().sha256,
    )
    passage = report.passages.get()
    assert (passage.order, passage.paragraph, passage.quoted) == (1, 2, HARBOUR)
    assert (report.key, passage.key) == (f"{statement.slug}-r1", f"{statement.slug}-r1-p1")
    assert kept(statement) == [("desk", "editor")]
    assert said(answer) == [
        "Made as a draft: “Nobody is safe until all are.” Its report matches the print."
    ]


def test_paraphrase_and_further_passages_are_located_too(editor_client, source):
    passages = {
        "report-mode": "paraphrase",
        "report-printed_as": "",
        "report-printed_in": "",
        "passages-0-paragraph": "",
        "passages-0-quoted": "",
        "passages-0-starts": "small islands would",
        "passages-0-ends": "of next year",
        "passages-2-paragraph": "1",
        "passages-2-starts": "not replace what",
        "passages-2-ends": "what is there",
    }

    editor_client.post(address(source), sent() | passages)

    report = Statement.objects.get().reports.get()
    found = report.passages.values_list("order", "paragraph", "starts")
    assert [*found] == [(1, 3, "small islands would"), (2, 5, "not replace what")]
    assert report.verdict == "exact"


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"statement__gist": ""}, {"statement-gist"}),
        ({"statement__date": "yesterday"}, {"statement-date"}),
        ({"speaker__described_as": ""}, {"speaker"}),
        ({"report__mode": ""}, {"report-mode"}),
        ({"report__mode": "paraphrase"}, {"passages-0-quoted"}),
        ({"report__printed_as": "Mr. Nobody"}, {"report-printed_as"}),
        ({"report__occasion": "a tea party"}, {"report-occasion"}),
        ({"passages__0__quoted": "Every harbour is safe"}, {"passages-0-quoted"}),
        ({"passages__0__quoted": "Secretary-General"}, {"passages-0-quoted"}),
        ({"passages__0__quoted": "", "passages__0__paragraph": ""}, {"passages-0"}),
        ({"passages__1__starts": "No harbour is"}, {"passages-1"}),
        ({"passages__1__starts": "No", "passages__1__ends": "x"}, {"passages-1-starts"}),
        ({"speaker__person": "9" * 18}, {"speaker-person"}),
    ],
)
def test_what_is_wrong_is_told_and_kept_and_nothing_written(editor_client, source, values, wrong):
    before = the_record()
    form = sent(**values)

    answer = editor_client.post(address(source), form)

    assert answer.status_code == 200
    assert wrong <= {*faults(answer)}
    assert the_record() == before
    boxes = {box.html_name: box.value() for each in answer.context["sheet"] for box in each}
    assert {name: boxes[name] for name in form} == form
    assert "Nothing was saved" in answer.content.decode()


def test_role_of_somebody_else_undoes_everything(editor_client, source):
    form = sent() | {"speaker-person": make_person().pk, "speaker-role": make_role().pk}
    before = the_record()

    answer = editor_client.post(address(source), form)

    assert faults(answer)["speaker-role"] == ["This role is another person's."]
    assert the_record() == before


@pytest.mark.parametrize("key", ["x", "-1", "1 OR 1=1", "9" * 40, "\x00", "1.5", "²"])
def test_forged_links_are_no_links(editor_client, source, key):
    links = ("speaker-person", "speaker-role", "statement-event", "statement-topics", "report-via")

    for form in (dict.fromkeys(links, key), dict.fromkeys(links, key) | {"read": "2"}):
        assert editor_client.post(address(source), sent() | form).status_code in (200, 302)

    statement = Statement.objects.get()
    assert (statement.event, statement.topics.count()) == (None, 0)


def test_transcript_of_a_speech_needs_no_marks(editor_client):
    source = make_source(kind="speech-text")
    make_capture(source=source, text="We meet by the sea.\nIt is late.")
    form = sent(
        report__mode="transcript",
        report__printed_as="",
        report__printed_in="",
        passages__0__paragraph="1",
        passages__0__quoted="We meet by the sea.",
    )

    editor_client.post(address(source), form)

    assert Statement.objects.get().reports.get().verdict == "exact"


def test_same_gist_twice_gets_another_slug(editor_client, source):
    for _ in range(3):
        editor_client.post(address(source), sent())
    editor_client.post(address(source), sent(statement__gist="Một " * 40))
    editor_client.post(address(source), sent(statement__gist="…"))

    slugs = [*Statement.objects.order_by("pk").values_list("slug", flat=True)]
    assert slugs[:3] == [f"nobody-is-safe-until-all-are{end}" for end in ("", "-2", "-3")]
    assert slugs[3:] == ["-".join(["mot"] * 15), "statement"]


def test_next_statement_starts_with_the_event_and_speaker_of_the_last(editor_client, source):
    event, role = make_event(), make_role()
    links = {"statement-event": event.pk, "speaker-person": role.person.pk}
    form = sent() | links | {"speaker-role": role.pk, "speaker-described_as": ""}
    made = editor_client.post(address(source), form)

    going_on = editor_client.get(made.url).context["sheet"]
    anew = editor_client.get(address(source)).context["sheet"]

    assert going_on.statement["event"].value() == anew.statement["event"].value() == event.pk
    assert going_on.speaker["person"].value() == role.person.pk
    assert going_on.speaker["role"].value() == role.pk
    assert anew.speaker["person"].value() is None
    assert going_on.statement["gist"].value() is None
    assert going_on.report["lang"].value() == "en"


def test_first_statement_is_taken_to_be_of_the_event_that_the_source_tells_of(
    editor_client, source
):
    make_wording(event=make_event())
    event = make_event()
    make_wording(event=event, source=source)

    sheet = editor_client.get(address(source)).context["sheet"]

    assert sheet.statement["event"].value() == event.pk


def test_passages_on_record_are_marked_and_statements_listed(editor_client, source):
    make_report()  # of another source
    statement = make_statement(report=None, speaker=None, gist="A <b> point.", status="draft")
    make_speaker(statement=statement, described_as="a keeper")
    report = make_report(statement=statement, source=source, passage={"quoted": HARBOUR})
    make_passage(report=report, paragraph=4, quoted="our ladders … neighbour")
    make_passage(report=report, paragraph=4, quoted="not there")
    heard = make_report(statement=statement, source=source, mode="paraphrase", passage=None)
    ends = {"starts": "would not replace", "ends": "not replace what"}
    make_passage(report=heard, paragraph=5, **ends)

    shown = page(editor_client.get(address(source)))

    assert [mark.text for mark in shown.all("mark")] == [
        HARBOUR,
        "our ladders to every neighbour",
        "would not replace what",
    ]
    assert [mark.attributes["title"] for mark in shown.all("mark")] == ["A <b> point."] * 3
    links = [link for link in shown.all("a") if link.attributes["href"] == change_screen(statement)]
    assert [link.text for link in links] == ["A <b> point."] * 2


def test_text_stands_letter_by_letter_though_marked(editor_client, source):
    make_report(source=source, passage={"quoted": HARBOUR, "paragraph": 2})

    answer = editor_client.get(address(source)).content.decode()

    assert '<p data-paragraph="2">“<mark title="' in answer
    assert f">{HARBOUR}</mark>,” UN Secretary-General António Guterres said.</p>" in answer


def test_reading_off_answers_a_script(editor_client, source):
    role = make_role(person=make_person(name="António Guterres"))
    asked = {"paragraph": "2", "start": "1", "end": "51"}

    answer = editor_client.get(screen(source, "reading", source.pk), asked)

    assert answer.json()["fields"]["passages-0-quoted"] == HARBOUR
    assert answer.json()["links"]["speaker-role"] == [role.pk, str(role)]
    assert answer.json()["said"] == (
        "Paragraph 2, quoted. Credited as “UN Secretary-General António Guterres”: "
        "António Guterres."
    )


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"paragraph": "x", "start": "-1", "end": "²"},
        {"paragraph": "9" * 30},
        {"paragraph": "2", "words": "not there at all"},
        {"paragraph": "7", "words": ""},
    ],
)
def test_what_cannot_be_read_off_is_told(editor_client, source, asked):
    answer = editor_client.get(screen(source, "reading", source.pk), asked)

    assert answer.status_code == 400
    assert answer.json().keys() == {"said"}


def test_reading_off_without_a_script_fills_the_form_and_keeps_the_rest(editor_client, source):
    role = make_role(person=make_person(name="Ghada Waly"), title="Executive Director")
    topic = make_topic()
    typed = {
        "statement-gist": "Islands get help.",
        "statement-topics": [topic.pk],
        "read": "",
        "read_paragraph": "3",
        "read_words": "small islands ... next year",
    }
    before = the_record()

    answer = editor_client.post(address(source), typed)

    assert the_record() == before
    sheet = answer.context["sheet"]
    assert not sheet.is_wrong
    assert sheet.statement["gist"].value() == "Islands get help."
    assert (sheet.report["mode"].value(), sheet.report["printed_in"].value()) == ("paraphrase", "3")
    assert sheet.speaker["role"].value() == str(role.pk)
    first = {box.name: box.value() for box in sheet.passages[0]}
    assert (first["starts"], first["ends"]) == ("small islands would", "of next year")
    assert page(answer).one(role="status").text == answer.context["said"]
    assert f'value="{topic.pk}" selected' in answer.content.decode()
    assert ISLANDS.startswith(first["starts"])


def test_button_of_a_paragraph_reads_off_all_of_it(editor_client, source):
    answer = editor_client.post(address(source), {"read": "4", "read_words": "left from before"})

    sheet = answer.context["sheet"]
    assert sheet.passages[0]["starts"].value() == "“We shall lend"[1:]
    assert sheet.report["printed_as"].value() == "Berta Lindqvist, Minister of Justice of Norland"
    assert LADDERS in page(answer).one("p", data_paragraph="4").text


def test_source_and_its_list_lead_there(editor_client, source):
    form = page(editor_client.get(change_screen(source)))
    listed = editor_client.get(screen(source, "changelist")).content.decode()

    assert address(source) in [link.attributes.get("href") for link in form.all("a")]
    assert made_from_it(source) in listed
    assert (
        "Statements from its text"
        not in page(editor_client.get(change_screen(make_organisation()))).text
    )


@pytest.mark.parametrize("rows", [1, 5])
def test_page_needs_the_same_queries_for_any_number_of_statements(
    editor_client, source, rows, django_assert_num_queries
):
    for _ in range(rows):
        statement = make_statement(speaker=None, report=None, event=make_event())
        role = make_role()
        make_speaker(statement=statement, person=role.person, role=role)
        make_report(statement=statement, source=source, passage={"quoted": HARBOUR})

    with django_assert_num_queries(14):
        editor_client.get(address(source), {"after": statement.pk})


def test_saving_needs_the_same_queries_for_any_number(editor_client, source):
    event = make_event()
    numbers = []
    for rows in (1, 4):
        for _ in range(rows):
            make_report(source=source, statement=make_statement(event=event, report=None))
        with CaptureQueriesContext(connection) as queries:
            editor_client.post(address(source), sent() | {"statement-event": event.pk})
        numbers.append(len(queries))

    # The kind of a row of the log is looked up once a process.
    assert numbers[1] <= numbers[0]

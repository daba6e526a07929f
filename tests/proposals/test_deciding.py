"""What becomes of proposals: accepted whole by publishers, declined with a note, taken back."""

import pytest
from django.contrib.admin.models import LogEntry

from hanoiconv.models import Proposal
from tests.checks import change_screen, opened_by, said, screen, the_record
from tests.make import (
    make_article,
    make_event,
    make_figure,
    make_participation,
    make_report,
    make_source,
    make_statement,
)
from tests.proposals.asked import decided, page_of, proposed, shown
from tests.versions.kept import document, kept, saved, version

pytestmark = pytest.mark.django_db

LIST = screen(Proposal, "changelist")


def problems(answer):
    assert answer.status_code == 200
    return answer.context["problems"]


def state(proposal):
    proposal.refresh_from_db()
    return proposal.state


def test_accepted_proposal_is_on_record_with_its_history(
    editor_client, publisher_client, publisher
):
    row = make_event(title="First", summary="As it was.")
    proposal = proposed(editor_client, row, title="Second", _why="VOV prints it so.")

    page = publisher_client.get(page_of(proposal))
    answer = decided(publisher_client, proposal, "accept")

    row.refresh_from_db()
    assert shown(page) == [("", "changed", [("Title", "First", "Second")])]
    assert (answer.url, row.title, row.summary) == (change_screen(row), "Second", "As it was.")
    assert said(answer) == ["“Second” now says what editor proposed."]
    assert (state(proposal), proposal.decided_by) == ("accepted", publisher)
    assert kept(row) == [("found", None), ("proposal", "publisher")]
    assert version(row, 2).why == "Proposed by editor. VOV prints it so."
    assert version(row, 2).document == document(row) == proposal.document
    assert LogEntry.objects.get().get_change_message() == "Accepted a proposal of editor."


def test_parts_are_accepted_with_their_record(editor_client, publisher_client):
    row, other = make_statement(), make_source()
    speaker = row.speakers.get()
    form = {
        "reports-TOTAL_FORMS": 2,
        "reports-1-id": "",
        "reports-1-statement": row.pk,
        "reports-1-source": other.pk,
        "reports-1-mode": "paraphrase",
        "speakers-0-order": 4,
    }
    proposal = proposed(editor_client, row, **form)

    decided(publisher_client, proposal, "accept")

    speaker.refresh_from_db()
    assert speaker.order == 4
    assert row.reports.filter(source=other).count() == 1
    assert document(row) == proposal.document


def test_what_others_changed_elsewhere_stays(editor_client, publisher_client):
    row = make_event(title="First", summary="One.")
    figure = make_figure(event=row, words="sixty-five")
    proposal = proposed(editor_client, row, title="Second")
    saved(publisher_client, row, summary="Two.")
    saved(publisher_client, figure, words="seventy")
    make_participation(event=row, printed_as="Added")

    page = publisher_client.get(page_of(proposal))
    decided(publisher_client, proposal, "accept")

    row.refresh_from_db()
    assert shown(page) == [("", "changed", [("Title", "First", "Second")])]
    assert "The record was changed since this was proposed, in other places" in (
        page.content.decode()
    )
    assert (row.title, row.summary) == ("Second", "Two.")
    assert row.figures.get().words == "seventy"
    assert row.participations.get().printed_as == "Added"


def test_what_both_changed_is_shown_and_not_accepted(editor_client, publisher_client):
    row = make_event(title="First")
    proposal = proposed(editor_client, row, title="Mine")
    saved(publisher_client, row, title="Theirs")
    before = the_record()

    page = publisher_client.get(page_of(proposal))
    answer = decided(publisher_client, proposal, "accept")

    reason = "The record was changed since, in the same places: ask for a new proposal."
    assert shown(page, "conflicts") == [("", "changed", [("Title", "Theirs", "Mine")])]
    assert shown(page) == [("", "changed", [("Title", "First", "Mine")])]
    assert 'value="accept"' not in page.content.decode()
    assert problems(answer) == [reason]
    assert (the_record(), state(proposal)) == (before, "waiting")


def test_same_change_by_both_is_no_conflict(editor_client, publisher_client):
    row = make_event(title="First", summary="One.")
    proposal = proposed(editor_client, row, title="Second", summary="Two.")
    same = proposed(editor_client, row, title="Second")
    saved(publisher_client, row, title="Second")

    answer = decided(publisher_client, same, "accept")
    decided(publisher_client, proposal, "accept")

    row.refresh_from_db()
    assert problems(answer) == ["The record says all of this already."]
    assert (row.title, row.summary) == ("Second", "Two.")


def test_record_changed_since_the_page_was_opened_is_shown_anew(editor_client, publisher_client):
    row = make_event(title="First")
    proposal = proposed(editor_client, row, title="Second")
    seen = opened_by(publisher_client, page_of(proposal)) | {"act": "accept"}
    saved(publisher_client, row, summary="Two.")

    answers = [
        publisher_client.post(page_of(proposal), form)
        for form in (seen, {"act": "accept"}, seen | {"_opened": "x"})
    ]

    row.refresh_from_db()
    meanwhile = ["The record was changed meanwhile: look at what this would do now."]
    assert [problems(answer) for answer in answers] == [meanwhile] * 3
    assert (row.title, state(proposal)) == ("First", "waiting")


def test_what_checks_hold_back_by_now_is_not_accepted(editor_client, publisher_client):
    row, other = make_article(sources=[make_source(), make_source()]), make_article()
    photo_less = proposed(editor_client, row, sources=[row.sources.first().pk])
    Proposal.objects.filter(pk=photo_less.pk).update(
        document=[
            [label, fields | ({"sources": []} if label == "events.article" else {})]
            for label, fields in photo_less.document
        ]
    )
    before = the_record()

    answer = decided(publisher_client, photo_less, "accept")

    assert len(problems(answer)) == 1
    assert (the_record(), state(photo_less)) == (before, "waiting")
    assert other.sources.count() == 0


def test_links_to_what_is_gone_by_now_are_told(editor_client, publisher_client):
    row, source = make_article(sources=[make_source()]), make_source(slug="gone")
    proposal = proposed(editor_client, row, sources=[source.pk, row.sources.get().pk])
    source.delete()

    answer = decided(publisher_client, proposal, "accept")

    assert problems(answer) == [
        f"events.article {row.slug}: sources: no source has the key “gone”, here or on record"
    ]
    assert state(proposal) == "waiting"


def test_declined_with_a_note_that_its_author_reads(editor_client, publisher_client, publisher):
    row = make_event(title="First")
    proposal = proposed(editor_client, row, title="Second")
    before = the_record()

    unexplained = decided(publisher_client, proposal, "decline", note=" ")
    answer = decided(publisher_client, proposal, "decline", note="The record prints it.")

    assert problems(unexplained) == ["Say in the note why it is declined: its author reads that."]
    assert (answer.url, said(answer)) == (LIST, ["The proposal was declined."])
    assert (state(proposal), proposal.decided_by) == ("declined", publisher)
    assert "The record prints it." in editor_client.get(page_of(proposal)).content.decode()
    assert the_record() == before


def test_author_takes_it_back(editor_client, publisher_client):
    proposal = proposed(editor_client, make_event(), title="Second")

    answer = decided(editor_client, proposal, "take_back")
    late = publisher_client.post(page_of(proposal), {"act": "accept"})
    again = decided(editor_client, proposal, "take_back")

    assert said(answer) == ["You took the proposal back."]
    assert state(proposal) == "taken_back"
    assert "Accept" not in late.content.decode()
    assert problems(again) == ["This proposal was decided meanwhile."]


@pytest.mark.parametrize("first", ["accept", "decline"])
@pytest.mark.parametrize("second", ["accept", "decline"])
def test_two_who_decide_decide_once(editor_client, publisher_client, first, second):
    row = make_event(title="First")
    proposal = proposed(editor_client, row, title="Second")
    seen = opened_by(publisher_client, page_of(proposal)) | {"note": "Why."}
    publisher_client.post(page_of(proposal), seen | {"act": first})
    before = the_record()

    answer = publisher_client.post(page_of(proposal), seen | {"act": second})

    assert len(problems(answer)) == 1
    assert state(proposal) == ("accepted" if first == "accept" else "declined")
    assert the_record() == before


@pytest.mark.parametrize("note", ["a\x00b", "x" * 2001])
def test_note_that_cannot_be_kept_is_refused(editor_client, publisher_client, note):
    proposal = proposed(editor_client, make_event(), title="Second")

    answer = decided(publisher_client, proposal, "decline", note=note)

    assert problems(answer)[0].startswith("Note: ")
    assert state(proposal) == "waiting"


def test_record_that_is_gone_is_told(editor_client, publisher_client):
    row = make_event(title="First")
    proposal = proposed(editor_client, row, title="Second")
    row.delete()

    answer = decided(publisher_client, proposal, "accept")

    assert problems(answer) == ["The record is no longer there."]
    assert state(proposal) == "waiting"


def test_report_on_its_own_screen_is_accepted(editor_client, publisher_client):
    report = make_report(statement=make_statement(report=None), occasion="Before")
    proposal = proposed(editor_client, report, occasion="After")

    decided(publisher_client, proposal, "accept")

    report.refresh_from_db()
    assert report.occasion == "After"

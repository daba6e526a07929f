"""What the later pages of the desk were never meant to be sent: other people's rows and fields."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from events.models import Event, Figure, Report, Speaker, Statement
from hanoiconv.models import Merge, Proposal, SecondCheck
from hanoiconv.second_checks import prints_of
from tests.articles.pages import publish_page
from tests.articles.test_publishing import drafted, shown
from tests.capturing.sent import address, sent
from tests.capturing.texts import TEXT
from tests.checks import logged_in, opened_by, screen, the_record
from tests.make import (
    make_article,
    make_capture,
    make_event,
    make_figure,
    make_person,
    make_source,
    make_statement,
)
from tests.matrix.people import tried
from tests.matrix.rows import UNSEEN
from tests.merging.naming import merged
from tests.proposals.asked import page_of, proposed
from tests.proposals.asked import sent as proposing
from tests.test_admin_corrections_rights import form_of
from tests.test_admin_corrections_rights import sent as correcting

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(db):
    """Another editor than `editor`."""
    user = User.objects.create_user("colleague", is_staff=True)
    user.groups.add(Group.objects.get(name="Editors"))
    return logged_in(user)


@pytest.mark.parametrize("act", ["take_back", "accept", "decline", "delete", ""])
def test_proposal_of_another_editor_is_not_there(editor_client, colleague, act):
    proposal = proposed(editor_client, make_event(), title="Another")
    form = opened_by(editor_client, page_of(proposal)) | {"act": act, "note": "Mine."}

    assert tried(lambda each: each.post(page_of(proposal), form), colleague) == "none"


def test_proposal_is_its_senders_and_waits_whatever_is_sent(editor_client, editor, publisher):
    event, other = make_event(), make_event()
    forged = {"user": publisher.pk, "state": "accepted", "decided_by": publisher.pk}
    forged |= {"record_id": other.pk, "id": other.pk, "document": "[]"}
    before = the_record()

    proposing(editor_client, event, title="Another", **forged)

    made = Proposal.objects.get()
    assert (made.user, made.state, made.decided_by) == (editor, "waiting", None)
    assert (made.kind, made.record_id) == ("events.event", event.pk)
    assert the_record() == before


def test_part_of_another_record_is_not_proposed_with_this_one(editor_client):
    theirs = make_figure(words="Theirs")
    event = make_event()
    make_figure(event=event, words="Ours")
    before = the_record()

    proposing(editor_client, event, **{"figures-0-id": theirs.pk, "figures-0-words": "Forged"})

    assert not Proposal.objects.filter(document__icontains="forged").exists()
    assert Figure.objects.get(pk=theirs.pk).words == "Theirs"
    assert the_record() == before


def test_what_was_declined_is_not_accepted_afterwards(editor_client, publisher_client):
    proposal = proposed(editor_client, make_event(title="First"), title="Another")
    form = opened_by(publisher_client, page_of(proposal)) | {"note": "No."}
    publisher_client.post(page_of(proposal), form | {"act": "decline"})

    publisher_client.post(page_of(proposal), form | {"act": "accept"})

    proposal.refresh_from_db()
    assert (proposal.state, Event.objects.get().title) == ("declined", "First")


def test_second_check_is_of_the_page_and_of_who_sends_it(editor_client, editor, publisher):
    other, row = make_statement(**UNSEEN), make_statement(**UNSEEN)
    url, words = screen(row, "second_check", row.pk), prints_of([row.pk, other.pk])
    forged = {"user": publisher.pk, "statement": other.pk, "is_lapsed": "on"}

    editor_client.post(url, {"shown": words[other.pk]} | forged)
    assert not SecondCheck.objects.exists()

    editor_client.post(url, {"shown": words[row.pk]} | forged)
    made = SecondCheck.objects.get()
    assert (made.statement, made.user, made.is_lapsed) == (row, editor, False)


def test_statement_from_a_source_takes_its_parts_from_nobody(editor_client):
    seen, other, source = make_statement(), make_source(), make_source()
    make_capture(source=source, text=TEXT)
    forged = {"statement-id": seen.pk, "speaker-id": seen.speakers.get().pk}
    forged |= {"report-id": seen.reports.get().pk, "report-source": other.pk}
    forged |= {f"{part}-statement": seen.pk for part in ("speaker", "report")}
    forged |= {"report-verdict": "exact", "report-key": "mine", "passages-0-id": 1}
    parts = [*seen.speakers.values()], [*seen.reports.values()]

    editor_client.post(address(source), sent() | forged)

    made = Statement.objects.exclude(pk=seen.pk).get()
    assert ([*seen.speakers.values()], [*seen.reports.values()]) == parts
    assert Speaker.objects.get(statement=made).described_as == "a keeper of lighthouses"
    assert Report.objects.get(statement=made).source == source


def test_correction_changes_no_field_that_its_form_has_not(publisher_client):
    row = make_article(headline="It has 71 chapters")
    forged = {"status": "withdrawn", "slug": "mine", "publish_at": "2030-01-01", "byline": "Me"}
    before = (row.status, row.slug, row.publish_at, row.byline)

    for places in (["headline"], ["slug"], ["status"], ["headline", "byline"]):
        publisher_client.post(
            form_of(row), correcting(row, "headline") | forged | {"places": places}
        )

    row.refresh_from_db()
    assert (row.status, row.slug, row.publish_at, row.byline) == before


def test_article_is_not_published_on_what_was_shown_of_another(publisher_client):
    other, article = drafted(), drafted()

    publisher_client.post(publish_page(article), shown(publisher_client, other))

    article.refresh_from_db()
    assert article.status == "draft"


def test_merge_into_another_record_is_not_undone_here(editor_client, publisher):
    row, kept = make_person(), make_person()
    merged(kept, make_person(), publisher)
    url = f"{screen(row, 'unmerge', row.pk)}?merge={Merge.objects.get().pk}"

    assert tried(lambda each: each.post(url), editor_client) == "none"


@pytest.mark.parametrize("name", ["import_change", "version_restore", "proposal_change"])
@pytest.mark.parametrize("pk", [0, 999, 10**17])
def test_row_that_is_not_there_is_not_sent_to(publisher_client, name, pk):
    url = reverse(f"admin:hanoiconv_{name}", args=[pk])

    assert tried(lambda each: each.post(url, {"apply": "", "act": "accept"}), publisher_client) == (
        "none"
    )

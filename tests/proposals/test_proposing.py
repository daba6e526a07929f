"""What an editor proposes: kept whole and apart, and nothing of it on record."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User

from events.models import Article, Report
from hanoiconv.models import Proposal, Version
from tests.checks import as_new, change_screen, filled_in, logged_in, said, screen, the_record
from tests.make import (
    make_article,
    make_event,
    make_instrument,
    make_name,
    make_participation,
    make_photo,
    make_report,
    make_source,
    make_statement,
)
from tests.proposals.asked import page_of, proposed, proposing, sent, shown
from tests.versions.kept import document

pytestmark = pytest.mark.django_db

SETTLED = {
    "an article": (make_article, "headline"),
    "an event": (make_event, "title"),
    "a statement": (make_statement, "gist"),
    "a withdrawn event": (lambda: make_event(status="withdrawn"), "title"),
    "an instrument": (make_instrument, "name"),
    "a person": (lambda: make_participation(event=make_event()).person, "name"),
    "a source": (lambda: make_report(statement=make_statement()).source, "title"),
    "a photo": (lambda: make_photo(event=make_event()), "caption"),
}


@pytest.mark.parametrize(("make_row", "name"), SETTLED.values(), ids=SETTLED)
def test_editor_proposes_what_an_editor_cannot_change(editor, editor_client, make_row, name):
    row = make_row()
    base, before = document(row), the_record()

    found = proposed(editor_client, row, **{name: "As it should be"}, _why="VOV prints it so.")

    assert the_record() == before
    assert (Version.objects.count(), LogEntry.objects.count()) == (0, 0)
    assert (found.kind, found.record_id, found.slug) == (
        row._meta.label_lower,
        row.pk,
        row.slug,
    )
    assert (found.user, found.state, found.why) == (editor, "waiting", "VOV prints it so.")
    assert found.base == base
    own = base[0][1] | {name: "As it should be"}
    assert found.document == [[base[0][0], own], *base[1:]]


def test_author_sees_what_was_proposed(editor_client):
    row = make_event(title="First")

    answer = sent(editor_client, row, title="Second")

    found = Proposal.objects.get()
    assert answer.url == page_of(found)
    assert said(answer) == [
        "Proposed. A publisher sees it next; until then the record stays as it is."
    ]
    page = editor_client.get(page_of(found))
    assert shown(page) == [("", "changed", [("Title", "First", "Second")])]
    assert "Take it back" in page.content.decode()
    assert 'value="accept"' not in page.content.decode()


def test_parts_are_proposed_with_their_record(editor_client):
    row, other = make_statement(), make_source()
    speaker, report = row.speakers.get(), row.reports.get()
    before = the_record()
    form = {
        "speakers-0-DELETE": "on",
        "reports-0-occasion": "a message",
        "reports-TOTAL_FORMS": 2,
        "reports-1-id": "",
        "reports-1-statement": row.pk,
        "reports-1-source": other.pk,
        "reports-1-mode": "paraphrase",
    }

    found = proposed(editor_client, row, **form)

    assert the_record() == before
    rows = {(label, fields.get("key")): fields for label, fields in found.document}
    assert ("events.speaker", speaker.key) not in rows
    assert rows["events.report", report.key]["occasion"] == "a message"
    [new] = [key for label, key in rows if label == "events.report" and key != report.key]
    assert rows["events.report", new]["source"] == [other.slug]


def test_part_on_its_own_screen_is_proposed_as_its_record(editor_client):
    report = make_statement().reports.get()
    passage = report.passages.get()

    found = proposed(editor_client, report, **{"passages-0-quoted": "Other words."})

    assert found.kind == "events.statement"
    assert passage.quoted != "Other words."
    quoted = [fields["quoted"] for label, fields in found.document if label == "events.passage"]
    assert quoted == ["Other words."]
    passage.refresh_from_db()
    assert passage.quoted != "Other words."


def test_what_editors_never_set_is_not_proposed(editor_client):
    row, other = make_article(), make_statement()
    report = make_statement().reports.get()
    forged = {
        "status": "withdrawn",
        "publish_at_0": "2020-01-01",
        "publish_at_1": "12:00:00",
        "withdrawn_reason": "Forged.",
        "slug": "forged",
    }

    found = proposed(editor_client, row, headline="Other", **forged)
    part = proposed(editor_client, report, statement=other.pk, occasion="Other")

    own = found.base[0][1] | {"headline": "Other"}
    assert found.document[0] == ["events.article", own]
    assert (part.slug, part.document[0]) == (report.statement.slug, part.base[0])
    assert Report.objects.get(pk=report.pk).statement == report.statement


def test_form_sent_as_that_of_a_new_row_makes_none(editor_client):
    row = make_article()
    form = as_new(filled_in(row), slug="forged", status="published")
    before = the_record()

    answer = editor_client.post(proposing(row), form | {"_saveasnew": "1"})

    assert answer.status_code == 403
    assert (the_record(), Proposal.objects.count()) == (before, 0)


def test_mistakes_are_told_and_what_was_typed_stands(editor_client):
    row = make_article(body="Words.")

    wrong = sent(editor_client, row, body="[x](person:nobody)")
    same = sent(editor_client, row)

    assert "[x](person:nobody)" in wrong.content.decode()
    assert "body" in wrong.context["adminform"].form.errors
    assert said(same) == ["This changes nothing, so there is nothing to propose."]
    assert not Proposal.objects.exists()


def test_what_checks_hold_back_is_not_proposed_either(editor_client):
    row = make_article(sources=[make_source()])

    answer = sent(editor_client, row, sources=[])

    assert len(answer.context["adminform"].form.non_field_errors()) == 1
    assert not Proposal.objects.exists()


def test_change_by_others_meanwhile_is_told(editor_client, publisher_client):
    row = make_event(title="First")
    form = filled_in(row) | {"title": "Mine"}
    publisher_client.post(change_screen(row), filled_in(row) | {"title": "Theirs"})

    answer = editor_client.post(proposing(row), form)

    assert "What changed since you opened this" in answer.content.decode()
    assert 'value="Mine"' in answer.content.decode()
    assert not Proposal.objects.exists()


def test_form_offers_to_propose_where_it_cannot_be_saved(editor_client, publisher_client, onlooker):
    draft, seen = make_event(status="draft"), make_event()
    report = make_statement().reports.get()

    found = {
        name: [
            proposing(row) in client.get(change_screen(row)).content.decode()
            for row in (draft, seen, report)
        ]
        for name, client in {
            "editor": editor_client,
            "publisher": publisher_client,
            "onlooker": logged_in(onlooker),
        }.items()
    }

    assert found == {
        "editor": [False, True, True],
        "publisher": [False] * 3,
        "onlooker": [False] * 3,
    }


def test_who_may_change_it_is_led_to_the_form(editor_client, publisher_client):
    draft, seen = make_event(status="draft"), make_event()

    answers = [editor_client.get(proposing(draft)), publisher_client.get(proposing(seen))]

    assert [answer.url for answer in answers] == [change_screen(draft), change_screen(seen)]


def test_who_may_only_look_proposes_nothing(onlooker, stranger, client):
    row = make_event()
    form = filled_in(row) | {"title": "Forged"}
    user = User.objects.create_user("half", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_person"))

    found = [
        [each.get(proposing(row)).status_code, each.post(proposing(row), form).status_code]
        for each in (logged_in(onlooker), logged_in(user), logged_in(stranger), client)
    ]

    assert found == [[403, 403], [403, 403], [302, 302], [302, 302]]
    assert not Proposal.objects.exists()


def test_row_that_is_not_there(editor_client):
    assert editor_client.get(screen(Article, "propose", 0)).status_code == 404


def test_propose_page_offers_neither_merging_nor_deleting(editor_client):
    row = make_participation(event=make_event()).person
    make_name(person=row)

    page = editor_client.get(proposing(row)).content.decode()

    assert "Merge another into this" not in page
    assert screen(row, "delete", row.pk) not in page
    assert page.count('type="submit"') == 3  # searching and logging out are the others

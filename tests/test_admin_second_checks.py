"""The two-person check: whom it takes, what it is bound to, when it lapses, and who is told."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from events.models import Passage, Report, Speaker, Statement
from hanoiconv.interchange.stored import documents_of
from hanoiconv.models import SecondCheck
from hanoiconv.second_checks import WORDS, prints_of, state_of, words_print
from hanoiconv.second_checks_admin import SecondCheckFilter
from tests.checks import change_screen, filled_in, logged_in, said, screen, the_record
from tests.make import (
    make_event,
    make_figure,
    make_organisation,
    make_passage,
    make_report,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
)
from tests.pages import page
from tests.proposals.asked import decided, proposed
from tests.versions.kept import restored, saved, version

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def second(db):
    """Another editor than `editor`."""
    user = User.objects.create_user("second", is_staff=True)
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def statement(**values):
    role = make_role()
    default = {"status": "draft", "event": make_event(), "date": "2025-10-25"}
    row = make_statement(speaker=None, report=None, **default | values)
    make_speaker(statement=row, person=role.person, role=role, organisation=role.organisation)
    report = make_report(statement=row, via=make_organisation(), printed_as="A keeper")
    make_passage(report=report, order=2, quoted="And more words.")
    make_report(statement=row, mode="paraphrase")
    return row


def words_of(row):
    return prints_of([row.pk])[row.pk]


def checked(row, user, **values):
    made = {"user": user, "made_at": MOMENT, "print": words_of(row)}
    return SecondCheck.objects.create(statement=row, **made | values)


def address(row):
    return screen(row, "second_check", row.pk)


def check(client, row):
    """The answer to the button, as the form of the record sends it; None where there is none."""
    shown = page(client.get(change_screen(row)))
    buttons = [*shown.all("button", form="second-check")]
    if not buttons:
        return None
    form = shown.one("form", id="second-check")
    sent = {box.attributes["name"]: box.attributes["value"] for box in form.all("input")}
    return client.post(form.attributes["action"], sent)


def note(client, row):
    shown = page(client.get(change_screen(row)))
    (text,) = [p.text for p in shown.all("p") if "second-check" in p.attributes.get("class", "")]
    return text


def test_second_person_checks_what_another_wrote(editor, second):
    row = statement()
    saved(logged_in(editor), row, gist="A point by the editor.")

    answer = check(logged_in(second), row)

    assert answer.url == change_screen(row)
    assert said(answer) == ["You checked it against the source: that is noted now."]
    found = SecondCheck.objects.get(statement=row)
    row.refresh_from_db()
    assert (found.user, found.print, found.is_lapsed) == (second, words_of(row), False)
    assert note(logged_in(editor), row).startswith("Checked against the source by second on ")
    assert check(logged_in(second), row) is None


@pytest.mark.parametrize("is_superuser", [False, True])
def test_who_wrote_the_words_is_not_the_second_person(editor, is_superuser):
    editor.is_superuser = is_superuser
    editor.save()
    row = statement()
    client = logged_in(editor)
    saved(client, row, gist="A point by the editor.")
    row.refresh_from_db()

    answer = client.post(address(row), {"shown": words_of(row)})

    assert check(client, row) is None
    assert said(answer)[-1].startswith("Nothing was noted: you wrote these words")
    assert not SecondCheck.objects.exists()


def test_who_changed_the_rest_since_is_still_a_second_person(editor, second):
    row = statement()
    saved(logged_in(editor), row, gist="A point by the editor.")
    saved(logged_in(second), row, order=70, gist="A point by the editor.")

    assert check(logged_in(editor), row) is None
    assert said(check(logged_in(second), row))[-1].startswith("You checked it")


def test_who_wrote_the_first_version_may_check_what_another_made_of_it(editor, second):
    row = statement()
    saved(logged_in(editor), row, gist="A point by the editor.")
    saved(logged_in(second), row, gist="A better point.")

    assert check(logged_in(second), row) is None
    assert check(logged_in(editor), row).status_code == 302


def test_author_is_not_the_second_person_once_another_restored_the_words(editor, second):
    row = statement()
    saved(logged_in(editor), row, gist="A point by the editor.")
    row.refresh_from_db()
    saved(logged_in(second), row, gist="Another point.")
    restored(logged_in(second), version(row, 2))
    row.refresh_from_db()

    assert row.gist == "A point by the editor."
    assert check(logged_in(editor), row) is None
    assert check(logged_in(second), row) is None


def test_author_is_not_the_second_person_once_the_event_has_another_slug(editor, second):
    row = statement(event=make_event(status="draft"))
    saved(logged_in(editor), row, gist="A point by the editor.")
    saved(logged_in(editor), row.event, slug="another")
    row.refresh_from_db()

    assert row.event.slug == "another"
    assert check(logged_in(editor), row) is None
    assert said(check(logged_in(second), row))[-1].startswith("You checked it")


def test_author_of_a_proposal_is_not_the_second_person(editor, publisher):
    row = make_statement()
    found = proposed(logged_in(editor), row, gist="As it should be.")
    decided(logged_in(publisher), found, "accept")
    Statement.objects.update(status="draft")
    row.refresh_from_db()

    assert row.gist == "As it should be."
    assert [check(logged_in(user), row) for user in (editor, publisher)] == [None, None]


def test_words_of_nobody_known_are_checked_by_anybody(editor_client):
    assert said(check(editor_client, statement()))[0].startswith("You checked it")


CHANGES = {
    "gist": lambda row: Statement.objects.update(gist="Another."),
    "event": lambda row: Statement.objects.update(event=make_event()),
    "no event": lambda row: Statement.objects.update(event=None),
    "date": lambda row: Statement.objects.update(date="2025"),
    "person": lambda row: Speaker.objects.update(person=make_role().person, role=None),
    "role": lambda row: Speaker.objects.update(role=None),
    "one more speaker": lambda row: make_speaker(statement=row, described_as="A chair"),
    "source": lambda row: Report.objects.filter(mode="quotation").update(source=make_source()),
    "mode": lambda row: Report.objects.filter(mode="quotation").update(mode="transcript"),
    "credit": lambda row: Report.objects.update(printed_as="The keeper"),
    "agency": lambda row: Report.objects.update(via=None),
    "occasion": lambda row: Report.objects.update(occasion="a message"),
    "words": lambda row: Passage.objects.filter(quoted__startswith="And").update(quoted="Or."),
    "end": lambda row: Passage.objects.exclude(ends="").update(ends="some other last words"),
    "order of passages": lambda row: Passage.objects.filter(order=2).update(order=0),
    "one passage less": lambda row: Passage.objects.filter(order=2).delete(),
    "one report less": lambda row: Report.objects.filter(mode="paraphrase").delete(),
}
SAME = {
    "topics": lambda row: row.topics.add(make_topic()),
    "order": lambda row: Statement.objects.update(order=99),
    "status": lambda row: Statement.objects.update(status="review"),
    "paragraph": lambda row: Passage.objects.update(paragraph=7),
    "a figure": lambda row: make_figure(statement=row),
    "verdict": lambda row: Report.objects.update(
        verdict="exact", checked_on="2026-01-01", checked_sha256="0" * 64
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_check_lapses_when_what_it_is_bound_to_changes_by_any_way(editor, name):
    row = statement()
    checked(row, editor)
    assert state_of(row).holds

    CHANGES[name](row)

    assert not state_of(row).holds


@pytest.mark.parametrize("name", SAME)
def test_check_holds_while_other_things_change(editor, name):
    row = statement()
    checked(row, editor)

    SAME[name](row)

    assert state_of(row).holds


def test_print_of_a_document_is_that_of_the_rows():
    row = statement()

    assert words_print(dict(documents_of(Statement, [row.pk]))[row.pk]) == words_of(row)
    assert {label for label, _fields in dict(documents_of(Statement, [row.pk]))[row.pk]} == {*WORDS}


def test_words_put_back_make_the_check_hold_again(editor, second):
    row = statement(gist="A point.")
    client = logged_in(editor)
    found = checked(row, second)

    saved(client, row, gist="Another point.")
    found.refresh_from_db()
    lapsed = found.is_lapsed
    row.refresh_from_db()
    saved(client, row, gist="A point.")
    found.refresh_from_db()

    assert (lapsed, found.is_lapsed, state_of(row).holds) == (True, False, True)


def test_part_that_is_deleted_at_its_own_screen_lapses_the_check(editor, second, editor_client):
    row = statement()
    found = checked(row, second)
    speaker = row.speakers.get()

    editor_client.post(screen(speaker, "delete", speaker.pk), {"post": "yes"})

    found.refresh_from_db()
    assert (row.speakers.count(), found.is_lapsed) == (0, True)


def test_words_that_changed_since_they_were_shown_are_not_checked(editor_client):
    row = statement()
    shown = words_of(row)
    Report.objects.update(printed_as="The keeper")

    answers = [
        editor_client.post(address(row), sent) for sent in ({"shown": shown}, {}, {"shown": "\x00"})
    ]

    assert [said(answer)[-1] for answer in answers] == [
        "Nothing was noted: the words changed while you had them open. Look once more."
    ] * 3
    assert not SecondCheck.objects.exists()


def test_checking_by_everybody(stranger, onlooker, editor, publisher):
    found = {}
    for user in (None, stranger, onlooker, editor, publisher):
        for status in ("draft", "published"):
            row = statement(status=status)
            client = logged_in(user) if user else Client()
            before = the_record()
            answer = client.post(address(row), {"shown": words_of(row)})
            assert the_record() == before
            made = SecondCheck.objects.filter(statement=row).exists()
            found[user.username if user else "", status] = (answer.status_code, made)

    assert found == {
        ("", "draft"): (302, False),
        ("", "published"): (302, False),
        ("stranger", "draft"): (302, False),
        ("stranger", "published"): (302, False),
        ("onlooker", "draft"): (403, False),
        ("onlooker", "published"): (403, False),
        ("editor", "draft"): (302, True),
        ("editor", "published"): (403, False),
        ("publisher", "draft"): (302, True),
        ("publisher", "published"): (302, True),
    }


def test_who_may_not_see_captures_cannot_have_compared_them(editor):
    row = statement()
    rights = editor.groups.get().permissions
    rights.remove(*rights.filter(codename__in=["view_capture", "change_capture"]))
    client = logged_in(editor)

    assert check(client, row) is None
    assert client.post(address(row), {"shown": words_of(row)}).status_code == 403


@pytest.mark.parametrize("pk", ["99999", "x", "0", "9" * 40])
def test_statement_that_is_not_there_is_not_checked(editor_client, pk):
    assert editor_client.post(screen(Statement, "second_check", pk)).status_code == 404


def test_check_is_only_posted(editor_client):
    row = statement()

    assert editor_client.get(address(row)).status_code == 405


def test_form_of_a_new_statement_says_nothing_of_checks(editor_client):
    assert "second-check" not in editor_client.get(screen(Statement, "add")).content.decode()


def test_list_tells_and_filters(editor, editor_client):
    rows = [statement() for _ in range(3)]
    checked(rows[0], editor)
    checked(rows[1], editor, print="0" * 64, is_lapsed=True)
    url = screen(Statement, "changelist")

    found = {
        name: [*editor_client.get(url, {"second_check": name}).context["cl"].result_list]
        for name in SecondCheckFilter.states
    }
    shown = page(editor_client.get(url)).texts("td", class_="field-second_check")

    assert found == {"checked": [rows[0]], "lapsed": [rows[1]], "unchecked": [rows[2]]}
    assert sorted(shown) == ["-", "checked", "lapsed"]


def test_list_shows_what_the_filter_does_not_know_yet(editor, editor_client):
    row = statement()
    checked(row, editor)
    Statement.objects.update(gist="Changed in bulk.")

    shown = page(editor_client.get(screen(Statement, "changelist"), {"second_check": "checked"}))

    assert shown.texts("td", class_="field-second_check") == ["lapsed"]


@pytest.mark.parametrize("rows", [1, 5])
def test_list_needs_the_same_queries_for_any_number_of_checks(
    editor, editor_client, rows, django_assert_num_queries
):
    for _ in range(rows):
        checked(statement(), editor)

    with django_assert_num_queries(17):
        editor_client.get(screen(Statement, "changelist"))


def test_readers_are_told_the_day_and_not_the_name(client):
    row = statement(status="published")
    sentence = "Checked against the source by a second editor on 21 November 2026."
    before = client.get(row.get_absolute_url()).content.decode()
    checked(row, User.objects.create_user("zqchecker"))

    holding = client.get(row.get_absolute_url()).content.decode()
    Report.objects.update(printed_as="The keeper")
    lapsed = client.get(row.get_absolute_url()).content.decode()

    assert [sentence in shown for shown in (before, holding, lapsed)] == [False, True, False]
    assert "zqchecker" not in holding


def test_form_tells_that_a_check_has_lapsed_and_offers_another(editor, editor_client):
    row = statement()
    checked(row, editor)
    Report.objects.update(printed_as="The keeper")

    assert note(editor_client, row).startswith(
        "The check by editor on 21 November 2026 has lapsed: the words changed since."
    )
    assert check(editor_client, row).status_code == 302
    assert state_of(row).holds


def test_account_that_goes_leaves_the_check(editor, publisher_client):
    row = statement()
    checked(row, editor)
    User.objects.filter(pk=editor.pk).delete()

    assert note(publisher_client, row) == (
        "Checked against the source by somebody whose account is gone on 21 November 2026."
    )


def test_statement_that_is_deleted_takes_its_check_along(editor, editor_client):
    row = statement()
    checked(row, editor)

    editor_client.post(screen(row, "delete", row.pk), {"post": "yes"})

    assert (Statement.objects.count(), SecondCheck.objects.count()) == (0, 0)


def test_saving_the_form_unchanged_keeps_the_check(editor, editor_client):
    row = statement()
    found = checked(row, editor)

    editor_client.post(change_screen(row), filled_in(row))

    found.refresh_from_db()
    assert (found.is_lapsed, state_of(row).holds) == (False, True)

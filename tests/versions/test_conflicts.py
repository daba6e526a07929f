"""Two editors at once: nobody's work is overwritten unseen, and nobody's typing is lost."""

from random import Random

import pytest

from hanoiconv.models import Version
from hanoiconv.versions.conflicts import present
from people.models import Person
from tests.checks import change_screen, filled_in, opened_by, screen
from tests.imports.uploads import plan_of, press
from tests.interchange.written import person
from tests.make import make_capture, make_name, make_person, make_report, make_statement
from tests.versions.kept import kept, saved

pytestmark = pytest.mark.django_db

ENDING = (
    "Nothing was saved. What you typed still stands in the form below: compare it with what "
    "changed, and save again if it shall stand."
)


def sentences(answer):
    """What the page says of others' changes, if it says that nothing was saved because of them."""
    errors = answer.context["adminform"].form.non_field_errors()
    refused = [str(error) for error in errors]
    assert refused in ([], ["Nothing was saved: see above what changed meanwhile."])
    conflict = answer.wsgi_request.conflict
    assert bool(refused) == bool(conflict)
    return [conflict.sentence] if conflict else []


def shown(answer):
    """What the page says that others did: by row, each with its fields before and after."""
    conflict = answer.wsgi_request.conflict
    return [
        (row.name, row.change, [(each.name, each.old, each.new) for each in row.fields])
        for row in conflict.rows
    ]


def reopened(form, answer):
    """The form as the page of a refusal has it: with what the record is by now."""
    found = answer.content.decode().partition('name="_opened" value="')[2]
    return form | {"_opened": found.partition('"')[0]}


def test_second_save_is_refused_and_a_third_one_stands(editor_client, publisher_client):
    row = make_person(name="Before", lang="vi")
    mine = filled_in(row) | {"name": "Mine"}
    saved(publisher_client, row, name="Theirs")
    moment = Version.objects.latest("pk").made_at.strftime

    refused = editor_client.post(change_screen(row), mine)

    row.refresh_from_db()
    page = refused.content.decode()
    assert (refused.status_code, row.name) == (200, "Theirs")
    (sentence,) = sentences(refused)
    assert sentence.startswith("publisher changed this while you had it open, on ")
    assert moment("%Y") in sentence
    assert sentence.endswith(ENDING)
    assert shown(refused) == [("", "changed", [("Name", "Before", "Theirs")])]
    assert 'value="Mine"' in page
    assert "<del>Before</del>" in page
    assert kept(row) == [("found", None), ("desk", "publisher")]

    taken = editor_client.post(change_screen(row), reopened(mine, refused))

    row.refresh_from_db()
    assert (taken.status_code, row.name) == (302, "Mine")
    assert kept(row) == [("found", None), ("desk", "publisher"), ("desk", "editor")]


def test_of_two_who_opened_a_record_one_alone_saves_it_unseen(editor_client, publisher_client):
    row, chance = make_person(), Random(7)  # noqa: S311 - the same order every time
    clients = [editor_client, publisher_client]
    for number in range(20):
        row.refresh_from_db()
        form = filled_in(row)
        forms = [form | {"name": f"{number} {way}"} for way in "ab"]
        order = chance.sample([0, 1], 2)

        answers = [clients[n].post(change_screen(row), forms[n]) for n in order]

        row.refresh_from_db()
        assert [answer.status_code for answer in answers] == [302, 200]
        assert row.name == forms[order[0]]["name"]
        assert forms[order[0]]["name"] in answers[1].content.decode()


def test_change_after_a_refusal_is_refused_again(editor_client, publisher_client):
    row = make_person()
    mine = filled_in(row) | {"name": "Mine"}
    saved(publisher_client, row, name="Theirs")
    first = editor_client.post(change_screen(row), mine)
    row.refresh_from_db()
    saved(publisher_client, row, name="Theirs again")

    second = editor_client.post(change_screen(row), reopened(mine, first))

    row.refresh_from_db()
    assert row.name == "Theirs again"
    assert shown(second) == [("", "changed", [("Name", "Theirs", "Theirs again")])]


def test_mistake_in_a_form_does_not_hide_a_change_by_others(editor_client, publisher_client):
    row = make_person()
    mine = filled_in(row) | {"name": ""}

    wrong = editor_client.post(change_screen(row), mine)
    saved(publisher_client, row, name="Theirs")
    refused = editor_client.post(change_screen(row), reopened(mine | {"name": "Mine"}, wrong))

    row.refresh_from_db()
    assert sentences(wrong) == []
    assert row.name == "Theirs"
    assert len(sentences(refused)) == 1


@pytest.mark.parametrize("opened", ["", "x", "0" * 64, "\x00", None])
def test_missing_or_garbled_print_is_refused_once(editor_client, opened):
    row = make_person(name="Before")
    form = filled_in(row) | {"name": "Mine"}
    form.pop("_opened") if opened is None else form.update(_opened=opened)

    refused = editor_client.post(change_screen(row), form)

    row.refresh_from_db()
    assert row.name == "Before"
    assert sentences(refused) == [f"This was changed while you had it open. {ENDING}"]
    assert "was not kept, so it cannot be compared here" in refused.content.decode()
    taken = editor_client.post(change_screen(row), reopened(form, refused))
    assert taken.status_code == 302


def test_change_by_an_import_is_told_with_what_it_changed(editor_client, publisher_client):
    row = make_person(slug="luong-cuong", name="Before", sort_name="Lương Cường")
    mine = filled_in(row) | {"name": "Mine"}
    press(publisher_client, plan_of(publisher_client, person(name="Imported")), "apply")

    refused = editor_client.post(change_screen(row), mine)

    assert sentences(refused) == [f"This was changed while you had it open. {ENDING}"]
    assert shown(refused) == [("", "changed", [("Name", "Before", "Imported")])]


def test_own_change_in_another_window_is_called_so(editor_client):
    row = make_person()
    form = filled_in(row) | {"name": "Here"}
    saved(editor_client, row, name="There")

    refused = editor_client.post(change_screen(row), form)

    assert sentences(refused)[0].startswith("You changed this yourself, on ")


def test_part_that_others_added_or_removed_is_a_change(editor_client, publisher_client):
    row = make_person(name="Before")
    name = make_name(person=row, text="Old spelling")
    mine = filled_in(row) | {"name": "Mine"}
    publisher_client.post(screen(name, "delete", name.pk), {"post": "yes"})
    make_name(person=row, text="New spelling")

    refused = editor_client.post(change_screen(row), mine)

    row.refresh_from_db()
    assert (refused.status_code, row.name) == (200, "Before")
    assert [(change, len(fields) > 0) for _name, change, fields in shown(refused)] == [
        ("changed", True)
    ]

    again = editor_client.post(change_screen(row), reopened(mine, refused))

    row.refresh_from_db()
    assert (again.status_code, row.name) == (302, "Mine")
    assert [each.text for each in row.names.order_by("pk")] == ["New spelling", "Old spelling"]


def test_screen_of_a_part_is_guarded_alike(editor_client, publisher_client):
    report = make_report(statement=make_statement(status="draft", report=None), occasion="Before")
    mine = filled_in(report) | {"printed_as": "Mine"}
    saved(publisher_client, report, occasion="Theirs")

    refused = editor_client.post(change_screen(report), mine)

    report.refresh_from_db()
    assert (report.occasion, report.printed_as) == ("Theirs", "")
    assert sentences(refused)[0].startswith("publisher changed this while you had it open")
    assert shown(refused) == [
        (f"Report {report.key}", "changed", [("Occasion", "Before", "Theirs")])
    ]
    assert editor_client.post(change_screen(report), reopened(mine, refused)).status_code == 302


def test_other_parts_of_the_record_may_change_under_a_part(editor_client, publisher_client):
    statement = make_statement(status="draft")
    report = statement.reports.get()
    mine = filled_in(report) | {"printed_as": "Mine"}
    saved(publisher_client, statement, gist="Another point.")

    assert editor_client.post(change_screen(report), mine).status_code == 302


def test_rows_that_are_no_part_of_the_record_are_saved_as_ever(editor_client):
    capture = make_capture()

    answer = editor_client.post(change_screen(capture), filled_in(capture) | {"text": "Two."})

    assert answer.status_code == 302


def test_form_says_how_it_was_opened_to_those_who_may_save(editor_client, publisher_client):
    draft, seen = make_statement(status="draft"), make_statement()

    found = [
        [opened_by(client, change_screen(row)) for row in (draft, seen)]
        for client in (editor_client, publisher_client)
    ]

    prints = [{"_opened": filled_in(row)["_opened"]} for row in (draft, seen)]
    assert found == [[prints[0], {}], prints]


@pytest.mark.parametrize("page", ["x", "9" * 40, "0"])
def test_row_that_is_not_there(editor_client, page):
    answer = editor_client.get(screen(Person, "change", page))

    assert answer.status_code == 302


@pytest.mark.parametrize("number", [1, 4])
def test_opening_costs_one_document_more(number, django_assert_num_queries):
    row = make_person()
    for _ in range(number):
        make_name(person=row)

    with django_assert_num_queries(4):
        assert len(present(Person, row.pk)) == 1 + number

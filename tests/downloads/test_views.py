from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from events.models import Statement
from hanoiconv.downloads.kinds import KINDS
from tests.downloads.files import ADDRESSES, all_files, items_of, lines_of
from tests.make import (
    make_article,
    make_correction,
    make_event,
    make_figure,
    make_name,
    make_organisation,
    make_participation,
    make_photo,
    make_place,
    make_provision,
    make_report,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
    make_wording,
)
from tests.pages import faults_of, page

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HIDDEN = {
    "draft": {"status": "draft"},
    "scheduled": {"publish_at": datetime(9000, 1, 1, tzinfo=UTC)},
    "withdrawn": {"status": "withdrawn"},
}


def numbers_on(tree):
    """How many rows the page says that each kind has."""
    rows = [
        row for row in tree.one("table", class_="downloads").all("tr") if "id" in row.attributes
    ]
    return {row.attributes["id"]: int(row.one("td", class_="number").text) for row in rows}


def record(**state):
    """A row of every kind, each in need of a root in that state to be seen."""
    person, body, source = make_role().person, make_organisation(), make_source()
    make_name(person=person, sources=[source])
    event = make_event(place=make_place(), topics=[make_topic()], **state)
    make_participation(event=event, person=person, source=source)
    make_wording(event=event, source=source)
    make_wording(place=event.place, source=source)
    make_figure(event=event, source=source)
    statement = make_statement(speaker=None, report={"source": source, "via": body}, **state)
    make_speaker(statement=statement, person=person, organisation=body)
    make_figure(statement=statement)
    article = make_article(events=[event], sources=[make_source()], **state)
    for subject in ({"event": event}, {"statement": statement}, {"article": article}):
        make_correction(**subject)
    make_photo(event=event, source=source)


@pytest.fixture(scope="module")
def shipped(django_db_setup, django_db_blocker):
    """What the page and the files say of the fixtures."""
    files = sorted((settings.BASE_DIR / "fixtures").rglob("*.json"))
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", *files, verbosity=0)
        client = Client()
        read = SimpleNamespace(
            numbers=numbers_on(page(client.get("/data/"))),
            items={kind: items_of(client, kind) for kind in KINDS},
            lines={kind: lines_of(client, kind) for kind in KINDS},
        )
        transaction.set_rollback(True)
    return read


@pytest.mark.parametrize("kind", KINDS)
def test_files_hold_as_many_rows_as_the_page_says(shipped, kind):
    assert shipped.numbers[kind] == len(shipped.items[kind]) == len(shipped.lines[kind])
    assert shipped.numbers[kind] > 0 or kind == "corrections"


@pytest.mark.parametrize("kind", KINDS)
def test_files_agree_on_ids_and_stand_in_order_of_records(shipped, kind):
    ids = [item.get("key", item.get("slug")) for item in shipped.items[kind]]

    assert [line.get("key", line.get("slug")) for line in shipped.lines[kind]] == ids
    assert len(set(ids)) == len(ids)
    if not KINDS[kind].part:
        assert ids == sorted(ids)


def test_no_file_and_no_number_tells_of_what_is_not_public(client):
    record()
    make_provision()
    files, numbers = all_files(client), numbers_on(page(client.get("/data/")))
    for state in HIDDEN.values():
        record(**state)
    make_event(parent=make_event(status="draft"))
    make_statement(report=None)
    alone = make_role().person

    assert all_files(client) == files
    assert numbers_on(page(client.get("/data/"))) == numbers
    assert {kind for kind, number in numbers.items() if number == 0} == set()
    assert alone.slug.encode() not in files["/data/people.csv"]


def test_links_to_what_is_not_public_are_empty(client):
    hidden = make_event(status="draft")
    statement = make_statement(event=hidden)
    statement.responds_to.add(make_statement(status="draft"))

    (line,) = lines_of(client, "statements")
    (item,) = items_of(client, "statements")

    assert (line["event"], line["responds_to"]) == ("", "")
    assert (item["event"], item["responds_to"]) == (None, [])


@pytest.mark.parametrize("address", ["/data/statements.json", "/data/reports.csv"])
def test_file_is_not_modified_until_its_content_is_another(client, address, time_machine):
    time_machine.move_to(NOW, tick=False)
    statement = make_statement()
    make_statement(publish_at=NOW + timedelta(hours=1))

    def changed_since(etag):
        answer = client.get(address, HTTP_IF_NONE_MATCH=etag)
        if answer.status_code == 304:
            assert answer["ETag"] in etag
            assert answer.getvalue() == b""
            return None
        return answer["ETag"]

    first = changed_since("")
    assert changed_since(first) is None
    make_report(statement=statement)
    edited = changed_since(first)
    assert changed_since(edited) is None
    time_machine.move_to(NOW + timedelta(hours=1), tick=False)
    due = changed_since(edited)
    assert changed_since(due) is None
    Statement.objects.filter(pk=statement.pk).update(status="withdrawn", withdrawn_reason="Wrong.")
    withdrawn = changed_since(due)

    assert None not in (first, edited, due, withdrawn)
    assert len({first, edited, due, withdrawn}) == 4
    assert changed_since(f'"other", W/{withdrawn}') is None


@pytest.mark.parametrize("address", ["/data/events.json", "/data/roles.csv"])
def test_file_is_the_same_at_any_time_while_the_record_is(client, address, time_machine):
    record()
    time_machine.move_to(NOW, tick=False)
    before = client.get(address)
    time_machine.move_to(NOW + timedelta(days=400), tick=False)

    after = client.get(address)

    assert after.headers == before.headers
    assert after.getvalue() == before.getvalue()


@pytest.mark.parametrize("address", ["/data/news.json", "/data/statements.csv"])
def test_head_answers_as_get_does_without_the_content(client, address):
    record()

    answer, head = client.get(address), client.head(address)

    assert head.headers == answer.headers
    assert int(head["Content-Length"]) == len(answer.getvalue()) > 0
    assert head.getvalue() == b""


def test_files_of_an_empty_record_have_no_rows(client):
    assert {kind: (items_of(client, kind), lines_of(client, kind)) for kind in KINDS} == {
        kind: ([], []) for kind in KINDS
    }


def test_files_say_what_they_are(client):
    sheet, document = client.get("/data/statements.csv"), client.get("/data/statements.json")

    assert sheet["Content-Type"] == "text/csv; charset=utf-8"
    assert sheet["Content-Disposition"] == (
        'attachment; filename="hanoi-convention-statements.csv"'
    )
    assert document["Content-Type"] == "application/json"
    assert document["Content-Disposition"] == (
        'inline; filename="hanoi-convention-statements.json"'
    )


@pytest.mark.parametrize(
    "address",
    ["nothing.csv", "statements.xml", "statements", "STATEMENTS.csv", "status.json", "x%00.csv"],
)
def test_other_kinds_and_formats_are_not_found(client, address):
    assert client.get(f"/data/{address}").status_code == 404


def test_files_take_no_other_method(client):
    assert client.post("/data/statements.csv").status_code == 405


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize(
    ("kind", "queries"),
    [("news", 8), ("events", 11), ("statements", 12), ("reports", 12), ("people", 8)],
)
def test_file_needs_the_same_queries_for_any_number_of_rows(
    client, rows, kind, queries, django_assert_num_queries
):
    for _ in range(rows):
        record()

    # which rows; the rows, their parts and groups; which of the linked are public;
    # in CSV addresses of sources
    with django_assert_num_queries(queries):
        client.get(f"/data/{kind}.json")
    with django_assert_num_queries(queries + 1):
        client.get(f"/data/{kind}.csv")


@pytest.mark.parametrize("rows", [1, 5])
def test_page_needs_one_query(client, rows, django_assert_num_queries):
    for _ in range(rows):
        record()

    with django_assert_num_queries(1):
        answer = client.get("/data/")

    numbers = numbers_on(page(answer))
    assert list(numbers) == list(KINDS)
    assert (numbers["statements"], numbers["reports"], numbers["sources"]) == (rows, rows, 3 * rows)


@pytest.mark.parametrize("address", ["/data/", "/data/fields/"])
def test_page_is_well_formed_and_links_only_to_what_is_there(client, address):
    tree = page(client.get(address))
    hrefs = {link.attributes["href"] for link in tree.one("main").all("a")}
    own = {href.partition("#")[0] for href in hrefs if href.startswith("/")}

    assert faults_of(tree) == []
    assert {href: client.get(href).status_code for href in own if href != "/convention.json"} == {
        href: 200 for href in own if href != "/convention.json"
    }


def test_page_links_every_file(client):
    links = [link.attributes["href"] for link in page(client.get("/data/")).one("table").all("a")]

    assert set(ADDRESSES) <= set(links)


def test_fields_page_names_every_column_in_order(client):
    tree = page(client.get("/data/fields/"))

    for kind in KINDS.values():
        table = tree.one("section", aria_labelledby=kind.name).one("table")
        rows = [[cell.text for cell in row.all()] for row in table.one("tbody").all("tr")]
        shown = table.one("tbody").texts("th")
        assert shown == [column.name for column in kind.documented]
        assert len(rows) == len(shown)

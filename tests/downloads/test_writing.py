import csv
import hashlib
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from hanoiconv.downloads.writing import KEPT_IN_MEMORY, Spool, cell
from hanoiconv.urls import TWINS
from people.models import Source
from tests.downloads.files import items_of, lines_of, text_of
from tests.make import make_event, make_figure, make_place, make_source, make_statement
from tests.test_documents import small_record

STATEMENTS = """\
slug,publish_at,gist,event,instrument,date,date_earliest,date_latest,date_words,order,\
original_lang,responds_to,topics,speaker_people,speaker_descriptions,speaker_organisations,\
sources,source_urls,page\r
it-matters,2026-01-01T00:00:00Z,It matters.,opening,convention,,,,,0,,,trust,luong-cuong,,viet-nam,\
tin,https://example.org/tin,http://testserver/statements/it-matters/\r
"""
REPORTS = """\
key,statement,source,via,via_printed,mode,printed_as,printed_in,occasion,lang,verdict,checked_on,\
checked_sha256,words,paragraphs,speaker_people,speaker_descriptions,speaker_organisations,\
source_url,page\r
it-matters-r1,it-matters,tin,vna,TTXVN,quotation,,,,en,unchecked,,,Words in print.,1,luong-cuong,,\
viet-nam,https://example.org/tin,http://testserver/statements/it-matters/\r
"""
EVENTS = """\
slug,publish_at,title,kind,standing,date,date_earliest,date_latest,date_words,place,parent,order,\
instrument,summary,topics,sources,source_urls,page\r
opening,2026-01-01T00:00:00Z,The opening,meeting,held,2025-10-25,2025-10-25,2025-10-25,,hanoi,,0,\
convention,,trust,tin,https://example.org/tin,http://testserver/events/opening/\r
"""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "text"), [("statements", STATEMENTS), ("reports", REPORTS), ("events", EVENTS)]
)
def test_csv_file_is_written_to_the_letter(client, kind, text):
    small_record()

    assert client.get(f"/data/{kind}.csv").getvalue().startswith(b"\xef\xbb\xbf")
    assert text_of(client, kind) == text


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [*TWINS, "instruments"])
def test_json_file_holds_the_documents_of_the_pages(client, kind):
    small_record()
    make_statement(slug="another", event=make_event(place=make_place()))

    items = items_of(client, kind)

    paths = [item["page"].removeprefix("http://testserver").rstrip("/") for item in items]
    assert items == [client.get(f"{path}.json").json() for path in paths] != []


@pytest.mark.django_db
def test_json_file_of_parts_holds_them_as_their_records_do(client):
    small_record()

    (report,) = items_of(client, "reports")
    figures = items_of(client, "figures")

    (inside,) = client.get("/statements/it-matters.json").json()["reports"]
    page = "http://testserver/statements/it-matters/"
    assert report == {"page": page, "type": "report", "statement": "it-matters"} | inside
    assert [[row["key"], row["event"], row["instrument"], row["statement"]] for row in figures] == [
        ["opening-f1", "opening", None, None],
        ["convention-f1", None, "convention", None],
    ]


@pytest.mark.django_db
def test_json_file_has_one_item_on_a_line_under_a_head(client):
    small_record()

    head, *lines, end = client.get("/data/people.json").getvalue().decode().splitlines()

    assert head == (
        '{"title": "The Hanoi Convention Record: People", "description": "Those who spoke, took '
        'part, signed or are pictured, with their other spellings.", '
        '"licence": "https://creativecommons.org/licenses/by/4.0/", '
        '"documentation": "http://testserver/data/", "items": ['
    )
    assert [line[:60] for line in lines] == [
        '{"page": "http://testserver/people/luong-cuong/", "type": "p'
    ]
    assert '"name": "Lương Cường"' in lines[0]
    assert end == "]}"


@pytest.mark.parametrize("lead", ["", " ", "\t", "\n", "\r", "\u00a0", " \n\t"])
@pytest.mark.parametrize("sign", [*"=+-@＝＋－＠"])
def test_text_that_a_spreadsheet_would_run_is_defused(lead, sign):
    text = f"{lead}{sign}HYPERLINK(1)"

    assert cell(text) == f"'{text}".replace("\r", "")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("\ttab", "'\ttab"),
        ("\nline", "'\nline"),
        ("a=1", "a=1"),
        ("1-2", "1-2"),
        ("— dash", "— dash"),
        ("'=1", "'=1"),
        ("", ""),
        (None, ""),
        (0, 0),
        (-5, -5),
        (Decimal("-0.12345"), Decimal("-0.12345")),
        ("-5", "'-5"),
        (date(2025, 10, 25), "2025-10-25"),
        (datetime(2025, 10, 25, 2, 30, tzinfo=UTC), "2025-10-25T02:30:00Z"),
        ([], ""),
        (["a", "b"], "a|b"),
        (["a|b", "c\\d"], "a\\|b|c\\\\d"),
        (["=1", "=2"], "'=1|=2"),
        ([3, None, 4], "3||4"),
        ("bell\x07 null\x00", "bell null"),
    ],
)
def test_cell_is_written_so(value, written):
    assert cell(value) == written


@pytest.mark.django_db
def test_csv_file_with_hostile_text_parses_to_what_it_was(client):
    gist = 'A "quoted", semi; pipe | slash \\ comma, 🥁 ộ </script>'
    make_statement(slug="one", gist=gist, date_words="=1+1", speaker={"described_as": "a|b\\"})
    source = make_source(slug="ctrl")
    Source.objects.filter(pk=source.pk).update(url='https://example.org/\x0b\r\n,"x')
    make_figure(event=make_event(summary="Two\nlines, “so”."), source=source, low=-5, high=-2)

    (statement,) = lines_of(client, "statements")
    (event,) = lines_of(client, "events")
    (figure,) = lines_of(client, "figures")

    assert statement["gist"] == gist
    assert statement["date_words"] == "'=1+1"
    assert statement["speaker_descriptions"] == "a\\|b\\\\"
    assert event["summary"] == "Two\nlines, “so”."
    assert event["source_urls"] == 'https://example.org/\n,"x'
    assert (figure["low"], figure["high"]) == ("-5", "-2")
    assert {item["slug"] for item in items_of(client, "sources")} >= {"ctrl"}


@pytest.mark.django_db
def test_lines_end_as_rfc_4180_has_it(client):
    make_event(summary="Two\nlines")

    text = text_of(client, "events")

    rows = [*csv.reader(io.StringIO(text, newline=""), strict=True)]
    assert text.count("\r\n") == len(rows) == 2
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize("times", [1, KEPT_IN_MEMORY])
def test_spool_gives_back_what_was_written_and_knows_its_hash(times):
    spool = Spool()
    for _ in range(3):
        spool.write("ộ" * times)

    spool.file.seek(0)
    content = spool.file.read()

    assert content == ("ộ" * 3 * times).encode()
    assert spool.etag == f'"{hashlib.sha256(content).hexdigest()}"'

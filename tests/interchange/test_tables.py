import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.models import Event, Figure, Place, Report, Statement
from hanoiconv.core.text import storable
from hanoiconv.interchange.rows import LONGEST_ROW
from hanoiconv.interchange.shape import completed, record_models
from hanoiconv.interchange.tables import header, model_of_table, table_name, to_cells
from people.models import Person, Role
from tests.interchange.written import read_file

NAMES = {
    "events.article": "articles.csv",
    "events.correction": "corrections.csv",
    "events.depiction": "depictions.csv",
    "events.event": "events.csv",
    "events.figure": "figures.csv",
    "events.instrument": "instruments.csv",
    "events.participation": "participations.csv",
    "events.passage": "passages.csv",
    "events.photo": "photos.csv",
    "events.place": "places.csv",
    "events.provision": "provisions.csv",
    "events.report": "reports.csv",
    "events.speaker": "speakers.csv",
    "events.statement": "statements.csv",
    "events.topic": "topics.csv",
    "events.wording": "wordings.csv",
    "people.name": "names.csv",
    "people.organisation": "organisations.csv",
    "people.person": "people.csv",
    "people.role": "roles.csv",
    "people.source": "sources.csv",
}


def written(model, *rows, **options):
    text = io.StringIO(newline="")
    lines = csv.writer(text, **options)
    lines.writerow(header(model))
    lines.writerows(to_cells(model, fields) for fields in rows)
    return text.getvalue()


def test_every_kind_has_a_table():
    names = {label: table_name(model) for label, model in record_models().items()}

    assert names == NAMES


@pytest.mark.parametrize(
    "name",
    [
        "statements.csv",
        "Statements.CSV",
        "statements (1).csv",
        "statements(2).csv",
        "statements-3.csv",
        "up.zip/b/statements.csv",
        "events.statement.csv",
        "events.Statement (1).csv",
    ],
)
def test_file_is_known_by_its_name(name):
    assert model_of_table(name) is Statement


@pytest.mark.parametrize(
    "name", ["statement.csv", "my statements.csv", "users.csv", "auth.user.csv"]
)
def test_file_of_an_unknown_name_is_refused_with_all_kinds(name):
    rows, faults = read_file(name, "slug\nx\n")

    kinds = ", ".join(sorted(NAMES.values()))
    assert (rows, faults) == ([], [f"{name}:1: a table is named for what it holds: {kinds}"])


def test_header_is_the_fields_in_the_order_of_our_files():
    assert header(Person) == ["slug", "name", "lang", "sort_name"]
    assert header(Role) == [
        *["key", "person", "organisation", "title", "started_on", "ended_on", "sources"]
    ]


FIELDS = {
    "slug": "ceremony",
    "title": 'Ceremony, “the” "first"\r\nof two',
    "kind": "ceremony",
    "standing": "held",
    "place": ["hanoi"],
    "order": 3,
    "topics": [["signature"], ["law"]],
    "status": "published",
    "publish_at": "2026-11-21T08:00:00Z",
}
CELLS = {
    **dict.fromkeys(header(Event), ""),
    **{"slug": "ceremony", "title": FIELDS["title"], "kind": "ceremony", "standing": "held"},
    **{"place": "hanoi", "order": "3", "topics": "signature|law", "status": "published"},
    **{"publish_at": "2026-11-21T08:00:00Z"},
}


def test_row_is_written_as_cells():
    assert to_cells(Event, FIELDS) == [*CELLS.values()]


def test_values_of_the_database_are_written_as_in_json():
    moment = datetime(2026, 11, 21, 8, tzinfo=UTC)

    assert to_cells(Event, {"publish_at": moment})[-2] == "2026-11-21T08:00:00Z"
    assert to_cells(Report, {"checked_on": date(2026, 11, 21)})[-2] == "2026-11-21"
    assert to_cells(Place, {"longitude": Decimal("-105.5")})[-2] == "-105.5"
    assert to_cells(Figure, {"low": -5})[5] == "-5"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("between", [",", ";"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_table_is_read_as_a_fixture_would_be(mark, between, end):
    content = written(Event, FIELDS, FIELDS, delimiter=between, lineterminator=end)

    rows, faults = read_file("events.csv", mark + content.encode())

    assert faults == []
    assert [(row.file, row.line, row.model, row.is_table) for row in rows] == [
        ("events.csv", 2, "events.event", True),
        ("events.csv", 4, "events.event", True),
    ]
    assert rows[0].fields == completed(Event, FIELDS) | {"status": "published"}


def test_empty_cells_are_null_where_a_field_has_null_and_else_empty_text():
    rows, _faults = read_file("places.csv", "slug,name,parent,latitude,time_zone\n,,,,\n")

    assert rows[0].fields == {
        **{"slug": "", "name": "", "parent": None, "latitude": None, "time_zone": ""}
    }


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("5", 5),
        ("-5", -5),
        ("005", 5),
        ("", None),
        ("5.0", "5.0"),
        ("1 000", "1 000"),
        ("five", "five"),
        ("٥", "٥"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_cell_is_a_whole_number_or_left_for_cleaning_to_refuse(cell, value):
    rows, _faults = read_file("figures.csv", f"key,event,low\nx,day,{cell}\n")

    assert rows[0].fields == {"key": "x", "event": ["day"], "low": value}


def test_line_of_a_row_is_where_it_begins():
    content = (
        'slug,name,lang,sort_name\r\n"a","A\nB","",""\r\n\r\nb,B,,\r\n"c","\r\n\r\n",,\r\nd,D,,'
    )

    rows, faults = read_file("people.csv", content)

    assert [(row.line, row.name) for row in rows] == [(2, "a"), (5, "b"), (6, "c"), (9, "d")]
    assert faults == []


def test_long_text_within_the_limit_is_read():
    rows, faults = read_file("people.csv", f'slug,name\na,"{"x" * (LONGEST_ROW - 100)}"\n')

    assert (len(rows[0].fields["name"]), faults) == (LONGEST_ROW - 100, [])


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("''=1+1", "'''=1+1"),
        (" +1", "' +1"),
        ("＠SUM", "'＠SUM"),
        ("- he said", "'- he said"),
        ("'tis", "'tis"),
        ("'", "'"),
        ("1+1", "1+1"),
    ],
)
def test_text_that_a_spreadsheet_would_run_is_marked_and_comes_back(text, cell):
    assert to_cells(Person, {"name": text})[1] == cell
    assert read_file("people.csv", written(Person, {"name": text}))[0][0].fields["name"] == text


texts = st.text(
    st.sampled_from("'=+-@＝|\\,;\"\t\n a") | st.characters(exclude_categories=["Cs"])
).map(storable)
keys = st.text(st.sampled_from("'=-|\\,;\"ab"), min_size=1)


@given(
    st.lists(
        st.fixed_dictionaries(
            {"slug": keys, "gist": texts, "topics": st.lists(keys.map(lambda key: [key]))},
            optional={
                "withdrawn_reason": texts,
                "event": keys.map(lambda key: [key]),
                "order": st.integers(),
            },
        ),
        min_size=1,
    ),
    st.sampled_from([",", ";"]),
)
def test_what_is_written_is_read_again(fields, between):
    rows, faults = read_file("statements.csv", written(Statement, *fields, delimiter=between))

    assert faults == []
    assert [row.fields for row in rows] == [completed(Statement, each) for each in fields]


@given(st.text(st.sampled_from("\",;\r\n'=|\\a") | st.characters()))
def test_any_text_is_read_or_refused_but_never_an_exception(text):
    rows, faults = read_file("people.csv", f"slug,name\n{text}".encode("utf-8", "surrogatepass"))

    assert rows or faults or not text.strip("\r\n")

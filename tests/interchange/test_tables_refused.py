"""CSV files that are refused, as files or row by row."""

import pytest

from hanoiconv.interchange.rows import LONGEST_ROW
from tests.interchange.written import read_file

HEADER = "slug,name,lang,sort_name"
ONLY = f"there is no such field, only: {HEADER.replace(',', ', ')}"
TABS = "this file has tabs between its cells: save it as CSV"
MISSING = "this column is missing in the first line: rows are known by it"


def nameless(place):
    return f"column {place} has no name: delete it, or the comma at the end"


HEADERS = {
    "nothing": ("", [f"people.person: slug: {MISSING}"]),
    "empty lines": ("\n\n", [f"people.person: slug: {MISSING}"]),
    "no key": ("name\nx\n", [f"people.person: slug: {MISSING}"]),
    "unknown": ("slug,born\nx,1957\n", [f"people.person: born: {ONLY}"]),
    "primary key": ("id,slug\n1,x\n", [f"people.person: id: {ONLY}"]),
    "large letters": (
        "Slug\nx\n",
        [f"people.person: Slug: {ONLY}", f"people.person: slug: {MISSING}"],
    ),
    "without a name": ("slug,\nx,y\n", [f"people.person: {nameless(2)}"]),
    "a comma at the end of each line": (
        "slug, ,\nx,,\n",
        [f"people.person: {nameless(2)}", f"people.person: {nameless(3)}"],
    ),
    "twice": ("slug,name,name\nx,y,z\n", ["people.person: name: this column stands twice"]),
    "tabs": ("slug\tname\nx\ty\n", [f"people.person: {TABS}"]),
}


@pytest.mark.parametrize(("content", "reasons"), HEADERS.values(), ids=HEADERS)
def test_bad_header_is_refused_and_no_row_is_read(content, reasons):
    rows, faults = read_file("people.csv", content)

    assert rows == []
    assert faults == [f"people.csv:1: {reason}" for reason in reasons]


def test_row_of_another_length_is_named_and_the_others_are_read():
    rows, faults = read_file("people.csv", "slug,name\na,A\nb\nc,C,\nd,D\n")

    assert [row.name for row in rows] == ["a", "d"]
    assert faults == [
        "people.csv:3: cells in this row: 1; in the header: 2",
        "people.csv:4: cells in this row: 3; in the header: 2",
    ]


SAVE = "save the file as “CSV UTF-8”, or as UTF-8 text"
BROKEN = {
    "open quotation mark": ('b,"B\nc,C\n', "3: not CSV: a quotation mark is never closed"),
    "text behind a quotation mark": (
        'b,"B"C\n',
        "3: not CSV: within quotation marks, each of the text’s own is written twice",
    ),
    "line end of old": (
        "b,B\rc,C\n",
        "3: a line ends within a cell: such a cell stands in quotation marks",
    ),
    "long cell": (
        f'b,"{"x" * (LONGEST_ROW + 1)}"\n',
        "3: a row is longer than 4,000,000 letters, which no record needs",
    ),
    "long row without an end": (
        'b,"' + "x\n" * LONGEST_ROW,
        "3: a row is longer than 4,000,000 letters, which no record needs",
    ),
    "Latin-1": ("b,é".encode("latin-1"), f"1: this is not UTF-8 (byte 16): {SAVE}"),
}


@pytest.mark.parametrize(("content", "reason"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_csv_is_named_with_the_line(content, reason):
    content = content if isinstance(content, bytes) else content.encode()

    _rows, faults = read_file("people.csv", b"slug,name\na,A\n" + content)

    assert faults == [f"people.csv:{reason}"]

import io
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanoiconv.interchange.files import read_rows
from hanoiconv.interchange.json_rows import fixture_rows
from hanoiconv.interchange.rows import LONGEST_ROW, Unreadable
from tests.interchange.written import words

pytestmark = pytest.mark.usefixtures("folder")

ROW = '{"model": "people.person", "fields": {"slug": "luong-cuong"}}'


def read(content):
    """The lines and names of the rows in a file of that content, and what is wrong with it."""
    path = Path("a.json")
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    rows, faults = read_rows(path)
    return [(row.line, row.model, row.name) for row in rows], words(faults)


def test_rows_are_read_with_the_line_where_each_begins():
    content = f'[\n{ROW},\n\n  {{"model": "people.Role",\n "fields": {{"key": "r"}}}}, {ROW}\n]\n'

    rows, faults = read(content)

    assert rows == [
        (2, "people.person", "luong-cuong"),
        (4, "people.role", "r"),
        (5, "people.person", "luong-cuong"),
    ]
    assert faults == []


@pytest.mark.parametrize("content", ["[]", "[\n]\n", " \t\r\n[ ]\n\n"])
def test_empty_list_is_a_file_without_rows(content):
    assert read(content) == ([], [])


def test_byte_order_mark_is_no_error():
    assert read(b"\xef\xbb\xbf" + f"[\n{ROW}]".encode()) == (
        [(2, "people.person", "luong-cuong")],
        [],
    )


@pytest.mark.parametrize("fields", ["{}", '{"slug": 5}', '{"key": null}', '{"slug": ""}'])
def test_row_without_a_name_is_a_question_mark(fields):
    rows, _faults = read(f'[{{"model": "people.person", "fields": {fields}}}]')

    assert rows == [(1, "people.person", "?")]


SAVE = "save the file as “CSV UTF-8”, or as UTF-8 text"
DEEP = "[" * 100_000
UNREADABLE = {
    "empty": ("", "1: not JSON: a list of rows is wanted"),
    "blank": ("\n\n ", "3: not JSON: a list of rows is wanted"),
    "not JSON": ("model: people.person", "1: not JSON: a list of rows is wanted"),
    "an object": (ROW, "1: not JSON: a list of rows is wanted"),
    "a text": ('"people"', "1: not JSON: a list of rows is wanted"),
    "null": ("null", "1: not JSON: a list of rows is wanted"),
    "open list": ("[", "1: not JSON: Expecting value"),
    "list without an end": (f"[\n{ROW}\n", "3: not JSON: a comma or the end of the list is wanted"),
    "trailing comma": (f"[\n{ROW},\n]", "3: not JSON: a comma or the end of the list is wanted"),
    "only a comma": ("[,]", "1: not JSON: Expecting value"),
    "two commas": (f"[{ROW},\n,{ROW}]", "2: not JSON: Expecting value"),
    "missing comma": (
        f"[\n{ROW}\n{ROW}]",
        "3: not JSON: a comma or the end of the list is wanted",
    ),
    "more behind the list": (f"[\n{ROW}]\n[]", "2: not JSON: more after the end of the list"),
    "comment": (f"[\n// ours\n{ROW}]", "2: not JSON: Expecting value"),
    "no-break space": (f"[\n\u00a0{ROW}]", "2: not JSON: Expecting value"),
    "single quotes": (
        "[\n{'model': 1}]",
        "2: not JSON: Expecting property name enclosed in double quotes",
    ),
    "text without an end": (
        '[\n{"model": "people.person',
        "2: not JSON: Unterminated string starting at",
    ),
    "line end in a text": (
        '[\n{"model": "people\n.person"}]',
        "2: not JSON: Invalid control character at",
    ),
    "number of 5,000 digits": (
        f'[\n{ROW},\n{{"model": "people.person", "fields": {{"order": {"9" * 5000}}}}}]',
        "3: not JSON: a number is too long",
    ),
    "nested 100,000 deep": (DEEP, "1: not a fixture: it is nested too deeply"),
    "a row nested 100,000 deep": (
        f"[\n{ROW},\n{DEEP}",
        "3: not a fixture: it is nested too deeply",
    ),
    "Latin-1": ("[\n\u00fc]".encode("latin-1"), f"1: this is not UTF-8 (byte 2): {SAVE}"),
    "UTF-16": ("[]".encode("utf-16"), f"1: this is not UTF-8 (byte 0): {SAVE}"),
    "half a letter": (b"[\n]" + b"\xed\xa0\x80", f"1: this is not UTF-8 (byte 3): {SAVE}"),
}


@pytest.mark.parametrize(("content", "reason"), UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable_file_is_named_with_the_line(content, reason):
    _rows, faults = read(content)

    assert faults == [f"a.json:{reason}"]


def test_comma_at_the_end_of_a_row_is_an_error():
    rows, faults = read(f"[\n{ROW[:-1]},\n}}]")

    assert rows == []
    assert [fault.partition(": not JSON: ")[0] in ("a.json:2", "a.json:3") for fault in faults] == [
        True
    ]


NEEDED = "a row needs “model” (text) and “fields” (an object)"
SHAPELESS = {
    "number": ("5", "a row is an object with “model” and “fields”"),
    "null": ("null", "a row is an object with “model” and “fields”"),
    "list": ("[]", "a row is an object with “model” and “fields”"),
    "nothing": ("{}", NEEDED),
    "no model": ('{"fields": {}}', NEEDED),
    "model that is no text": ('{"model": 5, "fields": {}}', NEEDED),
    "no fields": ('{"model": "people.person"}', NEEDED),
    "fields in a list": ('{"model": "people.person", "fields": []}', NEEDED),
    "fields that are null": ('{"model": "people.person", "fields": null}', NEEDED),
    "primary key": (
        '{"model": "people.person", "pk": 5, "fields": {}}',
        "only “model” and “fields” belong here, not pk",
    ),
    "two others": (
        '{"model": "people.person", "pk": null, "note": "x", "fields": {}}',
        "only “model” and “fields” belong here, not note, pk",
    ),
    "two models": (
        '{"model": "people.person", "model": "people.person", "fields": {}}',
        "named twice: model",
    ),
    "fields twice": (
        '{"fields": {}, "model": "people.person", "fields": {}}',
        "named twice: fields",
    ),
    "two of two fields": (
        '{"model": "people.person", "fields": {"slug": 1, "lang": 2, "slug": 3, "lang": 4}}',
        "named twice: lang, slug",
    ),
}


@pytest.mark.parametrize(("content", "reason"), SHAPELESS.values(), ids=SHAPELESS)
def test_what_is_no_row_is_named_with_its_line_and_the_rest_is_read(content, reason):
    rows, faults = read(f"[\n{ROW},\n{content},\n{ROW}]")

    assert [line for line, _model, _name in rows] == [2, 4]
    assert faults == [f"a.json:3: {reason}"]


class Dripping:
    """A file that gives few bytes at a time, so that every row is cut somewhere."""

    def __init__(self, content, size):
        self.file, self.size = io.BytesIO(content), size

    def read(self, size):
        return self.file.read(min(size, self.size))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)
objects = st.fixed_dictionaries(
    {"model": st.just("people.person"), "fields": st.dictionaries(st.text(max_size=4), values)}
)


@given(
    st.lists(objects | values, max_size=4),
    st.integers(1, 40),
    st.booleans(),
    st.sampled_from([None, 1]),
)
def test_rows_are_the_same_however_the_file_is_cut(members, size, is_ascii, indent):
    content = json.dumps(members, ensure_ascii=is_ascii, indent=indent)
    content = content.encode("utf-8", "replace")

    whole = list(map(repr, fixture_rows("a.json", io.BytesIO(content))))
    pieces = list(map(repr, fixture_rows("a.json", Dripping(content, size))))

    assert pieces == whole
    assert len(whole) == len(members)


def outcome(stream):
    rows = fixture_rows("a.json", stream)
    try:
        return [repr(row) for row in rows]
    except Unreadable as error:
        return error.line, error.reason


@given(st.binary(max_size=5), st.integers(0, 90), st.integers(1, 40))
def test_damage_is_told_the_same_however_the_file_is_cut(damage, place, size):
    content = f"[\n{ROW},\n{ROW}]".encode()
    content = content[:place] + damage + content[place + 1 :]
    whole, pieces = outcome(io.BytesIO(content)), outcome(Dripping(content, size))

    # A file that is no UTF-8 is told so at once where it is read whole.
    assert pieces == whole or "not UTF-8" in whole[1]


class Endless:
    """So many pieces of a file, one after the other, none of which is kept."""

    def __init__(self, start, piece, number, end=b""):
        self.pieces = iter([start, *[piece] * number, end])

    def read(self, _size):
        return next(self.pieces, b"")


def most_memory(items):
    tracemalloc.start()
    number = sum(1 for _item in items)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return number, peak


def row_of(letters):
    return json.dumps({"model": "people.person", "fields": {"name": "x" * letters}}).encode()


def test_large_file_takes_little_memory():
    piece = b",\n".join([row_of(50_000)] * 10)
    content = Endless(b"[\n" + piece, b",\n" + piece, 40, b"\n]")

    number, peak = most_memory(fixture_rows("a.json", content))

    assert number == 410
    assert peak < 8 * 1024**2


def test_white_space_without_end_takes_little_memory():
    content = Endless(b"[", b" " * 1024**2, 50, b"]")

    assert most_memory(fixture_rows("a.json", content))[1] < 8 * 1024**2


TOO_LONG = "a row is longer than 4,000,000 letters, which no record needs"


@pytest.mark.parametrize("end", ["", '"}}]', '"}}, 5]'])
def test_row_that_would_fill_the_memory_is_refused(end):
    start = '[\n{"model": "people.person", "fields": {"name": "'

    rows, faults = read(f"{start}{'x' * LONGEST_ROW}{end}")

    assert (rows, faults) == ([], [f"a.json:2: {TOO_LONG}"])


def test_long_row_within_the_limit_is_read():
    rows, faults = read(f"[{row_of(LONGEST_ROW - 100).decode()}]")

    assert (len(rows), faults) == (1, [])

import json
from pathlib import Path

import pytest

from hanoiconv.interchange.files import Row, fixture_paths, read_rows, write_rows
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


DEEP = "[" * 100_000
UNREADABLE = {
    "empty": ("", "1: no JSON: a list of rows is wanted"),
    "blank": ("\n\n ", "3: no JSON: a list of rows is wanted"),
    "no JSON": ("model: people.person", "1: no JSON: a list of rows is wanted"),
    "an object": (ROW, "1: no JSON: a list of rows is wanted"),
    "a text": ('"people"', "1: no JSON: a list of rows is wanted"),
    "null": ("null", "1: no JSON: a list of rows is wanted"),
    "open list": ("[", "1: no JSON: Expecting value"),
    "list without an end": (f"[\n{ROW}\n", "3: no JSON: a comma or the end of the list is wanted"),
    "trailing comma": (f"[\n{ROW},\n]", "3: no JSON: a comma or the end of the list is wanted"),
    "only a comma": ("[,]", "1: no JSON: Expecting value"),
    "two commas": (f"[{ROW},\n,{ROW}]", "2: no JSON: Expecting value"),
    "missing comma": (
        f"[\n{ROW}\n{ROW}]",
        "3: no JSON: a comma or the end of the list is wanted",
    ),
    "more behind the list": (f"[\n{ROW}]\n[]", "2: no JSON: more after the end of the list"),
    "comment": (f"[\n// ours\n{ROW}]", "2: no JSON: Expecting value"),
    "no-break space": (f"[\n\u00a0{ROW}]", "2: no JSON: Expecting value"),
    "single quotes": (
        "[\n{'model': 1}]",
        "2: no JSON: Expecting property name enclosed in double quotes",
    ),
    "text without an end": (
        '[\n{"model": "people.person',
        "2: no JSON: Unterminated string starting at",
    ),
    "line end in a text": (
        '[\n{"model": "people\n.person"}]',
        "2: no JSON: Invalid control character at",
    ),
    "number of 5,000 digits": (
        f'[\n{ROW},\n{{"model": "people.person", "fields": {{"order": {"9" * 5000}}}}}]',
        "3: no JSON: a number is too long",
    ),
    "nested 100,000 deep": (DEEP, "1: no fixture: it is nested too deeply"),
    "a row nested 100,000 deep": (f"[\n{ROW},\n{DEEP}", "1: no fixture: it is nested too deeply"),
    "Latin-1": ("[\n\u00fc]".encode("latin-1"), "1: no UTF-8 text (byte 2)"),
    "UTF-16": ("[]".encode("utf-16"), "1: no UTF-8 text (byte 0)"),
    "half a letter": (b"[\n]" + b"\xed\xa0\x80", "1: no UTF-8 text (byte 3)"),
}


@pytest.mark.parametrize(("content", "reason"), UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable_file_is_named_with_the_line(content, reason):
    _rows, faults = read(content)

    assert faults == [f"a.json:{reason}"]


def test_comma_at_the_end_of_a_row_is_an_error():
    rows, faults = read(f"[\n{ROW[:-1]},\n}}]")

    assert rows == []
    assert [fault.partition(": no JSON: ")[0] in ("a.json:2", "a.json:3") for fault in faults] == [
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
        "model stands twice",
    ),
    "fields twice": (
        '{"fields": {}, "model": "people.person", "fields": {}}',
        "fields stands twice",
    ),
    "two of two fields": (
        '{"model": "people.person", "fields": {"slug": 1, "lang": 2, "slug": 3, "lang": 4}}',
        "lang, slug stands twice",
    ),
}


@pytest.mark.parametrize(("content", "reason"), SHAPELESS.values(), ids=SHAPELESS)
def test_what_is_no_row_is_named_with_its_line_and_the_rest_is_read(content, reason):
    rows, faults = read(f"[\n{ROW},\n{content},\n{ROW}]")

    assert [line for line, _model, _name in rows] == [2, 4]
    assert faults == [f"a.json:3: {reason}"]


def test_paths_are_files_as_named_and_those_in_folders_in_order():
    for name in ("b/z.json", "b/a.json", "b/c/m.json", "b/note.txt", "a.json", "odd"):
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("[]")

    found = fixture_paths([Path("odd"), Path("b"), Path("a.json"), Path("b/a.json")])

    assert list(map(str, found)) == ["odd", "b/a.json", "b/c/m.json", "b/z.json", "a.json"]


@pytest.mark.parametrize("name", ["nowhere", "nowhere.json", "empty"])
def test_path_that_leads_to_no_fixture_is_an_error(name):
    Path("empty").mkdir()
    Path("empty/note.txt").write_text("Nothing here.")

    with pytest.raises(FileNotFoundError) as error:
        fixture_paths([Path(name)])

    assert str(error.value) == f"{name}: no such file, or no fixtures in it."


def test_rows_are_written_with_every_field_in_order_and_letters_as_they_are():
    path = Path("a.json")
    fields = {"sort_name": "Lương Cường", "slug": "luong-cuong", "name": "Lương Cường"}

    write_rows(path, [Row(path, 1, "people.person", fields)])

    assert path.read_text(encoding="utf-8") == (
        "[\n"
        "  {\n"
        '    "model": "people.person",\n'
        '    "fields": {\n'
        '      "slug": "luong-cuong",\n'
        '      "name": "Lương Cường",\n'
        '      "lang": "",\n'
        '      "sort_name": "Lương Cường"\n'
        "    }\n"
        "  }\n"
        "]\n"
    )


def test_written_file_reads_back_as_the_same_rows():
    path = Path("a.json")
    path.write_text(json.dumps([json.loads(ROW)]))
    write_rows(path, read_rows(path)[0])
    once = path.read_bytes()

    write_rows(path, read_rows(path)[0])

    assert path.read_bytes() == once

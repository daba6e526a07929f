import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

from hanoiconv.interchange import files
from hanoiconv.interchange.files import (
    Reading,
    fixture_paths,
    inputs_at,
    inputs_of,
    read_rows,
    write_rows,
)
from hanoiconv.interchange.rows import Input, Row, shown
from tests.interchange.written import sorted_out, words

pytestmark = pytest.mark.usefixtures("folder")

ROW = '{"model": "people.person", "fields": {"slug": "luong-cuong"}}'
TABLE = "slug,name,lang,sort_name\r\nluong-cuong,Lương Cường,vi,Lương Cường\r\n"


def zipped(**members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "."), text)
    return content.getvalue()


def read(*inputs):
    """Places and names of the rows, and what is wrong."""
    rows, faults = sorted_out(Reading(inputs))
    return [f"{row.file}:{row.line} {row.model} {row.name}" for row in rows], faults


def test_files_of_every_form_are_one_reading():
    uploads = {
        "a.json": f"[{ROW}]",
        "b.jsonl": f"\n{ROW}",
        "people (1).CSV": TABLE,
        "c.Zip": zipped(d__json=f"[\n{ROW}]", people__csv=TABLE),
    }
    inputs = inputs_of(
        (name, text if isinstance(text, bytes) else text.encode()) for name, text in uploads.items()
    )

    assert read(*inputs) == (
        [
            "a.json:1 people.person luong-cuong",
            "b.jsonl:2 people.person luong-cuong",
            "people (1).CSV:2 people.person luong-cuong",
            "c.Zip/d.json:2 people.person luong-cuong",
            "c.Zip/people.csv:2 people.person luong-cuong",
        ],
        [],
    )


@pytest.mark.parametrize("name", ["notes.txt", "a", ".json", "a.json.gz", "a.xlsx", ""])
def test_file_of_another_form_is_refused(name):
    rows, faults = read(*inputs_of([(name, b"[]")]))

    assert rows == []
    assert faults == [f"{name}:1: only .json, .jsonl, .csv and .zip files are read"]


def test_reading_knows_its_files_when_it_is_done():
    contents = [
        ("a.json", f"[{ROW},\n5, {ROW}]".encode()),
        ("b.json", b""),
        ("people.csv", b"slug"),
    ]
    reading = Reading(inputs_of(contents))

    items = [*reading]

    assert len(items) == 4
    assert reading.files == [
        {
            "name": name,
            "sha256": hashlib.sha256(content).hexdigest(),
            "bytes": len(content),
            "rows": rows,
        }
        for (name, content), rows in zip(contents, [2, 0, 0], strict=True)
    ]
    assert reading.tables == {"people.person"}


def test_hash_is_of_the_whole_file_where_it_is_wrong_at_the_start():
    content = b"{" + b" " * 3_000_000
    reading = Reading(inputs_of([("a.json", content)]))

    assert words(reading) == ["a.json:1: not JSON: a list of rows is wanted"]
    assert reading.files[0]["sha256"] == hashlib.sha256(content).hexdigest()
    assert reading.files[0]["bytes"] == len(content)


def test_file_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 1024**2)
    content = f"[{ROW}".encode() + b" " * 3 * 1024**2 + b"]"

    _rows, faults = read(*inputs_of([("a.json", content)]))

    assert faults == ["a.json:1: the file is larger than 1 MiB: split it"]


def test_faults_are_named_up_to_a_limit(monkeypatch):
    monkeypatch.setattr(files, "MOST_FAULTS", 3)

    rows, faults = read(*inputs_of([("a.jsonl", b"5\n" * 2), ("b.jsonl", b"5\n" * 9)]))

    reason = "a row is an object with “model” and “fields”"
    enough = "3 faults are enough: no more was read"
    assert rows == []
    assert faults == [
        f"a.jsonl:1: {reason}",
        f"a.jsonl:2: {reason}",
        f"b.jsonl:1: {reason}",
        f"b.jsonl:1: {enough}",
    ]


def test_name_of_a_file_is_shown_without_what_no_page_could_carry():
    _rows, faults = read(Input("a\x00\udcff.json", lambda: io.BytesIO(b"[5]")))

    assert faults == [
        "a\\x00\\udcff.json:1: a row is an object with “model” and “fields”",
    ]


def test_long_value_in_a_message_is_cut():
    assert shown("x" * 601) == "x" * 600 + "…"


def test_inputs_are_files_of_every_form_in_order_each_once():
    for name in ("b/z.json", "b/a.jsonl", "b/c/people.csv", "b/.a.json", "b/note.txt", "odd"):
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("[]")
    Path("b/d.zip").write_bytes(zipped(x__json="[]", y__csv=""))

    inputs = inputs_at([Path("odd"), Path("b"), Path("b/z.json")])

    assert [each.name for each in inputs] == [
        "odd",
        "b/a.jsonl",
        "b/c/people.csv",
        "b/d.zip/x.json",
        "b/d.zip/y.csv",
        "b/z.json",
    ]
    with inputs[3].open() as stream:
        assert stream.read() == b"[]"


@pytest.mark.parametrize("name", ["nowhere", "nowhere.json", "empty"])
def test_input_that_is_not_there_is_an_error(name):
    Path("empty").mkdir()
    Path("empty/note.txt").write_text("Nothing here.")

    with pytest.raises(FileNotFoundError) as error:
        inputs_at([Path(name)])

    assert str(error.value) == f"{name}: no such file, or nothing to read in it."


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

    assert str(error.value) == f"{name}: no such file, or nothing to read in it."


def test_rows_are_written_with_every_field_in_order_and_letters_as_they_are():
    path = Path("a.json")
    fields = {"sort_name": "Lương Cường", "slug": "luong-cuong", "name": "Lương Cường"}

    write_rows(path, [Row("a.json", 1, "people.person", fields)])

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

import pytest

from hanoiconv.interchange.json_rows import LONGEST_LINE
from hanoiconv.interchange.rows import LONGEST_ROW
from tests.interchange.written import read_file

ROW = '{"model": "people.person", "fields": {"slug": "luong-cuong"}}'
TOO_LONG = "a row is longer than 4,000,000 letters, which no record needs"


def read(content):
    rows, faults = read_file("a.jsonl", content)
    return [(row.line, row.name) for row in rows], faults


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n \n"])
def test_json_lines_are_rows_each_in_its_line(mark, end):
    content = mark + f"{ROW}\n\n \t\n  {ROW}\r\n{ROW}{end}".encode()

    assert read(content) == (
        [(1, "luong-cuong"), (4, "luong-cuong"), (5, "luong-cuong")],
        [],
    )


@pytest.mark.parametrize("line", ["", " \t\r"])
def test_empty_lines_count_and_say_nothing(line):
    content = f"{line}\n" * 300_000 + ROW

    assert read(content) == ([(300_001, "luong-cuong")], [])


LINES = {
    "not JSON": ("luong-cuong", "not JSON: Expecting value"),
    "two rows": (f"{ROW} {ROW}", "not JSON: Extra data"),
    "a comma": (f"{ROW},", "not JSON: Extra data"),
    "a list": (f"[{ROW}]", "a row is an object with “model” and “fields”"),
    "half a row": (ROW[:-1], "not JSON: Expecting ',' delimiter"),
    "deep": ("[" * 100_000, "not a fixture: it is nested too deeply"),
    "number": ("9" * 5000, "not JSON: a number is too long"),
    "Latin-1": (
        '{"é'.encode("latin-1"),
        "this is not UTF-8 (byte 2 of the line): save it as UTF-8 text",
    ),
    "long": ('"' + "x" * LONGEST_ROW, TOO_LONG),
    "far too long": (b"[" * (LONGEST_LINE + 3 * 1024**2), TOO_LONG),
}


@pytest.mark.parametrize(("line", "reason"), LINES.values(), ids=LINES)
def test_bad_line_is_named_and_the_others_are_read(line, reason):
    line = line if isinstance(line, bytes) else line.encode()

    rows, faults = read(b"\n".join([ROW.encode(), line, ROW.encode()]))

    assert rows == [(1, "luong-cuong"), (3, "luong-cuong")]
    assert faults == [f"a.jsonl:2: {reason}"]

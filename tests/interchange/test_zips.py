import io
import struct
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanoiconv.interchange import zips
from hanoiconv.interchange.files import Reading, inputs_at, inputs_of
from hanoiconv.interchange.rows import Fault, Row
from tests.interchange.written import read_file

ROW = '{"model": "people.person", "fields": {"slug": "luong-cuong"}}'
FILE = f"[{ROW}]"


def packed(members, method=zipfile.ZIP_DEFLATED):
    """A ZIP of pairs of name and text."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, text in members:
            archive.writestr(zipfile.ZipInfo(name), text, method)
    return content.getvalue()


def read(content):
    """The files that rows come from, and what is wrong."""
    rows, faults = read_file("up.zip", content)
    return [row.file for row in rows], faults


def test_members_are_read_by_name_wherever_they_stand():
    content = packed([("b/c.json", FILE), ("./a.jsonl", ROW), ("Việt Nam.JSON", FILE)])

    assert read(content) == (["up.zip/./a.jsonl", "up.zip/Việt Nam.JSON", "up.zip/b/c.json"], [])


def test_what_systems_add_is_left_aside():
    names = ["__MACOSX/._a.json", "b/.DS_Store", ".git/config", "c/__MACOSX/x.txt"]
    content = packed([("b/", ""), *((name, "junk") for name in names), ("b/a.json", FILE)])

    assert read(content) == (["up.zip/b/a.json"], [])


PATH = "the path leads out of the ZIP, or might: pack the files again by plain names"
NAMES = {
    "absolute": ("/etc/a.json", PATH),
    "climbing": ("../a.json", PATH),
    "climbing within": ("b/../../a.json", PATH),
    "climbing folder": ("../", PATH),
    "of a drive": ("C:/a.json", PATH),
    "of a drive, backslash": ("C:\\a.json", PATH),
    "backslash": ("b\\a.json", PATH),
    "ZIP": ("b/c.ZIP", "a ZIP within a ZIP is not read: take it out"),
    "text": ("notes.txt", "only .json, .jsonl and .csv files are read from a ZIP"),
    "no ending": ("a", "only .json, .jsonl and .csv files are read from a ZIP"),
    "program": ("a.json.exe", "only .json, .jsonl and .csv files are read from a ZIP"),
}


@pytest.mark.parametrize(("name", "reason"), NAMES.values(), ids=NAMES)
def test_member_of_a_bad_name_is_refused(name, reason):
    rows, faults = read(packed([("good.json", FILE), (name, FILE)]))

    assert rows == ["up.zip/good.json"]
    assert faults == [f"up.zip/{name}:1: {reason}"]


@pytest.mark.parametrize("name", [b"a\x00.json", b"a\x1b.json", b"a\n.json"])
def test_member_whose_name_cannot_be_shown_is_refused(name):
    content = packed([("a" + "x" * (len(name) - 6) + ".json", FILE)])
    plain = b"a" + b"x" * (len(name) - 6) + b".json"

    _rows, faults = read(content.replace(plain, name))

    assert len(faults) == 1
    assert faults[0].endswith("the name of the file holds characters that cannot be shown")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_name_that_stands_twice_is_refused():
    _rows, faults = read(packed([("a.json", FILE), ("a.json", FILE)]))

    assert faults == ["up.zip/a.json:1: this name stands in the ZIP twice"]


def test_locked_member_is_refused():
    content = bytearray(packed([("a.json", FILE)]))
    content[6] |= 1  # the flag in the header of the member
    content[content.rindex(b"PK\x01\x02") + 8] |= 1  # and in the directory

    _rows, faults = read(bytes(content))

    assert faults == ["up.zip/a.json:1: the file is locked with a password: pack it without"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_member_that_unpacks_without_a_bound_is_refused(method):
    _rows, faults = read(packed([("a.json", FILE)], method))

    reason = "the file is packed in a rare way: pack it again as an ordinary ZIP"
    assert faults == [f"up.zip/a.json:1: {reason}"]


def test_members_are_only_so_many(monkeypatch):
    monkeypatch.setattr(zips, "MOST_MEMBERS", 3)

    assert read(packed((f"{n}.json", FILE) for n in range(3)))[1] == []
    assert read(packed((f"{n}.json", FILE) for n in range(4))) == (
        [],
        ["up.zip:1: the ZIP holds more than 3 files: split it"],
    )


@pytest.mark.parametrize("told", [None, 2])
def test_bomb_is_refused_by_what_comes_out_not_by_what_it_says(told, monkeypatch):
    monkeypatch.setattr(zips, "MOST_BYTES", 2 * 1024**2)
    content = bytearray(packed([("a.json", "[" + " " * 5 * 1024**2 + "]"), ("b.json", FILE)]))
    if told is not None:
        place = content.index(b"PK\x01\x02") + 24
        content[place : place + 4] = struct.pack("<L", told)

    rows, faults = read(bytes(content))

    bomb = "what is in ZIP files unpacks to more than 2 MiB: split it"
    # One that says too little is cut there, and then its checksum is wrong.
    first = bomb if told is None else "the file is damaged: pack it again"
    assert faults[0] == f"up.zip/a.json:1: {first}"
    assert (rows, faults[1:]) == (
        ([], [f"up.zip/b.json:1: {bomb}"]) if told is None else (["up.zip/b.json"], [])
    )


def test_limit_is_of_all_members_together(monkeypatch):
    monkeypatch.setattr(zips, "MOST_BYTES", 2 * len(FILE) + 1)

    rows, faults = read(packed((f"{n}.json", FILE) for n in range(3)))

    assert rows[:2] == ["up.zip/0.json", "up.zip/1.json"]
    assert faults == ["up.zip/2.json:1: what is in ZIP files unpacks to more than 0 MiB: split it"]


def test_limit_is_of_all_zips_of_an_import_together(monkeypatch, tmp_path):
    monkeypatch.setattr(zips, "MOST_BYTES", 2 * len(FILE) + 1)
    content = packed([("a.json", FILE)])
    for n in range(3):
        (tmp_path / f"{n}.zip").write_bytes(content)

    for inputs in (inputs_of((f"{n}.zip", content) for n in range(3)), inputs_at([tmp_path])):
        found = [*Reading(inputs)]
        assert [type(item) for item in found] == [Row, Row, Fault]
        assert found[2].reason == "what is in ZIP files unpacks to more than 0 MiB: split it"


def listed(count, comment=b"", is_long=False):
    """A ZIP that is only a list of so many members, as an ordinary one or as a ZIP64."""
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", *[0] * 11, 1, *[0] * 6) + b"a"
    size = count * len(entry)
    ends = [0, 0, 0, 0, 0 if is_long else size, 0, len(comment)]
    long = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, 0)
    long += struct.pack("<4sLQL", b"PK\6\7", 0, size, 1)
    return entry * count + long * is_long + struct.pack("<4s4H2LH", b"PK\5\6", *ends) + comment


@pytest.mark.parametrize("options", [{}, {"comment": b"x" * 60_000}, {"is_long": True}])
def test_list_of_members_that_is_too_long_is_not_read(options, tmp_path):
    (tmp_path / "up.zip").write_bytes(listed(50_000, **options))
    tracemalloc.start()

    [by_path] = Reading(inputs_at([tmp_path]))
    content = (tmp_path / "up.zip").read_bytes()
    before, _peak = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    rows, faults = read(content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (rows, faults) == ([], ["up.zip:1: the ZIP holds more than 1000 files: split it"])
    assert by_path.reason == "the ZIP holds more than 1000 files: split it"
    assert peak - before < 1024**2


@pytest.mark.parametrize("content", [b"", b"PK", FILE.encode(), b"PK\x03\x04" + b"\x00" * 60])
def test_what_is_no_zip_is_refused(content):
    reason = "this is no ZIP file, or it is damaged: pack it again"
    assert read(content) == ([], [f"up.zip:1: {reason}"])


@pytest.mark.parametrize("members", [[], [("b/", "")], [("__MACOSX/a.json", "")]])
def test_zip_without_files_to_read_is_refused(members):
    assert read(packed(members)) == (
        [],
        ["up.zip:1: no .json, .jsonl or .csv file is in the ZIP"],
    )


def test_damaged_member_is_refused_and_the_others_are_read():
    content = bytearray(packed([("a.json", FILE), ("b.json", FILE)], zipfile.ZIP_STORED))
    content[content.index(b"luong")] ^= 1

    rows, faults = read(bytes(content))

    assert faults == ["up.zip/a.json:1: the file is damaged: pack it again"]
    assert "up.zip/b.json" in rows


@given(
    st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=4)), min_size=1, max_size=4),
    st.sampled_from([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED]),
)
def test_damaged_zip_is_refused_or_read_but_never_an_exception(damages, method):
    content = packed([("a.json", FILE), ("b/people.csv", "slug\r\nx\r\n")], method)
    for place, damage in damages:
        content = content[:place] + damage + content[place + len(damage) :]

    rows, faults = read(content)

    assert rows or faults

"""What a check writes into fixture files, and the files and folders it refuses."""

import json
import unicodedata
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from hanoiconv.interchange.checking import check_record, source_texts
from hanoiconv.interchange.files import read_rows, write_rows
from tests.interchange.written import (
    passage,
    person,
    report,
    row,
    small_record,
    words,
    written,
)

pytestmark = pytest.mark.usefixtures("folder")

TODAY = date(2026, 11, 21)
TEXT = """State President Luong Cuong at the ceremony in Hà Nội. (Photo: VOV)

The signing is an "important milestone," but it is "only the beginning", AFP cited.
About 110 countries took part, he said; it is no more than only the beginning.
"""
QUOTED = {"quoted": "only the beginning", "paragraph": 2}


@pytest.fixture
def text(folder):
    """The text of the source in the folder that the check is given."""
    Path("texts").mkdir()
    Path("texts/vov-report.txt").write_text(TEXT, encoding="utf-8")


def checked(*rows, **options):
    """What the check finds in a file of the rows, which is written in our form first."""
    path = written("a.json", *rows)
    write_rows(path, read_rows(path)[0])
    return check_record([path], Path("texts"), TODAY, **options)


def fields_of(name):
    """The fields of the row of that name, as the file has them."""
    return next(row.fields for row in read_rows(Path("a.json"))[0] if row.name == name)


def line_of(model):
    lines = Path("a.json").read_text(encoding="utf-8").splitlines()
    return lines.index(f'    "model": "{model}",')


def fixture_file():
    """A small record in our form, with the statement's words as VOV prints them."""
    rows = [*small_record()[:-1], passage(**QUOTED)]
    path = written("a.json", *rows)
    write_rows(path, read_rows(path)[0])
    return path


@pytest.mark.usefixtures("text")
def test_write_puts_verdict_day_and_fingerprint_into_the_file_and_nothing_else():
    path = fixture_file()
    before = json.loads(path.read_text(encoding="utf-8"))

    check_record([path], Path("texts"), TODAY, write=True)

    after = json.loads(path.read_text(encoding="utf-8"))
    assert after[5]["fields"]["verdict"] == "exact"
    assert after[5]["fields"]["checked_on"] == "2026-11-21"
    assert after[5]["fields"]["checked_sha256"] == sha256(TEXT.encode()).hexdigest()
    unchecked = {"verdict": "unchecked", "checked_on": None, "checked_sha256": ""}
    after[5]["fields"] |= unchecked
    assert after == before


@pytest.mark.usefixtures("text")
def test_second_write_on_the_same_day_changes_no_byte():
    path = fixture_file()
    check_record([path], Path("texts"), TODAY, write=True)
    once = path.read_bytes()

    check_record([path], Path("texts"), TODAY, write=True)

    assert path.read_bytes() == once


@pytest.mark.usefixtures("text")
def test_without_write_no_file_changes():
    path = fixture_file()
    before = (path.read_bytes(), path.stat().st_mtime_ns)

    result = check_record([path], Path("texts"), TODAY)

    assert result.verdicts == {"point-r1": "exact"}
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@pytest.mark.usefixtures("text")
def test_fingerprint_is_that_of_the_text_in_nfc_without_a_byte_order_mark():
    path = fixture_file()
    form = unicodedata.normalize("NFD", TEXT).replace("\n", "\r\n")
    Path("texts/vov-report.txt").write_bytes(b"\xef\xbb\xbf" + form.encode())

    check_record([path], Path("texts"), TODAY, write=True)

    assert fields_of("point-r1")["verdict"] == "exact"
    assert fields_of("point-r1")["checked_sha256"] == sha256(TEXT.encode()).hexdigest()


INVALID = {
    "unknown field": (
        person(born="1957"),
        "people.person luong-cuong: born: there is no such field",
    ),
    "number for words": (
        report(printed_as=5),
        "events.report point-r1: printed_as: text is wanted, not 5",
    ),
    "link that is text": (
        report(source="vov-report"),
        "events.report point-r1: source: a list with one slug is wanted, "
        "such as [\"luong-cuong\"], not 'vov-report'",
    ),
    "another table": (
        row("auth.user", username="root"),
        "?: auth.user is not part of the record, so files cannot write it",
    ),
}


@pytest.mark.usefixtures("text")
@pytest.mark.parametrize(("bad", "reason"), INVALID.values(), ids=INVALID)
def test_file_that_cannot_be_imported_is_neither_checked_nor_written(bad, reason):
    files = [written("a.json", bad), written("b.json", *small_record())]
    before = [path.read_bytes() for path in files]

    result = check_record(files, Path("texts"), TODAY, write=True)

    assert words(result.faults) == [f"a.json:2: {reason}"]
    assert (result.verdicts, result.printed) == ({}, 0)
    assert [path.read_bytes() for path in files] == before


@pytest.mark.usefixtures("text")
def test_passage_without_a_report_is_refused():
    path = written("a.json", row("events.passage", key="p", quoted="Words."))

    result = check_record([path], Path("texts"), TODAY)

    faults = ["a.json:2: events.passage p: report: this must name a record"]
    assert (words(result.faults), result.printed) == (faults, 0)


def test_folder_of_texts_must_be_there():
    with pytest.raises(NotADirectoryError) as error:
        source_texts(Path("texts"))

    assert str(error.value) == "texts is no folder."


@pytest.mark.usefixtures("text")
def test_texts_are_named_by_their_file():
    Path("texts/README.md").write_text("No text of a source.")

    assert source_texts(Path("texts")) == {"vov-report": TEXT}


@pytest.mark.usefixtures("text")
def test_text_that_is_no_utf8_is_named():
    Path("texts/vov-report.txt").write_bytes(b"\xff")

    with pytest.raises(ValueError, match=r"\Atexts/vov-report.txt is no UTF-8 text\.\Z"):
        source_texts(Path("texts"))

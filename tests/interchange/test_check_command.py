from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.interchange.written import passage, report, small_record, wording, written

pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture(autouse=True)
def text(folder):
    """The text of the one source of the small record."""
    Path("texts").mkdir()
    Path("texts/vov-report.txt").write_text("One.\n“Only the beginning.”\n", encoding="utf-8")


def told(*arguments, sources="texts"):
    """What check_record prints, what it prints of errors, and what it ends with."""
    out, err, end = StringIO(), StringIO(), ""
    try:
        call_command("check_record", *arguments, "--sources", sources, stdout=out, stderr=err)
    except CommandError as error:
        end = str(error)
    return out.getvalue(), err.getvalue(), end


def test_check_says_what_it_found():
    written("a.json", *small_record())

    assert told("a.json") == (
        "1 report: exact\n1 printed passage, credit or word found\n1 paragraph number corrected\n",
        "",
        "",
    )


def test_check_says_what_was_skipped():
    elsewhere = {"source": ["vna-report"]}
    rows = [report("r1", **elsewhere), report("r2", **elsewhere), wording(source=["un-news"])]
    written("a.json", *small_record(), *rows)

    out, err, end = told("a.json")

    assert out.splitlines()[-2:] == [
        "skipped un-news: no text in texts (1 row rests on it)",
        "skipped vna-report: no text in texts (2 rows rest on it)",
    ]
    assert (err, end) == ("", "")


def test_check_fails_on_what_is_not_as_printed():
    wrong = passage("p2", report=["r2"], quoted="The end.", paragraph=2)
    written("a.json", *small_record(), report("r2"), wrong, wording(text="Hanoi"))

    out, err, end = told("a.json")

    assert out == (
        "1 report: exact\n"
        "1 report: not-found\n"
        "1 printed passage, credit or word found\n"
        "1 paragraph number corrected\n"
    )
    assert err == (
        "a.json:10: events.passage p2: quoted: “The end.” is not in paragraph 2 of vov-report\n"
        "a.json:11: events.wording x: text: “Hanoi” is not in vov-report\n"
    )
    assert end == "2 things are not as printed, named above."


def test_check_leaves_files_alone_unless_it_is_told_to_write():
    path = written("a.json", *small_record())
    before = path.read_bytes()

    told("a.json")
    after = path.read_bytes()
    told("a.json", "--write")

    assert after == before
    assert '"verdict": "exact"' in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "sources", "end"),
    [
        ("b.json", "texts", "b.json: no such file, or nothing to read in it."),
        ("a.json", "nowhere", "nowhere is no folder."),
        ("a.json", "texts/vov-report.txt", "texts/vov-report.txt is no folder."),
    ],
)
def test_missing_files_and_folders_are_named(path, sources, end):
    written("a.json", *small_record())

    assert told(path, sources=sources) == ("", "", end)


def test_text_that_is_no_text_is_named():
    written("a.json", *small_record())
    Path("texts/vov-report.txt").write_bytes(b"\xff")

    assert told("a.json") == ("", "", "texts/vov-report.txt is no UTF-8 text.")


def test_check_needs_a_folder_of_texts():
    with pytest.raises(CommandError) as error:
        call_command("check_record", "a.json")

    assert str(error.value) == "Error: the following arguments are required: --sources"

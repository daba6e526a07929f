from datetime import date
from pathlib import Path

import pytest

from hanoiconv.interchange.checking import check_record
from hanoiconv.interchange.files import read_rows, write_rows
from tests.interchange.written import (
    figure,
    participation,
    passage,
    photo,
    provision,
    report,
    row,
    source,
    wording,
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


VERDICTS = {
    "exact": ([QUOTED], "exact"),
    "typographic": ([{"quoted": "only  the beginning", "paragraph": 2}], "typographic"),
    "elided": ([{"quoted": "important … only the beginning", "paragraph": 2}], "elided"),
    "worst of two": (
        [QUOTED, {"quoted": "important\u00a0milestone", "paragraph": 2}],
        "typographic",
    ),
    "stretch": (
        [{"starts": "About 110 countries", "ends": "took part, he", "paragraph": 3}],
        "exact",
    ),
    "nothing to check": ([], "not-applicable"),
}


@pytest.mark.usefixtures("text")
@pytest.mark.parametrize(("passages", "verdict"), VERDICTS.values(), ids=VERDICTS)
def test_report_has_the_verdict_on_its_passages(passages, verdict):
    rows = [passage(f"p{number}", **fields) for number, fields in enumerate(passages)]

    result = checked(report(), *rows)

    assert words(result.faults) == []
    assert result.verdicts == {"point-r1": verdict}
    assert (result.printed, result.corrected, dict(result.skipped)) == (len(passages), 0, {})


@pytest.mark.usefixtures("text")
def test_quoted_words_that_are_not_quoted_in_print_are_not_found():
    result = checked(report(), passage(quoted="About 110 countries", paragraph=3))

    line = line_of("events.passage")
    reason = "“About 110 countries” is not in paragraph 3 of vov-report"
    assert words(result.faults) == [f"a.json:{line}: events.passage point-r1-p1: quoted: {reason}"]
    assert result.verdicts == {"point-r1": "not-found"}


@pytest.mark.usefixtures("text")
def test_stretch_that_ends_before_it_starts_is_not_found():
    located = {"starts": "it is no more", "ends": "About 110 countries", "paragraph": 3}

    result = checked(report(mode="paraphrase"), passage(**located))

    line = line_of("events.passage")
    reason = "“it is no more” is not in paragraph 3 of vov-report"
    assert words(result.faults) == [f"a.json:{line}: events.passage point-r1-p1: starts: {reason}"]


@pytest.mark.usefixtures("text")
@pytest.mark.parametrize("number", [1, 3, 99, None])
def test_paragraph_is_corrected_when_exactly_one_has_the_words(number):
    result = checked(report(), passage(**QUOTED | {"paragraph": number}), write=True)

    assert words(result.faults) == []
    assert (result.printed, result.corrected) == (1, 1)
    assert fields_of("point-r1-p1")["paragraph"] == 2


@pytest.mark.usefixtures("text")
def test_paragraph_is_not_guessed_when_two_have_the_words():
    located = {"starts": "only the beginning", "ends": "only the beginning", "paragraph": 1}

    result = checked(report(mode="paraphrase"), passage(**located), write=True)

    (fault,) = result.faults
    assert fault.reason == "“only the beginning” is not in paragraph 1 of vov-report"
    assert fields_of("point-r1-p1")["paragraph"] == 1
    assert fields_of("point-r1")["verdict"] == "not-found"


PRINTED = {
    "credit of a report": (report(printed_as="State President Luong Cuong", printed_in=1), 1),
    "credit in another paragraph": (report(printed_as="Luong Cuong", printed_in=2), 1),
    "agency": (report(via_printed="AFP cited"), 1),
    "occasion": (report(occasion="the ceremony in Hà Nội"), 1),
    "wording": (wording(text="Hà Nội", paragraph=1), 1),
    "heading": (provision(heading="Hà Nội", paragraph=1), 1),
    "part": (participation(printed_as="he", paragraph=3), 1),
    "figure": (figure(words="About 110", paragraph=3), 1),
    "photo": (photo(credit="Photo: VOV", paragraph=1), 1),
    "name": (row("people.name", key="x", text="Luong Cuong", sources=[["vov-report"]]), 1),
    "no credit": (participation(), 0),
    "name without a source": (row("people.name", key="x", text="Nobody", sources=[]), 0),
}


@pytest.mark.usefixtures("text")
@pytest.mark.parametrize(("bare", "number"), PRINTED.values(), ids=PRINTED)
def test_what_is_printed_is_found(bare, number):
    result = checked(bare)

    assert words(result.faults) == []
    assert result.printed == number


MISSING = {
    "credit of a report": (
        report(printed_as="President Luong Cuong of Viet Nam", printed_in=1),
        "events.report point-r1: printed_as: “President Luong Cuong of Viet Nam” is not in "
        "paragraph 1 of vov-report",
    ),
    "agency": (
        report(via_printed="Reuters"),
        "events.report point-r1: via_printed: “Reuters” is not in vov-report",
    ),
    "occasion": (
        report(occasion="a message"),
        "events.report point-r1: occasion: “a message” is not in vov-report",
    ),
    "wording": (
        wording(text="Hanoi"),
        "events.wording x: text: “Hanoi” is not in vov-report",
    ),
    "part": (
        participation(printed_as="delegates", paragraph=3),
        "events.participation x: printed_as: “delegates” is not in paragraph 3 of vov-report",
    ),
    "figure with half a number": (
        figure(words="10 countries", paragraph=3),
        "events.figure x: words: “10 countries” is not in paragraph 3 of vov-report",
    ),
    "photo": (
        photo(credit="Photo: VNA", paragraph=1),
        "events.photo x: credit: “Photo: VNA” is not in paragraph 1 of vov-report",
    ),
    "name": (
        row("people.name", key="x", text="Lương Cường", sources=[["vov-report"]]),
        "people.name x: text: “Lương Cường” is not in vov-report",
    ),
}


@pytest.mark.usefixtures("text")
@pytest.mark.parametrize(("bare", "reason"), MISSING.values(), ids=MISSING)
def test_what_is_not_printed_is_named(bare, reason):
    result = checked(bare)

    assert words(result.faults) == [f"a.json:2: {reason}"]
    assert result.printed == 0


@pytest.mark.usefixtures("text")
def test_words_of_the_headline_need_no_paragraph():
    titled = source(title="Hanoi opens for signature")

    result = checked(titled, wording(text="Hanoi opens"))

    assert (words(result.faults), result.printed, result.corrected) == ([], 1, 0)
    assert fields_of("x")["paragraph"] is None


DEPICTED = {
    "in the caption": (1, "Luong Cuong", "at the ceremony", []),
    "elsewhere": (1, "AFP", "", ["printed_as: “AFP” is not in the caption"]),
    "position elsewhere": (1, "", "no more", ["position: “no more” is not in the caption"]),
    "nowhere": (1, "Guterres", "", ["printed_as: “Guterres” is not in the caption"]),
    "caption somewhere": (None, "Luong Cuong", "", []),
    "caption nowhere": (None, "Guterres", "", ["printed_as: “Guterres” is not in the caption"]),
}


@pytest.mark.usefixtures("text")
@pytest.mark.parametrize(
    ("paragraph", "printed_as", "position", "reasons"), DEPICTED.values(), ids=DEPICTED
)
def test_depiction_stands_in_the_caption(paragraph, printed_as, position, reasons):
    picture = photo("photo", paragraph=paragraph)
    depicted = {"photo": ["photo"], "printed_as": printed_as, "position": position}

    result = checked(row("events.depiction", key="d", **depicted), picture)

    assert words(result.faults) == [f"a.json:2: events.depiction d: {reason}" for reason in reasons]


@pytest.mark.usefixtures("text")
def test_rows_of_a_source_without_a_text_are_counted_and_left_alone():
    elsewhere = {"source": ["vna-report"]}
    rows = [
        report("r1", printed_as="Nobody", **elsewhere),
        passage("p1", report=["r1"], quoted="Never said."),
        wording(text="Nothing", **elsewhere),
        figure(words="None", source=["un-news"]),
        row("people.name", key="n", text="Nobody", sources=[["vna-report"]]),
    ]

    result = checked(*rows, write=True)

    assert (words(result.faults), result.verdicts, result.printed) == ([], {}, 0)
    assert result.skipped == {"vna-report": 2, "un-news": 1}
    assert fields_of("r1")["verdict"] == "unchecked"

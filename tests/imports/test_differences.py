"""How the desk shows what an import changes: fields in words, long texts word by word."""

from time import process_time

import pytest

from hanoiconv.imports.differences import CUT, NEW, OLD, SAME, Effort, shortened, shown_rows, words
from hanoiconv.models import ImportEntry


def entry(*differences):
    return ImportEntry(kind="events.statement", slug="point", differences=[*differences])


def changed(row, field, **values):
    return {"row": row, "field": field, "change": "changed"} | values


def told(*differences):
    return [
        (row.name, row.label, [(field.name, field.old, field.new) for field in row.fields])
        for row in shown_rows(entry(*differences), Effort())
    ]


def test_differences_of_one_row_stand_together_in_words():
    found = told(
        changed("events.statement point", "order", old=1, new=0),
        changed("events.report point-r1", "mode", old="quotation", new="paraphrase"),
        changed("events.statement point", "event", old=["opening"]),
        changed("events.statement point", "topics", new=[["law"], ["cost"]]),
    )

    assert found == [
        (
            "",
            "Changed",
            [("Order", "1", "0"), ("Event", "opening", ""), ("Topics", "", "law, cost")],
        ),
        ("Report point-r1", "Changed", [("Mode", "Quotation", "Paraphrase")]),
    ]


def test_row_that_comes_or_goes_is_told_without_what_is_empty():
    fields = {"quoted": "Words.", "paragraph": 2, "ends": "", "key": "p1", "report": ["r1"]}
    found = told(
        {"row": "events.passage p1", "change": "added", "new": fields},
        {"row": "events.passage p2", "change": "removed", "old": fields | {"key": "p2"}},
    )

    values = [("Report", "r1", "r1"), ("Paragraph", "2", "2"), ("Quoted", "Words.", "Words.")]
    assert found == [
        ("Passage p1", "Added", values),
        ("Passage p2", "Removed", values),
    ]


def test_models_and_fields_that_are_no_more_are_named_as_they_were():
    found = told(
        changed("events.gone x", "what", old="a", new="b"),
        changed("events.report r1", "was_there", old="a", new="b"),
    )

    assert found == [
        ("events.gone x", "Changed", [("what", "a", "b")]),
        ("Report r1", "Changed", [("was_there", "a", "b")]),
    ]


def test_long_text_is_told_word_by_word_and_short_text_is_not():
    long = "One long sentence that says what was said by whom and where, in so many words."
    [row] = shown_rows(
        entry(
            changed("events.statement point", "gist", old=long, new=long.replace("whom", "her")),
            changed("events.statement point", "note", old="short", new="shorter"),
        ),
        Effort(),
    )

    assert [kind for kind, _text in row.fields[0].words] == [SAME, OLD, NEW, SAME]
    assert row.fields[0].words[1:3] == [(OLD, "whom "), (NEW, "her ")]
    assert row.fields[1].words == []


LONG = " ".join(f"word{n}" for n in range(2000))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b c", "a x c"),
        ("", "all new"),
        ("all gone", ""),
        ("“a”  b", '"a" b'),
        (LONG, LONG.replace("word3 ", "other ").replace("word1990 ", "")),
        (f"{LONG}\nlast line", f"first line\n{LONG}"),
        (f"one\n{LONG}\nthree four", f"one\n{LONG}\nthree five"),
    ],
)
def test_words_give_both_texts_back_to_the_letter(old, new):
    found = words(old, new, Effort())

    assert "".join(text for kind, text in found if kind != NEW) == old
    assert "".join(text for kind, text in found if kind != OLD) == new


LINES = "a b\n" * 9000
EVERY_SECOND = "".join(f"\n{n} a\n" for n in range(4500))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (LINES, f"{LINES}c", [SAME, NEW]),
        (f"x\n{LINES}y", f"z\n{LINES}w", [OLD, NEW, SAME, OLD, NEW]),
        (EVERY_SECOND, EVERY_SECOND.replace("a", "b"), [SAME, OLD, NEW]),
    ],
)
def test_texts_of_many_lines_alike_take_no_time(old, new, expected):
    started = process_time()

    found = words(old, new, Effort())

    assert process_time() - started < 2  # it was more than 10 s
    assert [kind for kind, _text in found][: len(expected)] == expected
    assert "".join(text for kind, text in found if kind != NEW) == old
    assert "".join(text for kind, text in found if kind != OLD) == new


def test_what_a_page_has_no_time_for_is_one_stretch(monkeypatch):
    monkeypatch.setattr("hanoiconv.imports.differences.MOST_STEPS", 40)
    effort = Effort()

    found = [words("a b c d e", "a x c y e", effort) for _text in range(2)]

    assert [(kind, text.split()) for kind, text in found[0][1:4]] == [
        (OLD, ["b"]),
        (NEW, ["x"]),
        (SAME, ["c"]),
    ]
    assert found[1] == [(SAME, "a "), (OLD, "b c d "), (NEW, "x c y "), (SAME, "e")]


def test_long_text_is_compared_line_by_line_first():
    found = words(f"one two\n{LONG}\nthree four", f"one 2\n{LONG}\nthree five", Effort())

    assert [text for kind, text in found if kind in (OLD, NEW)] == ["two\n", "2\n", "four", "five"]


def test_what_stayed_is_cut_to_some_words_around_what_changed():
    many = " ".join(str(n) for n in range(100, 200))
    found = [*shortened([(SAME, f"{many} "), (OLD, "was"), (NEW, "is"), (SAME, f" {many}")])]

    assert [kind for kind, _text in found] == [CUT, SAME, OLD, NEW, SAME, CUT]
    assert found[1][1].split() == [str(n) for n in range(188, 200)]
    assert [*shortened([(SAME, "one two "), (NEW, "three")])] == [
        (SAME, "one two "),
        (NEW, "three"),
    ]

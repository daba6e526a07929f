"""What a selection becomes: whole words, their mode, and the passage that locates them."""

import pytest

from events.checking import find_passage
from hanoiconv.capturing.passages import (
    NothingToRead,
    mode_of,
    passage_of,
    placed,
    selected,
    typed,
)
from people.models import Source
from tests.capturing.texts import HARBOUR, ISLANDS, PARAGRAPHS

PRESS, SPEECH = Source(kind="press-report"), Source(kind="speech-text")


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (1, 51, HARBOUR),
        (0, 53, HARBOUR),  # with the marks and the comma
        (2, 48, HARBOUR),  # in the middle of words
        (-5, 2, "No"),
        (90, 9999, "Guterres said."),
    ],
)
def test_selection_is_of_whole_words_without_marks(start, end, words):
    assert selected(PARAGRAPHS, 2, start, end).words == words


@pytest.mark.parametrize(
    ("number", "start", "end"),
    [(0, 0, 5), (6, 0, 5), (2, 5, 5), (2, 9, 3), (2, 0, 1), (2, 500, 600)],
)
def test_nothing_selected_is_told(number, start, end):
    with pytest.raises(NothingToRead):
        selected(PARAGRAPHS, number, start, end)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (HARBOUR, HARBOUR),
        ('"no harbour is safe', "No harbour is safe"),
        ("No harbour ... stays dark", HARBOUR),
        ("No harbour … stays dark", HARBOUR),
        ("safe  while\none", "safe while one"),
    ],
)
def test_typed_words_are_found_in_any_print(words, found):
    assert typed(PARAGRAPHS, 2, words).words == found


def test_typed_dash_is_any_dash():
    assert typed(PARAGRAPHS, 5, "treaty-long").words == "treaty – long"


def test_no_words_typed_is_all_of_the_paragraph():
    assert typed(PARAGRAPHS, 1, " ").words == PARAGRAPHS[0]


@pytest.mark.parametrize("words", ["harbou", "a harbour", "dark … No harbour"])
def test_words_that_are_not_there_are_told(words):
    with pytest.raises(NothingToRead, match="paragraph 2"):
        typed(PARAGRAPHS, 2, words)


def test_markup_and_patterns_in_words_are_plain_letters():
    assert placed("(a+)+$ <b>", "x (a+)+$ <b> y") == (2, 12)
    assert placed("...", "anything") is None


@pytest.mark.parametrize(
    ("source", "number", "words", "mode"),
    [
        (PRESS, 2, HARBOUR, "quotation"),
        (PRESS, 2, "Guterres said", "paraphrase"),
        (PRESS, 2, "stays dark … Guterres", "paraphrase"),
        (PRESS, 3, ISLANDS, "paraphrase"),
        (SPEECH, 3, ISLANDS, "transcript"),
    ],
)
def test_words_in_quotation_marks_are_a_quotation(source, number, words, mode):
    assert mode_of(typed(PARAGRAPHS, number, words), source) == mode


def test_paraphrase_is_located_by_the_fewest_words_that_tell():
    text = ["the people of the land and the people of the sea and the sky above them all."]

    passage = passage_of(selected(text, 1, 0, len(text[0])), "paraphrase")

    assert passage == {
        "paragraph": 1,
        "quoted": "",
        "starts": "the people of the land",
        "ends": "above them all",
    }


def test_paraphrase_needs_three_words():
    with pytest.raises(NothingToRead, match="three words"):
        passage_of(typed(PARAGRAPHS, 3, "small islands"), "paraphrase")


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("mode", ["paraphrase", "transcript"])
def test_what_is_read_off_is_found_by_the_check(number, mode):
    passage = passage_of(typed(PARAGRAPHS, number, ""), mode)
    words = passage["quoted"], passage["starts"], passage["ends"]

    finding = find_passage(mode, *words, PARAGRAPHS, None)

    assert (finding.verdict, finding.paragraph) == ("exact", number)


def test_ellipses_are_looked_for_one_after_the_other():
    # As one pattern this would take years.
    words, text = "a … a … a … a … a … z", "a " * 5000

    assert placed(words, text) is None
    assert placed(words, f"{text}z.") == (0, 10_001)
    assert placed("ab … b", "ab, a b") == (0, 7)

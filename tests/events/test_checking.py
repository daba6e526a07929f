import pytest

from events.checking import (
    Finding,
    find_quoted,
    find_stretch,
    find_words,
    is_quoted_in,
    levelled,
    spans,
    stands_in,
    worst,
)
from events.models import Report

PRINT = (
    "Vietnam’s hosting of “the signing – in Hà Nội – shows trust”, he said at 9.30 on 25 October."
)

STANDING = {
    "as printed": ("hosting of “the signing – in Hà Nội", "exact"),
    "whole": (PRINT, "exact"),
    "one word": ("hosting", "exact"),
    "decomposed": ("Ha\u0300 No\u0323\u0302i", "exact"),
    "another dash": ("the signing - in Hà Nội", "typographic"),
    "dash without spaces": ("the signing—in Hà Nội", "typographic"),
    "straight quotes": ('hosting of "the signing', "typographic"),
    "single quotes": ("hosting of 'the signing", "typographic"),
    "straight apostrophe": ("Vietnam's hosting", "typographic"),
    "no-break space": ("25\u00a0October", "typographic"),
    "line end": ("hosting\nof", "typographic"),
    "words left out": ("hosting of … shows trust", "elided"),
    "three full stops": ("hosting of ... shows trust", "elided"),
    "in brackets": ("hosting of […] shows trust", "elided"),
    "in brackets with spaces": ("hosting of [ ... ] shows trust", "elided"),
    "twice": ("hosting ... Hà Nội ... trust", "elided"),
    "left out and typographic": ("Vietnam's hosting ... signing - in", "elided"),
    "other words": ("hosting of a signing", "not-found"),
    "other case": ("Hosting of", "not-found"),
    "other order": ("shows trust ... hosting of", "not-found"),
    "left out without a mark": ("hosting of shows trust", "not-found"),
    "the same words twice": ("hosting ... hosting", "not-found"),
    "one piece missing": ("hosting ... Vienna", "not-found"),
    "no marks": ("Ha Noi", "not-found"),
    "end of a word": ("ting of", "not-found"),
    "begin of a word": ("hosting of “the sign", "not-found"),
    "end of a number": ("5 October", "not-found"),
    "ellipsis alone": ("…", "not-found"),
}


@pytest.mark.parametrize(("words", "verdict"), STANDING.values(), ids=STANDING)
def test_verdict_on_words(words, verdict):
    assert stands_in(words, PRINT) == verdict


def test_printed_ellipsis_is_exact():
    assert stands_in("and so … on", "He said: and so … on.") == "exact"
    assert stands_in("and so ... on", "He said: and so … on.") == "typographic"


def test_levelled_text_has_one_kind_of_mark_dash_and_space():
    text = " “Hà\u00a0Nội” – ‘a’ —\n«b» … c‐d "

    assert levelled(text) == '"Hà Nội"-"a"-"b" ... c-d'


QUOTED = {
    "double": ("the law", "It is “the law” here.", True),
    "straight": ("the law", 'It is "the law" here.', True),
    "single": ("the law", "It is ‘the law’ here.", True),
    "straight single": ("the law", "It is 'the law' here.", True),
    "guillemets": ("the law", "It is «the law» here.", True),
    "mixed": ("the law", 'It is "the law” here.', True),
    "part of it": ("law", "It is “the law of all” here.", True),
    "with an apostrophe inside": ("state's law", "It is ‘the state’s law’ here.", True),
    "at the end of the paragraph": ("the law", "“It is the law", True),
    "words with marks of their own": ("the ‘new’ law", "It is “the ‘new’ law”.", True),
    "second of two quotations": ("and that", "“This,” he said, “and that.”", True),
    "no marks": ("the law", "It is the law here.", False),
    "behind the marks": ("the law", "“So,” he said, it is the law.", False),
    "before the marks": ("the law", "It is the law, he said, “so”.", False),
    "between two quotations": ("the law", "“This” is the law and “that” is not.", False),
    "between two apostrophes": ("the law", "Vietnam's view of the law is the world's.", False),
    "between plural possessives": (
        "the law",
        "The states’ view of the law is their peoples’.",
        False,
    ),
    "partly outside": ("the law is", "It is “the law” is it.", False),
    "both pieces": ("this ... that", "“It is this,” he said, “and that.”", True),
    "one piece outside": ("this ... that", "“It is this,” he said, and that.", False),
    "first outside, then inside": ("the law", "The law, that is “the law”.", True),
}


@pytest.mark.parametrize(("words", "paragraph", "quoted"), QUOTED.values(), ids=QUOTED)
def test_quoted_words_stand_between_quotation_marks(words, paragraph, quoted):
    assert is_quoted_in(words, paragraph) is quoted


STRETCHES = {
    "first and last": ("Vietnam’s hosting of", "at 9.30 on 25 October.", "exact"),
    "inside": ("the signing – in Hà Nội", "shows trust", "exact"),
    "the same words": ("shows trust”, he said", "shows trust”, he said", "exact"),
    "typographic start": ("Vietnam's hosting of", "on 25 October", "typographic"),
    "typographic end": ("Vietnam’s hosting of", "in Hà Nội - shows trust", "typographic"),
    "end before start": ("shows trust”, he said", "hosting of “the signing", "not-found"),
    "no such start": ("Australia’s hosting of", "on 25 October", "not-found"),
    "no such end": ("Vietnam’s hosting of", "on 26 October", "not-found"),
    "no start": ("", "on 25 October", "not-found"),
    "no end": ("Vietnam’s hosting of", "", "not-found"),
    "nothing": ("", "", "not-found"),
}


@pytest.mark.parametrize(("starts", "ends", "verdict"), STRETCHES.values(), ids=STRETCHES)
def test_verdict_on_a_stretch(starts, ends, verdict):
    assert spans(starts, ends, PRINT) == verdict


TEXT = ["The law is one.", "The law is “two”.", "Here is – three.", "Here is - three."]
NOWHERE = Finding("not-found", None)

FINDINGS = {
    "in its paragraph": ("The law is", 2, Finding("exact", 2)),
    "in its paragraph, less exact than elsewhere": ("is - three", 3, Finding("typographic", 3)),
    "in exactly one other": ("The law is one", 4, Finding("exact", 1)),
    "in exactly one, typographic": ('is "two"', 1, Finding("typographic", 2)),
    "number not known": ("is one", None, Finding("exact", 1)),
    "number beyond the end": ("is one", 9, Finding("exact", 1)),
    "number nought": ("is one", 0, Finding("exact", 1)),
    "in two others": ("The law", 4, NOWHERE),
    "in two, number not known": ("The law", None, NOWHERE),
    "nowhere": ("The law is three", 1, NOWHERE),
}


@pytest.mark.parametrize(("words", "number", "finding"), FINDINGS.values(), ids=FINDINGS)
def test_words_are_looked_for_in_their_paragraph_first(words, number, finding):
    assert find_words(words, TEXT, number) == finding


def test_words_in_no_text_are_found_nowhere():
    assert find_words("law", [], 1) == NOWHERE


def test_quoted_words_are_found_where_they_are_quoted():
    text = ["It is the law.", "It is “the law”."]

    assert find_quoted("the law", text, 1) == Finding("exact", 2)
    assert find_quoted("It is", text, 1) == NOWHERE


def test_stretch_is_found_in_the_paragraph_that_has_both_ends():
    text = ["One and two and three.", "One and four and five."]

    assert find_stretch("One and", "and five", text, 1) == Finding("exact", 2)
    assert find_stretch("One and", "and five", text, 2) == Finding("exact", 2)
    assert find_stretch("and three", "and five", text, None) == NOWHERE


@pytest.mark.parametrize(
    ("verdicts", "whole"),
    [
        ([], "not-applicable"),
        (["exact"], "exact"),
        (["exact", "typographic", "exact"], "typographic"),
        (["elided", "typographic"], "elided"),
        (["exact", "not-found", "elided"], "not-found"),
        (["exact", "unchecked"], "not-found"),
    ],
)
def test_report_is_as_good_as_its_worst_passage(verdicts, whole):
    assert worst(verdicts) == whole
    assert worst(verdicts) in Report.Verdict.values

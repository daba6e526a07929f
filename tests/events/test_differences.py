from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.differences import MOST_TOKENS, Kind, Variant, compared, differences
from events.models import Report, Statement
from tests.make import make_passage, make_report, make_statement

WORDS = st.lists(
    st.sampled_from(["the", "law,", "law", "“", "”", "…", "约", " ", "\n", "1.5", "."])
)


def runs(first, second):
    return [(run.kind.value, run.first, run.second) for run in differences(first, second)]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("", "", []),
        ("One law.", "One law.", [("same", "One law.", "One law.")]),
        (
            "our collective defense against crime.",
            "our collective defences against crime.",
            [
                ("same", "our collective ", "our collective "),
                ("different", "defense ", "defences "),
                ("same", "against crime.", "against crime."),
            ],
        ),
        (
            "It is law.",
            "It is a law.",
            [("same", "It is ", "It is "), ("different", "", "a "), ("same", "law.", "law.")],
        ),
        (
            "It is a law.",
            "It is law.",
            [("same", "It is ", "It is "), ("different", "a ", ""), ("same", "law.", "law.")],
        ),
        ("One law", "Another rule", [("different", "One law", "Another rule")]),
        ("A law", "a law", [("different", "A ", "a "), ("same", "law", "law")]),
        ("71 states", "72 states", [("different", "71 ", "72 "), ("same", "states", "states")]),
        ("2,500 left", "2,400 left", [("different", "2,500 ", "2,400 "), ("same", "left", "left")]),
        ("", "A law", [("different", "", "A law")]),
    ],
)
def test_differences_are_found_word_by_word(first, second, expected):
    assert runs(first, second) == expected


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a “law” – for all", "a 'law' - for all"),
        ("the host's  duty", "the host’s duty"),
        ("a law—for\u00a0all", "a law - for all"),
        ("Lương Cường", "Lu\u031bo\u031bng Cu\u031bo\u031b\u0300ng"),
        ("against crime.", "against crime"),
        ("against crime,", "against crime."),
        ("one … two", "one [...] two"),
    ],
)
def test_quotes_dashes_spaces_forms_and_the_last_stop_are_no_difference(first, second):
    assert runs(first, second) == [("same", first, second)]


@pytest.mark.parametrize(
    ("first", "second"), [("a law, for all", "a law for all"), ("one. Two", "one, two")]
)
def test_other_punctuation_is_a_difference(first, second):
    assert "different" in {kind for kind, _first, _second in runs(first, second)}


def test_words_left_out_where_marked_are_told_apart():
    full, short = "a powerful, binding tool for all", "a powerful […] tool for everyone"

    assert runs(full, short) == [
        ("same", "a powerful", "a powerful "),
        ("elided", ", binding ", "[…] "),
        ("same", "tool for ", "tool for "),
        ("different", "all", "everyone"),
    ]
    assert [kind for kind, _first, _second in runs(short, full)] == [
        "same",
        "elided",
        "same",
        "different",
    ]


def test_scripts_without_spaces_are_compared_by_character():
    assert runs("公约是重要的里程碑", "公约是一个里程碑") == [
        ("same", "公约是", "公约是"),
        ("different", "重要的", "一个"),
        ("same", "里程碑", "里程碑"),
    ]


def test_arabic_is_compared_by_word():
    assert runs("الاتفاقية أداة قوية", "الاتفاقية أداة مهمة") == [
        ("same", "الاتفاقية أداة ", "الاتفاقية أداة "),
        ("different", "قوية", "مهمة"),
    ]


def test_beyond_the_limit_the_middle_is_one_difference():
    first = " ".join(["start", *["a b"] * MOST_TOKENS, "end"])
    second = " ".join(["start", *["b c"] * MOST_TOKENS, "end"])

    assert [run.kind for run in differences(first, second)] == [
        Kind.SAME,
        Kind.DIFFERENT,
        Kind.SAME,
    ]


@given(st.text() | WORDS.map(" ".join), st.text() | WORDS.map("".join))
def test_runs_give_both_texts_back(first, second):
    found = differences(first, second)

    assert "".join(run.first for run in found) == first
    assert "".join(run.second for run in found) == second
    assert all(a.kind != b.kind for a, b in pairwise(found))


@given(st.text() | WORDS.map(" ".join))
def test_a_text_is_the_same_as_itself(text):
    assert [run.kind for run in differences(text, text)] == ([Kind.SAME] if text else [])


def comparisons(statement):
    shown = Statement.objects.with_words().get(pk=statement.pk)
    return [comparison for _report, comparison in compared(shown)]


@pytest.mark.django_db
def test_reports_are_compared_with_the_leading_one():
    statement = make_statement(report=None)
    make_report(statement=statement, mode="paraphrase")
    leading = make_report(statement=statement, passage={"quoted": "a law for all of us."})
    make_report(statement=statement, passage={"quoted": "a rule for all of us"})
    make_report(statement=statement, passage={"quoted": "“a law” for all of us"})

    paraphrase, first, other, quoted_twice = comparisons(statement)

    assert (paraphrase, first) == (None, None)
    assert (other.leading, other.kind) == (leading, "different")
    assert other.passages == [
        [("a ", False), ("rule", True), (" ", False), ("for all of us", False)]
    ]
    assert other.variants == [Variant("a ", "law", "rule", " for all of …")]
    assert (quoted_twice.kind, len(quoted_twice.variants)) == ("different", 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second", "variants"),
    [
        ("We, the states", "We the states", [Variant("We", ",", "", " the states")]),
        ("it is a law", "it is law", [Variant("it is ", "a", "", " law")]),
        ("公约是重要的里程碑", "公约是一个里程碑", [Variant("公约是", "重要的", "一个", "里程碑")]),
        ("a law", "a rule", [Variant("a ", "law", "rule", "")]),
        ("laws bind", "rules bind", [Variant("", "laws", "rules", " bind")]),
        (
            "one two three four five law",
            "one two three four five rule",
            [Variant("… three four five ", "law", "rule", "")],
        ),
        (
            "law one two three four rule",
            "act one two three four code",
            [
                Variant("", "law", "act", " one two three …"),
                Variant("… two three four ", "rule", "code", ""),
            ],
        ),
    ],
)
def test_variants_stand_among_the_words_around_them(first, second, variants):
    statement = make_statement(report={"passage": {"quoted": first}})
    make_report(statement=statement, passage={"quoted": second})

    _leading, comparison = comparisons(statement)

    assert comparison.variants == variants


@pytest.mark.django_db
def test_passages_are_compared_as_one_text_and_shown_apart():
    statement = make_statement(report={"passage": {"quoted": "One law. It is for all."}})
    split = make_report(statement=statement, passage={"quoted": "One law"})
    make_passage(report=split, quoted="It was for all", order=2)

    _leading, comparison = comparisons(statement)

    assert ["".join(text for text, _ in passage) for passage in comparison.passages] == [
        "One law",
        "It was for all",
    ]
    assert [text for passage in comparison.passages for text, marked in passage if marked] == [
        "was"
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lang", "is_compared"),
    [("en", True), ("en-US", True), ("vi", False), ("", False)],
)
def test_only_prints_in_one_language_are_compared(lang, is_compared):
    statement = make_statement(report={"lang": "en-GB"})
    make_report(statement=statement, lang=lang)

    _leading, comparison = comparisons(statement)

    assert (comparison is not None) is is_compared


@pytest.mark.django_db
def test_two_scripts_of_one_language_are_not_compared():
    statement = make_statement(report={"lang": "zh-Hans"})
    make_report(statement=statement, lang="zh-Hant")

    assert comparisons(statement) == [None, None]


@pytest.mark.django_db
@pytest.mark.parametrize("mode", sorted(set(Report.Mode.values) - set(Report.QUOTING)))
def test_statement_that_nobody_quotes_has_no_comparison(mode):
    statement = make_statement(report={"mode": mode})
    make_report(statement=statement, mode=mode)

    assert comparisons(statement) == [None, None]

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from hanoiconv.core.dates import PartialDate, Point, format_partial_date, parse

FORMATTED = {
    "2019": "2019",
    "2025-09": "September 2025",
    "2025-10-25": "25 October 2025",
    "2025-10-05": "5 October 2025",
    "2025-09-22T09:30-04:00": "22 September 2025, 09:30 (UTC−4)",
    "2025-10-25T09:30+07:00": "25 October 2025, 09:30 (UTC+7)",
    "2025-10-25T09:30:15+05:30": "25 October 2025, 09:30:15 (UTC+5:30)",
    "2025-10-25T09:30-03:30": "25 October 2025, 09:30 (UTC−3:30)",
    "2025-10-25T02:30Z": "25 October 2025, 02:30 (UTC)",
    "2025-10-25T02:30+00:00": "25 October 2025, 02:30 (UTC)",
    "2025-10-25T23:59-12:00": "25 October 2025, 23:59 (UTC−12)",
    "2025-10-25T00:00+14:00": "25 October 2025, 00:00 (UTC+14)",
    "2019~": "about 2019",
    "2025-02~": "about February 2025",
    "2025-02?": "February 2025 (uncertain)",
    "2025-02%": "about February 2025 (uncertain)",
    "2025-02-11%": "about 11 February 2025 (uncertain)",
    "2019/2024": "2019–2024",
    "2025-09/2025-10": "September–October 2025",
    "2025-12/2026-01": "December 2025 – January 2026",
    "2025-10-25/2025-10-26": "25–26 October 2025",
    "2025-09-30/2025-10-02": "30 September – 2 October 2025",
    "2025-12-30/2026-01-02": "30 December 2025 – 2 January 2026",
    "2024-10-25/2025-10-25": "25 October 2024 – 25 October 2025",
    "2025-10-25/2025-10-25": "25 October 2025",
    "2025-09-22T09:30-04:00/2025-09-22T11:00-04:00": "22 September 2025, 09:30–11:00 (UTC−4)",
    "2025-09-22T09:30-04:00/2025-09-22T11:00-05:00": (
        "22 September 2025, 09:30 (UTC−4) – 22 September 2025, 11:00 (UTC−5)"
    ),
    "2025-09-22T09:30Z/2025-09-23T09:30Z": (
        "22 September 2025, 09:30 (UTC) – 23 September 2025, 09:30 (UTC)"
    ),
    "2025-09-22T09:30Z/2025-09-23": "22 September 2025, 09:30 (UTC) – 23 September 2025",
    "2019/2025-03": "2019 – March 2025",
    "2025-09/2025-09-20": "September 2025 – 20 September 2025",
    "2025-10-25/2025-10-26~": "25 October 2025 – about 26 October 2025",
    "2019?/2024": "2019 (uncertain) – 2024",
    "2025-01/..": "since January 2025",
    "2025-01/": "since January 2025",
    "2025-01~/..": "since about January 2025",
    "../2025-03": "until March 2025",
    "/2025-03": "until March 2025",
    "": "",
}

NOT_A_DATE = (
    "“{}” is not a date: write 2025, 2025-10, 2025-10-25, "
    "2025-10-25T09:30+07:00 or 2025-10-25/2025-10-26."
)
WHITE_SPACE = "A date has no white space: write 2025-10-25 or 2025-10-25/2025-10-26."
DIGITS = "A date has only the digits 0 to 9: write 2025-10-25."
SLASHES = "A date has at most one “/”: write 2025-10-25, or 2025-10-25/2025-10-26."
NO_END = "An interval needs at least one known end: write 2025-01/.. or ../2025-03."
YEAR = "“{}” has no year from 1000 to 9999: write four digits, such as 2025."
NO_OFFSET = "{} has no offset from UTC: write the time as 09:30+07:00 or 02:30Z."
OFFSET = "There is no offset {}: write one from -12:00 to +14:00, or Z for UTC."
CLOCK = "There is no time {}: write a time from 00:00 to 23:59."
QUALIFIED = "A date with a time has no “{}”: write 2025-10-25T09:30Z."

REFUSED = {
    "": NOT_A_DATE.format(""),
    "soon": NOT_A_DATE.format("soon"),
    "..": NOT_A_DATE.format(".."),
    "202": NOT_A_DATE.format("202"),
    "20251025": NOT_A_DATE.format("20251025"),
    "2025-1": NOT_A_DATE.format("2025-1"),
    "2025-10-5": NOT_A_DATE.format("2025-10-5"),
    "25-10-2025": NOT_A_DATE.format("25-10-2025"),
    "2025-10-25T": NOT_A_DATE.format("2025-10-25T"),
    "2025-10T09:30Z": NOT_A_DATE.format("2025-10T09:30Z"),
    "2025-10-25T09Z": NOT_A_DATE.format("2025-10-25T09Z"),
    "2025-10-25t09:30z": NOT_A_DATE.format("2025-10-25t09:30z"),
    "2025~~": NOT_A_DATE.format("2025~~"),
    "~2025": NOT_A_DATE.format("~2025"),
    "2025/10": NOT_A_DATE.format("10"),
    "x" * 41: NOT_A_DATE.format("x" * 40 + "…"),
    "2025\n": WHITE_SPACE,
    " 2025": WHITE_SPACE,
    "2025-10-25 / 2025-10-26": WHITE_SPACE,
    "2025-10-25\u00a0": WHITE_SPACE,
    "٢٠٢٥": DIGITS,
    "2025-1０": DIGITS,
    "2025²": DIGITS,
    "2025/10/25": SLASHES,
    "2024/2025/2026": SLASHES,
    "//": SLASHES,
    "/": NO_END,
    "../..": NO_END,
    "../": NO_END,
    "/..": NO_END,
    "0000": YEAR.format("0000"),
    "0999-12-31": YEAR.format("0999-12-31"),
    "12025": YEAR.format("12025"),
    "-2025-10": YEAR.format("-2025-10"),
    "2025-00": "There is no month 00: write a month from 01 to 12.",
    "2025-13": "There is no month 13: write a month from 01 to 12.",
    "2025-21-01": "There is no month 21: write a month from 01 to 12.",
    "2025-02-30": "February 2025 has no day 30: write a day from 01 to 28.",
    "2024-02-30": "February 2024 has no day 30: write a day from 01 to 29.",
    "1900-02-29": "February 1900 has no day 29: write a day from 01 to 28.",
    "2025-09-31": "September 2025 has no day 31: write a day from 01 to 30.",
    "2025-09-00": "September 2025 has no day 00: write a day from 01 to 30.",
    "2025-10-25T09:30": NO_OFFSET.format("2025-10-25T09:30"),
    "2025-10-25T09:30~": NO_OFFSET.format("2025-10-25T09:30"),
    "2025-10-25T24:00Z": CLOCK.format("24:00"),
    "2025-10-25T09:60Z": CLOCK.format("09:60"),
    "2025-10-25T23:59:60Z": CLOCK.format("23:59:60"),
    "2025-10-25T09:30+14:01": OFFSET.format("+14:01"),
    "2025-10-25T09:30-12:01": OFFSET.format("-12:01"),
    "2025-10-25T09:30+07:60": OFFSET.format("+07:60"),
    "2025-10-25T09:30-00:00": OFFSET.format("-00:00"),
    "2025-10-25T09:30Z~": QUALIFIED.format("~"),
    "2025-10-25T09:30Z%": QUALIFIED.format("%"),
    "2025-10-26/2025-10-25": (
        "2025-10-26/2025-10-25 ends before it starts: write the earlier date first."
    ),
    "2025-10-25T09:30Z/2025-10-25T15:30+07:00": (
        "2025-10-25T09:30Z/2025-10-25T15:30+07:00 ends before it starts: "
        "write the earlier date first."
    ),
    "2025-02~/2024": "2025-02~/2024 ends before it starts: write the earlier date first.",
    # The moments are in order, the days as written are not: no day column could hold this.
    "2025-10-26T00:30+14:00/2025-10-25T23:00-12:00": (
        "2025-10-26T00:30+14:00/2025-10-25T23:00-12:00 ends before it starts: "
        "write the earlier date first."
    ),
}


@st.composite
def points(draw):
    """EDTF for a year, month, day or moment."""
    day = draw(st.dates(min_value=date(1000, 1, 1)))
    precision = draw(st.sampled_from(["year", "month", "day", "time"]))
    if precision == "time":
        clock = draw(st.times()).isoformat(draw(st.sampled_from(["minutes", "seconds"])))
        return (
            f"{day}T{clock}{draw(st.sampled_from(['Z', '+00:00', '+05:30', '-12:00', '+14:00']))}"
        )
    length = {"year": 4, "month": 7, "day": 10}[precision]
    return day.isoformat()[:length] + draw(st.sampled_from(["", "~", "?", "%"]))


@st.composite
def partial_dates(draw):
    """EDTF for a date or an interval; the ends stand in order."""
    first, second = sorted([draw(points()), draw(points())])
    shape = draw(st.sampled_from(["{0}", "{0}/..", "{0}/", "../{0}", "/{0}", "{0}/{1}"]))
    if shape == "{0}/{1}" and first[:4] == second[:4]:
        shape = "{0}"  # within one year the order of the texts is not that of the days
    return shape.format(first, second)


@pytest.mark.parametrize(("text", "expected"), FORMATTED.items())
def test_format_partial_date_reads_as_british_english(text, expected):
    assert format_partial_date(text) == expected


def test_format_partial_date_takes_a_parsed_date():
    assert format_partial_date(parse("2025-02~")) == "about February 2025"


@pytest.mark.parametrize("text", ["", "2025-02"])
def test_format_partial_date_prefers_the_words_of_the_print(text):
    assert format_partial_date(text, words="early 2025") == "early 2025"


def test_format_partial_date_refuses_what_is_no_date():
    with pytest.raises(ValidationError) as refusal:
        format_partial_date("2025-13")

    assert refusal.value.messages == [REFUSED["2025-13"]]


def test_format_partial_date_names_the_months_in_the_language_in_use():
    with translation.override("fr"):
        in_french = format_partial_date("2025-02-11/2025-02-12")

    assert in_french == "11–12 février 2025"
    assert format_partial_date("2025-02-11/2025-02-12") == "11–12 February 2025"


@pytest.mark.parametrize(("text", "message"), REFUSED.items())
def test_parse_says_what_is_wrong_and_how_to_write_it(text, message):
    with pytest.raises(ValidationError) as refusal:
        parse(text)

    assert refusal.value.messages == [message]
    assert refusal.value.code == "partial_date"


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2025-02", date(2025, 2, 1), date(2025, 2, 28)),
        ("2024-02~", date(2024, 2, 1), date(2024, 2, 29)),
        ("2000-02", date(2000, 2, 1), date(2000, 2, 29)),
        ("1900-02", date(1900, 2, 1), date(1900, 2, 28)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
        ("1000", date(1000, 1, 1), date(1000, 12, 31)),
        ("2025-10-25%", date(2025, 10, 25), date(2025, 10, 25)),
        ("2025-10-25T00:30+07:00", date(2025, 10, 25), date(2025, 10, 25)),
        ("2025-10-25/2025-10-26", date(2025, 10, 25), date(2025, 10, 26)),
        ("2019/2025-03", date(2019, 1, 1), date(2025, 3, 31)),
        ("2025/2025-03", date(2025, 1, 1), date(2025, 3, 31)),
        ("2025-03/2025", date(2025, 3, 1), date(2025, 12, 31)),
        ("2025-01/..", date(2025, 1, 1), None),
        ("2025-01?/", date(2025, 1, 1), None),
        ("../2025-03", None, date(2025, 3, 31)),
        ("/2025-04", None, date(2025, 4, 30)),
    ],
)
def test_partial_date_knows_its_first_and_last_day(text, earliest, latest):
    dated = parse(text)

    assert (dated.earliest, dated.latest) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019~", "2019"),
        ("2025-09%", "2025-09"),
        ("2025-10-25?", "2025-10-25"),
        ("2025-10-25T09:30+07:00", "2025-10-25T09:30+07:00"),
        ("2025-10-25T02:30:15Z", "2025-10-25T02:30:15Z"),
        ("2025-10-25~/2025-10-26", "2025-10-25"),
        ("2025-01/..", "2025-01"),
        ("../2025-03?", "2025-03"),
        ("/2025-03", "2025-03"),
    ],
)
def test_datetime_attr_is_one_that_html_knows(text, expected):
    assert parse(text).datetime_attr == expected


def test_parse_keeps_the_parts_as_written():
    moment = Point(2025, 10, 25, "09:30", "+07:00", "", "2025-10-25T09:30+07:00")
    month = Point(2025, 12, qualifier="~", iso="2025-12")

    dated = parse("2025-10-25T09:30+07:00/2025-12~")

    assert dated == PartialDate("2025-10-25T09:30+07:00/2025-12~", moment, month)
    assert str(dated) == "2025-10-25T09:30+07:00/2025-12~"
    assert [dated.start.precision, dated.end.precision] == ["time", "month"]


@pytest.mark.parametrize(
    ("text", "precision"), [("2025", "year"), ("2025-10", "month"), ("2025-10-25", "day")]
)
def test_point_knows_its_precision(text, precision):
    assert parse(text).start.precision == precision


@given(partial_dates())
def test_any_date_can_be_read_and_is_in_order(text):
    dated = parse(text)

    known = [day for day in (dated.earliest, dated.latest) if day]
    assert known
    assert known == sorted(known)
    assert str(known[0].year) in format_partial_date(dated)
    assert str(known[-1].year) in format_partial_date(dated)


@given(
    st.text()
    | st.text(alphabet="0123456789-/.~?%TZ:+ ", max_size=30)
    | st.from_regex(r"[0-9]{4}-[01][0-9]-[0-3][0-9](T[0-2][0-9]:[0-6][0-9](Z|[+-][01][0-9]:00))?")
    | st.tuples(points(), points()).map("/".join)
)
@example("9999-12-31T23:59-12:00/9999-12-31T23:59+14:00")
@example("1000-01-01T00:00+14:00/1000-01-01T00:00-12:00")
def test_any_text_is_a_date_or_is_refused(text):
    try:
        dated = parse(text)
    except ValidationError as refusal:
        dated, messages = None, refusal.messages

    if dated is None:
        assert [message[-1] for message in messages] == ["."]
    else:
        assert str(dated) == text
        assert format_partial_date(dated) != ""
        assert (dated.earliest or date.min) <= (dated.latest or date.max)

from datetime import date, timedelta
from itertools import combinations

import pytest

from events.models import Event
from hanoiconv.charts.labels import AIR, LINE, SMALL, width_of
from hanoiconv.charts.scales import Span
from hanoiconv.charts.timelines import WIDTH, span_of, timeline

TODAY = date(2026, 11, 22)
NAMES = ["Session", "A rather long name of a meeting of many delegations", "北京会议" * 9, "اجتماع"]


def event(day, title="Session", **values):
    return Event(slug="s", title=title, date=day, standing="held", kind="meeting", **values)


@pytest.mark.parametrize(
    ("day", "span"),
    [
        ("2025-10-25", Span(date(2025, 10, 25), date(2025, 10, 25))),
        ("2019/2024", Span(date(2019, 1, 1), date(2024, 12, 31))),
        ("2025-02~", Span(date(2025, 2, 1), date(2025, 2, 28))),
        ("2025/", Span(date(2025, 1, 1), TODAY, "right")),
        ("2025/..", Span(date(2025, 1, 1), TODAY, "right")),
        ("2027-03/..", Span(date(2027, 3, 1), date(2027, 12, 31), "right")),
        ("../2025-03", Span(date(2025, 1, 1), date(2025, 3, 31), "left")),
        ("9999-12-31/", Span(date(9999, 12, 31), date(9999, 12, 31), "right")),
    ],
)
def test_span_reaches_as_far_as_the_date_is_known(day, span):
    assert span_of(day, TODAY) == span


def test_timeline_of_nothing_is_none():
    assert timeline([], TODAY) is None
    assert timeline([event("")], TODAY) is None


def test_what_lasts_longer_than_a_month_is_a_bar():
    point, month, days, year, open_end = (
        event(day) for day in ("2025-10-25", "2025-10", "2025-03-01/2025-03-31", "2025", "2026-11/")
    )

    drawn = timeline([point, month, days, year, open_end], TODAY)

    assert [mark.event for mark in drawn.marks] == [point, month, days]
    assert [(bar.event, bar.fades) for bar in drawn.bars] == [(year, ""), (open_end, "right")]


def test_events_of_one_day_are_stacked_and_share_a_label():
    parent = Event(pk=1)
    part, whole = event("2025-10-25", parent=parent), event("2025-10-25/2025-10-26", "The whole")

    drawn = timeline([part, whole], TODAY)

    assert [mark.level for mark in drawn.marks] == [1, 0]
    assert drawn.marks[0].label is None
    assert [words for _, words in drawn.marks[1].label.lines] == ["The whole"]
    assert drawn.marks[1].label.others == 1


def test_one_event_is_drawn_at_its_place_with_its_words():
    [mark] = timeline([event("2026-12-31", "Last day of signature")], TODAY).marks

    assert (mark.x, mark.width) == ("910", "10")
    assert (mark.label.x, mark.label.anchor) == ("905", "end")
    assert mark.label.when == "31 December 2026"
    assert mark.label.leader == ("915", "43", "10")


@pytest.mark.parametrize(
    ("standing", "when"), [("held", "2 May 2025"), ("cancelled", "2 May 2025, cancelled")]
)
def test_label_says_what_became_of_the_plan(standing, when):
    row = event("2025-05-02")
    row.standing = standing

    [mark] = timeline([row], TODAY).marks

    assert mark.label.when == when


@pytest.mark.parametrize("number", [2, 16, 100])
def test_no_words_or_marks_cover_each_other(number):
    days = [date(2019, 3, 1) + timedelta(days=n * n * 977 % 2800) for n in range(number)]
    rows = [event(day.isoformat(), NAMES[n % 4]) for n, day in enumerate(days)]

    drawn = timeline(rows, TODAY)

    boxes = [box for mark in drawn.marks for box in boxes_of(mark)]
    assert [pair for pair in combinations(boxes, 2) if meet(*pair)] == []
    assert all(left >= 0 and right <= WIDTH and top >= 0 for left, top, right, _ in boxes)


def test_bars_share_a_lane_only_where_they_do_not_meet():
    days = ["2019/2024", "2020", "2021-01/2021-06", "2025", "2025/", "../2019-06"]

    drawn = timeline([event(day, f"Round {day}") for day in days], TODAY)

    for one, other in combinations(drawn.bars, 2):
        if one.level == other.level:
            assert one.right <= other.left or other.right <= one.left


@pytest.mark.parametrize(("day", "left_out"), [("2025-10-25", 76), ("2025", 92)])
def test_what_has_no_room_is_counted(day, left_out):
    drawn = timeline([event(day) for _ in range(100)], TODAY)

    assert drawn.left_out == left_out
    assert float(drawn.height) < 400


def boxes_of(mark):
    """The mark, its words and the line up to them, as left, top, right, bottom."""
    yield mark.left, float(mark.y), mark.right, float(mark.y) + 10
    label = mark.label
    if label:
        texts = [width_of(words) for _, words in label.lines] + [width_of(label.when) * SMALL]
        x, width = float(label.x), max(texts)
        left = x if label.anchor == "start" else x - width
        top = float(label.lines[0][0]) - LINE + AIR
        yield left, top, left + width, float(label.when_y) + 2


def meet(one, other):
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]

"""The full timeline: marks above an axis of years, bars below it, words where there is room."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from events.models import Event
from hanoiconv.charts.coordinates import svg_number
from hanoiconv.charts.labels import label_bars, label_marks
from hanoiconv.charts.marks import Mark
from hanoiconv.charts.scales import Band, Span, scale_for
from hanoiconv.core.dates import parse

# Pixels of the drawing as designed; the page may show it larger or smaller.
WIDTH = 920
MARK = 10
LEVEL = 13  # from mark to mark in a stack
MOST_LEVELS = 24
ABOVE_AXIS = 6
AXIS = 38  # room below the line for months and years
BAR = 20
BAR_LANE = 25
MOST_BARS = 8  # lanes of them
TODAY = 24  # room at the foot
LONGEST_POINT = 31  # days; what lasts longer is a bar


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that the drawing needs; lengths in pixels."""

    height: str
    axis: str
    bands: list[Band]
    marks: list[Mark]
    bars: list[Mark]
    today: dt.date
    today_x: str
    is_today_late: bool  # in the right half, so its words stand to the left
    left_out: int  # events for which the drawing has no room


def timeline(events: Iterable[Event], today: dt.date) -> Timeline | None:
    """The drawing of the dated events; None where there is none."""
    spans = [(row, span_of(row.date, today)) for row in events if row.date]
    if not spans:
        return None
    scale = scale_for([span for _, span in spans], today, WIDTH, LONGEST_POINT)
    marks: list[Mark] = []
    bars: list[Mark] = []
    for row, span in spans:
        left, right = scale(span.first.toordinal()), scale(span.last.toordinal() + 1)
        is_bar = span.fades or span.days > LONGEST_POINT
        mark = Mark(row, *_widened(left, right), fades=span.fades)
        (bars if is_bar else marks).append(mark)
    _stack(marks)
    shown = [mark for mark in marks if mark.level < MOST_LEVELS]
    axis = label_marks(shown, WIDTH)
    label_bars(bars, WIDTH)
    shown_bars = [bar for bar in bars if bar.level < MOST_BARS]
    lanes = max((bar.level + 1 for bar in shown_bars), default=0)
    for mark in shown:
        mark.y = svg_number(axis - ABOVE_AXIS - MARK - mark.level * LEVEL)
    for bar in shown_bars:
        bar.y = svg_number(axis + AXIS + bar.level * BAR_LANE)
    today_x = scale(today.toordinal())
    return Timeline(
        height=svg_number(axis + AXIS + lanes * BAR_LANE + TODAY),
        axis=svg_number(axis),
        bands=scale.bands,
        marks=shown,
        bars=shown_bars,
        today=today,
        today_x=svg_number(today_x),
        is_today_late=today_x > WIDTH / 2,
        left_out=len(spans) - len(shown) - len(shown_bars),
    )


def span_of(date: str, today: dt.date) -> Span:
    """The days to draw for an EDTF date. An open end reaches today, an open start its year's."""
    dated = parse(date)
    first, last = dated.earliest, dated.latest
    if last is None and first is not None:
        return Span(first, today if first <= today else dt.date(first.year, 12, 31), "right")
    if first is None and last is not None:
        return Span(dt.date(last.year, 1, 1), last, "left")
    return Span(first, last)  # type: ignore[arg-type]  # one end is known, so both are


def _widened(left: float, right: float) -> tuple[float, float]:
    """At least as wide as a mark is high, around its beginning, and inside the drawing."""
    if right - left < MARK:
        left, right = left - MARK / 2, left + MARK / 2
    shift = max(0.0, -left) or min(0.0, WIDTH - right)
    return left + shift, right + shift


def _stack(marks: list[Mark]) -> None:
    """Levels, so that no mark covers another; of those on one day the larger event lowest."""
    ends: list[float] = []
    for mark in sorted(marks, key=lambda mark: (mark.left, mark.event.parent_id is not None)):
        free = (n for n, end in enumerate(ends) if end + 1 <= mark.left)
        mark.level = next(free, len(ends))
        ends[mark.level : mark.level + 1] = [mark.right]

"""Figures as reported: value by source and date, where the reports of one measure differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from events.models import Figure
from hanoiconv.charts.coordinates import share

MOST_STEPS = 4
SIGNS = [*reversed(Figure.Basis.values), "open", "about"]
LONG = 7  # characters: where labels are longer, every other line has one


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled line of the scale."""

    at: str  # per cent
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One report: where its value lies and to which side it is open."""

    figure: Figure
    start: str  # per cent; the same as the end for a single number
    end: str
    width: str
    is_open_left: bool  # nearly 70, up to 70
    is_open_right: bool  # more than 70, at least 70; both: about 70

    @property
    def is_range(self) -> bool:
        return self.width != "0"


@dataclass(frozen=True, slots=True)
class Plot:
    """The reports of one measure on one scale."""

    measure: str
    marks: list[Mark]
    ticks: list[Tick]
    scale: str  # "in millions", where the labels count those
    lowest: str
    highest: str

    @property
    def signs(self) -> list[str]:
        """What its marks use and a key explains: names of bases, "open", "about"."""
        used = {mark.figure.basis for mark in self.marks}
        for mark in self.marks:
            if mark.is_open_left or mark.is_open_right:
                used.add("about" if mark.is_open_left and mark.is_open_right else "open")
        return [name for name in SIGNS if name in used]


def figure_plots(figures: Iterable[Figure]) -> list[Plot]:
    """A plot for each measure of which two or more reports give numbers that are not all the same.

    Where all reports agree, or give words for numbers ("dozens"), the table says it better.
    """
    by_measure: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.low is not None or figure.high is not None:
            by_measure.setdefault(figure.measure, []).append(figure)
    return [_plot(name, rows) for name, rows in by_measure.items() if _differ(rows)]


def _differ(rows: list[Figure]) -> bool:
    return len({(row.low, row.high, row.qualifier) for row in rows}) > 1


def _plot(measure: str, rows: list[Figure]) -> Plot:
    values = [value for row in rows for value in (row.low, row.high) if value is not None]
    ticks = scale_of(min(values), max(values))
    first, span = ticks[0], ticks[-1] - ticks[0]
    unit, scale = _unit(ticks)
    labels = [_number(n, unit) for n in ticks]
    every = 2 if max(map(len, labels)) > LONG else 1
    return Plot(
        measure=measure,
        marks=[_mark(row, first, span) for row in rows],
        ticks=[
            Tick(share(tick - first, span), "" if n % every else label)
            for n, (tick, label) in enumerate(zip(ticks, labels, strict=True))
        ],
        scale=scale,
        lowest=_number(min(values)),
        highest=_number(max(values)),
    )


def scale_of(lowest: int, highest: int) -> list[int]:
    """Round numbers, evenly spaced, with some air on both sides; from 0 on where all are above.

    scale_of(65, 72) is [60, 65, 70, 75]. Whole numbers all through, so that none is too large.
    """
    air = max((highest - lowest) // 20 if highest > lowest else abs(highest) // 50, 1)
    low, high = lowest - air, highest + air
    if lowest >= 0:
        low = max(low, 0)
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            start, end = low // step * step, -(-high // step) * step
            if end - start <= MOST_STEPS * step:
                return [*range(start, end + 1, step)]
        size *= 10


def _mark(row: Figure, first: int, span: int) -> Mark:
    low, high = row.low, row.high
    ends = [end for end in (low, high) if end is not None]
    return Mark(
        figure=row,
        start=share(ends[0] - first, span),
        end=share(ends[-1] - first, span),
        width=share(ends[-1] - ends[0], span),
        is_open_left=row.is_open_below,
        is_open_right=row.is_open_above,
    )


def _number(value: int, unit: int = 1) -> str:
    """A number for readers, in the language in use, with its thousands marked."""
    shown = Decimal(value) / unit
    return number_format(shown, use_l10n=True, force_grouping=True).replace("-", "−")


def _unit(ticks: list[int]) -> tuple[int, str]:
    """In what to count so that labels are short, yet exact with two decimals; and its name."""
    units = [
        (10**15, _("in quadrillions")),
        (10**12, _("in trillions")),
        (10**9, _("in billions")),
        (10**6, _("in millions")),
    ]
    largest = max(map(abs, ticks))
    fitting = (
        row for row in units if largest >= row[0] and all(n * 100 % row[0] == 0 for n in ticks)
    )
    return next(fitting, (1, ""))

"""A scale of years that are as wide as they are full.

Years in which nothing begins or ends share one narrow band: on an even scale the months in which
the Convention was signed would be a smudge. Within a band the scale is even.
"""

import datetime as dt
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from django.utils.dates import MONTHS_3

from hanoiconv.charts.coordinates import svg_number

QUIET = 56  # pixels for a run of years without events
MOST_QUIET = 0.35  # of the width, for all such runs
MONTHS_FROM = 150  # pixels: a narrower year has no months
LETTER = 7.5  # pixels for a digit of a year


class Span(NamedTuple):
    """The days that a drawing shows of an event; an open end fades."""

    first: dt.date
    last: dt.date
    fades: str = ""  # "right", "left"

    @property
    def days(self) -> int:
        return self.last.toordinal() - self.first.toordinal() + 1


@dataclass(frozen=True, slots=True)
class Band:
    """A year, or a run of years without events, on the axis."""

    first: int  # year
    last: int
    left: float
    width: float

    @property
    def x(self) -> str:
        return svg_number(self.left)

    @property
    def right(self) -> str:
        return svg_number(self.left + self.width)

    @property
    def middle(self) -> str:
        return svg_number(self.left + self.width / 2)

    @property
    def is_run(self) -> bool:
        return self.first != self.last

    @property
    def label(self) -> str:
        """The years, as far as there is room for them."""
        text = str(self.first)
        if self.is_run:
            short = self.first // 100 == self.last // 100
            text += f"–{self.last % 100:02d}" if short else f"–{self.last}"
        return text if len(text) * LETTER <= self.width else ""

    @property
    def months(self) -> list[tuple[str, str, str]]:
        """For each month where it begins, its middle and its first letter, in a wide year."""
        if self.width < MONTHS_FROM:
            return []
        step = self.width / 12
        return [
            (
                svg_number(self.left + n * step),
                svg_number(self.left + (n + 0.5) * step),
                str(MONTHS_3[n + 1])[:1].upper(),
            )
            for n in range(12)
        ]


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a day lies."""

    bands: list[Band]

    def __call__(self, day: int) -> float:
        """The x of the beginning of a day, given as its ordinal (`date.toordinal`)."""
        starts = [dt.date(band.first, 1, 1).toordinal() for band in self.bands]
        at = max(bisect_right(starts, day) - 1, 0)
        band = self.bands[at]
        end = dt.date(band.last, 12, 31).toordinal() + 1
        part = (day - starts[at]) / (end - starts[at])
        return band.left + max(0.0, min(part, 1.0)) * band.width


def scale_for(spans: Iterable[Span], today: dt.date, width: float, longest_point: int) -> Scale:
    """A scale for all spans and today.

    Args:
        width: of the whole, in pixels.
        longest_point: days; what lasts no longer asks for room in its year.
    """
    full = Counter({today.year: 0})
    for span in spans:
        full[span.first.year] += span.days <= longest_point
        full[span.last.year] += 0
    years = sorted(full)
    runs = [(before + 1, after - 1) for before, after in pairwise(years) if after - before > 1]
    quiet = min(QUIET, width * MOST_QUIET / len(runs)) if runs else 0
    weights = {year: 1 + math.sqrt(full[year]) for year in years}
    unit = (width - quiet * len(runs)) / sum(weights.values())
    rows = [(year, year, weights[year] * unit) for year in years]
    rows += [(first, last, quiet) for first, last in runs]
    bands, left = [], 0.0
    for first, last, room in sorted(rows):
        bands.append(Band(first, last, left, room))
        left += room
    return Scale(bands)

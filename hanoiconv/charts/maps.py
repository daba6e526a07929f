"""A region of the world around a place, as views of one outline: static/land.svg.

The outline is in quarters of a degree, x eastwards and y southwards (plate carrée), and goes beyond
180° where land does, so that a second copy 360° away makes every view whole. A view is squeezed by
the cosine of its middle latitude, which gives distances around the place their true proportions.

static/land.svg was made once from Natural Earth 4.1, 1:50 million, public domain (packed as
land-50m in world-atlas 2.0.2): rings unrolled over 180°, islands under 0.14 square degrees at the
equator left out (six times that beyond 66° north and 60° south), thinned by Visvalingam's method
at 0.33 square degrees, rounded to a quarter of a degree, written as relative moves. It has no
borders. A file of its own, because it is 9 kB: pages carry a map of 2 kB, and browsers keep the
outline for all of them.
"""

import math
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from hanoiconv.charts.coordinates import share, svg_number

UNITS = 4  # to a degree, in land.svg
HEIGHT = 40.0  # degrees of latitude in a view
ASPECT = 1.6  # width to height of the drawing: charts.css has it too
STEP = 10  # degrees from line to line of the graticule
STEEPEST = 60.0  # degrees: nearer the poles a view would take in the whole world
EDGE = 0.12  # of a side: too near to it a line has no name
ROOM_FOR_LABEL = 25.0  # per cent of the height, above the point


@dataclass(frozen=True, slots=True)
class Line:
    """A named line of the graticule."""

    at: str  # per cent from the left or from the top
    name: str  # 20° N


@dataclass(frozen=True, slots=True)
class Map:
    """A view of land.svg; lengths in its units, positions of point and names in per cent."""

    view: str  # viewBox
    copies: list[str]  # how far to the right each copy of the land stands
    graticule: str  # path
    parallels: list[Line]
    meridians: list[Line]
    y: str  # of the point; it stands in the middle from left to right
    is_label_below: bool
    frames: list[tuple[str, str, str, str]]  # the view in the locator: x, y, width, height
    latitude: str  # 21.03° N
    longitude: str


def map_around(latitude: Decimal | float, longitude: Decimal | float) -> Map:
    """The region around a point in degrees north and east (WGS 84)."""
    north, east = float(latitude), float(longitude)
    middle = max(min(north, 90 - HEIGHT / 2), HEIGHT / 2 - 90)
    width = HEIGHT * ASPECT / math.cos(math.radians(min(abs(middle), STEEPEST)))
    left, top = east - width / 2, middle + HEIGHT / 2
    y = (top - north) / HEIGHT * 100
    parallels = _multiples(top - HEIGHT, top)
    meridians = _multiples(left, left + width)
    frame = [svg_number(n * UNITS) for n in (left, -top, width, HEIGHT)]
    turns = _turns(left, left + width)
    return Map(
        view=" ".join(frame),
        copies=[str(turn * UNITS) for turn in turns],
        graticule=_graticule(parallels, meridians, (left, top, width)),
        parallels=[
            Line(share(top - n, HEIGHT), parallel(n, 0))
            for n in parallels
            if _is_named(n, top - HEIGHT, top)
        ],
        meridians=[
            Line(share(n - left, width), meridian(n, 0))
            for n in meridians
            if _is_named(n, left, left + width)
        ],
        y=svg_number(y, 2),
        is_label_below=y < ROOM_FOR_LABEL,
        frames=[(svg_number((left - turn) * UNITS), *frame[1:]) for turn in turns],  # type: ignore[misc]
        latitude=parallel(north, 2),
        longitude=meridian(east, 2),
    )


def parallel(degrees: float, digits: int) -> str:
    """A latitude for readers: 21.03° N."""
    number = svg_number(abs(degrees), digits)
    if number == "0":
        return "0°"
    name = _("%(degrees)s° N") if degrees > 0 else _("%(degrees)s° S")
    return name % {"degrees": number}


def meridian(degrees: float, digits: int) -> str:
    """A longitude for readers; beyond 180° it is counted from the other side."""
    degrees = (degrees + 180) % 360 - 180
    number = svg_number(abs(degrees), digits)
    if number in ("0", "180"):
        return f"{number}°"
    name = _("%(degrees)s° E") if degrees > 0 else _("%(degrees)s° W")
    return name % {"degrees": number}


def _multiples(low: float, high: float) -> list[int]:
    """The lines of the graticule between two degrees."""
    return [*range(math.ceil(low / STEP) * STEP, math.ceil(high), STEP)]


def _is_named(line: int, low: float, high: float) -> bool:
    """Every other line, where it is far enough from the edges for its name."""
    margin = (high - low) * EDGE
    return line % (2 * STEP) == 0 and low + margin < line < high - margin


def _turns(left: float, right: float) -> list[int]:
    """How far the copies of the land stand that a view needs; land itself goes beyond 180°."""
    return [turn for turn in (-360, 0, 360) if left < turn + 190 and right > turn - 190]


def _graticule(parallels: list[int], meridians: list[int], view: tuple[float, float, float]) -> str:
    left, top, width = (svg_number(n * UNITS) for n in view)
    across = "".join(f"M{left} {-n * UNITS}h{width}" for n in parallels)
    down = svg_number(HEIGHT * UNITS)
    top = svg_number(-float(top))
    return across + "".join(f"M{n * UNITS} {top}v{down}" for n in meridians)

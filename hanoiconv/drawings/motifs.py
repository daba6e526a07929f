"""The marks a drum face is drawn with, and the motifs of its bands.

A place on the face is polar: the distance from the centre, and the angle in turns, clockwise on
the screen. The motifs are those on the face of a Đông Sơn drum: tangent circles with a dot, combs,
sawteeth, cords, meanders, plumes, long-beaked birds that fly anticlockwise.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import tau

Polar = tuple[float, float]

# What a mark is painted with: the colour of lines, of the star, of the ground, or a veil of lines.
LINE, STAR, GROUND, VEIL = "line", "star", "ground", "veil"
THIN, BOLD = 3.0, 5.0  # widths of drawn lines


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle about the centre."""

    radius: float
    paint: str


@dataclass(frozen=True, slots=True)
class Hoop:
    """A circle about the centre, drawn as a line."""

    radius: float
    width: float = THIN


@dataclass(frozen=True, slots=True)
class Comb:
    """Strokes across a band; each is as wide as `share` of the way to the next one."""

    radius: float  # of the middle of the band
    height: float
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Beads:
    """Round dots along a circle, the first at no angle."""

    radius: float
    size: float  # across
    count: int
    paint: str = LINE


@dataclass(frozen=True, slots=True)
class Copies:
    """One shape, again and again round the face: filled, or a line where it has a width."""

    shape: tuple[Polar, ...]
    count: int
    width: float = 0
    paint: str = LINE


Mark = Disc | Hoop | Comb | Beads | Copies
# What fills a band from one radius to another; it looks the same after 1 / order of a turn.
Motif = Callable[[float, float, int], list[Mark]]


def fitting(radius: float, pitch: float, order: int) -> int:
    """How many of about that pitch stand along a circle: a multiple of the order."""
    return order * max(1, round(tau * radius / pitch / order))


def comb(inner: float, outer: float, order: int) -> list[Mark]:
    middle = (inner + outer) / 2
    return [Comb(middle, outer - inner, fitting(middle, 9.5, order), 0.42)]


def ladder(inner: float, outer: float, order: int) -> list[Mark]:
    """Cells with a dot in each."""
    middle, height = (inner + outer) / 2, outer - inner
    count = fitting(middle, height * 0.95, order)
    rung = ((inner, 0.5 / count), (outer, 0.5 / count))
    return [Copies(rung, count, THIN), Beads(middle, height * 0.36, count)]


def circles(inner: float, outer: float, order: int) -> list[Mark]:
    """Circles with a dot, each joined to the next by a tangent."""
    middle, size = (inner + outer) / 2, (outer - inner) * 0.92
    count = fitting(middle, size * 1.5, order)
    tangent = ((middle + size * 0.46, 0.0), (middle - size * 0.46, 1 / count))
    return [
        Copies(tangent, count, THIN),
        Beads(middle, size, count),
        Beads(middle, size - 2 * THIN, count, GROUND),
        Beads(middle, size * 0.36, count),
    ]


def teeth(inner: float, outer: float, order: int) -> list[Mark]:
    """Sawteeth that point outwards."""
    count = fitting(outer, (outer - inner) * 0.8, order)
    half = 0.5 / count
    return [Copies(((inner, -half), (outer, 0.0), (inner, half)), count)]


def facing_teeth(inner: float, outer: float, order: int) -> list[Mark]:
    """Two rows of sawteeth, one in the gaps of the other, with a bare zigzag between them."""
    count = fitting(outer, (outer - inner) * 1.15, order)
    half, bare = 0.5 / count, (outer - inner) * 0.2
    return [
        Copies(((inner, -half * 0.8), (outer - bare, 0.0), (inner, half * 0.8)), count),
        Copies(((outer, half * 0.2), (inner + bare, half), (outer, half * 1.8)), count),
    ]


def zigzag(inner: float, outer: float, order: int) -> list[Mark]:
    """Two nested zigzag lines."""
    count, rise = fitting(outer, (outer - inner) * 1.2, order), (outer - inner) * 0.62
    half = 0.5 / count
    return [
        Copies(((low, -half), (low + rise, 0.0), (low, half)), count, THIN)
        for low in (inner + THIN, outer - rise - THIN)
    ]


def cord(inner: float, outer: float, order: int) -> list[Mark]:
    """Slanting strokes, as of a twisted cord."""
    count = fitting(outer, (outer - inner) * 0.5, order)
    slant = 0.6 / count
    return [Copies(((inner + THIN, -slant), (outer - THIN, slant)), count, BOLD)]


def meander(inner: float, outer: float, order: int) -> list[Mark]:
    """A running key."""
    height, count = outer - inner, fitting(outer, (outer - inner) * 1.35, order)
    pitch, low, high = 1 / count, inner + THIN, outer - THIN
    key = (
        (low, 0.0),
        (high, 0.0),
        (high, pitch * 0.72),
        (low + height * 0.26, pitch * 0.72),
        (low + height * 0.26, pitch * 0.34),
        (low + height * 0.54, pitch * 0.34),
    )
    return [Copies(key, count, THIN)]


# The outline from the beak round to the throat, and the lines of eye, wing and tail: how far ahead
# of the middle (in parts of the length) and how high over the belly (in parts of the height).
BIRD = (
    (0.50, 0.58), (0.30, 0.70), (0.24, 0.77), (0.06, 0.86), (0.20, 0.68), (0.18, 0.58),
    (0.10, 0.50), (-0.16, 1.00), (-0.20, 0.72), (-0.14, 0.44), (-0.26, 0.40), (-0.50, 0.60),
    (-0.45, 0.42), (-0.52, 0.34), (-0.45, 0.26), (-0.48, 0.10), (-0.26, 0.26), (-0.12, 0.20),
    (-0.20, 0.00), (-0.06, 0.08), (0.06, 0.24), (0.17, 0.40), (0.22, 0.54), (0.29, 0.60),
)  # fmt: skip
LINES = (
    ((0.245, 0.69), (0.215, 0.66)),
    ((0.03, 0.46), (-0.13, 0.84)),
    ((-0.03, 0.42), (-0.15, 0.66)),
    ((-0.27, 0.35), (-0.42, 0.44)),
    ((-0.27, 0.30), (-0.42, 0.27)),
)


def birds(inner: float, outer: float, order: int) -> list[Mark]:
    """Long-beaked birds in flight, anticlockwise as on the drums."""
    middle, height = (inner + outer) / 2, outer - inner
    count = fitting(middle, height * 2.3, order)
    length = min(0.94 / count, height * 2.5 / (tau * middle))

    def placed(outline: tuple[Polar, ...]) -> tuple[Polar, ...]:
        return tuple((inner + height * up, -length * ahead) for ahead, up in outline)

    lines = [Copies(placed(line), count, THIN, GROUND) for line in LINES]
    return [Copies(placed(BIRD), count), *lines]


def plumes(inner: float, outer: float, order: int) -> list[Mark]:
    """Upright plumes, each between two strokes."""
    height, count = outer - inner, fitting(outer, (outer - inner) * 0.56, order)
    wide = 0.28 / count
    plume = (
        (inner, -wide * 0.3),
        (inner + height * 0.35, -wide * 0.8),
        (inner + height * 0.68, -wide),
        (outer, 0.0),
        (inner + height * 0.68, wide),
        (inner + height * 0.35, wide * 0.8),
        (inner, wide * 0.3),
    )
    rib = ((inner + height * 0.12, 0.0), (inner + height * 0.72, 0.0))
    stroke = ((inner, 0.5 / count), (outer, 0.5 / count))
    return [
        Copies(plume, count),
        Copies(rib, count, THIN, GROUND),
        Copies(stroke, count, THIN),
    ]


def peaks(inner: float, outer: float, order: int) -> list[Mark]:
    """Tall triangles: two nested lines round a filled one."""
    height, count = outer - inner, fitting(outer, outer - inner, order)
    half = 0.5 / count

    def peak(share: float, width: float) -> Copies:
        foot = half * share
        return Copies(((inner, -foot), (inner + height * share, 0.0), (inner, foot)), count, width)

    return [peak(0.98, THIN), peak(0.7, THIN), peak(0.42, 0)]

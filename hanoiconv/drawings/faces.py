"""The face of a drum for each slug: star, feathers, bands. What is drawn, not how.

The emblem on a page (SVG) and on a social card (PNG) are painted from the same face. A slug has
the same face for ever: its hash makes every choice, and none rests on a random generator.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TypeVar

from hanoiconv.drawings.motifs import (
    GROUND,
    STAR,
    THIN,
    VEIL,
    Beads,
    Copies,
    Disc,
    Hoop,
    Mark,
    Motif,
    birds,
    circles,
    comb,
    cord,
    facing_teeth,
    ladder,
    meander,
    peaks,
    plumes,
    teeth,
    zigzag,
)

RADIUS = 600.0
TONES = 5
GAP = 7.0  # between two bands

RAYS = range(10, 17)
FRAMES: list[Motif] = [comb, comb, teeth, ladder, cord]
FINE: list[Motif] = [circles, circles, meander, zigzag, facing_teeth]
WIDE: list[Motif] = [birds, birds, birds, peaks, plumes]
# Where the centre stands on a cover, in parts of its width and height.
ANCHORS = [(0.66, 0.56), (0.34, 0.56), (0.70, 0.42), (0.30, 0.42), (0.5, 0.64), (0.54, 0.36)]

T = TypeVar("T")


class Choices:
    """Picks that follow from a slug and from nothing else."""

    def __init__(self, slug: str) -> None:
        self.left = int.from_bytes(blake2b(slug.encode(), digest_size=32).digest(), "big")

    def pick(self, options: Sequence[T]) -> T:
        self.left, place = divmod(self.left, len(options))
        return options[place]


@dataclass(frozen=True)
class Face:
    """What to paint, in this order, on a disc of RADIUS about the centre."""

    tone: int  # 1 to TONES
    order: int  # after 1 / order of a turn the face looks the same
    turn: float  # of the whole, in turns
    anchor: tuple[float, float]  # where a cover has its centre
    zoom: float  # of a cover
    heart: float  # the radius of what a small mark shows of it
    marks: tuple[Mark, ...]


@lru_cache(maxsize=256)
def face(slug: str) -> Face:
    """The face of that slug."""
    choose = Choices(slug)
    tone = choose.pick(range(1, TONES + 1))
    rays = choose.pick(RAYS)
    order = rays // 2 if rays in (14, 16) else rays  # what stands there n times, n a multiple of it
    reach = choose.pick([0.30, 0.33, 0.36, 0.39]) * RADIUS
    middle, edge = star(choose, rays, reach)
    around, heart = bands(choose, edge, order)
    return Face(
        tone=tone,
        order=order,
        turn=choose.pick(range(8)) / 8 / rays,
        anchor=choose.pick(ANCHORS),
        zoom=choose.pick([0.9, 1.0, 1.15]),
        heart=heart,
        marks=(*middle, *around),
    )


def star(choose: Choices, rays: int, reach: float) -> tuple[list[Mark], float]:
    """The star in the middle with feathers between its rays; and where it ends."""
    waist = reach * choose.pick([0.32, 0.36, 0.40])
    feathers = choose.pick([chevrons, lenses, drops])(rays, waist, reach)
    ray = ((0.0, 0.0), (waist, -0.5 / rays), (reach, 0.0), (waist, 0.5 / rays))
    boss = choose.pick([ring, target, rosette])(rays, waist)
    edge = reach + 8
    # The disc covers the seams between the parts of a turn.
    rayed: list[Mark] = [Copies(ray, rays, 0, STAR), Disc(waist, STAR)]
    return [Disc(edge, VEIL), *feathers, *rayed, *boss, Hoop(edge)], edge + GAP


def ring(rays: int, waist: float) -> list[Mark]:
    return [Disc(waist * 0.46, GROUND), Disc(waist * 0.28, STAR)]


def target(rays: int, waist: float) -> list[Mark]:
    return [Disc(waist * 0.58, GROUND), Disc(waist * 0.46, STAR), Disc(waist * 0.24, GROUND)]


def rosette(rays: int, waist: float) -> list[Mark]:
    return [Beads(waist * 0.56, waist * 0.14, rays, GROUND), Disc(waist * 0.26, GROUND)]


def nested(rays: int, waist: float, reach: float, steps: Sequence[float]) -> list[Mark]:
    """Lines along the two rays beside each gap, each line deeper in it."""
    half, depth = 0.5 / rays, reach - waist
    return [
        Copies(
            (
                (reach, half * (0.24 + 0.76 * step)),
                (waist + depth * step * 0.86, half),
                (reach, half * (1.76 - 0.76 * step)),
            ),
            rays,
            THIN,
        )
        for step in steps
    ]


def chevrons(rays: int, waist: float, reach: float) -> list[Mark]:
    return nested(rays, waist, reach, (0.18, 0.42, 0.66))


def lenses(rays: int, waist: float, reach: float) -> list[Mark]:
    half, depth = 0.5 / rays, reach - waist
    lens = (
        (waist + depth * 0.40, half),
        (waist + depth * 0.74, half * 0.70),
        (reach - depth * 0.03, half),
        (waist + depth * 0.74, half * 1.30),
    )
    return [*nested(rays, waist, reach, (0.18,)), Copies(lens, rays)]


def drops(rays: int, waist: float, reach: float) -> list[Mark]:
    half, depth = 0.5 / rays, reach - waist
    drop = (
        (waist + depth * 0.62, half),
        (reach - depth * 0.06, half * 0.76),
        (reach - depth * 0.01, half),
        (reach - depth * 0.06, half * 1.24),
    )
    return [*nested(rays, waist, reach, (0.18, 0.40)), Copies(drop, rays)]


def bands(choose: Choices, start: float, order: int) -> tuple[list[Mark], float]:
    """The bands from the star to the rim, a wide one in the middle; and where the first one ends.

    A frame before and after a fine band, as on the drums: comb, circles, comb.
    """
    frame, fine, other = choose.pick(FRAMES), choose.pick(FINE), choose.pick(FINE)
    inner = choose.pick([[fine], [frame, fine], [frame, fine, frame], [fine, frame]])
    outer = choose.pick(
        [[frame, other, frame], [other, teeth], [frame, other, teeth], [fine, frame]]
    )
    weights = [1.0] * len(inner) + [choose.pick([2.3, 2.7, 3.1])] + [1.0] * len(outer)
    motifs = [*inner, choose.pick(WIDE), *outer]
    end = RADIUS - choose.pick([24.0, 36.0, 48.0])
    unit = (end - start - GAP * len(motifs)) / sum(weights)
    marks: list[Mark] = []
    heart = start
    for place, (motif, weight) in enumerate(zip(motifs, weights, strict=True)):
        top = start + unit * weight
        marks += [*motif(start, top, order), Hoop(top + GAP / 2)]
        start = top + GAP
        if place == 0:
            heart = start
    return [*marks, Hoop(RADIUS - THIN, THIN * 2)], heart

"""Paints a drum face as a picture of grey levels, which a palette then gives its tone.

One byte a dot keeps painting and packing quick: ground, lines and star lie on one scale, and the
soft edges between them come out right without a search for the nearest colour.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import cos, sin, tau

from PIL import Image, ImageDraw

from hanoiconv.drawings.faces import RADIUS, Face
from hanoiconv.drawings.motifs import (
    GROUND,
    LINE,
    VEIL,
    Beads,
    Comb,
    Copies,
    Disc,
    Hoop,
    Mark,
    Polar,
)

FINENESS = 2  # painted so many times larger, for soft edges
FACE_VEIL, STAR_VEIL = 0.07, 0.12  # as in static/css/emblems.css
SHADES = 16  # of which a dot has one; few shades pack well
GREYS = 255 // (SHADES - 1)  # from one shade to the next

RGB = tuple[int, int, int]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Tone:
    """The colours of a face, and which of the shades each of them is.

    The shades between two colours mix them. They stand in order of lightness, so that the soft
    edge between two does not pass through the third.
    """

    colours: dict[str, str]  # "#rrggbb" by paint
    shades: dict[str, int]  # 0 to SHADES - 1 by paint, both ends given
    headline: str  # the paints of words
    words: str
    kicker: str

    def palette(self) -> list[int]:
        """Red, green and blue of each shade, one after the other."""
        stops = sorted((shade, rgb(self.colours[paint])) for paint, shade in self.shades.items())
        mixed: list[int] = []
        for shade in range(SHADES):
            (low, start), (high, end) = next(
                pair for pair in pairwise(stops) if shade <= pair[1][0]
            )
            part = (shade - low) / (high - low)
            mixed += [round(a + (b - a) * part) for a, b in zip(start, end, strict=True)]
        return mixed

    def level(self, paint: str) -> int:
        """The grey that stands for a paint while the picture is painted."""
        return self.shades[paint] * GREYS

    def veiled(self, share: float) -> int:
        """The grey of so much of the lines over the ground."""
        ground = self.level(GROUND)
        return round(ground + (self.level(LINE) - ground) * share)


def toned(picture: Image.Image, tone: Tone) -> Image.Image:
    """A picture in greys as one in the shades of a tone."""
    shades = picture.point([round(grey / GREYS) for grey in range(256)]).convert("P")
    # One more colour than four bits can number: with a byte for each dot the file packs a fifth
    # smaller.
    shades.putpalette([*tone.palette(), 0, 0, 0])
    return shades


def rgb(colour: str) -> RGB:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


class Painter:
    """Paints marks about a centre in a picture FINENESS times too large."""

    def __init__(self, size: tuple[int, int], centre: Polar, radius: float, tone: Tone) -> None:
        self.tone = tone
        width, height = size
        ground = tone.level(GROUND)
        self.picture = Image.new("L", (width * FINENESS, height * FINENESS), ground)
        self.draw = ImageDraw.Draw(self.picture)
        self.x, self.y = (place * FINENESS for place in centre)
        self.scale = FINENESS * radius / RADIUS

    def face(self, drawn: Face) -> Image.Image:
        """The whole face, at its true size."""
        self.disc(RADIUS, self.tone.veiled(FACE_VEIL))
        for mark in drawn.marks:
            self.mark(mark, drawn.turn)
        return self.picture.reduce(FINENESS)

    def mark(self, mark: Mark, turn: float) -> None:
        line = self.tone.level(LINE)
        match mark:
            case Disc(radius, paint):
                self.disc(radius, self.level(paint))
            case Hoop(radius, width):
                self.draw.ellipse(
                    self.box(0, 0, radius + width / 2), outline=line, width=self.thick(width)
                )
            case Comb(radius, height, count, share):
                foot, top = radius - height / 2, radius + height / 2
                for n in range(count):
                    a, b = turn + n / count, turn + (n + share) / count
                    self.draw.polygon(self.spots([(foot, a), (top, a), (top, b), (foot, b)]), line)
            case Beads(radius, size, count, paint):
                for x, y in self.places((radius, turn + n / count) for n in range(count)):
                    self.draw.ellipse(self.box(x, y, size / 2), self.level(paint))
            case Copies(shape, count, width, paint):
                for n in range(count):
                    spots = self.spots((r, a + turn + n / count) for r, a in shape)
                    if width:
                        self.draw.line(spots, self.level(paint), self.thick(width), joint="curve")
                    else:
                        self.draw.polygon(spots, self.level(paint))

    def disc(self, radius: float, level: int) -> None:
        self.draw.ellipse(self.box(0, 0, radius), level)

    def level(self, paint: str) -> int:
        if paint == VEIL:
            return self.tone.veiled(FACE_VEIL + STAR_VEIL)
        return self.tone.level(paint)

    def thick(self, width: float) -> int:
        return max(1, round(width * self.scale))

    def box(self, x: float, y: float, radius: float) -> Box:
        """The square round a circle whose centre lies x and y from that of the face."""
        left, top = self.x + (x - radius) * self.scale, self.y + (y - radius) * self.scale
        return left, top, left + 2 * radius * self.scale, top + 2 * radius * self.scale

    def places(self, points: Iterable[Polar]) -> Iterable[tuple[float, float]]:
        return ((r * cos(tau * a), r * sin(tau * a)) for r, a in points)

    def spots(self, points: Iterable[Polar]) -> list[tuple[float, float]]:
        return [(self.x + x * self.scale, self.y + y * self.scale) for x, y in self.places(points)]

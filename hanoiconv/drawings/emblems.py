"""The emblem of a record as inline SVG: its drum face, cropped to a cover, to its heart, or whole.

A face looks the same after a part of a turn, so that one part is written and the rest is `<use>`.
Colours come from static/css/emblems.css; without it the emblem is a drawing in the text's colour.
"""

from collections.abc import Iterable
from hashlib import blake2b
from math import cos, floor, sin, tau

from django.utils.safestring import SafeString, mark_safe

from hanoiconv.drawings.faces import RADIUS, Face, face
from hanoiconv.drawings.motifs import (
    LINE,
    THIN,
    VEIL,
    Beads,
    Comb,
    Copies,
    Disc,
    Hoop,
    Mark,
    Polar,
)

COVER = (960, 540)
CROPS = ("cover", "round", "whole")


def emblem(slug: str, crop: str = "cover", nth: int = 0) -> SafeString:
    """The emblem of that slug as an `<svg>`; the same bytes for ever.

    Args:
        crop: "cover" (16:9, off-centre), "round" (its heart, for small marks) or "whole".
        nth: which one on the page it is, from 0, so that no id stands there twice.

    Raises:
        ValueError: no such crop.
    """
    if crop not in CROPS:
        raise ValueError(f"An emblem is one of {', '.join(CROPS)}, not {crop}.")
    drawn = face(slug)
    name = f"e{blake2b(slug.encode(), digest_size=4).hexdigest()}{crop[0]}{nth or ''}"
    within = drawn.heart if crop == "round" else RADIUS
    marks = [mark for mark in drawn.marks if outer_edge(mark) <= within]
    veils = [mark for mark in marks if isinstance(mark, Disc) and mark.paint == VEIL]
    shapes = [mark for mark in marks if isinstance(mark, Copies)]
    rounds = [mark for mark in marks if not isinstance(mark, Copies) and mark not in veils]
    turns = "".join(
        f'<use href="#{name}" transform="rotate({number(360 * n / drawn.order, 2)})"/>'
        for n in range(1, drawn.order)
    )
    return mark_safe(  # noqa: S308 # nothing in it but numbers and words of ours
        f'<svg class="emblem emblem-{crop} emblem-tone-{drawn.tone}" viewBox="{view(drawn, crop)}"'
        ' preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">'
        f'<g fill="none" stroke="currentColor" stroke-width="{number(THIN)}"'
        f' transform="rotate({number(360 * drawn.turn, 2)})">'
        f'<circle class="emblem-face" r="{number(within)}"/>'
        f'{"".join(map(circle, veils))}<g id="{name}">{"".join(paths(shapes, drawn.order))}</g>'
        f"{turns}{''.join(map(circle, rounds))}</g></svg>"
    )


def view(drawn: Face, crop: str) -> str:
    """The part of the face that a crop shows, as a viewBox."""
    if crop == "cover":
        width, height = (side / drawn.zoom for side in COVER)
        box = [-drawn.anchor[0] * width, -drawn.anchor[1] * height, width, height]
    else:
        radius = drawn.heart if crop == "round" else RADIUS
        box = [-radius, -radius, 2 * radius, 2 * radius]
    return " ".join(number(side) for side in box)


def outer_edge(mark: Mark) -> float:
    """How far from the centre a mark reaches, without the width of a line."""
    if isinstance(mark, Copies):
        return max(radius for radius, _ in mark.shape)
    return mark.radius


def circle(mark: Disc | Hoop | Comb | Beads) -> str:
    """A mark about the centre. The strokes of a comb and the dots of a string are dashes."""
    look = ""
    match mark:
        case Disc(paint=paint):
            look = filled(paint)
        case Hoop(width=width):
            look = stroked(LINE, width)
        case Comb(height=height, count=count, share=share):
            look = stroked(LINE, height) + dashed(mark.radius, count, share)
        case Beads(size=size, count=count, paint=paint):
            look = stroked(paint, size) + dashed(mark.radius, count) + ' stroke-linecap="round"'
    return f'<circle r="{number(mark.radius, 1)}"{look}/>'


def paths(shapes: Iterable[Copies], order: int) -> Iterable[str]:
    """A path for each look, with what of each shape stands in one part of a turn."""
    data: dict[str, str] = {}
    for mark in shapes:
        look = stroked(mark.paint, mark.width) if mark.width else filled(mark.paint)
        for n in range(mark.count // order):
            placed = [(radius, angle + n / mark.count) for radius, angle in mark.shape]
            data[look] = data.get(look, "") + path(placed, closed=not mark.width)
    return (f'<path{look} d="{steps}"/>' for look, steps in data.items())


def path(points: Iterable[Polar], closed: bool) -> str:
    """A line through the points in whole units, each as the step from the one before."""
    x = y = 0
    steps = []
    for radius, angle in points:
        # Past a half by a hair, so that no platform's cosine decides how a half is rounded.
        to_x, to_y = (floor(radius * f(tau * angle) + 0.500001) for f in (cos, sin))
        steps.append(f"{to_x - x} {to_y - y}")
        x, y = to_x, to_y
    first, *rest = steps
    return f"M{first}l{' '.join(rest)}".replace(" -", "-") + ("z" if closed else "")


def filled(paint: str) -> str:
    return f'{classed(paint)} fill="currentColor" stroke="none"'


def stroked(paint: str, width: float) -> str:
    return classed(paint) + (f' stroke-width="{number(width, 1)}"' if width != THIN else "")


def classed(paint: str) -> str:
    return f' class="emblem-{paint}"' if paint != LINE else ""


def dashed(radius: float, count: int, share: float = 0) -> str:
    """In true lengths: `pathLength` would be shorter, but on circles the Nu checker refuses it."""
    pitch = tau * radius / count
    return f' stroke-dasharray="{number(pitch * share, 3)} {number(pitch * (1 - share), 3)}"'


def number(value: float, places: int = 0) -> str:
    """A number as short as it can be written."""
    scale = 10**places
    return f"{floor(value * scale + 0.500001) / scale:g}"

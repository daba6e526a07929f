"""Where the words of a timeline stand, so that none covers another.

Each label looks for the lowest free place on one side of its mark, then on the other, lane by lane;
larger events come first. That is tried from either end with either side first, and again with what
found no place put first ("squeaky wheel optimisation"); the way that names most is taken. A label
that finds no place is left out: its mark still has its name.
"""

import textwrap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.text import Truncator

from events.models import Event
from hanoiconv.charts.coordinates import svg_number
from hanoiconv.charts.marks import Label, Mark

LETTER = 6.9  # pixels: the mean width of a letter at 13 px
LANE = 66  # three lines of a title and one of a date
LINE = 15
DESCENT = 6  # below the last line
LANES = 7
GAP = 20  # from the axis to the lowest lane: one mark fits below it
LEVEL = 13
SIDE = 10  # from the middle of a mark to its words
AIR = 4  # beside words
NEAR = 11  # marks nearer to each other than that share a label
TITLE = 25  # letters in a line
TITLE_LINES = 3
LONGEST_BAR_LABEL = 44
PADDING = 8  # inside a bar
SMALL = 0.9  # the date to the title
MORE = 80  # pixels: "and 12 more"
TOP = 6

SIDES = [("start", "end"), ("end", "start")]  # of a mark: which is tried first
ROUNDS = 6
MANY = 30  # labels: with more of them one round has to do

Interval = tuple[float, float]


@dataclass(slots=True)
class _Lane:
    words: list[Interval] = field(default_factory=list)
    marks: list[Interval] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Head:
    """A mark that speaks for those near it, and its words."""

    mark: Mark
    others: int
    title: list[str]
    when: str
    room: float

    @property
    def is_part(self) -> bool:
        return _is_part(self.mark)


@dataclass(frozen=True, slots=True)
class _Place:
    head: _Head
    lane: int
    anchor: str

    @property
    def height(self) -> int:
        """From the axis to the top of its words."""
        return GAP + self.lane * LANE + (len(self.head.title) + 1) * LINE + DESCENT


def width_of(text: str) -> float:
    """About how wide a text is, in pixels at 13 px; wide scripts count twice, marks nothing."""
    letters = 0.0
    for character in text:
        if not unicodedata.combining(character):
            letters += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return letters * LETTER


def label_marks(marks: list[Mark], width: float) -> float:
    """Gives marks their labels. Returns the y of the axis, which has all of them above it."""
    heads = _heads(marks)
    ways = (way for direction in (-1, 1) for way in _ways(marks, heads, direction, width))
    places = max(ways, key=_worth)
    stacked = max(((mark.level + 1) * LEVEL + 4 for mark in marks), default=0)
    axis = max([stacked, *(place.height for place in places)]) + TOP
    for place in places:
        place.head.mark.label = _label(place, marks, axis)
    return axis


def _heads(marks: list[Mark]) -> list[_Head]:
    """The marks that get a label, each with the number of those near it; larger events first."""
    near: list[tuple[Mark, list[Mark]]] = []
    for mark in sorted(marks, key=lambda mark: (_is_part(mark), mark.left)):
        rows = (rows for head, rows in near if abs(head.middle - mark.middle) < NEAR)
        found = next(rows, None)
        if found is None:
            near.append((mark, []))
        else:
            found.append(mark)
    return [_head(mark, len(rows)) for mark, rows in near]


def _head(mark: Mark, others: int) -> _Head:
    title = textwrap.wrap(mark.event.title, TITLE, max_lines=TITLE_LINES, placeholder="…")
    when = _when(mark.event)
    room = (width_of(when) + (MORE if others else 0)) * SMALL
    return _Head(mark, others, title, when, max([room, *map(width_of, title)]))


def _when(event: Event) -> str:
    """The date, and what became of the plan."""
    if event.standing in (Event.Standing.POSTPONED, Event.Standing.CANCELLED):
        return f"{event.when}, {event.get_standing_display().lower()}"
    return event.when


def _ways(
    marks: list[Mark], heads: list[_Head], direction: int, width: float
) -> Iterator[list[_Place]]:
    """Ways of placing the labels, from the left (1) or from the right (-1)."""
    for sides in SIDES:
        order = sorted(heads, key=lambda head: (head.is_part, direction * head.mark.left))
        for _ in range(ROUNDS if len(heads) <= MANY else 1):
            places = _places(marks, order, sides, width)
            yield places
            named = {id(place.head) for place in places}
            order.sort(key=lambda head: (head.is_part, id(head) in named))


def _places(
    marks: list[Mark], order: list[_Head], sides: tuple[str, str], width: float
) -> list[_Place]:
    """What finds a place in that order."""
    lanes = [_Lane() for _ in range(LANES)]
    for mark in marks:
        top = (mark.level + 1) * LEVEL + 4
        lane = int((top - GAP) // LANE)
        if top > GAP and lane < LANES:
            lanes[lane].marks.append((mark.left - 2, mark.right + 2))
    found = (_place(head, lanes, sides, width) for head in order)
    return [place for place in found if place is not None]


def _is_part(mark: Mark) -> bool:
    return mark.event.parent_id is not None


def _worth(places: list[_Place]) -> tuple[int, int, int]:
    """Larger events count first, then all that are named, then a low drawing."""
    larger = sum(not place.head.is_part for place in places)
    return larger, len(places), -max((place.height for place in places), default=0)


def _place(head: _Head, lanes: list[_Lane], sides: tuple[str, str], width: float) -> _Place | None:
    x = head.mark.middle
    ends = {"start": (x + SIDE, x + SIDE + head.room), "end": (x - SIDE - head.room, x - SIDE)}
    for n, lane in enumerate(lanes):
        if any(_meet((x - 2, x + 2), taken) for below in lanes[:n] for taken in below.words):
            return None  # the line up would cross words
        for anchor in sides:
            place = ends[anchor]
            inside = place[0] >= 0 and place[1] <= width
            if inside and not any(_meet(place, taken) for taken in lane.words + lane.marks):
                lane.words.append((place[0] - AIR, place[1] + AIR))
                for below in lanes[:n]:
                    below.words.append((x - 3, x + 3))
                return _Place(head, n, anchor)
    return None


def _meet(one: Interval, other: Interval) -> bool:
    return one[0] < other[1] and one[1] > other[0]


def _label(place: _Place, marks: list[Mark], axis: float) -> Label:
    x, title = place.head.mark.middle, place.head.title
    foot = axis - GAP - place.lane * LANE - DESCENT
    first = foot - len(title) * LINE
    around = [mark.level for mark in marks if mark.left <= x <= mark.right]
    top_of_stack = axis - (max(around) + 1) * LEVEL - 6
    leader = None
    if top_of_stack > first:
        leader = (svg_number(x), svg_number(top_of_stack), svg_number(first - LINE + 4))
    return Label(
        x=svg_number(x + (SIDE if place.anchor == "start" else -SIDE)),
        anchor=place.anchor,
        lines=[(svg_number(first + n * LINE), line) for n, line in enumerate(title)],
        when=place.head.when,
        when_y=svg_number(foot),
        others=place.head.others,
        leader=leader,
    )


def label_bars(bars: list[Mark], width: float) -> None:
    """Gives bars their lanes, and words inside or beside them."""
    lanes: list[list[Interval]] = []
    for bar in sorted(bars, key=lambda bar: (_is_part(bar), bar.left)):
        x, anchor, words, taken = _words_of_bar(bar, width)
        free = (n for n, lane in enumerate(lanes) if not any(_meet(taken, other) for other in lane))
        bar.level = next(free, len(lanes))
        if bar.level == len(lanes):
            lanes.append([])
        lanes[bar.level].append(taken)
        bar.label = Label(svg_number(x), anchor, [("14", words)])


def _words_of_bar(bar: Mark, width: float) -> tuple[float, str, str, Interval]:
    """Where the words start or end, the words, and all the room that bar and words take."""
    words = Truncator(bar.event.title).chars(LONGEST_BAR_LABEL)
    room = width_of(words) + 2 * PADDING
    if room <= bar.right - bar.left:
        return bar.left + PADDING, "start", words, (bar.left, bar.right + 4)
    if bar.right + room <= width:
        return bar.right + PADDING, "start", words, (bar.left, bar.right + room)
    if bar.left - room >= 0:
        return bar.left - PADDING, "end", words, (bar.left - room, bar.right + 4)
    letters = max(int((bar.right - bar.left - 2 * PADDING) / LETTER), 1)
    return bar.left + PADDING, "start", Truncator(words).chars(letters), (bar.left, bar.right + 4)

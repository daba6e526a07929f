from dataclasses import dataclass

from events.models import Event
from hanoiconv.charts.coordinates import svg_number


@dataclass(frozen=True, slots=True)
class Label:
    """The words beside a mark, and the line that leads up to them."""

    x: str
    anchor: str  # "start", "end"
    lines: list[tuple[str, str]]  # y of the baseline, words of the title
    when: str = ""  # a small line below them
    when_y: str = ""
    others: int = 0  # marks that it speaks for besides its own
    leader: tuple[str, str, str] | None = None  # x, from y, to y


@dataclass(slots=True)
class Mark:
    """An event: a mark above the axis, or a bar below it where it lasts longer than a month."""

    event: Event
    left: float
    right: float
    fades: str = ""  # "right", "left": where an end is open or not known
    level: int = 0  # upwards from the axis; for a bar its lane
    y: str = ""
    label: Label | None = None

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def x(self) -> str:
        return svg_number(self.left)

    @property
    def width(self) -> str:
        return svg_number(self.right - self.left)

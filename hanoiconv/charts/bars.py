from collections.abc import Iterable
from dataclasses import dataclass

from hanoiconv.charts.coordinates import share


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a small bar list: what is counted, its page (may be empty), how many."""

    label: str
    url: str
    count: int
    width: str  # per cent of the longest bar


def bars(rows: Iterable[tuple[object, str, int]]) -> list[Bar]:
    """Bars for (label, url, count), in the order given; the largest count fills the width."""
    rows = [*rows]
    longest = max((count for _, _, count in rows), default=0)
    return [
        Bar(str(label), url, count, share(max(count, 0), longest) if longest > 0 else "0")
        for label, url, count in rows
    ]

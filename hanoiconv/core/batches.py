"""Long lists in pieces, as databases take only so many values at once."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

AT_ONCE = 500
Item = TypeVar("Item")


def batches(items: Iterable[Item], size: int = AT_ONCE) -> Iterator[list[Item]]:
    """The items in lists of at most that many (`itertools.batched`, which Python 3.11 lacks)."""
    rest = iter(items)
    while some := [*islice(rest, size)]:
        yield some

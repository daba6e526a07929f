"""What holds records back from being published; the layers above say what."""

from collections.abc import Callable, Sequence
from typing import Any

# What stands against publishing records of one kind: sentences by key, for those with some.
Reasons = Callable[[Sequence[Any]], dict[Any, list[str]]]
# The roof puts in here what holds records back; this layer knows none of it.
holding_back: list[Reasons] = []


class NotPublished(Exception):
    """A save that was undone, because it would have published what may not be published.

    `row` is the one that stands in the way, where there were several.
    """

    def __init__(self, reasons: list[str], row: Any = None) -> None:
        self.reasons, self.row = reasons, row
        super().__init__(*reasons)


def reasons_against(rows: Sequence[Any]) -> dict[Any, list[str]]:
    """Why records of one kind, as they are stored, may not be published."""
    reasons: dict[Any, list[str]] = {}
    for found in (asked(rows) for asked in holding_back):
        for pk, sentences in found.items():
            reasons.setdefault(pk, []).extend(sentences)
    return reasons

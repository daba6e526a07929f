"""What the front page shows first, and the numbers on it."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from events.models import Figure
from hanoiconv.models import FrontPage


class KeyFigure(NamedTuple):
    """One measure, its value as last reported, and the reports that give it.

    Where the last reports differ, `value` has each of their values.
    """

    measure: str
    value: str
    rows: list[Figure]


def chosen_first(rows: QuerySet, place: str) -> Any:
    """The rows with the one that the desk chose for `place` (a field of FrontPage) before all."""
    chosen = FrontPage.objects.filter(**{place: OuterRef("pk")})
    return rows.annotate(is_chosen=Exists(chosen)).order_by("-is_chosen", *rows.query.order_by)


def key_figures(figures: Iterable[Figure]) -> list[KeyFigure]:
    """Each measure once; `figures` are in the order of `by_measure()`."""
    found = []
    for measure, group in groupby(figures, lambda figure: figure.measure):
        rows = [*group]
        last = [row for row in rows if row.as_of == rows[-1].as_of]
        values = dict.fromkeys(row.value for row in last)
        found.append(KeyFigure(measure, _(" or ").join(values), last))
    return found

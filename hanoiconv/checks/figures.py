"""Figures of one measure that cannot both be right."""

from collections.abc import Iterator
from itertools import combinations, groupby
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from events.models import Figure
from hanoiconv.checks.registry import MOST_READ, Finding
from hanoiconv.core.publication import Publishable


def of_one_measure(kind: Any) -> Any:
    """Numbers beside which there are others; of another basis, both may be right."""
    owner = kind._meta.model_name
    same = {name: OuterRef(name) for name in (owner, "measure", "unit", "basis")}
    others = Figure.objects.filter(**same).exclude(pk=OuterRef("pk"))
    rows = Figure.objects.filter(Exists(others), **{f"{owner}__isnull": False})
    rows = rows.exclude(low__isnull=True, high__isnull=True)
    if issubclass(kind, Publishable):
        rows = rows.exclude(**{f"{owner}__status": kind.Status.WITHDRAWN})
    return rows


def tell_figures_disagree(kind: Any, rows: Any) -> Iterator[Finding]:
    """One finding a measure."""
    owner = kind._meta.model_name
    rows = rows.order_by(f"-{owner}_id", "measure", "unit", "basis", "key")

    def measured(row: Figure) -> tuple[Any, ...]:
        return getattr(row, f"{owner}_id"), row.measure, row.unit, row.basis

    message = _(
        "Of “%(measure)s” (%(basis)s) one source says “%(one)s”, another “%(other)s”: say as of "
        "when each holds, or that one is planned or provisional."
    )
    for (pk, measure, _unit, _basis), some in groupby(rows[:MOST_READ], measured):
        pairs = combinations(some, 2)
        pair = next(((one, other) for one, other in pairs if one.contradicts(other)), None)
        if pair:
            one, other = pair
            words = {"measure": measure, "basis": one.get_basis_display()}
            words |= {"one": one.words, "other": other.words}
            yield Finding(pk, "figures", message % words)

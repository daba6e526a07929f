"""The road of an instrument, drawn small: its few steps on an even scale, numbered."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.models import Event, Instrument
from hanoiconv.charts.coordinates import share
from hanoiconv.charts.timelines import span_of

NARROWEST = 288  # pixels: the drawing on a small screen; what is apart there is apart anywhere
NUMBER = 24  # pixels from number to number
LIFETIME = 80  # years
MOST_YEARS = 9  # named on the axis


@dataclass(slots=True)
class Step:
    """A step on the road: numbered, and drawn where its date is known."""

    label: str
    date: str  # EDTF; "" where it is not known yet
    words: str = ""
    url: str = ""
    state: str = "past"  # "ahead", "unknown"
    x: str = ""  # per cent
    width: str = ""  # per cent, of what lasts
    level: int = 0
    number: int = 0

    @property
    def stem(self) -> int:
        """From the middle of the number down to the axis, in pixels."""
        return 20 + 24 * self.level


@dataclass(frozen=True, slots=True)
class Road:
    """Everything that the drawing needs; positions in per cent, heights in pixels."""

    steps: list[Step]
    years: list[tuple[str, str, str]]  # where each begins, its middle, its name or nothing
    today_x: str
    end_x: str  # where the years end and the unknown begins
    levels: int


def road(
    instrument: Instrument | None, today: dt.date, events: Iterable[Event] = ()
) -> Road | None:
    """The steps of an instrument; of the events the negotiations. None without any date."""
    steps = [
        Step(row.title, row.date, row.date_words, row.get_absolute_url())
        for row in events
        if row.kind == Event.Kind.NEGOTIATION and row.date
    ]
    if instrument is not None:
        steps += _life(instrument)
    if not any(step.date for step in steps):
        return None
    return _drawn(steps, today)


def _life(instrument: Instrument) -> list[Step]:
    known = [
        (_("Adopted"), instrument.adopted_on),
        (_("Opened for signature"), instrument.opened_on),
        (_("Last day of signature"), instrument.closes_on),
    ]
    steps = [Step(label, date) for label, date in known if date]
    if instrument.in_force_on:
        return [*steps, Step(_("In force"), instrument.in_force_on)]
    return [*steps, Step(_("In force"), "", instrument.entry_rule, state="unknown")]


def _drawn(steps: list[Step], today: dt.date) -> Road:
    spans = {id(step): span_of(step.date, today) for step in steps if step.date}
    steps.sort(key=lambda step: (id(step) not in spans, spans.get(id(step), ())))
    first = min([today, *(span.first for span in spans.values())]).year
    last = max([today, *(span.last for span in spans.values())]).year
    unknown = any(not step.date for step in steps)
    start = dt.date(first, 1, 1).toordinal()
    known = dt.date(last, 12, 31).toordinal() + 1 - start
    whole = round(known * (1 + 1 / (last - first + 1))) if unknown else known
    ends: list[float] = []
    for number, step in enumerate(steps, 1):
        step.number = number
        if step.date:
            span = spans[id(step)]
            begins, days = span.first.toordinal() - start, span.days
            step.state = "ahead" if span.first > today else "past"
        else:
            begins, days = whole, 1
        step.x = share(begins, whole)
        step.width = share(days, whole) if days > 31 else ""
        step.level = _free_level(ends, begins / whole * NARROWEST)
    return Road(
        steps=steps,
        years=_years(first, last, start, whole),
        today_x=share(today.toordinal() - start, whole),
        end_x=share(known, whole),
        levels=len(ends),
    )


def _free_level(ends: list[float], at: float) -> int:
    level = next((n for n, end in enumerate(ends) if end <= at), len(ends))
    ends[level : level + 1] = [at + NUMBER]
    return level


def _years(first: int, last: int, start: int, whole: int) -> list[tuple[str, str, str]]:
    years = range(first, last + 1)
    every = -(-len(years) // MOST_YEARS)
    rows = []
    # Beyond a lifetime only the years with a name are marked.
    for year in years[:: 1 if len(years) <= LIFETIME else every]:
        begins = dt.date(year, 1, 1).toordinal() - start
        name = "" if (year - first) % every else str(year)
        rows.append((share(begins, whole), share(begins + 182, whole), name))
    return rows

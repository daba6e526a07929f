"""Partial dates, as precise as they are known: EDTF (ISO 8601-2:2019), level 0 and a little of 1.

    2019   2025-09   2025-10-25   2025-10-25T09:30+07:00   2025-10-25T02:30:15Z
    2025-02~ (about)   2025-02? (uncertain)   2025-02% (both)
    2025-10-25/2025-10-26   2025-01/.. (still open)   2025-01/ (end unknown)   ../2025-03   /2025-03

Narrower than the standard: years are 1000 to 9999, a time is to the minute or second and names its
offset from UTC, an interval has at least one known end. Days are those of the place, as written.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

POINT = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})"
    r"(?:T([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?([~?%]?)"
)
CLOCK = re.compile(r"(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){1,2}")
# The offsets in use on Earth, -12:00 to +14:00; ISO 8601 writes zero with a plus sign only.
OFFSET = re.compile(
    r"Z|\+(?:0[0-9]|1[0-3]):[0-5][0-9]|\+14:00|-(?!00:00)(?:0[0-9]|1[01]):[0-5][0-9]|-12:00"
)
YEAR_OUT_OF_RANGE = re.compile(r"(?:-[0-9]{4,}|[0-9]{5}|0[0-9]{3})(?![0-9])")
NO_END = ("", "..")


@dataclass(frozen=True, slots=True)
class Point:
    """A year, month, day or moment. What is not written is 0 (month, day) or empty."""

    year: int
    month: int = 0
    day: int = 0
    clock: str = ""  # 09:30 or 09:30:15, local
    offset: str = ""  # +07:00 or Z
    qualifier: str = ""  # ~ ? %
    iso: str = ""  # as written, without the qualifier

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def precision(self) -> str:
        """How much is written: "year", "month", "day" or "time"."""
        if self.clock:
            return "time"
        return "day" if self.day else "month" if self.month else "year"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date or an interval as written. A single date is both its start and its end."""

    text: str
    start: Point | None  # None: open or unknown; never both
    end: Point | None

    def __str__(self) -> str:
        return self.text

    @property
    def earliest(self) -> date | None:
        """The first day it can mean; None when the start is open or unknown."""
        return self.start.first_day if self.start else None

    @property
    def latest(self) -> date | None:
        """The last day it can mean; None when the end is open or unknown."""
        return self.end.last_day if self.end else None

    @property
    def known(self) -> Point:
        """The start, or the end when the start is open or unknown."""
        return self.start or self.end  # type: ignore[return-value]  # one of them is known

    @property
    def datetime_attr(self) -> str:
        """For `<time datetime>` (HTML 4.5.14), which has no intervals: the start, else the end."""
        return self.known.iso


@lru_cache(maxsize=4096)
def parse(text: str) -> PartialDate:
    """The date that an EDTF text stands for.

    Raises:
        ValidationError: it is none; the message says why and how to write it.
    """
    first, slash, second = text.partition("/")
    if not slash:
        point = _parse_point(text)
        return PartialDate(text, point, point)
    if first in NO_END and second in NO_END:
        raise _error(_("An interval needs at least one known end: write 2025-01/.. or ../2025-03."))
    start = None if first in NO_END else _parse_point(first)
    end = None if second in NO_END else _parse_point(second)
    if start and end and _ends_before(start, end):
        raise _error(_("%(text)s ends before it starts: write the earlier date first."), text=text)
    return PartialDate(text, start, end)


def surely_before(first: str, second: str, apart: timedelta = timedelta(0)) -> bool:
    """Whether all that the first date can mean lies before the second begins; never by doubt.

    What is empty, open, about or uncertain there is no ground. Moments are compared as such; days
    as written, with more than `apart` between them where the two may be of different places.

    Raises:
        ValidationError: a text that is not EDTF.
    """
    end = parse(first).end if first else None
    start = parse(second).start if second else None
    if end is None or start is None or end.qualifier or start.qualifier:
        return False
    if end.clock and start.clock:
        return datetime.fromisoformat(end.iso) < datetime.fromisoformat(start.iso)
    return end.last_day + apart < start.first_day


def format_partial_date(value: str | PartialDate, words: str = "") -> str:
    """The date for readers, in the language in use: "25–26 October 2025", "since January 2025".

    `words`, kept where the print is vaguer than a date ("early 2025"), go first. No date is "".

    Raises:
        ValidationError: a text that is not EDTF.
    """
    if words or not value:
        return words
    return _format(str(value), get_language())


@lru_cache(maxsize=4096)
def _format(text: str, language: str | None) -> str:
    """The date in the language in use, which is an argument only to tell the cached texts apart."""
    dated = parse(text)
    if dated.end is None:
        return _("since %(date)s") % {"date": _format_point(dated.known)}
    if dated.start is None:
        return _("until %(date)s") % {"date": _format_point(dated.known)}
    if dated.start == dated.end:
        return _format_point(dated.start)
    return _format_interval(dated.start, dated.end)


def _parse_point(text: str) -> Point:
    match = POINT.fullmatch(text)
    if not match or match[1] < "1000":
        raise _not_a_date(text)
    year, month, day, clock, offset, qualifier = match.groups(default="")
    if month and not "01" <= month <= "12":
        raise _error(_("There is no month %(month)s: write a month from 01 to 12."), month=month)
    if day:
        last = monthrange(int(year), int(month))[1]
        if not 1 <= int(day) <= last:
            raise _error(
                _("%(month)s has no day %(day)s: write a day from 01 to %(last)d."),
                month=_format_month(int(year), int(month)),
                day=day,
                last=last,
            )
    iso = text.removesuffix(qualifier)
    if clock:
        _check_time(iso, clock, offset, qualifier)
    return Point(int(year), int(month or 0), int(day or 0), clock, offset, qualifier, iso)


def _check_time(iso: str, clock: str, offset: str, qualifier: str) -> None:
    if not CLOCK.fullmatch(clock):
        raise _error(
            _("There is no time %(clock)s: write a time from 00:00 to 23:59."), clock=clock
        )
    if not offset:
        raise _error(
            _("%(iso)s has no offset from UTC: write the time as 09:30+07:00 or 02:30Z."), iso=iso
        )
    if not OFFSET.fullmatch(offset):
        raise _error(
            _("There is no offset %(offset)s: write one from -12:00 to +14:00, or Z for UTC."),
            offset=offset,
        )
    if qualifier:
        raise _error(
            _("A date with a time has no “%(qualifier)s”: write %(iso)s."),
            qualifier=qualifier,
            iso=iso,
        )


def _ends_before(start: Point, end: Point) -> bool:
    """Whether the end lies before the start: by day as written, then by moment if both have one."""
    if end.last_day < start.first_day:
        return True
    if not (start.clock and end.clock):
        return False
    return datetime.fromisoformat(end.iso) < datetime.fromisoformat(start.iso)


def _not_a_date(text: str) -> ValidationError:
    if any(character.isspace() for character in text):
        return _error(_("A date has no white space: write 2025-10-25 or 2025-10-25/2025-10-26."))
    if any(character.isdigit() and not character.isascii() for character in text):
        return _error(_("A date has only the digits 0 to 9: write 2025-10-25."))
    if "/" in text:
        return _error(_("A date has at most one “/”: write 2025-10-25, or 2025-10-25/2025-10-26."))
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    if YEAR_OUT_OF_RANGE.match(text):
        return _error(
            _("“%(text)s” has no year from 1000 to 9999: write four digits, such as 2025."),
            text=shown,
        )
    return _error(
        _(
            "“%(text)s” is not a date: write 2025, 2025-10, 2025-10-25, "
            "2025-10-25T09:30+07:00 or 2025-10-25/2025-10-26."
        ),
        text=shown,
    )


def _error(message: str, **params: object) -> ValidationError:
    return ValidationError(message, code="partial_date", params=params)


def _format_point(point: Point) -> str:
    if point.clock:
        return _format_time(point, point.clock)
    text = str(point.year)
    if point.day:
        text = _format_day(str(point.day), point)
    elif point.month:
        text = _format_month(point.year, point.month)
    if point.qualifier in ("~", "%"):
        text = _("about %(date)s") % {"date": text}
    if point.qualifier in ("?", "%"):
        text = _("%(date)s (uncertain)") % {"date": text}
    return text


def _format_interval(start: Point, end: Point) -> str:
    """What the two ends share is written once, unless a qualifier belongs to one of them."""
    if start.precision == end.precision and not (start.qualifier or end.qualifier):
        same_year = start.year == end.year
        same_month = same_year and start.month == end.month
        same_day = same_month and start.day == end.day
        match start.precision:
            case "year":
                return f"{start.year}–{end.year}"
            case "month" if same_year:
                return _("%(month)s %(year)s") % {
                    "month": f"{MONTHS[start.month]}–{MONTHS[end.month]}",
                    "year": end.year,
                }
            case "day" if same_month:
                return _format_day(f"{start.day}–{end.day}", end)
            case "day" if same_year:
                first = _("%(day)s %(month)s") % {"day": start.day, "month": MONTHS[start.month]}
                return f"{first} – {_format_point(end)}"
            case "time" if same_day and start.offset == end.offset:
                return _format_time(end, f"{start.clock}–{end.clock}")
    return f"{_format_point(start)} – {_format_point(end)}"


def _format_month(year: int, month: int) -> str:
    return _("%(month)s %(year)s") % {"month": MONTHS[month], "year": year}


def _format_day(days: str, point: Point) -> str:
    return _("%(day)s %(month)s %(year)s") % {
        "day": days,
        "month": MONTHS[point.month],
        "year": point.year,
    }


def _format_time(point: Point, clock: str) -> str:
    return _("%(day)s, %(time)s (%(zone)s)") % {
        "day": _format_day(str(point.day), point),
        "time": clock,
        "zone": _format_zone(point.offset),
    }


def _format_zone(offset: str) -> str:
    """+07:00 is UTC+7, -03:30 is UTC−3:30 (with a minus sign, not a hyphen), Z is UTC."""
    if offset in ("Z", "+00:00"):
        return "UTC"
    sign = "−" if offset[0] == "-" else "+"
    return f"UTC{sign}{int(offset[1:3])}{offset[3:].removesuffix(':00')}"

"""Credits as printed beside the roles that those credited held at the time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from events.models import Participation, Report, Speaker, Statement
from hanoiconv.checks.registry import Finding
from hanoiconv.core.dates import format_partial_date, surely_before
from hanoiconv.core.text import fold
from people.models import Person

WITHDRAWN = Statement.Status.WITHDRAWN
# Reading words takes longer than comparing days.
MOST_CREDITS = 500
WORD = re.compile(r"\w{3,}")
NO_TITLE = {"the", "and", "for", "from", "mrs", "miss", "his", "her", "their"}
# "Former Prime Minister" is a title of somebody who is none.
OTHER_TIMES = {"former", "late", "elect", "designate", "outgoing", "incoming", "then", "next"}


@dataclass
class Holder:
    """Somebody credited: how they are written, and their roles with the days and the words."""

    name: str
    words: set[str] = field(default_factory=set)
    roles: set[tuple[str, str, str]] = field(default_factory=set)

    def fits(self, words: frozenset[str], day: str) -> bool:
        """Whether the words of a credit share one with a role possibly held on that day."""
        return any(
            words & _words(role)
            for started, ended, role in self.roles
            if not surely_before(day, started) and not surely_before(ended, day)
        )


def credits_in_english(kind: Any) -> Any:
    """Credits in English, as our titles are, of people."""
    if kind is Statement:
        nobody = Speaker.objects.filter(statement=OuterRef("statement"), person=None)
        reports = Report.objects.exclude(statement__status=WITHDRAWN).exclude(printed_as="")
        # One that credits a body as well may give the title of somebody there.
        return reports.filter(
            ~Exists(nobody), lang__startswith="en", statement__speakers__isnull=False
        )
    rows = Participation.objects.exclude(event__status=WITHDRAWN).exclude(printed_as="")
    return rows.filter(source__lang__startswith="en", person__isnull=False)


def tell_no_such_role(kind: Any, rows: Any) -> Iterator[Finding]:
    """Where some role of each person credited is on record."""
    owner, parts = ("statement", "reports") if kind is Statement else ("event", "participations")
    person = "statement__speakers__person" if kind is Statement else "person"
    rows = rows.order_by("-pk").values_list("pk", owner, "printed_as", f"{owner}__date", person)
    rows = rows[:MOST_CREDITS]
    holders = _holders({row[-1] for row in rows})
    for (_part, pk, credit, day), some in groupby(rows, lambda row: row[:4]):
        people = [row[-1] for row in some]
        if not all(holders[one].roles for one in people):
            continue
        named = [holders[one] for one in people]
        words = _words(credit)
        if words & OTHER_TIMES or not (words := words.difference(*(one.words for one in named))):
            continue
        if not any(one.fits(words, day) for one in named):
            yield Finding(pk, parts, _sentence(credit, named, day))


def _sentence(credit: str, named: list[Holder], day: str) -> str:
    words = {"credit": credit, "who": _(" and ").join(one.name for one in named)}
    if not day:
        return _("The credit “%(credit)s” fits no role on record of %(who)s.") % words
    message = _("The credit “%(credit)s” fits no role that %(who)s may have held then (%(day)s).")
    return message % (words | {"day": format_partial_date(day)})


def _holders(keys: set[int]) -> dict[int, Holder]:
    """In one query: each of the few names beside each of the few roles."""
    role = ["roles__started_on", "roles__ended_on", "roles__title", "roles__organisation__name"]
    rows = Person.objects.filter(pk__in=keys).order_by()
    found: dict[int, Holder] = {}
    for pk, name, other, started, *rest in rows.values_list("pk", "name", "names__text", *role):
        holder = found.setdefault(pk, Holder(name))
        holder.words |= _words(name) | _words(other or "")
        if started is not None:
            holder.roles.add((started, rest[0], " ".join(rest[1:])))
    return found


@lru_cache(maxsize=1000)
def _words(text: str) -> frozenset[str]:
    return frozenset({*WORD.findall(fold(text))} - NO_TITLE)

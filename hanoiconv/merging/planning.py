"""What a merge of two records would do: every row that moves, what is there already, what bars it.

The plan is the preview, and once more what is carried out (`writing.py`).
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from hanoiconv.core.permissions import may_view
from hanoiconv.core.records import Part
from hanoiconv.interchange.shape import counted, file_fields
from hanoiconv.interchange.table_reading import among
from hanoiconv.merging.obstacles import may, problems_before
from hanoiconv.merging.ways import Way, ways_to
from people.models import Name

MOST_SHOWN = 50  # rows of one way
LONGEST = 200  # letters of a row's title


@dataclass
class Title:
    """A row for people: the record that it is part of, what it says, and where the desk has it."""

    text: str
    says: str = ""  # where `text` is another record
    url: str = ""
    is_there: bool = False  # the same is said of the kept record already


@dataclass
class Move:
    """The rows that name in one way what goes, and will name what stays instead."""

    way: Way
    to: dict[int, int]  # what is named now, and what will be named
    rows: list[int] = field(default_factory=list)  # that move
    twins: dict[int, int] = field(default_factory=dict)  # that go, and the same row that stays
    titles: list[Title] = field(default_factory=list)

    @property
    def number(self) -> int:
        return len(self.rows) + len(self.twins)

    @property
    def unshown(self) -> int:
        return self.number - len(self.titles)

    @property
    def kind(self) -> str:
        return capfirst(str(self.way.shown._meta.verbose_name_plural))

    @property
    def named_as(self) -> str:
        """The field by which they name the record; empty where it says no more than the kind."""
        name = str((self.way.group or self.way.link).verbose_name)
        return "" if name == str(self.way.link.related_model._meta.verbose_name) else name


@dataclass
class Differing:
    """A field in which the two say different things: what stays, and what is lost."""

    name: str
    kept: str
    gone: str


@dataclass
class MergePlan:
    """What merging `gone` into `kept` does."""

    kept: Any
    gone: Any
    moves: list[Move]
    differing: list[Differing]
    # The name of what goes, where it would be lost and the user may keep it as another name.
    spelling: str = ""
    problems: list[str] = field(default_factory=list)  # sentences; nothing is merged with any

    @property
    def moved(self) -> str:
        """The rows that move, such as "3 participations, 1 role"."""
        numbers: dict[str, int] = defaultdict(int)
        for move in self.moves:
            numbers[move.way.shown._meta.label_lower] += len(move.rows)
        return counted({label: number for label, number in numbers.items() if number})

    @property
    def twins(self) -> int:
        return sum(len(move.twins) for move in self.moves)

    @property
    def fingerprint(self) -> str:
        """Changes with everything that is shown or decided; the titles of rows aside."""
        both = [[*_values(row).items()] for row in (self.kept, self.gone)]
        moves = [(str(move.way), move.to, move.rows, move.twins) for move in self.moves]
        return hashlib.sha256(ascii((both, moves, self.problems)).encode()).hexdigest()


def plan(kept: Any, gone: Any, user: Any) -> MergePlan:
    """What merging `gone` into `kept` would do, and why this user may not; writes nothing.

    Raises:
        TypeError: they are of two kinds.
    """
    if type(kept) is not type(gone):
        raise TypeError("Records of two kinds are not merged.")
    found = MergePlan(kept, gone, _moves(kept, gone), _differing(kept, gone))
    for move in found.moves:
        move.titles = _titles(move, user)
    found.spelling = _spelling(kept, gone, user)
    found.problems = problems_before(found, user)
    return found


def _spelling(kept: Any, gone: Any, user: Any) -> str:
    """What `gone` is called, where neither of the two would say so any longer."""
    if not hasattr(kept, "names") or gone.name == kept.name or not may(user, "add", Name):
        return ""
    written = kept.names.filter(text=gone.name) | gone.names.filter(text=gone.name)
    return "" if written.exists() else gone.name


def _moves(kept: Any, gone: Any) -> list[Move]:
    """Way by way; a row that is there already goes, so what names it names the same row there."""
    found: list[Move] = []
    twins: dict[Any, dict[int, int]] = defaultdict(dict, {type(kept): {gone.pk: kept.pk}})
    todo = [(type(kept), {gone.pk: kept.pk})]
    for model, to in todo:
        for way in ways_to(model):
            move = _move(way, to, twins)
            if move.number:
                found.append(move)
            if move.twins:
                twins[way.model] |= move.twins
                todo.append((way.model, move.twins))
    return found


def _move(way: Way, to: dict[int, int], twins: dict[Any, dict[int, int]]) -> Move:
    move = Move(way, to)
    columns = ["pk", way.link.attname, *[each.attname for each in way.compared]]
    # A row that goes as the same in one way does not move in another.
    rows = [
        row for row in way.rows(among(to)).values_list(*columns) if row[0] not in twins[way.model]
    ]
    there: dict[Any, int] = {}
    if rows and way.compared:
        for pk, named, *values in way.rows(among({*to.values()})).values_list(*columns):
            if pk not in twins[way.model]:
                there.setdefault((named, *_after(way, values, twins)), pk)
    for pk, named, *values in rows:
        twin = there.get((to[named], *_after(way, values, twins))) if there else None
        if twin is None:
            move.rows.append(pk)
        else:
            move.twins[pk] = twin
    return move


def _after(way: Way, values: Any, twins: dict[Any, dict[int, int]]) -> list[Any]:
    """The values as they will be, when what they name has gone for the same that stays."""
    return [
        twins[column.related_model].get(value, value) if column.is_relation else value
        for column, value in zip(way.compared, values, strict=True)
    ]


def _titles(move: Move, user: Any) -> list[Title]:
    """The first rows, those that move before those that are there; none that the user may not see.

    Two queries: of pairs, the other side is read.
    """
    way = move.way
    if not may_view(user, way.shown):
        return []
    first = [*move.rows, *move.twins][:MOST_SHOWN]
    shown_by = {pk: pk for pk in first}
    if way.group:
        pairs = way.model._base_manager.filter(pk__in=first)
        shown_by = dict(pairs.values_list("pk", way.shown_by))
    meta = way.shown._meta
    links = [each.name for each in meta.concrete_fields if each.is_relation]
    titled = way.shown._base_manager.all()
    if links:
        titled = titled.select_related(*links)
    rows = titled.in_bulk({*shown_by.values()})
    is_screen = admin.site.is_registered(way.shown)
    found = []
    for pk in first:
        row = rows[shown_by[pk]]
        owner = row.owner if isinstance(row, Part) and not _is_owner(move, row.owner) else None
        texts = [Truncator(str(each)).chars(LONGEST) for each in (owner, row) if each]
        name = f"admin:{meta.app_label}_{meta.model_name}_change"
        url = reverse(name, args=[row.pk]) if is_screen else ""
        found.append(Title(texts[0], "".join(texts[1:]), url, is_there=pk in move.twins))
    return found


def _is_owner(move: Move, owner: Any) -> bool:
    """Whether a row is part of what goes, which need not be said of each."""
    return owner.pk in move.to and isinstance(owner, move.way.link.related_model)


def _values(row: Any) -> dict[str, Any]:
    return {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields}


def _differing(kept: Any, gone: Any) -> list[Differing]:
    """The fields in which the two differ, in the order of forms, without what they are known by."""
    found = []
    for column in file_fields(type(kept)):
        if column.many_to_many or column.name == "slug":
            continue
        if getattr(kept, column.attname) != getattr(gone, column.attname):
            words = [_words(row, column) for row in (kept, gone)]
            found.append(Differing(capfirst(str(column.verbose_name)), *words))
    return found


def _words(row: Any, column: Any) -> str:
    """A value for people; empty where there is none."""
    if column.choices:
        return str(getattr(row, f"get_{column.name}_display")())
    value = getattr(row, column.name)
    return "" if value is None else str(value)


def sentence(done: MergePlan) -> str:
    """What was merged, for the log of the record that stays."""
    words = {"title": done.gone, "slug": done.gone.slug, "moved": done.moved}
    if not done.moved:
        return _("Merged “%(title)s” (%(slug)s) into this: nothing moved.") % words
    return _("Merged “%(title)s” (%(slug)s) into this: %(moved)s moved.") % words

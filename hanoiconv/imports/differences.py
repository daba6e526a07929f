"""How an entry's differences are shown: row by row and field by field, long text word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.differences import MOST_TOKENS, TOKEN
from hanoiconv.interchange.shape import file_fields

LONG = 60  # letters from which a text is compared word by word
# Steps of comparing on one page, which take 0.5 s at worst.
MOST_STEPS = 100_000_000
CONTEXT = 12  # words that stay around a difference
SAME, OLD, NEW, CUT = "same", "old", "new", "cut"
Stretch = tuple[str, str]  # SAME, OLD, NEW or CUT, and the text


@dataclass
class Field:
    """One value before and after; `words` is both in one where they are long texts."""

    name: str
    old: str
    new: str
    words: list[Stretch] = field(default_factory=list)
    is_form_only: bool = False


@dataclass
class Row:
    """One row of a record: "changed" with the fields that change, "added" or "removed" with all."""

    name: str  # empty for the record's own row
    change: str
    fields: list[Field] = field(default_factory=list)

    @property
    def label(self) -> str:
        """What happens to it."""
        return {"added": _("Added"), "removed": _("Removed")}.get(self.change, _("Changed"))


class Effort:
    """How much comparing a page may still take.

    SequenceMatcher takes as many steps, at worst, as both lengths and the shorter one multiplied:
    every second line alike, such as the empty lines of an article, is such a case.
    """

    def __init__(self) -> None:
        self.left = MOST_STEPS

    def affords(self, old: Sequence[str], new: Sequence[str]) -> bool:
        """Whether these may be compared, which is then spent."""
        steps = len(old) * len(new) * min(len(old), len(new))
        is_within = steps <= self.left
        self.left -= steps if is_within else 0
        return is_within


def shown_rows(entry: Any, effort: Effort) -> list[Row]:
    """The differences of an entry (comparing.py), those of one row together."""
    own = f"{entry.kind} {entry.slug}"
    rows: dict[tuple[str, str], Row] = {}
    for difference in entry.differences:
        place, change = difference["row"], difference["change"]
        label, _space, key = place.partition(" ")
        model = _model(label)
        kind = capfirst(model._meta.verbose_name) if model else label
        row = rows.setdefault((place, change), Row("" if place == own else f"{kind} {key}", change))
        if change == "changed":
            row.fields.append(_field(model, difference, effort))
        else:
            row.fields += _all_fields(model, difference)
    return [*rows.values()]


def _model(label: str) -> Any:
    """The model; none for one that was taken out of the code since."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _column(model: Any, name: str) -> Any:
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _field(model: Any, difference: dict[str, Any], effort: Effort) -> Field:
    name, old, new = (difference.get(part) for part in ("field", "old", "new"))
    column = _column(model, str(name))
    shown = Field(
        _name(column, str(name)),
        _text(column, old),
        _text(column, new),
        is_form_only=bool(difference.get("is_form_only")),
    )
    if getattr(column, "choices", None) or not (isinstance(old, str) and isinstance(new, str)):
        return shown
    if max(len(old), len(new)) >= LONG:
        shown.words = [*shortened(words(old, new, effort))]
    return shown


def _all_fields(model: Any, difference: dict[str, Any]) -> Iterator[Field]:
    """What stands in a row that comes or goes; what is empty is not named."""
    values = difference.get("new") or difference.get("old") or {}
    known = [column.name for column in file_fields(model)] if model else []
    for name in sorted(values, key=lambda name: known.index(name) if name in known else -1):
        value = values[name]
        column = _column(model, name)
        if name not in ("slug", "key") and value not in (None, "", []):
            text = _text(column, value)
            yield Field(_name(column, name), text, text)


def _name(column: Any, name: str) -> str:
    return capfirst(str(column.verbose_name)) if column is not None else name


def _text(column: Any, value: Any) -> str:
    """A value of a file in words; nothing where it is empty."""
    match value:
        case None:
            return ""
        case [[*_key], *_others]:
            return ", ".join(str(key) for [key] in value)
        case list():
            return ", ".join(map(str, value))
    choices = dict(column.flatchoices) if getattr(column, "choices", None) else {}
    return str(choices.get(value, value))


def words(old: str, new: str, effort: Effort) -> list[Stretch]:
    """Both texts in one: what stayed, what went, what came. To the letter, marks and spaces too.

    Long texts line by line first. What lies between that costs too much is one stretch.
    """
    found: list[Stretch] = []
    pieces = [(old, new)]
    if max(len(TOKEN.findall(old)), len(TOKEN.findall(new))) > MOST_TOKENS:
        pieces = [*_lines(old.splitlines(True), new.splitlines(True), effort)]
    for was, now in pieces:
        for kind, text in _in_words(was, now, effort):
            if text and found and found[-1][0] == kind:
                found[-1] = (kind, found[-1][1] + text)
            elif text:
                found.append((kind, text))
    return found


def _lines(old: list[str], new: list[str], effort: Effort) -> Iterator[tuple[str, str]]:
    for is_same, was, now in _matched(old, new, effort):
        if not is_same and len(was) == len(now):
            yield from zip(was, now, strict=True)
        else:
            yield "".join(was), "".join(now)


def _in_words(old: str, new: str, effort: Effort) -> Iterator[Stretch]:
    for is_same, was, now in _matched(TOKEN.findall(old), TOKEN.findall(new), effort):
        if is_same:
            yield SAME, "".join(was)
        else:
            yield OLD, "".join(was)
            yield NEW, "".join(now)


def _matched(
    old: list[str], new: list[str], effort: Effort
) -> Iterator[tuple[bool, list[str], list[str]]]:
    """Both in stretches, each with whether it is the same in both."""
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    shorter -= head
    tail = next((n for n in range(shorter) if old[-1 - n] != new[-1 - n]), shorter)
    was, now = old[head : len(old) - tail], new[head : len(new) - tail]
    yield True, old[:head], new[:head]
    if effort.affords(was, now):
        for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
            yield tag == "equal", was[a:b], now[c:d]
    else:
        yield False, was, now
    yield True, old[len(old) - tail :], new[len(new) - tail :]


def shortened(stretches: list[Stretch]) -> Iterator[Stretch]:
    """The same, where what stayed is cut to some words around what changed."""
    for place, (kind, text) in enumerate(stretches):
        tokens = TOKEN.findall(text) if kind == SAME else []
        head = CONTEXT if place else 0
        tail = CONTEXT if place < len(stretches) - 1 else 0
        if len(tokens) <= head + tail + 1:
            yield kind, text
            continue
        if head:
            yield SAME, "".join(tokens[:head]).rstrip()
        yield CUT, "…"
        if tail:
            yield SAME, "".join(tokens[-tail:])

"""Fixture files: Django's JSON format, read with the line of every row, written in one form."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from hanoiconv.interchange.shape import completed, record_models

SPACE = re.compile(r"[ \t\n\r]*")  # what JSON allows; more would be refused by loaddata


@dataclass
class Row:
    """One object of a fixture file: its model label, its fields, and where it stands."""

    path: Path
    line: int
    model: str
    fields: dict[str, Any] = field(repr=False)

    @property
    def name(self) -> str:
        """The slug or key, as far as it is there."""
        key = self.fields.get("slug") or self.fields.get("key")
        return key if isinstance(key, str) else "?"


@dataclass(frozen=True)
class Fault:
    """What is wrong with a file, and where."""

    path: Path
    line: int
    record: str
    field: str
    reason: str

    def __str__(self) -> str:
        words = [f"{self.path}:{self.line}", self.record, self.field, self.reason]
        return ": ".join(word for word in words if word)


def fixture_paths(paths: Iterable[Path]) -> list[Path]:
    """The JSON files that are named, or stand in folders that are; in a stable order.

    Raises:
        FileNotFoundError: a path is neither, or a folder holds none.
    """
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("*.json")) if path.is_dir() else [path]
        if not inside or not all(file.is_file() for file in inside):
            raise FileNotFoundError(_("%s: no such file, or no fixtures in it.") % path)
        known = {file.resolve() for file in found}
        found += (file for file in inside if file.resolve() not in known)
    return found


def read_rows(path: Path) -> tuple[list[Row], list[Fault]]:
    """The rows of one file, and what is wrong with it as a file."""
    rows: list[Row] = []
    faults: list[Fault] = []
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [], [Fault(path, 1, "", "", _("no UTF-8 text (byte %d)") % error.start)]
    try:
        for line, value in _objects(text):
            reason = _shape_fault(value)
            if reason:
                faults.append(Fault(path, line, "", "", reason))
            else:
                rows.append(Row(path, line, value["model"].lower(), value["fields"]))
    except json.JSONDecodeError as error:
        faults.append(Fault(path, error.lineno, "", "", _("no JSON: %s") % error.msg))
    except RecursionError:
        faults.append(Fault(path, 1, "", "", _("no fixture: it is nested too deeply")))
    return rows, faults


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """Writes rows as our fixtures are: every field on a line, in order, letters as they are."""
    known = record_models()
    objects = [
        {"model": row.model, "fields": completed(known[row.model], row.fields)} for row in rows
    ]
    path.write_text(json.dumps(objects, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _objects(text: str) -> Iterator[tuple[int, Any]]:
    """The members of the outermost list, each with the line where it begins."""
    decoder = json.JSONDecoder(object_pairs_hook=_without_doubles)
    position = _skip(text, 0)
    if text[position : position + 1] != "[":
        raise json.JSONDecodeError(_("a list of rows is wanted"), text, position)
    position = _skip(text, position + 1)
    line, counted = 1, 0
    while text[position : position + 1] != "]":
        line += text.count("\n", counted, position)
        counted = position
        try:
            value, position = decoder.raw_decode(text, position)
        except json.JSONDecodeError:
            raise
        except ValueError as error:  # Python reads no number of more than 4,300 digits
            raise json.JSONDecodeError(_("a number is too long"), text, position) from error
        yield line, value
        position = _skip(text, position)
        following = text[position : position + 1]
        if following == ",":
            position = _skip(text, position + 1)
        if (following == ",") == (text[position : position + 1] == "]"):
            raise json.JSONDecodeError(
                _("a comma or the end of the list is wanted"), text, position
            )
    if _skip(text, position + 1) != len(text):
        raise json.JSONDecodeError(_("more after the end of the list"), text, position + 1)


def _skip(text: str, position: int) -> int:
    match = SPACE.match(text, position)
    return match.end() if match else position


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[Any, Any]:
    """An object as a dict; the names that stand twice are kept under None, which is no name."""
    plain: dict[Any, Any] = dict(pairs)
    if len(plain) < len(pairs):
        names = [name for name, _value in pairs]
        plain[None] = sorted({name for name in names if names.count(name) > 1})
    return plain


def _shape_fault(value: Any) -> str:
    """Why a value is no row; empty for a row."""
    if not isinstance(value, dict):
        return _("a row is an object with “model” and “fields”")
    if not isinstance(value.get("model"), str) or not isinstance(value.get("fields"), dict):
        return _("a row needs “model” (text) and “fields” (an object)")
    doubled = value.get(None) or value["fields"].get(None)
    if doubled:
        return _("%s stands twice") % ", ".join(doubled)
    if others := set(value) - {"model", "fields"}:
        return _("only “model” and “fields” belong here, not %s") % ", ".join(sorted(others))
    return ""

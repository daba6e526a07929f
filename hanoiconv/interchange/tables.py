"""Rows as CSV: one file for each kind of record or part, named for it ("statements.csv").

A cell holds what a fixture holds: a link is the slug or key itself, several are joined by "|".
Text that a spreadsheet would run has one more "'" before it, which reading takes away again.
"""

import csv
import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from itertools import chain
from pathlib import PurePath
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from hanoiconv.downloads.writing import FORMULA
from hanoiconv.interchange.rows import (
    LONGEST_ROW,
    Fault,
    Row,
    Stream,
    Unreadable,
    decoded,
    too_long,
)
from hanoiconv.interchange.shape import completed, file_fields, natural_field, record_models

# The csv module has one limit of a cell for the whole process, 128 KiB: less than an article may be
# long. It is set once, here, because to set and reset it would race with other threads.
csv.field_size_limit(LONGEST_ROW)
TOO_LONG = "too long"

# Quotation marks count before both, so that text which has one of its own keeps it.
WOULD_RUN = re.compile(f"'*(?:{FORMULA.pattern})")
PROTECTED = re.compile(f"'+(?:{FORMULA.pattern})")
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,4000}")  # Python reads none of more than 4,300 digits
JOINED = re.compile(r"((?:[^|\\]|\\.|\\\Z)*)(\||\Z)", re.DOTALL)
# What browsers and systems add to the name of a second download: " (1)", "-2".
COPY = re.compile(r" ?\([0-9]+\)\Z|-[0-9]+\Z")


@cache
def table_names() -> dict[str, type[models.Model]]:
    """The models by the name of their table: "statements", in English whatever the language."""
    with override(None):
        return {
            slugify(str(model._meta.verbose_name_plural)): model
            for model in record_models().values()
        }


def table_name(model: type[models.Model]) -> str:
    """The name of the file for rows of a model: "statements.csv"."""
    return next(f"{name}.csv" for name, each in table_names().items() if each is model)


def model_of_table(file: str) -> type[models.Model] | None:
    """The model whose rows a file of that name holds; none where the name says nothing."""
    name = COPY.sub("", PurePath(file).name.lower().removesuffix(".csv"))
    return table_names().get(name) or record_models().get(name)


def header(model: type[models.Model]) -> list[str]:
    """The first line of a table: the names of the fields, in the order of our files."""
    return [field.name for field in file_fields(model)]


def to_cells(model: type[models.Model], fields: dict[str, Any]) -> list[str]:
    """A row as cells, in the order of the header; what it leaves out is at its default."""
    return [_cell(value) for value in completed(model, fields).values()]


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case [[*_key], *_others]:
            text = "|".join(re.sub(r"([|\\])", r"\\\1", str(key)) for [key] in value)
        case [key]:
            text = str(key)
        case []:
            return ""
        case datetime() | date():
            return DjangoJSONEncoder().default(value)
        case str():
            text = str(value)
        case _:
            return str(value)  # a number, which may be negative
    return f"'{text}" if WOULD_RUN.match(text) else text


def table_rows(file: str, stream: Stream) -> Iterator[Row | Fault]:
    """The rows of a CSV file (RFC 4180; commas or, as Excel writes it in Europe, semicolons).

    Raises:
        Unreadable: the name says no kind, or it is no CSV from some line on.
    """
    model: Any = model_of_table(file)
    if model is None:
        known = ", ".join(f"{name}.csv" for name in sorted(table_names()))
        raise Unreadable(_("a table is named for what it holds: %s") % known)
    records = _records(stream)
    line, names = next(records, (1, []))
    if faults := [*_header_faults(file, line, names, model)]:
        yield from faults
        return
    targets = {field.name: field for field in file_fields(model)}
    columns = [(name, _reader(targets[name])) for name in names]
    label = model._meta.label_lower
    owners = model.part_of
    has_owner = not owners or bool({*owners} & {*names})
    for line, cells in records:
        if not has_owner:
            reason = _("one of these columns is needed, for what the rows are part of: %s")
            yield Fault(file, line, label, owners[0], reason % ", ".join(owners))
            return
        if len(cells) == len(columns):
            fields = {name: read(cell) for (name, read), cell in zip(columns, cells, strict=True)}
            yield Row(file, line, label, fields, is_table=True)
        else:
            reason = _("cells in this row: %(cells)d; in the header: %(columns)d")
            numbers = {"cells": len(cells), "columns": len(columns)}
            yield Fault(file, line, "", "", reason % numbers)


def _header_faults(
    file: str, line: int, names: list[str], model: type[models.Model]
) -> Iterator[Fault]:
    label, known = model._meta.label_lower, header(model)
    for place, name in enumerate(names, start=1):
        if "\t" in name:
            reason = _("this file has tabs between its cells: save it as CSV")
            yield Fault(file, line, label, "", reason)
            return
        if not name.strip():
            reason = _("column %d has no name: delete it, or the comma at the end") % place
            yield Fault(file, line, label, "", reason)
    for name in dict.fromkeys(name for name in names if name.strip()):
        if name not in known:
            reason = _("there is no such field, only: %s") % ", ".join(known)
            yield Fault(file, line, label, name, reason)
        elif names.count(name) > 1:
            yield Fault(file, line, label, name, _("this column stands twice"))
    if (key := natural_field(model)) not in names:
        reason = _("this column is missing in the first line: rows are known by it")
        yield Fault(file, line, label, key, reason)


def _records(stream: Stream) -> Iterator[tuple[int, list[str]]]:
    """The records of a CSV file, the header first, each with the line where it begins."""
    lines = _Lines(stream)
    reader = csv.reader(lines, delimiter=lines.mark(), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:  # none: an empty line
                yield line, cells
            line = reader.line_num + 1
            lines.size = 0
    except csv.Error as error:
        raise Unreadable(_csv_reason(str(error)), line) from error


class _Lines:
    """The lines of a file with their ends, which may stand within a cell; one pass."""

    def __init__(self, stream: Stream) -> None:
        self.size = 0  # letters of the present record; set to 0 when it is read
        self._lines = self._split(decoded(stream))

    def mark(self) -> str:
        """What stands between cells, as far as the first line tells."""
        first = next(self._lines, "")
        self._lines = chain([first], self._lines)
        return ";" if ";" in first and "," not in first else ","

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.size += len(line)
            if self.size > LONGEST_ROW:
                raise csv.Error(TOO_LONG)
            yield line

    def _split(self, pieces: Iterator[str]) -> Iterator[str]:
        kept = ""
        for piece in pieces:
            *whole, rest = piece.split("\n")
            for line in whole:
                yield f"{kept}{line}\n"
                kept = ""
            kept += rest
            if len(kept) > LONGEST_ROW:
                raise csv.Error(TOO_LONG)
        if kept:
            yield kept


def _csv_reason(error: str) -> str:
    """What is wrong, in a sentence, where the csv module speaks to programmers."""
    if error == TOO_LONG:
        return too_long()
    if "new-line" in error:
        return _("a line ends within a cell: such a cell stands in quotation marks")
    if "unexpected end" in error:
        return _("not CSV: a quotation mark is never closed")
    return _("not CSV: within quotation marks, each of the text’s own is written twice")


def _reader(target: Any) -> Any:
    """What makes of a cell the value that a fixture would hold; what is odd is left as text."""
    if target.many_to_many:
        return lambda cell: [[key] for key in _split(_plain(cell))]
    if target.is_relation:
        return lambda cell: [_plain(cell)] if cell else None
    if isinstance(target, models.IntegerField):
        return lambda cell: int(cell) if WHOLE_NUMBER.fullmatch(cell) else _empty(target, cell)
    if target.null:
        return lambda cell: _plain(cell) or None
    return _plain


def _empty(target: Any, cell: str) -> str | None:
    return None if target.null and not cell else cell


def _plain(cell: str) -> str:
    """The text of a cell, without the mark that keeps a spreadsheet from running it."""
    return cell[1:] if cell[:1] == "'" and PROTECTED.match(cell) else cell


def _split(text: str) -> list[str]:
    r"""The values joined in a cell: "a|b\|c" is "a" and "b|c"."""
    if not text:
        return []
    values = []
    for match in JOINED.finditer(text):
        values.append(re.sub(r"\\(.)", r"\1", match[1], flags=re.DOTALL))
        if not match[2]:
            break
    return values

"""Rows in JSON: a list of them, as Django's fixtures are, or one a line (JSON Lines).

Both are read piece by piece: a million rows take no more memory than ten.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from hanoiconv.interchange.rows import (
    CHUNK,
    LONGEST_ROW,
    Fault,
    Row,
    Stream,
    Unreadable,
    decoded,
    too_long,
)

SPACE = re.compile(r"[ \t\n\r]*")  # what JSON allows; more would be refused by loaddata
# A comma, and the next value in sight: so it is nearly always.
NEXT = re.compile(r"[ \t\n\r]*,[ \t\n\r]*(?=[^] \t\n\r])")
LONGEST_LINE = 4 * LONGEST_ROW  # bytes: UTF-8 takes up to four for a letter
# What the end of a piece may cut and JSON calls wrong: -Infinity, or a letter in two escapes.
LONGEST_TOKEN = 16


def fixture_rows(file: str, stream: Stream) -> Iterator[Row | Fault]:
    """The rows of a list in JSON, each with the line where it begins.

    Raises:
        Unreadable: it is no such list, or none from some line on; rows before that were given.
    """
    for line, value in _Window(stream).values():
        yield _row(file, line, value)


def line_rows(file: str, stream: Stream) -> Iterator[Row | Fault]:
    """The rows of JSON Lines. What is wrong with a line is a fault, and the next is read."""
    for number, data in _lines(stream):
        try:
            text = data.decode("utf-8-sig" if number == 1 else "utf-8")
            if len(data) > LONGEST_LINE or len(text) > LONGEST_ROW:
                raise Unreadable(too_long())
            if text.strip(" \t\r"):
                yield _row(file, number, _decoder.decode(text))
        except UnicodeDecodeError as error:
            reason = (
                _("this is not UTF-8 (byte %d of the line): save it as UTF-8 text") % error.start
            )
            yield Fault(file, number, "", "", reason)
        except (ValueError, RecursionError) as error:
            yield Fault(file, number, "", "", _reason(error))
        except Unreadable as error:
            yield Fault(file, number, "", "", error.reason)


def _lines(stream: Stream) -> Iterator[tuple[int, bytes]]:
    """The lines of a file with their numbers; of one that is far too long, only the start.

    Those of white space alone are left out here: a ZIP of some KiB may hold a hundred million.
    """
    number, kept = 1, b""
    while data := stream.read(CHUNK):
        *whole, rest = data.split(b"\n")
        for line in whole:
            if kept or (line and line.strip(b" \t\r")):
                yield number, kept + line
            number, kept = number + 1, b""
        if len(kept) <= LONGEST_LINE:
            kept += rest
    if kept:
        yield number, kept


class _Window:
    """The part of a file that is being read. What stands before `position` is done with."""

    def __init__(self, stream: Stream) -> None:
        self.pieces = decoded(stream)
        self.text = ""
        self.position = 0
        self.line = 1  # of the position

    def values(self) -> Iterator[tuple[int, Any]]:
        """The members of the outermost list, each with the line where it begins.

        Raises:
            Unreadable: it is no list, or no JSON.
        """
        if self.character() != "[":
            raise self.fault(_("a list of rows is wanted"))
        self.move(self.position + 1)
        is_more = self.character() != "]"
        while is_more:
            value, end = self.value()
            yield self.line, value
            is_more = self.comma(end)
        self.move(self.position + 1)
        line = self.line
        if self.character():
            raise Unreadable(_("not JSON: %s") % _("more after the end of the list"), line)

    def character(self) -> str:
        """The next character that is no white space, which becomes the position; none at the end.

        White space is dropped as it is read, so that a gigabyte of it takes no memory.
        """
        while True:
            self.move(SPACE.match(self.text, self.position).end())  # type: ignore[union-attr]
            if self.position < len(self.text):
                return self.text[self.position]
            if not self.grow():
                return ""

    def comma(self, end: int) -> bool:
        """Whether another value follows the one that ends there, and then becomes the position."""
        if match := NEXT.match(self.text, end):
            self.move(match.end())
            return True
        self.move(end)
        is_more = self.character() == ","
        if is_more:
            self.move(self.position + 1)
        if is_more == (self.character() == "]"):
            raise self.fault(_("a comma or the end of the list is wanted"))
        return is_more

    def value(self) -> tuple[Any, int]:
        """The value at the position, and where it ends."""
        while True:
            try:
                value, end = _decoder.raw_decode(self.text, self.position)
            except (ValueError, RecursionError) as error:
                if not self.is_cut(error) or not self.grow():
                    raise self.fault(error) from error
            else:
                if end - self.position > LONGEST_ROW:
                    raise Unreadable(too_long(), self.line)
                # Near the end of the piece it may go on: 12 may be the start of 123, or of 12.5e3.
                if end < len(self.text) - LONGEST_TOKEN or not self.grow():
                    return value, end

    def is_cut(self, error: Exception) -> bool:
        """Whether the value may only be wrong because the rest of it is not yet there."""
        return isinstance(error, json.JSONDecodeError) and (
            error.pos > len(self.text) - LONGEST_TOKEN or error.msg.startswith("Unterminated")
        )

    def grow(self) -> bool:
        """Puts the next piece behind the text, from the position on; whether there was one."""
        if len(self.text) - self.position > LONGEST_ROW:
            raise Unreadable(too_long(), self.line)
        piece = next(self.pieces, "")
        if piece:
            self.text = self.text[self.position :] + piece
            self.position = 0
        return bool(piece)

    def move(self, position: int) -> None:
        self.line += self.text.count("\n", self.position, position)
        self.position = position

    def fault(self, reason: str | Exception) -> Unreadable:
        """What is wrong at the position, or where the error says."""
        if isinstance(reason, str):
            return Unreadable(_("not JSON: %s") % reason, self.line)
        if isinstance(reason, json.JSONDecodeError):
            self.move(reason.pos)
        return Unreadable(_reason(reason), self.line)


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return _("not a fixture: it is nested too deeply")
    if isinstance(error, json.JSONDecodeError):
        return _("not JSON: %s") % error.msg
    # Python reads no number of more than 4,300 digits
    return _("not JSON: %s") % _("a number is too long")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[Any, Any]:
    """An object as a dict; the names that stand twice are kept under None, which is no name."""
    plain: dict[Any, Any] = dict(pairs)
    if len(plain) < len(pairs):
        counts = Counter(name for name, _value in pairs)
        plain[None] = sorted(name for name, number in counts.items() if number > 1)
    return plain


_decoder = json.JSONDecoder(object_pairs_hook=_without_doubles)


def _row(file: str, line: int, value: Any) -> Row | Fault:
    """What a value of a file is: a row, or why it is none."""
    if type(value) is dict and len(value) == 2:
        model, fields = value.get("model"), value.get("fields")
        if type(model) is str and type(fields) is dict and None not in fields:
            return Row(file, line, model.lower(), fields)
    return Fault(file, line, "", "", _shape_fault(value))


def _shape_fault(value: Any) -> str:
    """Why a value is no row."""
    if not isinstance(value, dict):
        return _("a row is an object with “model” and “fields”")
    if not isinstance(value.get("model"), str) or not isinstance(value.get("fields"), dict):
        return _("a row needs “model” (text) and “fields” (an object)")
    doubled = value.get(None) or value["fields"].get(None)
    if doubled:
        return _("named twice: %s") % ", ".join(doubled)
    others = set(value) - {"model", "fields"}
    return _("only “model” and “fields” belong here, not %s") % ", ".join(sorted(others))

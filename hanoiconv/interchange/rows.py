"""What reading is given and gives: inputs, and rows and faults, each with its place."""

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Protocol

from django.utils.translation import gettext as _

from hanoiconv.core.text import FORBIDDEN

CHUNK = 1024 * 1024  # bytes read at a time
# No record comes near it: a book has a million letters.
LONGEST_ROW = 4_000_000
LONGEST_MESSAGE = 600  # a bad value may be as long as its row


class Unreadable(Exception):
    """A file, or what is left of it, that cannot be read, and why."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


class Stream(Protocol):
    """What is read from: bytes, and none at the end."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read; a member of a ZIP is one too.

    `open`, and reading from what it gives, may raise `Unreadable`.
    """

    name: str  # as people know it: "fixtures/people.json", "upload.zip/statements.csv"
    open: Callable[[], BinaryIO]


@dataclass(slots=True)
class Row:
    """One object of a file: its model label, its fields, and where it stands."""

    file: str
    line: int
    model: str
    fields: dict[str, Any] = field(repr=False)
    is_table: bool = False  # from CSV, where a record's parts stand in files of their own

    @property
    def name(self) -> str:
        """The slug or key, as far as it is there."""
        key = self.fields.get("slug") or self.fields.get("key")
        return key if key and isinstance(key, str) else "?"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file, and where. What no page could carry is shown escaped."""

    file: str
    line: int
    record: str
    field: str
    reason: str

    def __post_init__(self) -> None:
        for name in ("file", "record", "field", "reason"):
            object.__setattr__(self, name, shown(getattr(self, name)))

    def __str__(self) -> str:
        words = [f"{self.file}:{self.line}", self.record, self.field, self.reason]
        return ": ".join(word for word in words if word)


def shown(text: str) -> str:
    """The text as a page or a log may carry it: a NUL is "\\x00", and it has an end."""
    if len(text) > LONGEST_MESSAGE:
        text = f"{text[:LONGEST_MESSAGE]}…"
    return FORBIDDEN.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def too_long() -> str:
    """Why a row is refused that would only fill the memory."""
    return _("a row is longer than 4,000,000 letters, which no record needs")


def decoded(stream: Stream) -> Iterator[str]:
    """The text of a file piece by piece, without the byte order mark.

    Raises:
        Unreadable: it is no UTF-8.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    mark = "\ufeff"
    before = 0
    while True:
        data = stream.read(CHUNK)
        kept = len(decoder.getstate()[0])  # the first bytes of a letter
        try:
            text = decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            reason = _(
                "this is not UTF-8 (byte %d): save the file as “CSV UTF-8”, or as UTF-8 text"
            )
            raise Unreadable(reason % (before - kept + error.start)) from error
        before += len(data)
        if text:
            yield text.removeprefix(mark)
            mark = ""
        if not data:
            return

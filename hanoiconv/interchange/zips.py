"""ZIP files: their members as inputs, read in place and never unpacked to disk.

A member that is not safe or of no use is an input too: opening it says why.
"""

import re
import zlib
from collections.abc import Callable
from contextlib import nullcontext
from io import RawIOBase
from pathlib import Path
from struct import error as StructError
from typing import IO, BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from hanoiconv.interchange.rows import Input, Unreadable

MOST_MEMBERS = 1_000  # the record has some 20 kinds of rows and a file for each source article
# Of the list of members at a ZIP's end, of which `ZipFile` makes 10 times as much memory at once.
MOST_LISTED = 1024**2  # bytes: a thousand for each
MOST_BYTES = 1024**3  # of all members of an import, as they come out; whatever a ZIP says they are
READABLE = (".json", ".jsonl", ".csv")
# What zipfile raises for bytes that are no ZIP, or not the one that they say.
DAMAGED = (
    *(BadZipFile, zlib.error, StructError, EOFError, OSError, ValueError, OverflowError),
    *(NotImplementedError, RuntimeError, IndexError, KeyError),
)


def members(name: str, content: Path | BinaryIO, budget: "Budget") -> list[Input]:
    """The files in a ZIP, by name; the reasons where it is refused are raised on opening.

    `budget` is that of all ZIPs of one import.

    Raises:
        OSError: there is no such file, or it may not be read.
    """
    # What zipfile says of a path is taken for damage, so it is opened here first.
    opened = content.open("rb") if isinstance(content, Path) else nullcontext(content)
    try:
        with opened as stream:
            ZipFile(cast(BinaryIO, _Glance(stream)))
        archive = ZipFile(content)
        found = sorted(archive.infolist(), key=lambda info: info.filename)
    except DAMAGED:
        return [_refused(name, _("this is no ZIP file, or it is damaged: pack it again"))]
    except Unreadable as error:
        return [_refused(name, error.reason)]
    if len(found) > MOST_MEMBERS:
        return [_refused(name, _too_many())]
    inputs: list[Input] = []
    names: set[str] = set()
    for info in found:
        shown = f"{name}/{info.orig_filename}"
        reason = _("this name stands in the ZIP twice") if shown in names else _refusal(info)
        names.add(shown)
        if reason:
            inputs.append(_refused(shown, reason))
        elif not _is_beside_the_point(info):
            inputs.append(Input(shown, _opener(archive, info, budget)))
    return inputs or [_refused(name, _("no .json, .jsonl or .csv file is in the ZIP"))]


def _refusal(info: ZipInfo) -> str:
    """Why a member is refused; empty for one that may be read, or left aside."""
    name = info.orig_filename
    if not name.isprintable():
        return _("the name of the file holds characters that cannot be shown")
    if re.match(r"[/\\]|[A-Za-z]:", name) or "\\" in name or ".." in name.split("/"):
        return _("the path leads out of the ZIP, or might: pack the files again by plain names")
    if _is_beside_the_point(info):
        return ""
    if name.lower().endswith(".zip"):
        return _("a ZIP within a ZIP is not read: take it out")
    if not name.lower().endswith(READABLE):
        return _("only .json, .jsonl and .csv files are read from a ZIP")
    if info.flag_bits & 0x1:
        return _("the file is locked with a password: pack it without")
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        # The others unpack without a bound on what comes out at once.
        return _("the file is packed in a rare way: pack it again as an ordinary ZIP")
    return ""


def _is_beside_the_point(info: ZipInfo) -> bool:
    """Folders, and what macOS and others add without being asked."""
    parts = [part for part in info.filename.split("/") if part not in ("", ".")]
    return info.is_dir() or any(part == "__MACOSX" or part.startswith(".") for part in parts)


def _refused(name: str, reason: str) -> Input:
    def refuse() -> BinaryIO:
        raise Unreadable(reason)

    return Input(name, refuse)


class _Glance:
    """A ZIP for `ZipFile` to look at, which reads the whole list of members at once.

    Raises:
        Unreadable: on reading a list that is too long.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.seek, self.tell = stream.seek, stream.tell

    def read(self, size: int = -1) -> bytes:
        if size > MOST_LISTED:
            raise Unreadable(_too_many())
        return self._stream.read(size)


class Budget:
    """How many bytes the members of all ZIPs of one import may still unpack to."""

    def __init__(self) -> None:
        self.left = MOST_BYTES

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            reason = _("what is in ZIP files unpacks to more than %d MiB: split it")
            raise Unreadable(reason % (MOST_BYTES // 1024**2))


class _Member(RawIOBase):
    """A member being read: what comes out is counted, and damage is told in a sentence."""

    def __init__(self, stream: IO[bytes], budget: Budget) -> None:
        self._stream, self._budget = stream, budget

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            data = self._stream.read(size)
        except DAMAGED as error:
            raise Unreadable(_damaged()) from error
        self._budget.spend(len(data))
        return data

    def close(self) -> None:
        self._stream.close()
        super().close()


def _opener(archive: ZipFile, info: ZipInfo, budget: Budget) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        try:
            return cast(BinaryIO, _Member(archive.open(info), budget))
        except DAMAGED as error:
            raise Unreadable(_damaged()) from error

    return opened


def _too_many() -> str:
    return _("the ZIP holds more than %d files: split it") % MOST_MEMBERS


def _damaged() -> str:
    return _("the file is damaged: pack it again")

"""Files to import, in whatever form: rows with their place, streamed, and what is wrong.

for item in Reading(inputs_at(paths)):  # rows and faults, in the order of the files
"""

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from hanoiconv.interchange.json_rows import fixture_rows, line_rows
from hanoiconv.interchange.outgoing_files import write_fixture
from hanoiconv.interchange.rows import CHUNK, Fault, Input, Row, Stream, Unreadable, shown
from hanoiconv.interchange.shape import completed, record_models
from hanoiconv.interchange.tables import model_of_table, table_rows
from hanoiconv.interchange.zips import Budget, members

# A million rows are some 400 MB. More than this is no file of records.
LARGEST = 1024**3  # bytes
# A ZIP of a megabyte unpacks to so many bad lines that naming them all would fill the memory.
MOST_FAULTS = 10_000
FORMATS: dict[str, Callable[[str, Stream], Iterator[Row | Fault]]] = {
    ".json": fixture_rows,
    ".jsonl": line_rows,
    ".csv": table_rows,
}


class Reading:
    """One pass over inputs. Go through it to get rows and faults; then it knows the files."""

    def __init__(self, inputs: Iterable[Input]) -> None:
        self.inputs = inputs
        # {"name", "sha256", "bytes", "rows"} of each input, in order
        self.files: list[dict[str, Any]] = []
        # Labels of the models that came as a CSV file, with rows or without
        self.tables: set[str] = set()
        self._faults = 0

    def __iter__(self) -> Iterator[Row | Fault]:
        for each in self.inputs:
            name = shown(each.name)
            meter = _Meter()
            file: dict[str, Any] = {"name": name, "sha256": "", "bytes": 0, "rows": 0}
            self.files.append(file)  # its number is that of the rows that come now
            try:
                for item in self._items(each, name, meter):
                    file["rows"] += type(item) is Row
                    yield item
                    if type(item) is Fault and self._is_enough():
                        reason = _("%d faults are enough: no more was read") % MOST_FAULTS
                        yield Fault(name, item.line, "", "", reason)
                        return
            except Unreadable as error:
                yield Fault(name, error.line, "", "", error.reason)
            file |= {"sha256": meter.hash.hexdigest(), "bytes": meter.bytes}

    def _items(self, each: Input, name: str, meter: "_Meter") -> Iterator[Row | Fault]:
        with each.open() as meter.stream:
            try:
                yield from self._format(name)(name, meter)
            except Unreadable as error:
                yield Fault(name, error.line, "", "", error.reason)
                with suppress(Unreadable):  # one reason is enough
                    meter.finish()
            else:
                meter.finish()

    def _format(self, name: str) -> Callable[[str, Stream], Iterator[Row | Fault]]:
        suffix = Path(name).suffix.lower()
        if suffix not in FORMATS:
            raise Unreadable(_("only .json, .jsonl, .csv and .zip files are read"))
        if suffix == ".csv" and (model := model_of_table(name)):
            self.tables.add(model._meta.label_lower)
        return FORMATS[suffix]

    def _is_enough(self) -> bool:
        self._faults += 1
        return self._faults == MOST_FAULTS


class _Meter:
    """A stream that is hashed and counted as it is read, and has a limit."""

    def __init__(self) -> None:
        self.stream: BinaryIO = io.BytesIO()
        self.hash = hashlib.sha256()
        self.bytes = 0

    def read(self, size: int, /) -> bytes:
        data = self.stream.read(size)
        self.hash.update(data)
        self.bytes += len(data)
        if self.bytes > LARGEST:
            raise Unreadable(_("the file is larger than %d MiB: split it") % (LARGEST // 1024**2))
        return data

    def finish(self) -> None:
        """Reads what is left: the hash is of all of the file, also where reading it stopped."""
        while self.read(CHUNK):
            pass


def inputs_at(paths: Iterable[Path]) -> list[Input]:
    """The files that are named, or stand in folders that are, in a stable order; each once.

    ZIP files stand for the files in them.

    Raises:
        FileNotFoundError: a path is neither, or a folder holds none.
        OSError: a ZIP file cannot be opened.
    """
    inputs: list[Input] = []
    budget = Budget()
    for path in _files(paths, (*FORMATS, ".zip")):
        if path.suffix.lower() == ".zip":
            inputs += members(str(path), path, budget)
        else:
            inputs.append(Input(str(path), partial(path.open, "rb")))  # type: ignore[arg-type]
    return inputs


def inputs_of(uploads: Iterable[tuple[str, bytes]]) -> list[Input]:
    """Files that were uploaded, by name and content. ZIP files stand for the files in them."""
    inputs: list[Input] = []
    budget = Budget()
    for name, content in uploads:
        if name.lower().endswith(".zip"):
            inputs += members(name, io.BytesIO(content), budget)
        else:
            inputs.append(Input(name, partial(io.BytesIO, content)))
    return inputs


def fixture_paths(paths: Iterable[Path]) -> list[Path]:
    """The JSON files that are named, or stand in folders that are; in a stable order.

    Raises:
        FileNotFoundError: a path is neither, or a folder holds none.
    """
    return _files(paths, (".json",))


def _files(paths: Iterable[Path], suffixes: tuple[str, ...]) -> list[Path]:
    found: dict[Path, Path] = {}
    for path in paths:
        inside = [path]
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if _is_meant(file, suffixes))
        if not inside or not all(file.is_file() for file in inside):
            raise FileNotFoundError(_("%s: no such file, or nothing to read in it.") % path)
        for file in inside:
            found.setdefault(file.resolve(), file)
    return [*found.values()]


def _is_meant(file: Path, suffixes: tuple[str, ...]) -> bool:
    """Whether a file in a folder is one to read: not what macOS puts beside it, such as ._a.csv."""
    return file.suffix.lower() in suffixes and not file.name.startswith(".")


def read_rows(path: Path) -> tuple[list[Row], list[Fault]]:
    """The rows of one fixture in JSON, whatever its name ends in, and what is wrong with it."""
    rows: list[Row] = []
    faults: list[Fault] = []
    with path.open("rb") as stream:
        try:
            for item in fixture_rows(str(path), stream):
                (rows if isinstance(item, Row) else faults).append(item)  # type: ignore[arg-type]
        except Unreadable as error:
            faults.append(Fault(str(path), error.line, "", "", error.reason))
    return rows, faults


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """Writes rows as our fixtures are: every field on a line, in order, letters as they are."""
    known = record_models()
    with path.open("w", encoding="utf-8") as stream:
        write_fixture(
            ((row.model, completed(known[row.model], row.fields)) for row in rows), stream
        )

"""Exporting: records chosen, read some hundreds at a time, and written in the order of files.

The same record gives the same bytes, on either database. Slugs and numbers of all the records are
in memory together, the records never.
"""

import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.translation import gettext as _

from hanoiconv.interchange.layout import laid_out
from hanoiconv.interchange.outgoing import Selection, Whole
from hanoiconv.interchange.outgoing_files import FORMATS, Document, write_json
from hanoiconv.interchange.selecting import NotExported

# What an earlier export may have left in a folder.
WRITTEN_BY_US = ("*.json", "*.jsonl", "*.csv", "articles/*.json")


class Written(NamedTuple):
    """What an export did to a folder."""

    files: list[str]
    others: list[str]  # files like ours that it did not write, and left alone


def documents(selection: Selection, source: Whole) -> Iterator[Document]:
    """The documents of the records, in the order of files."""
    placed = [*laid_out(selection)]
    pks: dict[Any, list[int]] = {}
    for place in placed:
        pks.setdefault(place.model, []).append(place.pk)
    # One stream for each kind, however many files its records stand in.
    streams = {model: source.documents(model, own) for model, own in pks.items()}
    for place in placed:
        _pk, rows = next(streams[place.model])
        yield Document(place.file, rows)


def export_to(folder: Path, format: str, found: Iterator[Document]) -> Written:
    """Writes files into a folder, which is made where there is none: all of them, or none.

    Files of the same names are replaced, each in one step, when all are written. Others stay.

    Raises:
        OSError: the folder cannot be written into.
        NotExported: it is a file.
    """
    if folder.exists() and not folder.is_dir():
        raise NotExported(_("%s is a file: name a folder.") % folder)
    is_new = not folder.exists()
    place = _beside(folder)
    place.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=".export-", dir=place))
    try:
        made = making / "files"
        made.mkdir()
        files = [*FORMATS[format](found, lambda name: _opened(made / name))]
        if is_new:
            made.rename(folder)
        else:
            _move(made, folder, files)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    ours = {
        str(path.relative_to(folder)) for pattern in WRITTEN_BY_US for path in folder.glob(pattern)
    }
    return Written(files, sorted(ours - {*files}))


def _beside(folder: Path) -> Path:
    """Where files are made: in the same file system, as only there one moves in one step."""
    above = folder.resolve().parent
    if not folder.exists():
        return above
    is_same = above.stat().st_dev == folder.stat().st_dev
    return above if is_same and os.access(above, os.W_OK) else folder


def _opened(path: Path) -> IO[str]:
    path.parent.mkdir(exist_ok=True)
    return path.open("x", encoding="utf-8", newline="")


def _move(made: Path, folder: Path, files: list[str]) -> None:
    for name in files:
        (folder / name).parent.mkdir(exist_ok=True)
        (made / name).replace(folder / name)


def export_zip(stream: IO[bytes], found: Iterator[Document]) -> list[str]:
    """Writes fixture files into a ZIP; gives their names."""
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:

        def opened(name: str) -> IO[str]:
            member: Any = archive.open(name, "w")
            return io.TextIOWrapper(member, encoding="utf-8", newline="")

        return [*write_json(found, opened)]

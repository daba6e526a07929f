"""Documents as files: fixtures (JSON), JSON Lines, or a table for each kind of row (CSV)."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from itertools import groupby
from typing import IO, Any, NamedTuple

from hanoiconv.interchange.shape import record_models
from hanoiconv.interchange.stored import Rows
from hanoiconv.interchange.tables import header, table_name, to_cells

LINES = "record.jsonl"
Opener = Callable[[str], AbstractContextManager[IO[str]]]  # a file of that name, to write into

_text = json.JSONEncoder(ensure_ascii=False).encode


class Document(NamedTuple):
    """A record with its parts, and the file in which it stands (without its ending)."""

    file: str
    rows: Rows


def fixture_text(label: str, fields: dict[str, Any]) -> str:
    """A row as it stands in a fixture file: what `json.dumps` makes with an indent of two.

    Written out because Python indents in Python: five times as slow.
    """
    lines = ",\n".join(f'      "{name}": {_value(value)}' for name, value in fields.items())
    return f'  {{\n    "model": "{label}",\n    "fields": {{\n{lines}\n    }}\n  }}'


def _value(value: Any) -> str:
    if not isinstance(value, list):
        return _text(value)
    if not value:
        return "[]"
    if isinstance(value[0], str):
        return f"[\n        {_text(value[0])}\n      ]"
    inside = ",\n".join(f"        [\n          {_text(key)}\n        ]" for [key] in value)
    return f"[\n{inside}\n      ]"


def write_json(documents: Iterator[Document], opened: Opener) -> Iterator[str]:
    """Fixture files, one after the other; gives the name of each once it is written."""
    for file, group in groupby(documents, key=lambda document: document.file):
        name = f"{file}.json"
        with opened(name) as stream:
            write_fixture((row for document in group for row in document.rows), stream)
        yield name


def write_fixture(rows: Iterable[tuple[str, dict[str, Any]]], stream: IO[str]) -> None:
    """One fixture file: labels and fields, one row after the other."""
    begun = ""
    for label, fields in rows:
        stream.write((begun or "[\n") + fixture_text(label, fields))
        begun = ",\n"
    stream.write("\n]\n" if begun else "[]\n")


def write_jsonl(documents: Iterator[Document], opened: Opener) -> Iterator[str]:
    """One file of JSON Lines; gives its name."""
    with opened(LINES) as stream:
        write_lines(documents, stream)
    yield LINES


def write_lines(documents: Iterator[Document], stream: Any) -> None:
    """A row a line, its parts behind each record."""
    for document in documents:
        for label, fields in document.rows:
            stream.write(_text({"model": label, "fields": fields}) + "\n")


def write_csv(documents: Iterator[Document], opened: Opener) -> Iterator[str]:
    """A table for each kind of row, with its header even where there is none; gives the names."""
    models = record_models()
    names = {label: table_name(model) for label, model in models.items()}
    with ExitStack() as files:
        tables = {}
        for label, name in names.items():
            stream = files.enter_context(opened(name))
            stream.write("\ufeff")  # without it, Excel spoils "Lương"
            tables[label] = csv.writer(stream, lineterminator="\r\n")  # RFC 4180
            tables[label].writerow(header(models[label]))
        for document in documents:
            for label, fields in document.rows:
                tables[label].writerow(to_cells(models[label], fields))
    yield from names.values()


FORMATS: dict[str, Callable[[Iterator[Document], Opener], Iterator[str]]] = {
    "json": write_json,
    "jsonl": write_jsonl,
    "csv": write_csv,
}

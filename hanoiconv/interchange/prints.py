"""Fingerprints of documents: whether a record is as it was, in one line."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps

from hanoiconv.interchange.stored import Rows
from hanoiconv.interchange.table_reading import shape_of


def print_of(rows: Rows) -> str:
    """The fingerprint of a document, in hexadecimal; the order of its rows does not matter."""
    prints = []
    for label, fields in rows:
        model: Any = apps.get_model(label)
        shape = shape_of(model)
        values = [_bare(fields[field.name]) for field in shape.plain]
        groups = [[key for (key,) in fields[group.name]] for group in shape.groups]
        prints.append(row_print(label, values, groups))
    return combined(prints)


def row_print(label: str, values: Sequence[Any], groups: Iterable[Iterable[str]]) -> bytes:
    """The fingerprint of a row: its values as files have them, but links as bare keys.

    As `ascii()` writes them: that is quick, and the same in every version of Python.
    """
    text = ascii((label, *values, *[sorted(keys) for keys in groups]))
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def combined(prints: Iterable[bytes]) -> str:
    """The fingerprint of a document from those of its rows."""
    return hashlib.sha256(b"".join(sorted(prints))).hexdigest()


def _bare(value: Any) -> Any:
    return value[0] if isinstance(value, list) else value

"""Writing a kind of rows as JSON or CSV, piece by piece, so that memory stays flat."""

import csv
import hashlib
import json
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse

from hanoiconv.core.jsonld import SITE_NAME
from hanoiconv.core.text import FORBIDDEN
from hanoiconv.downloads.kinds import Kind, rows_of

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
KEPT_IN_MEMORY = 1024 * 1024  # bytes of a file, before it goes to disk
# What a spreadsheet takes for a formula, also behind white space and as a wide letter (OWASP,
# "CSV Injection").
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


class AnswerFile(SpooledTemporaryFile):
    """In memory while it is small, then on disk; gone with the answer, read to the end or not."""

    def __del__(self) -> None:
        self.close()


class Spool:
    """A file on its way out, hashed as it is written.

    So the ETag is known before the first byte is sent, and is of the very bytes: no edit,
    withdrawal or due date can slip past it.
    """

    def __init__(self) -> None:
        self.file = AnswerFile(max_size=KEPT_IN_MEMORY)
        self._hash = hashlib.sha256()

    def write(self, text: str) -> int:
        data = text.encode()
        self._hash.update(data)
        return self.file.write(data)

    @property
    def etag(self) -> str:
        """A strong entity tag (RFC 9110, 8.8.3)."""
        return f'"{self._hash.hexdigest()}"'


def write_json(spool: Spool, kind: Kind, now: datetime, site: str) -> None:
    """One object whose `items` stand one on a line. It says no time of making: see `Spool`."""
    head = {
        "title": f"{SITE_NAME}: {kind.title}",
        "description": str(kind.about),
        "licence": LICENCE,
        "documentation": site.rstrip("/") + reverse("data"),
    }
    spool.write(_json(head)[:-1] + ', "items": [')
    mark = "\n"
    for piece in kind.pieces(now, site):
        for item, _record in piece:
            spool.write(mark + _json(item))
            mark = ",\n"
    spool.write("\n]}\n")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)


def write_csv(spool: Spool, kind: Kind, now: datetime, site: str) -> None:
    """RFC 4180 with a header line, in UTF-8 with the mark without which Excel spoils “Lương”."""
    spool.write("\ufeff")
    lines = csv.writer(spool, lineterminator="\r\n")
    lines.writerow(column.name for column in kind.columns)
    for row in rows_of(kind, now, site):
        lines.writerow(cell(column.value(row)) for column in kind.columns)


def cell(value: Any) -> Any:
    """A value as it stands in a CSV file; text that a spreadsheet would run gets a leading "'".

    The values of a list are joined by "|"; a "|" or "\\" within one has a "\\" before it.
    """
    if isinstance(value, int | Decimal):
        return value
    if isinstance(value, list):
        text = "|".join(re.sub(r"([|\\])", r"\\\1", _text(one)) for one in value)
    else:
        text = _text(value)
    return f"'{text}" if FORMULA.match(text) else text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return DjangoJSONEncoder().default(value)
    return FORBIDDEN.sub("", str(value))


# By the ending of the address: how it is written, its media type, whether to be saved as a file.
FORMATS: dict[str, tuple[Callable[[Spool, Kind, datetime, str], None], str, bool]] = {
    "json": (write_json, "application/json", False),
    "csv": (write_csv, "text/csv; charset=utf-8", True),
}

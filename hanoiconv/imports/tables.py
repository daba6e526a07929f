"""Empty tables to fill in: a CSV file with the first line alone, for each kind of row."""

import csv
import io
import zipfile

from django.db import models

from hanoiconv.interchange.shape import record_models
from hanoiconv.interchange.tables import header, table_name

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # so that the same tables are the same bytes


def empty_tables() -> dict[str, type[models.Model]]:
    """The models by the name of their table, in the order of names."""
    return dict(sorted((table_name(model), model) for model in record_models().values()))


def empty_table(model: type[models.Model]) -> bytes:
    """The header of a table, with the mark that tells Excel it is UTF-8."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(header(model))
    return line.getvalue().encode("utf-8-sig")


def all_empty_tables() -> bytes:
    """A ZIP of them all."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, model in empty_tables().items():
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), empty_table(model))
    return file.getvalue()

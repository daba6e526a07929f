"""Reads downloads back, strictly."""

import csv
import io
import json

from hanoiconv.downloads.kinds import KINDS
from hanoiconv.downloads.writing import FORMATS

ADDRESSES = [f"/data/{kind}.{format}" for kind in KINDS for format in FORMATS]


def items_of(client, kind):
    """The items of a JSON file."""
    return json.loads(client.get(f"/data/{kind}.json").getvalue())["items"]


def text_of(client, kind):
    """The text of a CSV file, without the byte order mark."""
    return client.get(f"/data/{kind}.csv").getvalue().decode("utf-8-sig")


def lines_of(client, kind):
    """The lines of a CSV file, each by column."""
    return [*csv.DictReader(io.StringIO(text_of(client, kind), newline=""), strict=True)]


def all_files(client):
    """Every file, by address."""
    return {address: client.get(address).getvalue() for address in ADDRESSES}

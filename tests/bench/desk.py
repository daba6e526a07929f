"""What every list and form of the desk costs when the record is large: queries and processor time.

`make bench-desk` runs it on SQLite over 100,000 generated statements (ARGS="--statements 2000" for
less; --keep FILE keeps the database, and takes it from there the next time). A line that is over
what we allow ends in "over". The table also goes to var/bench-desk.json.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hanoiconv.settings")
django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first, here and below
from django.contrib import admin  # noqa: E402
from django.contrib.auth.models import Group, User  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import NoReverseMatch, reverse  # noqa: E402

from hanoiconv.core.records import Record  # noqa: E402
from tests.bench.databases import SQLite, call, switch_to  # noqa: E402
from tests.bench.graph import rows, write  # noqa: E402
from tests.bench.picks import SHARES  # noqa: E402

TIMES = 5  # of which the median counts
SLOW = 3  # seconds: a page that takes so long is asked for once more, not five times
MOST_QUERIES, MOST_MILLISECONDS = 25, 300
WORD = "nguyen"  # a search that finds much: every third name begins with it
LINE = "{:58} {:>7} {:>7} {:>8} {}"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, metavar="FILE", help="an SQLite database")
    default = settings.BASE_DIR / "var" / "bench-desk.json"
    parser.add_argument("--json", type=Path, default=default, metavar="FILE")
    return parser.parse_args()


def filled(path, number):
    """The address of an SQLite database with at least that many statements."""
    url = f"sqlite:///{path}"
    if not path.exists():
        SQLite(path.parent).make(path.stem)
        file = path.with_suffix(".json")
        write(file, rows(-(-number * 100_000 // SHARES["statement"])))
        call(url, "import_fixtures", file, "--publish", "--verbosity", "0")
        file.unlink()
    return url


def client_of_a_publisher():
    user, _new = User.objects.get_or_create(username="bench", is_staff=True)
    user.groups.set(Group.objects.filter(name="Publishers"))
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


def pages():
    """The desk's own pages, and of every kind of row its lists, its forms and its pages."""
    yield reverse("admin:index")
    yield reverse("admin:checks")
    for model, desk in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        listed = reverse(f"{name}_changelist")
        yield listed
        yield f"{listed}?p=3"
        if desk.search_fields:
            yield f"{listed}?q={WORD}"
        for page in ("add", *(pages for pages, _view in getattr(desk, "record_pages", ()))):
            yield from addresses(model, f"{name}_{page}")
        for page in ("change", "history", "delete"):
            yield from addresses(model, f"{name}_{page}")


def addresses(model, name):
    """The address of a page, of the first record and of one in the middle where it is a record's.

    The first records are those that most others name.
    """
    rows = model._base_manager.order_by("pk")
    if name.endswith("_add"):
        yield reverse(name)
        return
    middle = rows.filter(pk__gte=rows.count() // 2)[:1] if issubclass(model, Record) else []
    for row in [*rows[:1], *middle]:
        try:
            yield reverse(name, args=[row.pk])
        except NoReverseMatch:
            return  # this kind has no such page


def measured(client, path):
    """Queries and milliseconds of CPU of a page, and its bytes; none where there is no page."""
    begun = time.process_time()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    number = len(queries)
    if answer.status_code != 200:
        return None
    is_slow = time.process_time() - begun > SLOW
    spent = []
    for _ in range(1 if is_slow else TIMES):
        start = time.process_time()
        client.get(path)
        spent.append(time.process_time() - start)
    return number, round(statistics.median(spent) * 1000), len(answer.content)


def is_over(queries, milliseconds, _size):
    return queries > MOST_QUERIES or milliseconds > MOST_MILLISECONDS


def told(client, page):
    """What a page costs, printed as soon as it is known."""
    if found := measured(client, page):
        print(LINE.format(page, *found, "over" if is_over(*found) else ""), flush=True)
    return found


def main():
    chosen = arguments()
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.keep or Path(folder) / "desk.sqlite3"
        switch_to(filled(path.resolve(), chosen.statements))
        client = client_of_a_publisher()
        print(LINE.format("page", "queries", "CPU ms", "bytes", ""))
        table = {page: found for page in pages() if (found := told(client, page))}
        connection.close()
    over = sum(is_over(*found) for found in table.values())
    print(f"{len(table)} pages, {over} over {MOST_QUERIES} queries or {MOST_MILLISECONDS} ms")
    chosen.json.write_text(json.dumps(table, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())

"""Queries, processor time and weight of each kind of page over the shipped fixtures, as a table.

`make bench` runs it: a database in memory, the test client, DEBUG off. Times are the process's
own, so other work on the machine matters little; the machine itself matters.
"""

import io
import statistics
import time

import brotli
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.models import Article, Event, Place, Statement, Topic
from people.models import Organisation, Person, Source

TIMES = 15  # of which the median counts
PAGES = [
    "/", "/convention/", "/timeline/", "/search/?q=Guterres", "/about/", "/data/", "/corrections/",
    "/news/", "/events/", "/statements/", "/statements/?speaker=antonio-guterres", "/people/",
    "/organisations/", "/sources/", "/topics/", "/places/",
    "/feeds/statements.atom", "/events.ics", "/sitemap.xml",
]  # fmt: skip
RECORDS = [Article, Event, Statement, Person, Organisation, Source, Topic, Place]


def heaviest(client, model):
    """The record of a model with the longest page."""
    paths = [row.get_absolute_url() for row in model.objects.all()]
    return max(paths, key=lambda path: len(client.get(path).content))


def measured(client, path):
    """The row of a page: queries, milliseconds, bytes, bytes under brotli."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    number = len(queries)  # before the next request clears the log
    content = b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code == 200, path
    spent = []
    for _ in range(TIMES):
        start = time.process_time()
        client.get(path)
        spent.append(time.process_time() - start)
    milliseconds = statistics.median(spent) * 1000
    return number, f"{milliseconds:.1f}", len(content), len(brotli.compress(content))


def main():
    call_command("migrate", verbosity=0)
    folder = settings.BASE_DIR / "fixtures"
    call_command("import_fixtures", folder, publish=True, stdout=io.StringIO())
    client = Client(headers={"host": "127.0.0.1"})
    paths = PAGES + [heaviest(client, model) for model in RECORDS]
    print(f"{'page':60} queries  CPU ms    bytes  brotli")
    for path in paths:
        queries, milliseconds, size, packed = measured(client, path)
        print(f"{path:60} {queries:7} {milliseconds:>7} {size:8} {packed:7}")

"""Readers and an editor while a large import runs: nobody sees an error, nobody waits long.

`make bench-import` ends with it (ARGS="--only readers" for that alone): the shipped server on the
repository's own record in a SQLite file, threads that fetch pages from it, a process that saves a
statement ten times a second as the admin does, and beside them an import of 100,000 rows.
"""

import json
import math
import select
import subprocess
import sys
import threading
import time

from django.conf import settings
from django.db import DatabaseError, transaction

from events.models import Event, Statement
from people.models import Person
from tests.bench.databases import SQLite, environment, manage
from tests.browser.live import Site, serving

READERS = 4
PAUSE = 0.1  # seconds between two pages of a reader, and between two saves
LONGEST_WAIT = 2.0  # of the editor
LONGEST_IMPORT = 900.0  # seconds; then it is stopped, and has failed
BEFORE = 5.0  # seconds of reading and editing before the import begins, for comparison
PAGES = ["/", "/events/", "/statements/", "/people/", "/search/?q=Guterres", "/timeline/"]
LINE = "{:32} {:>8} {:>8} {:>8} {:>8} {:>8}"


class Reader(threading.Thread):
    """Fetches one page after the other until it is told to stop."""

    def __init__(self, url, paths):
        super().__init__(daemon=True)
        self.site, self.paths = Site(url), paths
        self.answers = []  # (moment, seconds, what was wrong)
        self.is_told = threading.Event()

    def run(self):
        turn = 0
        while not self.is_told.wait(PAUSE):
            path = self.paths[turn % len(self.paths)]
            turn += 1
            start = time.monotonic()
            try:
                status = self.site.ask(path).status
                wrong = "" if status == 200 else f"{path}: {status}"
            except OSError as error:
                wrong = f"{path}: {error}"
            self.answers.append((start, time.monotonic() - start, wrong))


def edit():
    """Saves a statement again and again until stdin ends; prints what each save took, as JSON."""
    statement = Statement.objects.order_by("pk").first()
    saves = []
    while not select.select([sys.stdin], [], [], PAUSE)[0]:
        start, wrong = time.monotonic(), ""
        try:
            with transaction.atomic():
                row = Statement.objects.select_for_update().get(pk=statement.pk)
                row.order = len(saves) + 1
                row.full_clean()
                row.save()
        except DatabaseError as error:
            wrong = str(error)
        saves.append((start, time.monotonic() - start, wrong))
    print(json.dumps(saves))


def pages_on_record():
    """Paths of the heaviest kinds of page; called in a process that works on the database."""
    records = [Person.objects.first(), Event.objects.public().first()]
    records.append(Statement.objects.public().first())
    print(json.dumps([*PAGES, *(row.get_absolute_url() for row in records)]))


def _shell(function):
    return manage(
        "shell", "--no-imports", "-c", f"from tests.bench.readers import {function}; {function}()"
    )


def _started(url, command, **options):
    return subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=settings.BASE_DIR, env=environment(url), text=True, **options
    )


def _ended(process, seconds):
    """What the process printed; one that takes too long is killed, and its status tells."""
    try:
        return process.communicate(timeout=seconds)[0]
    except subprocess.TimeoutExpired:
        process.kill()
        return process.communicate()[0] + f"\nStopped after {seconds:.0f} s."


def watched(engine, path, log):
    """Answers, saves, when the import began, how long it took, how it ended and what it said."""
    url = engine.url("readers")
    paths = json.loads(_ended(_started(url, _shell("pages_on_record"), stdout=subprocess.PIPE), 60))
    with serving(engine.path("readers"), log) as address:
        readers = [Reader(address, paths[n:] + paths[:n]) for n in range(READERS)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        editor = _started(url, _shell("edit"), **pipes)
        for reader in readers:
            reader.start()
        time.sleep(BEFORE)
        begun = time.monotonic()
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        command = manage("import_fixtures", path, "--publish", "--verbosity", "0")
        importer = _started(url, command, **pipes)
        said = _ended(importer, LONGEST_IMPORT)
        took = time.monotonic() - begun
        for reader in readers:
            reader.is_told.set()
        saves = json.loads(_ended(editor, 60))  # communicate() closes stdin, which ends it
        for reader in readers:
            reader.join()
    answers = [answer for reader in readers for answer in reader.answers]
    return answers, saves, begun, took, importer.returncode, said


def quantile(values, share):
    """The value that so large a share of the values does not exceed."""
    return sorted(values)[max(0, math.ceil(len(values) * share) - 1)]


def summed_up(timed):
    """Number, errors, and milliseconds: median, 99th percentile, longest."""
    times = [seconds * 1000 for _start, seconds, _wrong in timed]
    wrong = sum(bool(reason) for _start, _seconds, reason in timed)
    if not times:
        return 0, wrong, "-", "-", "-"
    return len(times), wrong, *(f"{quantile(times, part):.0f}" for part in (0.5, 0.99, 1))


def bench(path, number):
    """Prints the table for an import of that file; returns what was breached, in sentences.

    Raises:
        RuntimeError: the record that the readers read could not be made.
    """
    engine, log = SQLite(path.parent), path.with_name("server.log")
    engine.make("readers")
    own = manage("import_fixtures", "fixtures", "--publish", "--verbosity", "0")
    if _started(engine.url("readers"), own, stdout=subprocess.DEVNULL).wait():
        raise RuntimeError("The repository's own record cannot be imported.")
    answers, saves, begun, took, status, said = watched(engine, path, log)
    print(f"\nSQLite, {number:,} rows imported in {took:.1f} s beside readers and an editor")
    print(LINE.format("", "number", "errors", "p50 ms", "p99 ms", "max ms"))
    during = {}
    for name, timed in {"pages": answers, "saves": saves}.items():
        # What had begun before and was still waiting counts as during.
        during[name] = [one for one in timed if one[0] + one[1] >= begun]
        before = [one for one in timed if one[0] + one[1] < begun]
        print(LINE.format(f"{name}, before", *summed_up(before)))
        print(LINE.format(f"{name}, during the import", *summed_up(during[name])))
    breaches = [] if status == 0 else [f"The import failed: {said[-500:]}"]
    breaches += [f"{len(answers)} pages, {len(saves)} saves: too few"] * (not answers or not saves)
    breaches += [wrong for _start, _seconds, wrong in answers + saves if wrong]
    longest = max((seconds for _start, seconds, _wrong in during["saves"]), default=0)
    if longest > LONGEST_WAIT:
        breaches.append(f"An editor's save took {longest:.1f} s, more than {LONGEST_WAIT:.0f} s.")
    if "locked" in log.read_text():
        breaches.append(f"The server says: {log.read_text()[-500:]}")
    return list(dict.fromkeys(breaches))

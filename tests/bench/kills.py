"""Imports that are killed at random moments: each leaves all of itself, or nothing.

Half of the kills are spread evenly over the whole run, half fall into the moments in which the
record is written: those are short, and chance alone would miss them.
"""

import copy
import json
import signal
import sqlite3
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import connection

from hanoiconv.models import Import
from tests.bench.checksums import checksums
from tests.bench.databases import call, environment, manage, switch_to
from tests.bench.graph import rows, write

LONGEST = 120.0  # seconds for one import of a few thousand rows


@dataclass
class Kills:
    """What came of them. `breaches` are sentences; there must be none."""

    database: str
    number: int = 0
    applied: int = 0  # killed after the import was whole
    in_writing: int = 0  # killed while it held the lock
    breaches: list[str] = field(default_factory=list)


def as_it_was(graph, seed):
    """The rows as they may have been before an import of `graph`, which changes many.

    A tenth of the statements and all articles are new to it; a tenth of the rows have other
    texts; and some passages are there that the import removes.
    """
    rng = Random(seed)  # noqa: S311 - no secret, the same rows each time
    statements = [row["fields"]["slug"] for row in graph if row["model"] == "events.statement"]
    left_out = set(statements[-len(statements) // 10 :])
    for row in copy.deepcopy(graph):
        fields = row["fields"]
        statement = fields.get("statement") or [
            (fields.get("report") or [""])[0].partition("-r")[0]
        ]
        names = {fields.get("slug"), statement[0]}
        if names & left_out or row["model"] == "events.article":
            continue
        if rng.random() < 0.1:
            for name in {"gist", "title", "summary", "quoted", "words"} & fields.keys():
                fields[name] = fields[name] and f"{fields[name][:50]} (as it was)."
        yield row
        if row["model"] == "events.passage" and rng.random() < 0.05:
            yield {**row, "fields": fields | {"key": f"{fields['key']}-gone", "order": 99}}


class SQLiteProbe:
    """Asks a SQLite file whether somebody is writing."""

    def __init__(self, engine, label):
        self.connection = sqlite3.connect(engine.path(label), timeout=0, isolation_level=None)

    def is_writing(self):
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            self.connection.execute("ROLLBACK")
        except sqlite3.OperationalError:
            return True
        return False

    def close(self):
        self.connection.close()


class PostgreSQLProbe:
    """Asks a server whether somebody writes into the record of a database."""

    QUERY = """
        SELECT EXISTS (
            SELECT FROM pg_locks JOIN pg_class ON pg_class.oid = relation
            WHERE mode = 'RowExclusiveLock' AND relname ~ '^(events|people)_[a-z]+$'
            AND pid <> pg_backend_pid() AND relpersistence = 'p'
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        )
    """

    def __init__(self, engine, label):
        self.connection = engine.connect(label)

    def is_writing(self):
        return self.connection.execute(self.QUERY).fetchone()[0]

    def close(self):
        self.connection.close()


PROBES = {"SQLite": SQLiteProbe, "PostgreSQL": PostgreSQLProbe}


class Torture:
    """One database with a record, and a file that changes much of it."""

    def __init__(self, engine, folder, number, seed):
        self.engine, self.rng = engine, Random(seed)  # noqa: S311 - the same kills each time
        graph = [*rows(number, seed)]
        self.path = Path(folder) / "after.json"
        write(self.path, graph)
        before = Path(folder) / "before.json"
        write(before, as_it_was(graph, seed))
        url = engine.make("base")
        call(url, *self.command(before))
        self.before, self.logged = self.state(url)
        self.seconds, self.writing = self.rehearsed()

    def command(self, path):
        return "import_fixtures", str(path), "--publish", "--verbosity", "0"

    def state(self, url):
        """The checksums of the record, and how many imports the log has: all, and applied."""
        switch_to(url)
        try:
            applied = Import.objects.filter(state=Import.State.APPLIED).count()
            return checksums(), (Import.objects.count(), applied)
        finally:
            connection.close()

    def start(self, url):
        return subprocess.Popen(  # noqa: S603 - our own command
            manage(*self.command(self.path)),
            cwd=settings.BASE_DIR,
            env=environment(url),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def rehearsed(self):
        """The seconds that a whole run takes, and those of the writing; `self.after` is known."""
        url = self.engine.copy("base", "torn")
        probe = PROBES[self.engine.name](self.engine, "torn")
        begun, writing = time.monotonic(), []
        process = self.start(url)
        while process.poll() is None:
            if probe.is_writing():
                writing.append(time.monotonic())
            time.sleep(0.001)
        seconds = time.monotonic() - begun
        probe.close()
        if process.returncode:
            raise RuntimeError(process.stderr.read().decode())
        process.stderr.close()
        self.after, logged = self.state(url)
        if logged != (self.logged[0] + 1, self.logged[1] + 1):
            raise RuntimeError(f"{logged} imports in the log, {self.logged} before.")
        if self.after == self.before:
            raise RuntimeError("The import changed nothing.")
        return seconds, writing[-1] - writing[0] if writing else 0.0

    def kill(self, share, result):
        """Kills one import: at that share of the whole run, or while it writes (None)."""
        url = self.engine.copy("base", "torn")
        probe = PROBES[self.engine.name](self.engine, "torn")
        process = self.start(url)
        begun = time.monotonic()
        if share is None:
            while process.poll() is None and not probe.is_writing():
                time.sleep(0.0005)
            time.sleep(self.rng.random() * self.writing * 1.5)  # and just after it
        else:
            time.sleep(share * self.seconds * 1.05)  # some when all is done
        result.in_writing += probe.is_writing()
        process.send_signal(signal.SIGKILL)
        moment = time.monotonic() - begun
        process.communicate()
        probe.close()
        result.number += 1
        self.engine.settle("torn")
        told = f"{self.engine.name}, killed after {moment:.3f} s:"
        result.breaches += [f"{told} {breach}" for breach in self.breaches(url, result)]

    def breaches(self, url, result):
        """What is wrong with a database whose import was killed; and imports once more."""
        found, logged = self.state(url)
        if found not in (self.before, self.after):
            yield f"neither before nor after: {differing(found, self.before, self.after)}"
        is_applied = found == self.after
        result.applied += is_applied
        expected = tuple(number + is_applied for number in self.logged)
        if logged != expected:
            yield f"{logged} imports in the log, {expected} expected"
        yield from self.engine.faults("torn")
        process = self.start(url)
        try:
            said = process.communicate(timeout=LONGEST)[1].decode()
        except subprocess.TimeoutExpired:
            process.kill()
            said = f"takes longer than {LONGEST:.0f} s"
            process.communicate()
        if process.returncode:
            yield f"the next import fails: {said[-500:]}"
        elif self.state(url)[0] != self.after:
            yield "the next import does not make it whole"


def differing(found, before, after):
    """The tables that are neither as they were nor as they should be, as JSON."""
    return json.dumps(
        {
            table: [sums, before.get(table), after.get(table)]
            for table, sums in found.items()
            if sums not in (before.get(table), after.get(table))
        }
    )


def tormented(engine, folder, numbers, of, seed, rows_in_file):
    """The kills of those numbers, of so many in all."""
    result = Kills(engine.name)
    torture = Torture(engine, folder, rows_in_file, seed)
    torture.rng.seed(f"{seed} {numbers[0]}")
    for number in numbers:
        share = None if number % 2 else (number + torture.rng.random()) / of
        torture.kill(share, result)
    return result

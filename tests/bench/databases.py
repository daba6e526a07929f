"""Fresh databases to measure and torment: a SQLite file, or a database of a PostgreSQL server.

Migrations take seconds, so they run once; every further database is a copy of that first one.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.db import connections

from hanoiconv.settings import database

# An empty variable counts as not set, and keeps a line of .env out.
UNSET = dict.fromkeys(["DEBUG", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "TIME_ZONE"], "")


def environment(url):
    """The variables with which a process of ours works on the database."""
    return os.environ | UNSET | {"DATABASE_URL": url, "SECRET_KEY": "x" * 50}


def manage(*words):
    """The command line of one of Django's or our commands."""
    return [sys.executable, "manage.py", *map(str, words)]


def call(url, *words, **options):
    """Runs a command on the database and returns what it printed.

    Raises:
        subprocess.CalledProcessError: it failed; what it said is on stderr.
    """
    return subprocess.run(  # noqa: S603 - our own command
        manage(*words),
        cwd=settings.BASE_DIR,
        env=environment(url),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        **options,
    ).stdout


def switch_to(url):
    """Lets the ORM of this process work on another database from here on."""
    connections["default"].close()
    config = database(url)
    config["OPTIONS"].pop("pool", None)  # what a pool keeps open could not be dropped
    connections.settings["default"] = connections.configure_settings({"default": config})["default"]
    del connections["default"]


class SQLite:
    """Database files in a folder."""

    name = "SQLite"

    def __init__(self, folder, empty=None):
        self.folder, self.empty = Path(folder), empty

    def where(self, label):
        """The name by which another process can copy a database."""
        return str(self.path(label))

    def path(self, label):
        return self.folder / f"{label}.sqlite3"

    def url(self, label):
        return f"sqlite:///{self.path(label)}"

    def make(self, label):
        """A migrated, empty database; one of the same label is lost."""
        self.drop(label)
        if self.empty:
            shutil.copy(self.empty, self.path(label))
        else:
            call(self.url(label), "migrate", "--verbosity", "0")
        return self.url(label)

    def copy(self, label, new):
        """Another database with the same rows; one of the same label is lost."""
        self.drop(new)
        for suffix in ("", "-wal"):  # what a killed writer left behind belongs to the file
            old = Path(f"{self.path(label)}{suffix}")
            if old.exists():
                shutil.copy(old, f"{self.path(new)}{suffix}")
        return self.url(new)

    def drop(self, label):
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.path(label)}{suffix}").unlink(missing_ok=True)

    def settle(self, label):
        """A process that is gone holds nothing here."""

    def faults(self, label):
        """What SQLite itself finds wrong with the file."""
        connection = sqlite3.connect(self.path(label))
        for check in ("integrity_check", "foreign_key_check"):
            found = connection.execute(f"PRAGMA {check}").fetchall()
            if found not in ([], [("ok",)]):
                yield f"{check}: {found[:5]}"
        connection.close()

    def close(self):
        """Nothing stays open; the folder is the caller's."""


class PostgreSQL:
    """Databases of a server, under names that nobody else has; all gone at the end."""

    name = "PostgreSQL"

    def __init__(self, url, empty=None):
        # Needed for this database alone, so that SQLite can be measured without the driver.
        import psycopg

        self.psycopg = psycopg
        self.server, _, self.database = url.rpartition("/")
        self.connection = psycopg.connect(url, autocommit=True)
        self.empty = empty
        self.labels = set()

    def where(self, label):
        """The name by which another process can copy a database."""
        return self._named(label)

    def _named(self, label):
        return f"hanoiconv_bench_{os.getpid()}_{label}"

    def url(self, label):
        return f"{self.server}/{self._named(label)}"

    def make(self, label):
        """A migrated, empty database; one of the same label is lost."""
        self._create(label, self.empty or "template1")
        if not self.empty:
            call(self.url(label), "migrate", "--verbosity", "0")
        return self.url(label)

    def copy(self, label, new):
        """Another database with the same rows; one of the same label is lost."""
        self._create(new, self._named(label))
        return self.url(new)

    def _create(self, label, template):
        self.drop(label)
        self.connection.execute(f'CREATE DATABASE "{self._named(label)}" TEMPLATE "{template}"')
        self.labels.add(label)

    def drop(self, label):
        self.connection.execute(f'DROP DATABASE IF EXISTS "{self._named(label)}" WITH (FORCE)')
        self.labels.discard(label)

    def connect(self, label):
        return self.psycopg.connect(self.url(label), autocommit=True)

    def settle(self, label):
        """Waits until the server has noticed that a client is gone, and undone what it did.

        Raises:
            TimeoutError: it has not within half a minute.
        """
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if self.connection.execute(query, [self._named(label)]).fetchone() == (0,):
                return
            time.sleep(0.01)
        raise TimeoutError("The server still works for a client that was killed.")

    def faults(self, label):
        """None that a query could find: the server checks links as it commits."""
        return ()

    def close(self):
        """Drops what was made."""
        for label in list(self.labels):
            self.drop(label)
        self.connection.close()


def engines(only, folder, empty=None):
    """The databases that can be reached here: SQLite, and what DATABASE_URL names.

    `empty` is a migrated one to copy: what `where()` said of it in another process.

    Raises:
        SystemExit: PostgreSQL alone is asked for, and DATABASE_URL names none.
    """
    url = os.environ.get("DATABASE_URL", "")
    found = [SQLite(folder, empty)] if only in (None, "sqlite") else []
    if only in (None, "postgresql") and url.startswith("postgres"):
        found.append(PostgreSQL(url, empty))
    if not found:
        raise SystemExit("DATABASE_URL names no PostgreSQL server: use .ci/with-postgres.")
    return found

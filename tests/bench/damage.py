"""Imports of damaged files: each is refused with a place, or done whole; nothing in between."""

import signal
import tempfile
import traceback
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.apps import apps
from django.db import connection

from hanoiconv.interchange.files import Reading, inputs_at
from hanoiconv.interchange.importing import import_fixtures
from hanoiconv.interchange.rows import Row
from hanoiconv.interchange.shape import natural_field, record_models
from tests.bench.databases import SQLite, call, switch_to
from tests.bench.graph import rows, write
from tests.bench.mutations import mutated

ROWS = 50
LONGEST = 60  # seconds for one small import


@dataclass
class Damage:
    """How many of each form were done whole, refused or neither; what was wrong with those."""

    seen: Counter = field(default_factory=Counter)
    breaches: list[str] = field(default_factory=list)


def everything():
    """Every row of every table, by its name: quicker than checksums where there are few."""
    tables = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            name = model._meta.db_table
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - a name of ours
            tables[name] = sorted(map(repr, cursor.fetchall()))
    return tables


@contextmanager
def limit(seconds):
    """Ends what takes longer with a TimeoutError, were it in an endless loop."""

    def stop(*_):
        raise TimeoutError(f"longer than {seconds} s")

    old = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, old)


def misplaced(fault, files):
    """Whether a fault names none of the files, a line that is not there, or no reason."""
    if not fault.reason:
        return True
    for path, content in files.items():
        if str(fault.file) == str(path):
            return not 1 <= fault.line <= content.count(b"\n") + content.count(b"\r") + 1
    return fault.line < 1 or not any(str(fault.file).startswith(str(path)) for path in files)


def missing(folder):
    """The rows of the files that are not on record."""
    known = record_models()
    for item in Reading(inputs_at([folder])):
        if not isinstance(item, Row):
            yield str(item)
            continue
        model = known[item.model]
        name = natural_field(model)
        if not model._base_manager.filter(**{name: item.fields[name]}).exists():
            yield f"{item.model} {item.fields[name]}"


def judged(folder, files, before):
    """The fate of an import: "whole" or "refused".

    Raises:
        AssertionError: it is neither; says why.
    """
    result = import_fixtures([folder], publish=True)
    if result.faults:
        wrong = [str(fault) for fault in result.faults if misplaced(fault, files)]
        if wrong:
            raise AssertionError(f"refused without a place or reason: {wrong[:3]}")
        if everything() != before:
            raise AssertionError(f"refused, but something was written: {result.faults[:3]}")
        return "refused"
    connection.check_constraints()
    if lost := [*missing(folder)]:
        raise AssertionError(f"not whole: {lost[:3]}")
    done = everything()
    again = import_fixtures([folder], publish=True)
    if again.faults or record_of(everything()) != record_of(done):
        raise AssertionError(f"the same again is not the same: {again.faults[:3]}")
    return "whole"


def record_of(tables):
    """The tables of the record alone, without the log of imports."""
    return {name: rows for name, rows in tables.items() if name.startswith(("people_", "events_"))}


def damaged_imports(numbers, seed, empty):
    """Imports the damaged files of those numbers, every other one over a record on file.

    `empty` is a migrated SQLite file to copy.
    """
    result = Damage()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        engine = SQLite(root, empty)
        graph = [*rows(ROWS, seed)]
        engine.make("empty")
        write(root / "whole.json", graph)
        call(
            engine.copy("empty", "filled"),
            *("import_fixtures", root / "whole.json", "--publish", "--verbosity", "0"),
        )
        before, at = None, ""
        for number in sorted(numbers, key=lambda number: number % 2):  # few changes of base
            base = ("empty", "filled")[number % 2]
            if at != base:
                connection.close()
                switch_to(engine.copy(base, "torn"))
                before, at = everything(), base
            files = mutated(graph, f"{seed} {number}")
            fate = _tried(root / f"files-{number}", files, before, result.breaches)
            form = "+".join(sorted({file.rpartition(".")[2] for file in files})) or "none"
            result.seen[form, fate] += 1
            if fate != "refused":
                at = ""  # the next one needs a fresh copy
    connection.close()
    return result


def _tried(folder, files, before, breaches):
    """The fate of the files in the folder; what is wrong goes to the breaches."""
    if not files:
        return "refused"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    try:
        with limit(LONGEST):
            return judged(folder, {folder / name: data for name, data in files.items()}, before)
    except AssertionError as error:
        breaches.append(f"{folder.name}: {error}")
    except Exception:  # that is what this looks for, whatever it is
        breaches.append(f"{folder.name}: {traceback.format_exc()[-1200:]}")
    return "breach"

"""`import_fixtures` beside `loaddata`: the same rows, the same result, what each costs.

`make bench-import` runs it on SQLite and PostgreSQL (ARGS="--rows 10000 --only sqlite" for less).
Each command runs in a process of its own, on a fresh database; the start of Python and Django is
part of what both cost, and told apart. The numbers also go to var/bench-import.json.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hanoiconv.settings")
django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first, here and below

from tests.bench.databases import call, engines  # noqa: E402
from tests.bench.graph import rows, write  # noqa: E402
from tests.bench.measuring import Spent, server_of, spent  # noqa: E402
from tests.bench.readers import bench  # noqa: E402

SUMS = "from tests.bench.checksums import print_checksums; print_checksums()"
LINE = "{:34} {:>9} {:>9} {:>9} {:>9}"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parts = ["sqlite", "postgresql", "readers"]
    parser.add_argument("--only", choices=parts, help="one database, or readers beside an import")
    parser.add_argument(
        "--kept-loaddata",
        action="store_true",
        help="take loaddata's numbers from the last run of as many rows; the table says so",
    )
    default = settings.BASE_DIR / "var" / "bench-import.json"
    parser.add_argument("--json", type=Path, default=default, metavar="FILE")
    return parser.parse_args()


def checksums(url):
    return json.loads(call(url, "shell", "--no-imports", "-c", SUMS))


def loaddata(engine, path, server):
    """What `loaddata` costs, and what it writes."""
    url = engine.copy("empty", "loaddata")
    cost = spent(url, "loaddata", path, "--verbosity", "0", server=server)
    found = {"cost": cost.as_dict(), "checksums": checksums(url)}
    engine.drop("loaddata")
    return found


def compared(engine, path, kept):
    """Everything that is measured on one database.

    Raises:
        SystemExit: the two commands do not write the same.
    """
    server = server_of(engine.connection) if engine.name == "PostgreSQL" else None
    empty = engine.make("empty")
    found = {"start": spent(empty, "check", server=server).as_dict()}
    found["loaddata"] = kept or loaddata(engine, path, server)
    url = engine.copy("empty", "imported")
    command = ("import_fixtures", path, "--publish", "--verbosity", "0")
    found["import"] = spent(url, *command, server=server).as_dict()
    sums, expected = checksums(url), found["loaddata"]["checksums"]
    for table in sorted(sums.keys() | expected.keys()):
        if sums.get(table) != expected.get(table):
            raise SystemExit(f"{table}: {sums.get(table)}, but loaddata {expected.get(table)}")
    found["again"] = spent(url, *command, server=server).as_dict()
    if checksums(url) != sums:
        raise SystemExit(f"{engine.name}: the second import changed rows.")
    engine.drop("imported")
    return found


def print_table(name, found, rows, is_kept):
    """A line for each command, with its ratio to the import."""
    print(f"\n{name}, {rows:,} rows, the same checksum over all columns")
    print(LINE.format("", "CPU s", "server s", "wall s", "peak MB"))
    label = "loaddata (kept from an earlier run)" if is_kept else "loaddata"
    lines = {
        label: found["loaddata"]["cost"],
        "import_fixtures": found["import"],
        "the same file again": found["again"],
        "start of Python and Django alone": found["start"],
    }
    for text, cost in lines.items():
        print(LINE.format(text, *shown(Spent(**cost))))
    ours, theirs = Spent(**found["import"]), Spent(**found["loaddata"]["cost"])
    start = found["start"]["cpu"]
    print(f"loaddata / import_fixtures: CPU {theirs.cpu / ours.cpu:.1f}", end="")
    print(f" ({(theirs.cpu - start) / (ours.cpu - start):.1f} without the start)", end="")
    if None not in (ours.server, theirs.server):
        both = (theirs.cpu + theirs.server) / (ours.cpu + ours.server)
        print(f", with the server's {both:.1f}", end="")
    print(f", wall {theirs.wall / ours.wall:.1f}")
    print(f"again / first: CPU {found['again']['cpu'] / ours.cpu:.2f}")
    if name == "PostgreSQL" and ours.server is None:
        print("The server's processes cannot be read here, so its own CPU is not known.")


def shown(cost):
    server = "" if cost.server is None else f"{cost.server:.2f}"
    return f"{cost.cpu:.2f}", server, f"{cost.wall:.2f}", f"{cost.memory:.0f}"


def kept_loaddata(options, name):
    """What an earlier run of as many rows found out about `loaddata`, if it is asked for."""
    if not (options.kept_loaddata and options.json.exists()):
        return None
    old = json.loads(options.json.read_text())
    is_same = (old["rows"], old["seed"]) == (options.rows, options.seed)
    return old["databases"].get(name, {}).get("loaddata") if is_same else None


def main():
    options = arguments()
    sys.stdout.reconfigure(line_buffering=True)  # tables as they come, through a pipe too
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.json"
        write(path, rows(options.rows, options.seed))
        for engine in engines(options.only, folder) if options.only != "readers" else ():
            try:
                kept = kept_loaddata(options, engine.name)
                found[engine.name] = compared(engine, path, kept)
            finally:
                engine.close()
            print_table(engine.name, found[engine.name], options.rows, bool(kept))
        breaches = bench(path, options.rows) if options.only in (None, "readers") else []
    if found:
        result = {"rows": options.rows, "seed": options.seed, "databases": found}
        options.json.write_text(json.dumps(result, indent=2) + "\n")
        print(f"\nWritten to {options.json}")
    if breaches:
        raise SystemExit("\n".join(breaches))


if __name__ == "__main__":
    main()

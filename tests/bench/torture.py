"""Imports under torture: killed at random moments, and fed with damaged files.

`make torture-import` runs 50 kills on SQLite, 20 on PostgreSQL and 2,000 damaged files in a few
minutes; ARGS="--short" takes some of each, for every change. It fails when a record is anything
but as before or as after, when a next import does not work, when damage is refused without a
place, or ends in an exception.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hanoiconv.settings")
django.setup()

from tests.bench.damage import damaged_imports  # noqa: E402 - Django is set up first
from tests.bench.databases import engines  # noqa: E402
from tests.bench.kills import tormented  # noqa: E402

MOST_SHOWN = 20
LINE = "{:40} {:>8} {:>8} {:>10} {:>8}"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sqlite", type=int, default=50, metavar="KILLS")
    parser.add_argument("--postgresql", type=int, default=20, metavar="KILLS")
    parser.add_argument("--mutations", type=int, default=2000, metavar="FILES")
    parser.add_argument("--rows", type=int, default=4000, help="in the import that is killed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--short", action="store_true", help="6 and 4 kills, 200 files")
    options = parser.parse_args()
    if options.short:
        options.sqlite, options.postgresql, options.mutations, options.rows = 6, 4, 200, 2000
    return options


def killed(only, empty, numbers, options):
    """Kills of those numbers, in a process of their own."""
    with tempfile.TemporaryDirectory() as folder:
        (engine,) = engines(only, folder, empty)
        try:
            of = getattr(options, only)
            return tormented(engine, Path(folder), numbers, of, options.seed, options.rows)
        finally:
            engine.close()


def shares(number, jobs):
    """The numbers from 0, dealt out evenly in runs."""
    ends = [number * job // jobs for job in range(jobs + 1)]
    return [range(start, end) for start, end in pairwise(ends) if end > start]


def main():
    options = arguments()
    sys.stdout.reconfigure(line_buffering=True)  # tables as they come, through a pipe too
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        made = engines(None, folder)
        try:
            for engine in made:
                engine.make("empty")
            kills, damage = tortured(made, options)
        finally:
            for engine in made:
                engine.close()
    breaches = [breach for result in kills + damage for breach in result.breaches]
    alike = {breach.rstrip().rpartition("\n")[2]: breach for breach in breaches}
    for breach in [*alike.values()][:MOST_SHOWN]:  # of those that end alike, one
        print(f"{breach}\n")
    print_kills(kills)
    print_damage(damage)
    print(f"\n{time.monotonic() - start:.0f} s, {len(breaches)} breaches")
    sys.exit(bool(breaches))


def tortured(made, options):
    """What came of the kills and of the damage, each in several processes."""
    empties = {engine.name.lower(): engine.where("empty") for engine in made}
    # Processes that begin anew: neither connections nor threads of this one go along.
    with ProcessPoolExecutor(options.jobs, mp_context=get_context("spawn")) as pool:
        kills = [
            pool.submit(killed, only, empty, numbers, options)
            for only, empty in empties.items()
            for numbers in shares(getattr(options, only), options.jobs)
        ]
        damage = [
            pool.submit(damaged_imports, numbers, options.seed, empties["sqlite"])
            for numbers in shares(options.mutations, options.jobs)
        ]
        return [future.result() for future in kills], [future.result() for future in damage]


def print_kills(kills):
    """The table of kills, by database."""
    print(LINE.format("imports killed", "number", "applied", "in writing", "breaches"))
    for name in dict.fromkeys(result.database for result in kills):
        mine = [result for result in kills if result.database == name]
        numbers = [
            sum(result.number for result in mine),
            sum(result.applied for result in mine),
            sum(result.in_writing for result in mine),
            sum(len(result.breaches) for result in mine),
        ]
        print(LINE.format(name, *numbers))


def print_damage(damage):
    """The table of damaged files, by form."""
    print(LINE.format("\ndamaged imports", "number", "whole", "refused", "breaches"))
    seen = sum((result.seen for result in damage), Counter())
    for form in sorted({form for form, _fate in seen}):
        fates = [seen[form, fate] for fate in ("whole", "refused", "breach")]
        print(LINE.format(form, sum(fates), *fates))


if __name__ == "__main__":
    main()

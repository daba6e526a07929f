"""Importing files and folders: the one call behind the command, the demo and the tests."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hanoiconv.interchange.applying import apply
from hanoiconv.interchange.files import inputs_at
from hanoiconv.interchange.planning import Progress, Wish, planned
from hanoiconv.interchange.rows import Fault
from hanoiconv.interchange.shape import Counts
from hanoiconv.models import Import, ImportEntry


@dataclass
class Result:
    """What an import did, or what kept it from doing anything."""

    log: Import | None = None  # None where nothing was written
    counts: Counts = field(default_factory=dict)
    entries: list[ImportEntry] = field(default_factory=list)  # where they were asked for
    faults: list[Fault] = field(default_factory=list)

    def number(self, change: str) -> int:
        """How many records are "new", "changed" or "unchanged"."""
        return sum(self.counts.get(change, {}).values())


def import_fixtures(
    paths: Sequence[Path],
    *,
    publish: bool = False,
    overwrite: bool = False,
    dry_run: bool = False,
    with_entries: bool = False,
    tell: Progress | None = None,
) -> Result:
    """Reads files and folders, in any order, and writes what they say whole, or nothing.

    Files that say nothing new write nothing, and leave no trace in the log.

    Raises:
        FileNotFoundError: a path is not there.
        Stale: the record changed meanwhile.
    """
    wish = Wish(publish=publish, overwrite=overwrite)
    with planned(inputs_at(paths), wish, tell) as plan:
        result = Result(faults=plan.faults)
        if plan.faults:
            return result
        result.counts = plan.counts
        result.entries = [*plan.entries] if with_entries else []
        if plan.entries.any_chosen() and not dry_run:
            result.log = apply(plan)
    return result

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import ngettext

from hanoiconv.interchange.importing import Result, import_fixtures
from hanoiconv.interchange.planning import STEPS
from hanoiconv.interchange.shape import counted
from hanoiconv.interchange.staleness import Stale
from hanoiconv.models import ImportEntry

# Of each record, for programs.
TOLD = [
    *("change", "kind", "slug", "title", "file", "line"),
    *("is_conflict", "is_chosen", "waits_in_review", "notes", "differences"),
]


class Command(BaseCommand):
    """`manage.py import_fixtures PATH...`: files into the record, all of it or nothing."""

    help = (
        "Imports files (.json, .jsonl, .csv, .zip) and folders of them: every row is validated, "
        "and all are written or none. Records that are not as their last import left them (edited "
        "by hand, made at the desk, loaded by loaddata) are left as they are."
    )

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")
        parser.add_argument("--json", action="store_true", help="say it as JSON")
        parser.add_argument(
            "--publish",
            action="store_true",
            help="publish what the files call published; without it a new record waits in review, "
            "one on record keeps its status",
        )
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="change records that are not as their last import left them, too",
        )

    def handle(self, *, paths, **options):
        bar = Bar(self.stderr, options["verbosity"] and not options["json"])
        try:
            result = import_fixtures(
                paths,
                publish=options["publish"],
                overwrite=options["overwrite"],
                dry_run=options["dry_run"],
                with_entries=options["json"] or bool(options["verbosity"]),
                tell=bar.show,
            )
        except (OSError, Stale) as error:
            raise CommandError(f"Nothing was imported: {error}") from error
        finally:
            bar.clear()
        if options["json"]:
            self.stdout.write(as_json(result))
        if result.faults:
            self.refuse(result, with_list=not options["json"])
        if not options["json"]:
            self.tell(result, dry_run=options["dry_run"])

    def refuse(self, result: Result, *, with_list: bool) -> None:
        if with_list:
            for fault in result.faults:
                self.stderr.write(str(fault))
        number = len(result.faults)
        reason = ngettext("%d fault, named above.", "%d faults, named above.", number) % number
        raise CommandError(f"Nothing was imported: {reason}")

    def tell(self, result: Result, *, dry_run: bool) -> None:
        for entry in result.entries:
            if entry.change == ImportEntry.Change.CHANGED or entry.notes or not entry.is_chosen:
                self.stdout.writelines(f"{line}\n" for line in told(entry))
        for change in ("new", "changed", "unchanged"):
            kinds = counted(result.counts.get(change, {}))
            words = f": {kinds}" if kinds else ""
            self.stdout.write(f"{result.number(change)} {change}{words}")
        waiting = sum(entry.waits_in_review for entry in result.entries)
        if waiting:
            words = ngettext("%d record is", "%d records are", waiting) % waiting
            self.stdout.write(
                f"{words} not published (--publish publishes what files call published)."
            )
        skipped = sum(not entry.is_chosen for entry in result.entries)
        if skipped:
            words = ngettext("%d record was", "%d records were", skipped) % skipped
            self.stdout.write(f"{words} left as edited by hand (--overwrite changes them, too).")
        if dry_run:
            self.stdout.write("A dry run: nothing was written.")


class Bar:
    """What is being done, on one line of a terminal that is written over."""

    def __init__(self, stream: Any, wanted: bool) -> None:
        self.stream = stream
        self.is_shown = bool(wanted) and stream.isatty()

    def show(self, what: Any, rows: int) -> None:
        if self.is_shown:
            # Writing comes after all the others.
            done = STEPS.index(what) if what in STEPS else len(STEPS)
            blocks = "#" * done + "." * (len(STEPS) + 1 - done)
            number = f" {rows:,}" if rows else " …"
            self.stream.write(f"\r\x1b[K[{blocks}] {what}{number}", ending="")
            self.stream.flush()

    def clear(self) -> None:
        if self.is_shown:
            self.stream.write("\r\x1b[K", ending="")


def told(entry: ImportEntry) -> list[str]:
    """An entry in lines for people: what happens to the record, then each difference."""
    state = "" if entry.is_chosen else " (edited by hand, left as it is)"
    lines = [f"{entry.change} {entry.kind} {entry.slug}{state}"]
    lines += [f"    {note}" for note in entry.notes]
    for difference in entry.differences:
        row, change = difference["row"], difference["change"]
        if change != "changed":
            lines.append(f"    {change} {row}")
            continue
        old, new = (shown(difference.get(side)) for side in ("old", "new"))
        form = " (Unicode form or white space only)" if difference.get("is_form_only") else ""
        own = row == f"{entry.kind} {entry.slug}"
        name = difference["field"] if own else f"{row}: {difference['field']}"
        lines.append(f"    {name}: {old} -> {new}{form}")
    return lines


def shown(value: Any) -> str:
    """A value on one line, cut after 60 letters."""
    match value:
        case None | "":
            text = "empty"
        case [str(key)]:
            text = key
        case list():
            text = ", ".join(key for (key,) in value) or "empty"
        case _:
            text = " ".join(str(value).split())
    return text if len(text) <= 60 else f"{text[:57]}..."


def as_json(result: Result) -> str:
    """The plan, or what is wrong, for programs."""
    plan = [{name: getattr(entry, name) for name in TOLD} for entry in result.entries]
    faults = [asdict(fault) for fault in result.faults]
    answer = {
        "applied": result.log is not None,
        "import": result.log.pk if result.log else None,
        "counts": result.counts,
        "faults": faults,
        "plan": plan,
    }
    return json.dumps(answer, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import ngettext

from hanoiconv.interchange.importing import counts, import_fixtures


class Command(BaseCommand):
    """`manage.py import_fixtures PATH...`: read files and folders in, all of it or nothing."""

    help = "Imports fixture files and folders: every row validated, all written or none."

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")

    def handle(self, *, paths, dry_run, **options):
        try:
            result = import_fixtures(paths, dry_run=dry_run)
        except OSError as error:
            raise CommandError(str(error)) from error
        if result.faults:
            for fault in result.faults:
                self.stderr.write(str(fault))
            number = len(result.faults)
            reason = ngettext("%d fault, named above.", "%d faults, named above.", number)
            raise CommandError(f"Nothing was imported: {reason % number}")
        for item in result.changed if options["verbosity"] else []:
            self.stdout.write(f"changed {item.row.model} {item.row.name}")
            self.stdout.writelines(f"    {change}\n" for change in item.changes)
        for name in ("new", "changed", "unchanged"):
            items = getattr(result, name)
            words = f": {counts(items)}" if items else ""
            self.stdout.write(f"{len(items)} {name}{words}")
        if dry_run:
            self.stdout.write("A dry run: nothing was written.")

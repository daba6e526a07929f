from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from django.utils.translation import ngettext

from hanoiconv.interchange.exporting import documents, export_to
from hanoiconv.interchange.outgoing import Public, Whole
from hanoiconv.interchange.outgoing_files import FORMATS, write_lines
from hanoiconv.interchange.selecting import (
    NotExported,
    everything,
    named,
    with_all_they_refer_to,
)
from hanoiconv.interchange.snapshots import snapshot


class Command(BaseCommand):
    """`manage.py export_fixtures [RECORD...]`: the record as files, in one form."""

    help = (
        "Exports the record, or the records named with all they refer to, as files that "
        "import_fixtures reads. JSON Lines go to the standard output where no folder is named."
    )

    def add_arguments(self, parser):
        words = "such as statement:guterres-only-the-beginning; all records where none is named"
        parser.add_argument("records", nargs="*", metavar="RECORD", help=words)
        parser.add_argument("--out", type=Path, metavar="DIR", help="the folder to write into")
        parser.add_argument("--format", choices=FORMATS, default="json")
        parser.add_argument("--public", action="store_true", help="only what readers may see now")

    def handle(self, *, records, out, format, public, **options):
        if out is None and format != "jsonl":
            raise CommandError(
                "This needs a folder, because it makes several files: name one with --out DIR, "
                "or ask for --format jsonl, which is a single stream."
            )
        try:
            with snapshot(connection):
                source = Public(timezone.now()) if public else Whole()
                wanted = named(records, source)
                selection = (
                    with_all_they_refer_to(wanted, source) if records else everything(source)
                )
                found = documents(selection, source)
                if out is None:
                    write_lines(found, self.stdout)
                    return
                written = export_to(out, format, found)
        except (NotExported, OSError) as error:
            raise CommandError(str(error)) from error
        self.report(out, sum(map(len, selection.values())), written)

    def report(self, out, number, written):
        records = ngettext("%d record", "%d records", number) % number
        files = ngettext("%d file", "%d files", len(written.files)) % len(written.files)
        self.stdout.write(f"{records} in {files} of {out}")
        for name in written.others:
            self.stdout.write(f"left alone, not part of this export: {name}")

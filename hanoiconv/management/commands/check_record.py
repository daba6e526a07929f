from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import ngettext

from hanoiconv.interchange.checking import check_record


class Command(BaseCommand):
    """`manage.py check_record --sources DIR [--write]`: does the record say what was printed?"""

    help = "Compares fixtures with the texts of their sources, one file a source: DIR/<slug>.txt."

    def add_arguments(self, parser):
        default = [settings.BASE_DIR / "fixtures"]
        parser.add_argument("paths", nargs="*", type=Path, default=default, metavar="PATH")
        parser.add_argument("--sources", type=Path, required=True, metavar="DIR")
        parser.add_argument("--write", action="store_true", help="write verdicts into the files")

    def handle(self, *, paths, sources, write, **options):
        try:
            result = check_record(paths, sources, timezone.localdate(), write=write)
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        for fault in result.faults:
            self.stderr.write(str(fault))
        for verdict, number in sorted(Counter(result.verdicts.values()).items()):
            reports = ngettext("%d report", "%d reports", number) % number
            self.stdout.write(f"{reports}: {verdict}")
        words = ngettext(
            "%d printed passage, credit or word found",
            "%d printed passages, credits and words found",
            result.printed,
        )
        self.stdout.write(words % result.printed)
        if result.corrected:
            words = ngettext(
                "%d paragraph number corrected", "%d paragraph numbers corrected", result.corrected
            )
            self.stdout.write(words % result.corrected)
        for slug, number in sorted(result.skipped.items()):
            rows = ngettext("%d row rests", "%d rows rest", number) % number
            self.stdout.write(f"skipped {slug}: no text in {sources} ({rows} on it)")
        if result.faults:
            number = len(result.faults)
            words = ngettext(
                "%d thing is not as printed, named above.",
                "%d things are not as printed, named above.",
                number,
            )
            raise CommandError(words % number)

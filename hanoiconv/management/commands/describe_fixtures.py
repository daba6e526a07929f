from django.core.management.base import BaseCommand

from hanoiconv.interchange.describing import PAGE, renewed


class Command(BaseCommand):
    """`manage.py describe_fixtures`: docs/data.md as the models are now."""

    help = "Writes the fields of fixtures, told from the models, into docs/data.md."

    def handle(self, **options):
        before = PAGE.read_text(encoding="utf-8")
        after = renewed(before)
        PAGE.write_text(after, encoding="utf-8")
        said = "was current" if after == before else "is current again"
        self.stdout.write(f"{PAGE.name} {said}.")

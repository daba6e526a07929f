from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.crypto import get_random_string

from hanoiconv.interchange.importing import import_fixtures
from hanoiconv.interchange.shape import record_models

ACCOUNTS = {"demo-editor": "Editors", "demo-publisher": "Publishers"}


class Command(BaseCommand):
    """`manage.py setup_demo`: the fixtures into an empty record, and two accounts."""

    help = "Loads the fixtures into an empty record and creates demo accounts. `make run` calls it."

    def handle(self, **options):
        self.load_fixtures()
        self.add_accounts()

    def load_fixtures(self):
        """Loads nothing where there is a record: it is somebody's work."""
        if any(model._base_manager.exists() for model in record_models().values()):
            return
        result = import_fixtures([settings.BASE_DIR / "fixtures"], publish=True)
        if result.faults:
            raise CommandError("\n".join(map(str, result.faults)))
        self.stdout.write(f"Loaded the record: {result.number('new')} records.")

    def add_accounts(self):
        """Shows each random password once; it is kept only as a hash."""
        for name, group in ACCOUNTS.items():
            if User.objects.filter(username=name).exists():
                continue
            password = get_random_string(16)
            with transaction.atomic():
                user = User.objects.create_user(name, password=password, is_staff=True)
                user.groups.add(Group.objects.get(name=group))
            self.stdout.write(f"Account for /admin/: {name}, password {password} (shown once)")

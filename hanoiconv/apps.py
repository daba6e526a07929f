from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from hanoiconv.triggers import install_triggers, remove_triggers


class HanoiconvConfig(AppConfig):
    name = "hanoiconv"
    label = "hanoiconv"
    verbose_name = "The Hanoi Convention Record"

    def ready(self) -> None:
        pre_migrate.connect(remove_triggers, sender=self)
        post_migrate.connect(install_triggers, sender=self)
        # Its models are there only now.
        import hanoiconv.versions.desk
        import hanoiconv.versions.openings  # noqa: F401 - both listen to the desk

"""What records were: each state with its parts, as one document."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.text import LineField


class VersionQuerySet(models.QuerySet):
    """States of records."""

    def last_of_each(self):
        """The last state of each record."""
        later = Version._base_manager.filter(
            kind=OuterRef("kind"), record_id=OuterRef("record_id"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(later))


class Version(models.Model):
    """The whole of a record with its parts, as it stood from some moment on."""

    class How(models.TextChoices):
        DESK = "desk", _("at the desk")
        IMPORT = "import", _("by an import")
        UNDO = "undo", _("by undoing an import")
        RESTORE = "restore", _("restored")
        MERGE = "merge", _("by a merge")
        PROPOSAL = "proposal", _("by accepting a proposal")
        COMMAND = "command", _("by a command")
        FOUND = "found", _("found like this: nothing tells who wrote it")

    kind = models.CharField(max_length=60)  # people.person
    # A record that is deleted and restored has another one then: its versions go with it.
    record_id = models.BigIntegerField()
    slug = models.SlugField(max_length=120, db_index=False)
    title = LineField(max_length=500, blank=True)
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField(_("when"), default=timezone.now)
    # Somebody's account may go, what they wrote stays.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="versions",
        verbose_name=_("by"),
    )
    how = models.CharField(max_length=10, choices=How)
    why = LineField(max_length=300, blank=True)
    # Rows of a fixture (hanoiconv/interchange/stored.py); none where the record was deleted.
    document: Any = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    print = models.CharField(max_length=64, blank=True)  # hanoiconv/interchange/prints.py

    objects = VersionQuerySet.as_manager()

    class Meta:
        default_permissions = ()  # who may view a record may view what it was
        verbose_name = _("version")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "record_id", "number"], name="version_once_a_number"
            ),
            models.CheckConstraint(
                name="version_is_made_in_a_known_way",
                condition=Q(
                    how__in=[
                        "desk",
                        "import",
                        "undo",
                        "restore",
                        "merge",
                        "proposal",
                        "command",
                        "found",
                    ]
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "slug"], name="version_of_slug"),
            models.Index(
                fields=["-made_at"],
                condition=Q(document__isnull=True),
                name="version_of_deletion",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.slug}, {self.number}"


class DeletedRecord(Version):
    """The version that says that a record was deleted, as the desk lists them."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("deleted record")

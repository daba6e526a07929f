"""What was brought in as files: the log of imports, their plans, and where records come from."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.text import LineField, ProseField


class Import(models.Model):
    """One or more files brought in together: planned, then applied whole, perhaps undone."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        APPLIED = "applied", _("Applied")
        UNDONE = "undone", _("Undone")

    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    # Somebody's account may go, what they brought in stays.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("by"),
        help_text=_("Empty for the command line."),
    )
    made_at = models.DateTimeField(_("planned"), default=timezone.now)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="imports_undone",
    )
    edition = models.PositiveIntegerField(default=1)  # raised when a stale plan is shown anew
    publish = models.BooleanField(
        default=False, help_text=_("Publish what the files call published.")
    )
    # [{"name": ..., "sha256": ..., "bytes": ..., "rows": ...}]
    files = models.JSONField(default=list)
    # {"new": {"people.person": 3}, "changed": {...}, "unchanged": {...}}: records by kind
    counts = models.JSONField(default=dict)

    class Meta:
        default_permissions = ("view", "add")
        verbose_name = _("import")
        constraints = [
            models.CheckConstraint(
                name="import_state_is_known",
                condition=models.Q(state__in=["planned", "applied", "undone"]),
            ),
        ]

    def __str__(self):
        return ", ".join(file["name"] for file in self.files) or str(_("Import"))

    def get_absolute_url(self):
        return reverse("admin:hanoiconv_import_change", args=[self.pk])


class ImportFile(models.Model):
    """A file that was uploaded, kept until its import is applied or thrown away."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="uploads")
    name = LineField(max_length=300)
    content = models.BinaryField()  # compressed (gzip)

    class Meta:
        default_permissions = ()
        verbose_name = _("uploaded file")

    def __str__(self):
        return self.name


class ImportEntryQuerySet(models.QuerySet):
    """What imports did to records."""

    def in_force(self):
        """Of imports that were applied and not undone."""
        return self.filter(of__state=Import.State.APPLIED, is_applied=True)


class ImportEntry(models.Model):
    """What an import does to one record with its parts."""

    class Change(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")

    # Found by the two indexes below: every further one is fed by each record of an import.
    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="entries", db_index=False)
    kind = models.CharField(max_length=60)  # people.person
    slug = models.SlugField(max_length=120, db_index=False)
    # Of what was applied: a record may be deleted, and another one get its slug.
    record_id = models.BigIntegerField(null=True)
    title = LineField(max_length=500, blank=True)
    change = models.CharField(max_length=10, choices=Change)
    file = LineField(max_length=300)
    line = models.PositiveIntegerField()
    is_conflict = models.BooleanField(_("edited by hand since the last import"), default=False)
    waits_in_review = models.BooleanField(
        default=False, help_text=_("The files call it published; that was not asked for.")
    )
    barred = ProseField(blank=True, help_text=_("Why the user may not do this."))
    notes = models.JSONField(default=list)  # sentences: looks like another record, ...
    is_chosen = models.BooleanField(_("to be applied"), default=True)
    is_applied = models.BooleanField(default=False)
    # Field by field: hanoiconv/interchange/comparing.py has the form.
    differences = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    # The whole record as it was, in rows of a fixture; for undo.
    before: Any = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    # Prints of the whole record (hanoiconv/interchange/prints.py) before and after.
    print_before = models.CharField(max_length=64, blank=True)
    print_after = models.CharField(max_length=64, blank=True)

    objects = ImportEntryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("entry of an import")
        verbose_name_plural = _("entries of an import")
        constraints = [
            models.UniqueConstraint(fields=["of", "kind", "slug"], name="entry_once_an_import"),
        ]
        indexes = [models.Index(fields=["kind", "slug"], name="entry_of_record")]

    def __str__(self):
        return f"{self.change} {self.kind} {self.slug}"

"""What merges of records did, so that each can be undone as one action."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.text import LineField


class Merge(models.Model):
    """Two records that were made one: what it wrote, and which slugs led where before."""

    kind = models.CharField(max_length=60)  # people.person
    kept_id = models.BigIntegerField()
    # Of the record that went.
    slug = models.SlugField(max_length=120, db_index=False)
    title = LineField(max_length=500, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="merges",
    )
    made_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    # The versions that it wrote: kind, id of the record, number. The one before has what was.
    versions: Any = models.JSONField(default=list)
    # The former slugs that it changed, as they were: slug, where it led, whether readers knew it.
    former_slugs: Any = models.JSONField(default=list, blank=True)

    class Meta:
        default_permissions = ()  # who may merge may undo it
        verbose_name = _("merge")
        indexes = [models.Index(fields=["kind", "kept_id"], name="merge_into_record")]

    def __str__(self):
        return f"{self.kind} {self.slug}"

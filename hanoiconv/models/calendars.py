from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Event


class EventRevision(models.Model):
    """How often the calendar entry of an event was revised, and when last.

    Written by the triggers in `hanoiconv/triggers.py` alone. A table of its own, so that no
    fixture, import, form or bulk write of events can name its columns and set them back.
    """

    # By slug, as the UID is: an event that is deleted and made again goes on counting, because
    # calendars pass over an entry with a lower SEQUENCE than the one they hold.
    event = models.OneToOneField(
        Event,
        on_delete=models.DO_NOTHING,
        to_field="slug",
        db_column="slug",
        db_constraint=False,
        primary_key=True,
        related_name="revision",
    )
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        verbose_name = _("event revision")

    def __str__(self):
        return f"{self.pk}, {self.sequence}"

    @classmethod
    def of(cls, event: Event) -> "EventRevision":
        """The revision of a public event; a first one where no trigger stood when it was written.

        Select `revision` with the events.
        """
        written: Any = event.publish_at  # a public event has one
        return getattr(event, "revision", cls(pk=event.slug, changed_at=written))

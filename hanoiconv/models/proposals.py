"""Changes that wait for somebody who may make them, and who has which form open."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.text import LineField, ProseField
from hanoiconv.models.versions import Version


class Proposal(models.Model):
    """A version of a record that waits: what somebody who may not publish would have it say."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        TAKEN_BACK = "taken_back", _("Taken back by its author")

    kind = models.CharField(_("kind"), max_length=60)  # people.person
    record_id = models.BigIntegerField()
    slug = models.SlugField(max_length=120, db_index=False)
    title = LineField(_("record"), max_length=500, blank=True)
    # Rows of a fixture (hanoiconv/interchange/stored.py): as the author saw them, and as proposed.
    base: Any = models.JSONField(encoder=DjangoJSONEncoder)
    document: Any = models.JSONField(encoder=DjangoJSONEncoder)
    # Somebody's account may go, what they proposed stays.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("by"),
    )
    made_at = models.DateTimeField(_("when"), default=timezone.now)
    why = LineField(_("why"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals_decided",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = ProseField(_("note"), blank=True, validators=[MaxLengthValidator(2000)])

    class Meta:
        default_permissions = ()  # hanoiconv/proposals/deciding.py tells who may see which
        verbose_name = _("proposal")
        constraints = [
            models.CheckConstraint(
                name="proposal_is_in_a_known_state",
                condition=Q(state__in=["waiting", "accepted", "declined", "taken_back"]),
            ),
            models.CheckConstraint(
                name="proposal_waits_until_decided",
                condition=Q(state="waiting", decided_at__isnull=True)
                | ~Q(state="waiting") & Q(decided_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "record_id"], name="proposal_of_record"),
            models.Index(fields=["-made_at"], name="proposal_newest"),
        ]

    def __str__(self):
        return f"{self.kind} {self.slug}"

    def as_version(self, document: Any) -> Version:
        """What is proposed as a version, not stored, that the record can be made like."""
        own = {"kind": self.kind, "record_id": self.record_id}
        return Version(**own, slug=document[0][1]["slug"], title=self.title, document=document)


class Opening(models.Model):
    """Somebody has the form of a row open, and has not saved it yet."""

    kind = models.CharField(max_length=60)  # people.person
    row_id = models.BigIntegerField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="openings"
    )
    opened_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()  # told on the form alone
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "row_id", "user"], name="opening_once_for_each_user"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.row_id}, {self.user_id}"

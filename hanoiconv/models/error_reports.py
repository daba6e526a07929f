from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.text import LineField, ProseField


def check_path(text: str) -> None:
    """A page that readers report is named by its path, on this site alone.

    Raises:
        ValidationError: it starts with no slash, or with what a browser takes for another host.
    """
    if not text.startswith("/") or text.startswith("//") or "\\" in text:
        raise ValidationError(_("Give the path of a page on this site: /statements/…"))


class ErrorReport(models.Model):
    """What a reader tells us is wrong on a page."""

    class State(models.TextChoices):
        NEW = "new", _("New")
        IN_HAND = "in-hand", _("In hand")
        SETTLED = "settled", _("Settled")
        REFUSED = "refused", _("Refused")

    CLOSED = (State.SETTLED, State.REFUSED)

    page = LineField(max_length=500, validators=[check_path])
    what = ProseField(_("what is wrong"), max_length=5000)
    evidence = ProseField(_("what it should say, and who says so"), max_length=5000, blank=True)
    name = LineField(max_length=200, blank=True)
    may_be_named = models.BooleanField(_("may be named"), default=False)
    email = models.EmailField(_("email"), blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    state = models.CharField(
        max_length=10,
        choices=State,
        default=State.NEW,
        help_text=_(
            "Settled and refused erase the email address, and the name of somebody who is not to "
            "be named: answer first."
        ),
    )
    note = ProseField(
        blank=True, help_text=_("What we found and did, for the desk; readers never see it.")
    )
    nonce = models.CharField(max_length=32, unique=True, editable=False)
    # A keyed hash that changes daily (hanoiconv/error_reports.py); no address is ever stored.
    client = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("error report")
        indexes = [models.Index(fields=["received_at"], name="error_report_received")]
        constraints = [
            models.CheckConstraint(
                name="error_report_state_is_known",
                condition=models.Q(state__in=["new", "in-hand", "settled", "refused"]),
                violation_error_message=_("There is no such state."),
            ),
            models.CheckConstraint(
                name="error_report_closed_without_address",
                condition=~models.Q(state__in=["settled", "refused"]) | models.Q(email=""),
                violation_error_message=_("A closed report keeps no email address."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page}, {self.received_at:%Y-%m-%d}"

    def save(self, *args: Any, **options: Any) -> None:
        self.forget_sender()
        super().save(*args, **options)

    def forget_sender(self) -> None:
        """A closed report forgets who sent it, by whatever way it is closed."""
        if self.state in self.CLOSED:
            self.email = ""
            self.name = self.name if self.may_be_named else ""

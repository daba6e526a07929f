"""Several articles, events or statements sent to review, published or withdrawn at once."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hanoiconv.core import changes
from hanoiconv.core.bulk import BulkAction
from hanoiconv.core.forms import MomentField
from hanoiconv.core.holding import NotPublished, reasons_against
from hanoiconv.core.publication import Publishable

Status = Publishable.Status


def moved(row: Any, status: Publishable.Status) -> str:
    """Gives a row another status; the two in words."""
    before = row.get_status_display()
    row.status = status
    return f"{before} → {status.label}"


def not_waiting(row: Any) -> str:
    """Why a row that is neither a draft nor in review is not published."""
    if row.status == Status.WITHDRAWN:
        return _("It was withdrawn: publish it again on its own form.")
    if row.status == Status.PUBLISHED:
        return _("It is published, or will be: its own form has the time.")
    return ""


class SendToReview(BulkAction):
    __name__ = "send_to_review"
    short_description = gettext_lazy("Send to review")
    fields = ["status"]
    logged = "Sent to review."

    def against(self, row: Any, values: dict[str, Any]) -> str:
        return "" if row.status == Status.DRAFT else _("It is not a draft.")

    def change(self, row: Any, values: dict[str, Any]) -> str:
        return moved(row, Status.REVIEW)

    def done(self, number: int) -> str:
        return ngettext("%d draft sent to review.", "%d drafts sent to review.", number) % number


class PublishNow(BulkAction):
    __name__ = "publish_now"
    short_description = gettext_lazy("Publish now")
    allowed_permissions = ["publish"]
    fields = ["status", "publish_at"]
    is_publishing = True
    logged = "Published."

    def against(self, row: Any, values: dict[str, Any]) -> str:
        return not_waiting(row)

    def change(self, row: Any, values: dict[str, Any]) -> str:
        row.publish_at = timezone.now()
        return moved(row, Status.PUBLISHED)

    def done(self, number: int) -> str:
        return ngettext("%d page published.", "%d pages published.", number) % number


class TimeForm(forms.Form):
    """From when on readers shall see something."""

    publish_at = MomentField(label=gettext_lazy("Publish at"))

    def clean_publish_at(self) -> Any:
        at = self.cleaned_data["publish_at"]
        if at <= timezone.now():
            raise forms.ValidationError(_("Choose a time to come, or “Publish now” in the list."))
        return at


class Schedule(BulkAction):
    __name__ = "schedule"
    short_description = gettext_lazy("Publish at a time")
    allowed_permissions = ["publish"]
    form_class = TimeForm
    fields = ["status", "publish_at"]
    is_publishing = True
    logged = "Scheduled."

    def against(self, row: Any, values: dict[str, Any]) -> str:
        is_scheduled = row.status == Status.PUBLISHED and row.publish_at > timezone.now()
        return "" if is_scheduled else not_waiting(row)

    def change(self, row: Any, values: dict[str, Any]) -> str:
        row.publish_at = values["publish_at"]
        at = date_format(timezone.localtime(row.publish_at), "j F Y, H:i")
        return _("%(status)s, from %(at)s") % {"status": moved(row, Status.PUBLISHED), "at": at}

    def done(self, number: int) -> str:
        return ngettext("%d page scheduled.", "%d pages scheduled.", number) % number


class ReasonForm(forms.Form):
    """What readers are told in place of a page."""

    withdrawn_reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Shown to readers in place of each page."),
        widget=AdminTextareaWidget(attrs={"rows": 3}),
    )

    def clean_withdrawn_reason(self) -> Any:
        column: Any = Publishable._meta.get_field("withdrawn_reason")
        return column.clean(self.cleaned_data["withdrawn_reason"], None)


class Withdraw(BulkAction):
    __name__ = "withdraw"
    short_description = gettext_lazy("Withdraw")
    allowed_permissions = ["publish"]
    form_class = ReasonForm
    fields = ["status", "withdrawn_reason"]
    logged = "Withdrawn."

    def against(self, row: Any, values: dict[str, Any]) -> str:
        return "" if row.status == Status.PUBLISHED else _("It is not published.")

    def change(self, row: Any, values: dict[str, Any]) -> str:
        row.withdrawn_reason = values["withdrawn_reason"]
        return moved(row, Status.WITHDRAWN)

    def done(self, number: int) -> str:
        return ngettext("%d page withdrawn.", "%d pages withdrawn.", number) % number


def publish(desk: Any, request: Any, rows: Sequence[Any]) -> None:
    """Publishes rows of one kind that are being written from now on: all of them, or none.

    Raises:
        NotPublished: with the first row that may not be published.
    """
    against = reasons_against(rows)
    with transaction.atomic(), changes.changing(request, desk.model, rows):
        for row in rows:
            if row.pk in against:
                raise NotPublished(against[row.pk], row)
            row.status = Status.PUBLISHED
            row.publish_at = timezone.now()
            # Nothing else: somebody may have saved it since it was read. Checked only then, for
            # what a row names may be public by this row alone.
            row.save(update_fields=["status", "publish_at"])
            try:
                row.full_clean()
            except ValidationError as error:
                raise NotPublished(error.messages, row) from error
            desk.log_change(request, row, "Published.")


PUBLISHING = [SendToReview(), PublishNow(), Schedule(), Withdraw()]

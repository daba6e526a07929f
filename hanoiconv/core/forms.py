"""The forms of the desk: checked as a whole, and offering the status that the user may set."""

from collections.abc import Sequence
from typing import Any

from django.forms import DateTimeField, DateTimeInput, Script
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from hanoiconv.core import changes
from hanoiconv.core.at_hand import FormAtHand
from hanoiconv.core.moments import beside_field
from hanoiconv.core.publication import Publishable

WRITING = [Publishable.Status.DRAFT, Publishable.Status.REVIEW]


class MomentField(DateTimeField):
    """A moment to the minute, typed or picked by what the browser itself has for that."""

    widget = DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **options: Any) -> None:
        zone = timezone.get_current_timezone_name()
        super().__init__(**{"help_text": _("In the time of %s.") % zone} | options)


class DeskForm(FormAtHand):
    """A form of the desk; its class is made for one request."""

    request: Any = None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        changes.form_sent.send(type(self.instance), request=self.request, form=self)
        return values


class PublishableForm(DeskForm):
    """A form whose status offers what the user may set; set by the admin it serves."""

    may_publish = False
    against: Sequence[str] = ()  # why the same was not published a moment ago

    class Media:
        js = [Script("js/moments.js", type="module")]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.may_publish and "status" in self.fields:
            status: Any = self.fields["status"]
            status.choices = [(choice.value, choice.label) for choice in WRITING]
        if "publish_at" in self.fields:
            told = beside_field(self.instance.publish_at)
            time: Any = self.fields["publish_at"]
            time.help_text = format_html("{} {}", time.help_text, told)

    def clean(self) -> dict[str, Any]:
        """Published without a time means: from now on."""
        values = super().clean() or self.cleaned_data
        published = values.get("status") == Publishable.Status.PUBLISHED
        if published and not values.get("publish_at") and "publish_at" not in self.errors:
            values["publish_at"] = timezone.now()
        for reason in self.against:
            self.add_error(None, reason)
        return values

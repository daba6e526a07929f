"""A published page put right: its record changed, and the note that tells readers, in one go.

Only articles, events and statements carry corrections (events.models.Correction).
"""

import re
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Article, Correction, Event, Statement
from hanoiconv.core.forms import MomentField
from hanoiconv.core.publication import WORKFLOW
from hanoiconv.core.text import LineField, ProseField, nfc
from hanoiconv.error_reports import forget_clients, path_here
from hanoiconv.interchange.shape import record_kinds
from hanoiconv.models import ErrorReport

CORRECTED: tuple[Any, ...] = (Article, Event, Statement)
# A Markdown link, of which readers see the words alone. Bounded: "[[[[…" would take hours.
LINK = re.compile(r"\[([^\]]{0,999})\]\([^)]{0,999}\)")


def shown_at(address: str, hosts: Collection[str]) -> tuple[Any, str]:
    """The kind and the slug of the record whose page, or file, has this address.

    Raises:
        ValidationError: it is no address of a page here that shows a record.
    """
    path = path_here(address, hosts)
    if path is None:
        raise ValidationError(
            _("That is not a page of this site. An address here looks like /statements/…")
        )
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        raise ValidationError(_("There is no page at this address.")) from None
    # Files beside a page know their model; pages themselves are named "events:article-detail".
    model = match.kwargs.get("model")
    if model is None:
        model = next((kind for kind in record_kinds() if _page(kind) == match.view_name), None)
    if model is None or "slug" not in match.kwargs:
        raise ValidationError(_("This page shows no record of its own: give that of the record."))
    return model, match.kwargs["slug"]


def _page(model: Any) -> str:
    return f"{model._meta.app_label}:{model._meta.model_name}-detail"


def texts_of(record: Any) -> dict[str, tuple[str, str]]:
    """The texts of a record by the names of their fields: what a form calls each, and the text."""
    return {
        field.name: (capfirst(str(field.verbose_name)), getattr(record, field.name))
        for field in record._meta.concrete_fields
        if isinstance(field, LineField | ProseField)
        and field.name not in WORKFLOW
        and getattr(record, field.name)
    }


class CorrectionForm(forms.ModelForm):
    """What a page said, what it says now, why, who told us; and where the record is changed."""

    places = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Put it right in"),
        help_text=gettext_lazy(
            "“It said” becomes “It says now” there. Tick nothing where you have put it right "
            "already, or where it stands in a part such as a report or a figure."
        ),
        widget=forms.CheckboxSelectMultiple,
    )
    made_at = MomentField(label=gettext_lazy("When"))
    is_settled = forms.BooleanField(
        required=False,
        label=gettext_lazy("Settle the reader’s report"),
        help_text=gettext_lazy("Erases the email address: answer first."),
    )

    class Meta:
        model = Correction
        fields = ["said", "says", "places", "why", "told_by", "made_at"]
        labels = {
            "said": gettext_lazy("It said"),
            "says": gettext_lazy("It says now"),
            "why": gettext_lazy("Why"),
            "told_by": gettext_lazy("Told by"),
        }
        help_texts = {
            "said": gettext_lazy("To the letter, and as much of it as stands there only once."),
            "says": "",
            "why": gettext_lazy("For readers: how the mistake came about, what shows it."),
        }
        widgets = {
            "said": AdminTextareaWidget(attrs={"rows": 3}),
            "says": AdminTextareaWidget(attrs={"rows": 3}),
            "why": AdminTextareaWidget(attrs={"rows": 3}),
            "told_by": AdminTextInputWidget(),
        }

    def __init__(self, data: Any, record: Any, report: ErrorReport | None, **options: Any) -> None:
        owner = {record._meta.model_name: record}
        super().__init__(data, instance=Correction(**owner), **options)
        self.record, self.report, self.texts = record, report, texts_of(record)
        self.initial["made_at"] = timezone.now()
        places: Any = self.fields["places"]
        places.choices = [(name, label) for name, (label, _text) in self.texts.items()]
        if report is None:
            del self.fields["is_settled"]
        else:
            self.initial["told_by"] = report.name if report.may_be_named else ""
            self.initial["is_settled"] = not report.email

    def clean_made_at(self) -> Any:
        at = self.cleaned_data["made_at"]
        if at > timezone.now():
            raise ValidationError(_("No correction was made in time to come."))
        return at

    def clean(self) -> dict[str, Any]:
        """Changes the record, unsaved, and asks whether it may be so."""
        values = super().clean() or self.cleaned_data
        if self.errors:
            return values
        said, says = nfc(values["said"]), nfc(values["says"])
        for name in self.texts:
            if wrong := self._misplaced(name, said, name in values["places"]):
                self.add_error("said", wrong)
            elif name in values["places"]:
                setattr(self.record, name, self.texts[name][1].replace(said, says))
        if said == says:
            self.add_error("says", _("It says now what it said."))
        if hasattr(self.record, "updated_at"):
            moments = [self.record.updated_at, values["made_at"]]
            self.record.updated_at = max(at for at in moments if at)
        if not self.errors:
            self._ask(values["places"])
        return values | {"said": LINK.sub(r"\1", said), "says": LINK.sub(r"\1", says)}

    def _misplaced(self, name: str, said: str, is_chosen: bool) -> str:
        """What is wrong with where the words stand in one text of the record."""
        label, text = self.texts[name]
        times = text.count(said)
        words = {"field": label, "number": times}
        if not is_chosen and times:
            return _("It still stands in “%(field)s”: tick that, or quote more of it.") % words
        if is_chosen and not times:
            return _("It does not stand in “%(field)s” to the letter.") % words
        if is_chosen and times > 1:
            some = _("It stands in “%(field)s” %(number)d times: quote more, so that it is once.")
            return some % words
        return ""

    def _ask(self, places: list[str]) -> None:
        try:
            self.record.full_clean()
        except ValidationError as error:
            for name, reasons in error.message_dict.items():
                label = self.texts[name][0] if name in places else ""
                self.add_error(
                    "says" if name in places else None,
                    [f"{label}: {reason}" if label else reason for reason in reasons],
                )

    def put_right(self) -> str:
        """Writes the record, the note and what comes of the report; where it was put right."""
        places = self.cleaned_data["places"]
        moved = ["updated_at"] if hasattr(self.record, "updated_at") else []
        if places or moved:
            self.record.save(update_fields=[*places, *moved])
        self.save()
        reports = ErrorReport.objects.select_for_update()
        if report := self.report and reports.filter(pk=self.report.pk).first():
            self._file(report)
        return get_text_list([self.texts[name][0] for name in places], _("and"))

    def _file(self, report: ErrorReport) -> None:
        state = ErrorReport.State
        address = f"{self.record.get_absolute_url()}#{self.instance.key}"
        report.note = "\n".join(filter(None, [report.note, _("Corrected: %s") % address]))
        if self.cleaned_data["is_settled"]:
            report.state = state.SETTLED
        elif report.state == state.NEW:
            report.state = state.IN_HAND
        report.save(update_fields=["note", "state", "name", "email"])
        forget_clients(timezone.now())

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.text import storable
from hanoiconv.error_reports import path_here
from hanoiconv.models import ErrorReport


class ErrorReportForm(forms.ModelForm):
    """What a reader tells us is wrong. `hosts` are this site's names, in an address typed."""

    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    # Machines fill in every field; people never see this one, nor do browsers know the word.
    subject = forms.CharField(
        required=False,
        label=_("Leave this field empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    class Meta:
        model = ErrorReport
        fields = ["page", "what", "evidence", "name", "may_be_named", "email"]
        labels = {
            "page": _("Which page is it?"),
            "what": _("What is wrong?"),
            "evidence": _("What should it say, and who says so?"),
            "name": _("Your name"),
            "may_be_named": _("You may name me in the correction"),
            "email": _("Your email address"),
        }
        help_texts = {
            "page": _("Its address, from the first slash on or in full."),
            "what": _("The words or the figure that you mean, and why they are wrong."),
            "evidence": _("A link, or the name and date of a source, helps us most."),
            "email": _("For an answer alone. We erase it once the matter is closed."),
        }
        error_messages = {
            "page": {"required": _("Give the address of the page.")},
            "what": {"required": _("Say what is wrong.")},
            "email": {"invalid": _("Give the whole address, such as reader@example.org.")},
        }
        widgets = {
            "page": forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "none"}),
            "what": forms.Textarea(attrs={"rows": 6}),
            "evidence": forms.Textarea(attrs={"rows": 4}),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    def __init__(self, data: Any = None, *, hosts: Any = (), **options: Any) -> None:
        super().__init__(None if data is None else self.legible(data), **options)
        self.hosts = hosts
        for field in self.fields.values():
            # A browser cuts what is pasted without a word; we say what is too long, and keep it.
            field.widget.attrs.pop("maxlength", None)

    @staticmethod
    def legible(data: Any) -> dict[str, str]:
        """What was typed, as it can be shown and stored; what was pasted unseen is left out."""
        typed = {name: storable(value) for name, value in data.items()}
        lines = {name: " ".join(typed.get(name, "").split()) for name in ("page", "name")}
        return typed | lines

    def renew(self, stamp: str) -> None:
        """Lets the form be sent once more, with all that stands in it."""
        self.data = {**self.data, "stamp": stamp}

    def clean_page(self) -> str:
        path = path_here(self.cleaned_data["page"], self.hosts)
        if path is None:
            raise ValidationError(
                _("That is not a page of this site. An address here looks like /statements/…")
            )
        return path

    @property
    def said(self) -> dict[str, Any]:
        """What the reader typed, once it is valid, by the fields of the model."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

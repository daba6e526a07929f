"""The forms of the page: a text to store, and one statement with its speaker, report, passages."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from events.admin import CREDIT
from events.models import Passage, Report, Speaker, Statement
from hanoiconv.capturing.checking import check
from people.models import Capture

PASSAGES = 3
PRIMARY_KEY = re.compile("[0-9]{1,18}")
FIELDS: dict[Any, list[str]] = {
    Statement: ["gist", "event", "topics", "date", "order", "instrument"],
    Speaker: CREDIT,
    Report: ["mode", "printed_as", "printed_in", "lang", "via", "via_printed", "occasion"],
    Passage: ["paragraph", "quoted", "starts", "ends"],
    Capture: ["text"],
}
# What most statements are made without, in the order of the page.
SELDOM = {
    "statement": ["date", "order", "instrument"],
    "report": ["lang", "via", "via_printed", "occasion"],
}


def form_class(request: Any, model: Any) -> Any:
    """A form for some fields of a model, with the widgets of its own screen."""
    desk = admin.site.get_model_admin(model)

    def box(column: Any, **options: Any) -> Any:
        field: Any = desk.formfield_for_dbfield(column, request=request, **options)
        if isinstance(field.widget, RelatedFieldWidgetWrapper):  # adding is all that is done here
            for act in ("change", "delete", "view"):
                setattr(field.widget, f"can_{act}_related", False)
        return field

    return forms.modelform_factory(model, fields=FIELDS[model], formfield_callback=box)


class StatementSheet:
    """What the page asks of one statement: four kinds of forms that are saved together."""

    def __init__(self, request: Any, data: Any = None, initial: Any = None) -> None:
        given = initial or {}
        kinds = {"statement": Statement, "speaker": Speaker, "report": Report}
        made = {
            name: form_class(request, model)(data, prefix=name, initial=given.get(name))
            for name, model in kinds.items()
        }
        self.statement, self.speaker, self.report = made.values()
        order: Any = self.statement.fields["order"]
        order.required, order.initial = False, None
        order.help_text = _("Left empty: behind the last one of its event.")
        self.passages = [
            form_class(request, Passage)(
                data,
                prefix=f"passages-{n}",
                initial=given.get(f"passages-{n}"),
                empty_permitted=True,
                use_required_attribute=False,
            )
            for n in range(PASSAGES)
        ]
        for form in self.passages:
            form.fields["quoted"].widget.attrs["rows"] = 3

    @classmethod
    def as_typed(cls, request: Any, sent: Any) -> "StatementSheet":
        """What was sent, as it stands: nothing is asked of a form that is half filled in."""
        empty = cls(request)
        given = {
            form.prefix: {
                name: sent.getlist(key) if len(sent.getlist(key)) > 1 else sent.get(key, "")
                for name in form.fields
                for key in [form.add_prefix(name)]
            }
            for form in empty
        }
        return cls(request, initial=given)

    def __iter__(self) -> Iterator[Any]:
        return iter([self.statement, self.speaker, self.report, *self.passages])

    @property
    def media(self) -> Any:
        return self.statement.media + self.speaker.media + self.report.media

    @property
    def filled(self) -> list[Any]:
        """The forms of passages in which something was typed."""
        return [form for form in self.passages if form.has_changed()]

    @cached_property
    def seldom(self) -> list[Any]:
        """The boxes that stand folded."""
        return [getattr(self, name)[box] for name, boxes in SELDOM.items() for box in boxes]

    @property
    def is_unfolded(self) -> bool:
        """Whether something folded has to be seen."""
        further = [box for form in self.passages[1:] for box in form]
        given = {"lang", "instrument"}  # by us; they need no look
        return any(
            box.errors or (box.value() and box.name not in given)
            for box in [*self.seldom, *further]
        )

    @property
    def is_wrong(self) -> bool:
        return any(form.is_bound and form.errors for form in self)

    def is_valid(self, capture: Capture) -> bool:
        """Whether each form is, and all that it gives as printed stands in the stored text."""
        if not all(form.is_valid() for form in self):
            return False
        if not self.filled and self.report.instance.mode != Report.Mode.ATTRIBUTION:
            form, reason = self.passages[0], _("Say on which words of the text it rests.")
            form.add_error(None, reason)
            return False
        rows = [form.instance for form in self.filled]
        for row, name, reason in check(self.report.instance, rows, capture):
            form = next(form for form in self if form.instance is row)
            form.add_error(name, reason)
        return not self.is_wrong

    def refuse(self, row: Any, error: ValidationError) -> None:
        """Puts what `full_clean` said of a row to its form."""
        form = next(form for form in self if form.instance is row)
        for name, reasons in error.message_dict.items():
            form.add_error(name if name in form.fields else None, reasons)
        if NON_FIELD_ERRORS in form.errors:
            form.add_error(None, _("Nothing was saved."))


def as_sent(data: Any) -> Any:
    """What was posted, without links that are no primary keys: the stock widgets fail on those."""
    sent = data.copy()
    for name in LINKS:
        sent.setlist(name, [key for key in sent.getlist(name) if PRIMARY_KEY.fullmatch(key)])
    return sent


LINKS = [
    f"{model._meta.model_name}-{field.name}"
    for model in (Statement, Speaker, Report)
    for field in (model._meta.get_field(name) for name in FIELDS[model])
    if field.is_relation
]

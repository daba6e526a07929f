"""Actions on lists of the desk: what would happen is shown row by row, asked about, then done.

What a single form refuses, they refuse. Rights, states, rules and checks are asked of all rows at
once, in as many queries for five hundred as for one, and again on confirming: then what was shown
happens whole, or nothing does.
"""

import hashlib
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import actions, helpers
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanoiconv.core import changes
from hanoiconv.core.holding import reasons_against
from hanoiconv.core.permissions import within_reach
from hanoiconv.core.records import Checked

MOST = 500  # rows at a time: all of them are shown before they change
DIGITS = 19  # more than any key has, and some databases can compare


@dataclass
class Line:
    """One row, and how it would change; or why it would not."""

    row: Any
    will: str = ""
    reasons: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        meta = self.row._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[self.row.pk])


@dataclass
class Plan:
    """What an action would do; two of one fingerprint would do the same to the same rows."""

    lines: list[Line]
    fingerprint: str

    @property
    def changing(self) -> list[Line]:
        return [line for line in self.lines if not line.reasons]

    @property
    def refused(self) -> list[Line]:
        return [line for line in self.lines if line.reasons]


class BulkAction:
    """An action of a list that writes. Django takes it for a function, by the first three names."""

    __name__: str
    short_description: str | Promise
    allowed_permissions: Sequence[str] = ("change",)
    form_class: type[forms.Form] = forms.Form  # what it asks besides
    fields: Sequence[str] = ()  # the columns that it writes
    reads: Sequence[str] = ()  # links of the rows that it looks at
    is_publishing = False
    logged = ""  # what the log of each row says

    def form(self, request: Any, data: Any) -> forms.Form:
        return self.form_class(data)

    def against(self, row: Any, values: dict[str, Any]) -> str:
        """Why a row stays as it is, in the state that it is in."""
        return ""

    def change(self, row: Any, values: dict[str, Any]) -> str:
        """Changes the row, unsaved, and says how; the sentence is the same until it happens."""
        raise NotImplementedError

    def write(self, rows: Sequence[Any], values: dict[str, Any]) -> None:
        """Saves these columns and no others: somebody may have saved the rest meanwhile."""
        type(rows[0])._base_manager.bulk_update(rows, self.fields)

    def done(self, number: int) -> str:
        """The sentence that says so."""
        raise NotImplementedError

    def __call__(self, desk: Any, request: Any, queryset: Any) -> TemplateResponse | None:
        """The page that asks; nothing once it is done, so that the list is shown again."""
        if not desk.has_change_permission(request):  # besides what the action itself takes
            raise PermissionDenied
        pks = few_enough(desk, request, queryset)
        if pks is None:
            return None
        shown = request.POST.get("shown", "")
        is_asked = "shown" in request.POST or not self.form_class.base_fields
        form = self.form(request, request.POST if is_asked else None)
        with transaction.atomic() if shown else nullcontext():
            rows = desk.model._base_manager.filter(pk__in=pks).order_by("pk")
            by_pk = {row.pk: row for row in (rows.select_for_update() if shown else rows)}
            found = [by_pk[pk] for pk in pks if pk in by_pk]
            plan = self.plan(request.user, found, form.cleaned_data) if form.is_valid() else None
            if plan and plan.changing and plan.fingerprint == shown:
                self._apply(desk, request, [line.row for line in plan.changing], form.cleaned_data)
                return None
        return self._page(desk, request, found, form, plan, is_other=bool(plan and shown))

    def plan(self, user: Any, rows: list[Any], values: dict[str, Any]) -> Plan:
        """What would happen to the rows, which it changes in memory alone."""
        models.prefetch_related_objects(rows, *self.reads)
        stored = [[getattr(row, column.attname) for column in _columns(row)] for row in rows]
        lines = [Line(row) for row in rows]
        reach = _reachable(rows, user)
        for line in lines:
            if line.row.pk not in reach:
                words = _("Published, scheduled or withdrawn: changing it takes a publisher.")
            else:
                words = self.against(line.row, values)
            if words:
                line.reasons = [words]
            else:
                line.will = self.change(line.row, values)
        _refuse([line for line in lines if line.will], asks_checks=self.is_publishing)
        told = [
            (before, line.will, line.reasons) for before, line in zip(stored, lines, strict=True)
        ]
        sent = sorted((name, str(value)) for name, value in values.items())
        text = repr((self.__name__, sent, told))
        return Plan(lines, hashlib.sha256(text.encode()).hexdigest())

    def _apply(self, desk: Any, request: Any, rows: list[Any], values: dict[str, Any]) -> None:
        with changes.changing(request, desk.model, rows):
            self.write(rows, values)
        LogEntry.objects.log_actions(request.user.pk, rows, CHANGE, self.logged)
        desk.message_user(request, self.done(len(rows)), messages.SUCCESS)

    def _page(
        self,
        desk: Any,
        request: Any,
        rows: list[Any],
        form: forms.Form,
        plan: Plan | None,
        *,
        is_other: bool,
    ) -> TemplateResponse:
        context = desk.admin_site.each_context(request) | {
            "opts": desk.opts,
            "title": self.short_description,
            "media": desk.media + form.media,
            "action": self.__name__,
            "checkbox_name": helpers.ACTION_CHECKBOX_NAME,
            "lines": plan.lines if plan else [Line(row) for row in rows],
            "form": form,
            "plan": plan,
            "is_other": is_other,
            "back": request.get_full_path(),
        }
        return TemplateResponse(request, "admin/bulk.html", context)


class BulkDesk(admin.ModelAdmin):
    """A list whose actions take only so many rows at a time, and nothing that is no row."""

    actions: Any = ["delete_selected"]

    def response_action(self, request: HttpRequest, queryset: Any, *place: Any, **more: Any) -> Any:
        chosen = request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)
        if not all(pk.isdecimal() and len(pk) < DIGITS for pk in chosen):
            self.message_user(request, _("There are no such rows."), messages.ERROR)
            return None
        return super().response_action(request, queryset, *place, **more)

    @admin.action(
        permissions=["delete"],
        description=gettext_lazy("Delete selected %(verbose_name_plural)s"),
    )
    def delete_selected(self, request: HttpRequest, queryset: Any) -> Any:
        """Django's own, which shows what would go and asks."""
        if few_enough(self, request, queryset) is None:
            return None
        return actions.delete_selected(self, request, queryset)


def few_enough(desk: Any, request: HttpRequest, queryset: Any) -> list[Any] | None:
    """The keys of the rows in the order of the list; None where there are too many, or none."""
    pks = [*queryset.values_list("pk", flat=True)[: MOST + 1]]
    if len(pks) > MOST:
        words = _("At most %d rows at a time: choose fewer, or narrow the list by its filters.")
        desk.message_user(request, words % MOST, messages.ERROR)
    elif not pks:
        words = _("Nothing was done: what you chose is not in this list.")
        desk.message_user(request, words, messages.ERROR)
    return pks if 0 < len(pks) <= MOST else None


def _columns(row: Any) -> Any:
    return row._meta.concrete_fields


def _reachable(rows: list[Any], user: Any) -> set[Any]:
    """The keys of those that the user may change. One query."""
    if not rows:
        return set()
    stored = type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows])
    return {*within_reach(stored, user).values_list("pk", flat=True)}


def _refuse(lines: list[Line], *, asks_checks: bool) -> None:
    """Refuses those that break a rule of their model as they would be, or that checks hold back.

    What `full_clean()` asks a row at a time is asked of all at once; no link and no slug changes.
    """
    rows = [line.row for line in lines]
    by_pk = {line.row.pk: line for line in lines}
    if rows and isinstance(rows[0], Checked):
        links = [column.name for column in _columns(rows[0]) if column.is_relation]
        for row in rows:
            try:
                row.clean_fields(exclude=links)
            except ValidationError as error:
                by_pk[row.pk].reasons += error.messages
        for row, fault in type(rows[0]).faults_of(rows):
            by_pk[row.pk].reasons += fault.messages
    for pk, reasons in (reasons_against(rows) if asks_checks else {}).items():
        by_pk[pk].reasons += reasons

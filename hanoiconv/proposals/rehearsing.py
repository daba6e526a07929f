"""The form of a row as somebody fills it in who may not save it: saved, read, and undone.

So a proposal has passed the same form, parts, validation and checks as a change.
"""

from functools import cache
from typing import Any

from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hanoiconv.core.admin import DeskAdmin, open_for_rehearsal
from hanoiconv.core.publication import WORKFLOW
from hanoiconv.interchange.stored import Rows
from hanoiconv.versions.conflicts import present
from hanoiconv.versions.recording import roots_of


class Rehearsed(Exception):
    """A save went well, and was undone: the record before it and after it, as documents."""

    def __init__(self, model: Any, pk: int, before: Rows, after: Rows) -> None:
        self.model, self.pk, self.before, self.after = model, pk, before, after
        super().__init__(model._meta.label_lower, pk)


class Rehearsal(DeskAdmin):
    """Goes before a screen of the desk: whatever is saved there is undone.

    What editors never set stays read-only: status, times, slugs of what is settled, and the
    record that a part is in.
    """

    change_form_template = "admin/hanoiconv/proposal/propose.html"
    save_on_top = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        own = {field.name for field in self.model._meta.concrete_fields}
        barred = [*own.intersection(WORKFLOW), *self.model.part_of]
        fields = super().get_readonly_fields(request, obj)
        return [*fields, *sorted({*barred}.difference(fields))]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A form can be sent as that of a new row, which is no proposal."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def may_leave(self, request: Any, row: models.Model) -> bool:
        return True

    def joinable(self, request: Any, rows: models.QuerySet) -> models.QuerySet:
        return rows

    def tell_opened(self, request: Any, page: Any) -> None:
        """Nothing: what is proposed overwrites nobody."""

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        request.before = _record_with(obj)
        super().save_model(request, obj, form, change)

    def response_change(self, request: Any, obj: Any) -> HttpResponse:
        """The end of every save that went well.

        Raises:
            Rehearsed: always; all that was written is undone.
        """
        model, pk, before = request.before
        raise Rehearsed(model, pk, before, present(model, pk) or [])


@cache
def rehearsal_of(desk: DeskAdmin) -> Any:
    """A screen like that one, of which nothing is kept."""
    made = type(f"Rehearsed{type(desk).__name__}", (Rehearsal, type(desk)), {})
    return made(desk.model, desk.admin_site)


def may_propose(desk: Any, request: HttpRequest, row: Any) -> bool:
    """Whether the user changes rows of the kind, but not this one."""
    is_editor = admin.ModelAdmin.has_change_permission(desk, request)
    return is_editor and not desk.has_change_permission(request, row)


def rehearse(desk: Any, request: HttpRequest, row: Any) -> HttpResponse:
    """The form of a row, or what stands against saving it as sent; nothing is written.

    Raises:
        Rehearsed: it could be saved as sent.
    """
    open_for_rehearsal(request, row)
    context = {"title": _("Propose a change")}
    rehearsal = rehearsal_of(desk)
    if request.method != "POST":  # writes nothing, and a transaction would hold up who does
        return rehearsal.changeform_view(request, str(row.pk), "", context)
    with transaction.atomic():
        try:
            return rehearsal.changeform_view(request, str(row.pk), "", context)
        finally:
            transaction.set_rollback(True)


def _record_with(row: Any) -> tuple[Any, int, Rows]:
    """The record that a row is, or is part of, with its document."""
    [(model, [pk])] = [(root, pks) for root, pks in roots_of(type(row), [row.pk]).items() if pks]
    return model, pk, present(model, pk) or []

"""The two-person check at the desk: the button that makes it, the column and filter that tell."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import events.admin  # noqa: F401 - makes the screen, before it gets the page
from events.models import Statement
from hanoiconv.core import changes
from hanoiconv.core.permissions import may_view
from hanoiconv.models import SecondCheck
from hanoiconv.second_checks import WORDS, prints_of, states_of, wrote
from hanoiconv.versions.recording import lock, roots_of
from people.models import Capture, Source

SHOWN = "shown"  # the print of the words that the checker had before them


def may_check(desk: Any, request: HttpRequest, statement: Statement) -> bool:
    """Whether the user may change the statement, and see what it is compared with."""
    sees = all(may_view(request.user, model) for model in (Source, Capture))
    return sees and desk.has_change_permission(request, statement)


def second_check_view(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Notes that the user compared a statement with its sources, in the words they saw."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not desk.has_change_permission(request):
        raise PermissionDenied
    statement = desk.get_object(request, unquote(object_id))
    if statement is None:
        raise Http404
    if not may_check(desk, request, statement):
        raise PermissionDenied
    if reason := _checked(request, statement.pk):
        messages.error(request, reason)
    else:
        messages.success(request, _("You checked it against the source: that is noted now."))
        desk.log_change(request, statement, _("Checked against the source."))
    return redirect("admin:events_statement_change", statement.pk)


@transaction.atomic
def _checked(request: HttpRequest, pk: int) -> str:
    """Notes the check; why not, otherwise."""
    lock(Statement, [pk])
    words = prints_of([pk]).get(pk)
    if words is None or request.POST.get(SHOWN) != words:
        return _("Nothing was noted: the words changed while you had them open. Look once more.")
    if wrote(request.user, pk, words):
        return _("Nothing was noted: you wrote these words, so somebody else checks them.")
    made = {"user": request.user, "made_at": timezone.now(), "print": words, "is_lapsed": False}
    SecondCheck.objects.update_or_create(statement_id=pk, defaults=made)
    return ""


def prepare(statements: Sequence[Any]) -> None:
    """Gives each statement of a list the state of its check."""
    states = states_of(row.pk for row in statements)
    for row in statements:
        row.check_state = states[row.pk]


@admin.display(description=gettext_lazy("second check"))
def second_check(statement: Any) -> str:
    """The state of the check, in a word or two."""
    state = statement.check_state
    if state.check is None:
        return ""
    return _("checked") if state.holds else _("lapsed")


class SecondCheckFilter(admin.SimpleListFilter):
    """Statements by their check, as the last save at the desk left it."""

    title = gettext_lazy("second check")
    parameter_name = "second_check"
    states = {
        "checked": {"second_check__is_lapsed": False},
        "lapsed": {"second_check__is_lapsed": True},
        "unchecked": {"second_check__isnull": True},
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("checked", _("Checked by a second person")),
            ("lapsed", _("Lapsed")),
            ("unchecked", _("Not yet checked")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(**self.states.get(str(self.value()), {}))


@receiver(changes.before_change, dispatch_uid="note whose checks may lapse")
def watch(sender: Any, request: Any, rows: Sequence[models.Model], **_others: Any) -> None:
    """A part that is deleted no longer tells of which statement it was."""
    if sender._meta.label_lower in WORDS:
        pks = [row.pk for row in rows if row.pk is not None]
        request.statements_touched = _statements(sender, pks)


@receiver(changes.after_change, dispatch_uid="lapse checks")
def lapse(sender: Any, request: Any, rows: Sequence[models.Model], **_others: Any) -> None:
    """Keeps the filter true: a check whose words are others now, or the same again."""
    if sender._meta.label_lower not in WORDS:
        return
    pks = [row.pk for row in rows if row.pk is not None]
    touched = request.statements_touched | _statements(sender, pks)
    states = states_of(touched)
    for state in states.values():
        if state.check and state.check.is_lapsed == state.holds:
            state.check.is_lapsed = not state.holds
            state.check.save(update_fields=["is_lapsed"])


def _statements(sender: Any, pks: list[int]) -> set[int]:
    return {*pks} if sender is Statement else {*roots_of(sender, pks).get(Statement, ())}


its_desk: Any = admin.site.get_model_admin(Statement)
its_desk.record_pages = [*its_desk.record_pages, ("second_check", second_check_view)]
its_desk.list_preparing = [*its_desk.list_preparing, prepare]
its_desk.list_display = [*its_desk.list_display, second_check]
its_desk.list_filter = [*its_desk.list_filter, SecondCheckFilter]

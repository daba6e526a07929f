"""Several reports of readers filed at once."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hanoiconv.core.bulk import BulkAction
from hanoiconv.error_reports import forget_clients
from hanoiconv.models import ErrorReport


class File(BulkAction):
    """Reports put into another state; who sent those that are closed is forgotten."""

    fields = ["state", "email", "name"]

    def __init__(self, name: str, label: str | Promise, state: ErrorReport.State) -> None:
        self.__name__, self.short_description, self.state = name, label, state
        self.logged = f"{state.label}."

    def against(self, row: Any, values: dict[str, Any]) -> str:
        return _("It is that already.") if row.state == self.state else ""

    def change(self, row: Any, values: dict[str, Any]) -> str:
        before, known = row.get_state_display(), (row.name, row.email)
        row.state = self.state
        row.forget_sender()
        told = f"{before} → {self.state.label}"
        if (row.name, row.email) != known:
            told = _("%s; who sent it is forgotten") % told
        return told

    def write(self, rows: Sequence[Any], values: dict[str, Any]) -> None:
        super().write(rows, values)
        forget_clients(timezone.now())

    def done(self, number: int) -> str:
        return ngettext("%d report changed.", "%d reports changed.", number) % number


State = ErrorReport.State
FILING = [
    File("take_in_hand", gettext_lazy("Take in hand"), State.IN_HAND),
    File("settle", gettext_lazy("Settle: erases email addresses"), State.SETTLED),
    File("refuse", gettext_lazy("Refuse: erases email addresses"), State.REFUSED),
]

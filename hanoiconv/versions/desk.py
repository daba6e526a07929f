"""What the desk writes (core/changes.py) becomes versions, and nobody overwrites others unseen."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.dispatch import receiver
from django.utils.translation import gettext as _

from hanoiconv.core import changes
from hanoiconv.core.records import Part, Record
from hanoiconv.interchange.prints import print_of
from hanoiconv.models import Version
from hanoiconv.versions.conflicts import Conflict, conflict_of, present
from hanoiconv.versions.recording import Recording, left_without, lock, owners_of, roots_of

OPENED, WHY = "_opened", "_why"  # what our forms send beside the fields of a row


def opened_as(request: Any) -> str:
    """The print of the row as the form shows it: what is sent back when the form is saved."""
    conflict: Conflict | None = getattr(request, "conflict", None)
    if conflict:
        return conflict.print_now
    return request.POST.get(OPENED, "") or getattr(request, "opened_as", "")


@receiver(changes.before_opening, dispatch_uid="remember how a row is opened")
def remember(sender: Any, request: Any, pk: str, **_others: Any) -> None:
    """Before the form reads the row: a change between the two is taken for a conflict, no less."""
    if request.method == "GET" and issubclass(sender, Record | Part) and pk.isdecimal():
        request.opened = present(sender, int(pk)) if len(pk) < 19 else None
        request.opened_as = print_of(request.opened) if request.opened else ""


@receiver(changes.form_sent, dispatch_uid="refuse to overwrite")
def check(sender: Any, request: Any, form: Any, **_others: Any) -> None:
    """Refuses a form whose row somebody else has changed since it was opened."""
    try:
        column: Any = Version._meta.get_field("why")
        request.why = column.clean(form.data.get(WHY, "").strip(), None)
    except ValidationError as error:
        form.add_error(None, [_("Why: %s") % message for message in error.messages])
    row = form.instance
    if row.pk is None or not isinstance(row, Record | Part):
        return
    for model, pks in roots_of(sender, [row.pk]).items():
        lock(model, pks)
    request.conflict = conflict_of(row, form.data.get(OPENED, ""), request.user)
    if request.conflict:
        form.add_error(None, _("Nothing was saved: see above what changed meanwhile."))


@receiver(changes.before_change, dispatch_uid="keep what was")
def watch(
    sender: Any, request: Any, rows: Sequence[models.Model], is_deletion: bool, **_others: Any
) -> None:
    """Keeps the records as they are: those that rows are part of, and those they come to."""
    pks = [row.pk for row in rows if row.pk is not None]
    recording = _recording(request)
    recording.watch(roots_of(sender, pks))
    recording.watch(owners_of(rows))
    if is_deletion and issubclass(sender, Record):
        recording.watch(left_without(sender, pks))


@receiver(changes.after_change, dispatch_uid="keep what is")
def finish(sender: Any, request: Any, rows: Sequence[models.Model], **_others: Any) -> None:
    """Writes a version of each record that the change made another."""
    _recording(request).finish(roots_of(sender, [row.pk for row in rows if row.pk is not None]))


def _recording(request: Any) -> Recording:
    if not hasattr(request, "recording"):
        why = getattr(request, "why", "")
        request.recording = Recording(request.user, Version.How.DESK, why)
    return request.recording

"""Who else has a form open and has not saved it: told to all who may save it, too."""

from datetime import timedelta
from typing import Any

from django.db import OperationalError, models
from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone

from hanoiconv.core import changes
from hanoiconv.core.records import Part, Record
from hanoiconv.models import Opening

TOLD_FOR = timedelta(minutes=30)
# Somebody who opens a form again within this time writes nothing.
KEPT_FOR = timedelta(minutes=2)
MOST_TOLD = 5


@receiver(changes.after_opening, dispatch_uid="tell who opened it")
def note(sender: Any, request: Any, row: models.Model, **_others: Any) -> None:
    """Remembers that the user has the form open."""
    if not issubclass(sender, Record | Part):
        return
    now = timezone.now()
    found = _of(row).filter(opened_at__gt=now - TOLD_FOR).select_related("user")
    openings = [*found.order_by("-opened_at")[: MOST_TOLD + 1]]
    own = [each for each in openings if each.user_id == request.user.pk]
    others = [each for each in openings if each not in own]
    request.opened_by_others = others[:MOST_TOLD]
    if own and own[0].opened_at > now - KEPT_FOR:
        return
    opening = Opening(kind=sender._meta.label_lower, row_id=row.pk, user=request.user)
    opening.opened_at = now
    try:
        Opening.objects.bulk_create(
            [opening],
            update_conflicts=True,
            unique_fields=["kind", "row_id", "user"],
            update_fields=["opened_at"],
        )
    except OperationalError:
        # SQLite was locked all the while by somebody who writes: the form matters more.
        return


@receiver(changes.after_change, dispatch_uid="forget who opened it")
def forget(sender: Any, request: Any, rows: Any, **_others: Any) -> None:
    """Whoever saves a row has it open no longer; and what is long past is forgotten."""
    if not issubclass(sender, Record | Part):
        return
    kind, pks = sender._meta.label_lower, [row.pk for row in rows if row.pk is not None]
    saved = Q(kind=kind, row_id__in=pks, user=request.user.pk)
    Opening.objects.filter(saved | Q(opened_at__lte=timezone.now() - TOLD_FOR)).delete()


def _of(row: models.Model) -> Any:
    return Opening.objects.filter(kind=row._meta.label_lower, row_id=row.pk)

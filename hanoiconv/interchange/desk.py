"""An import at the desk: files uploaded and planned, the plan shown and ticked, then applied."""

import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hanoiconv.core.text import nfc
from hanoiconv.interchange.applying import apply, write_entries
from hanoiconv.interchange.entries import LONGEST_NAME
from hanoiconv.interchange.files import inputs_of
from hanoiconv.interchange.planning import Plan, Progress, Wish, planned
from hanoiconv.interchange.rows import Fault, Input
from hanoiconv.interchange.staleness import Stale
from hanoiconv.models import Import, ImportEntry, ImportFile

PLANS_KEPT = 30  # days


class ShownAs(NamedTuple):
    """What a plan shows of a record."""

    change: str
    is_conflict: bool
    barred: str
    print_before: str
    print_after: str


Shown = dict[tuple[str, str], ShownAs]  # by kind and slug


@dataclass
class Outcome:
    """What became of an import: faults keep it out, changes since make its plan a new one."""

    log: Import | None = None
    faults: list[Fault] = field(default_factory=list)
    # Records of which the plan says something else than what was shown.
    stale: list[tuple[str, str]] = field(default_factory=list)


def prepare(
    uploads: Sequence[tuple[str, bytes]], user: Any, *, publish: bool, tell: Progress | None = None
) -> Outcome:
    """Keeps uploaded files with the plan of what they would do; writes nothing of the record.

    `uploads` are names and contents. Files that say nothing new are not kept: `log` is then
    unsaved, and its counts tell so.
    """
    _forget_old_plans()
    wish = Wish(user=user, publish=publish, preview=True)
    # Cut last: a name may be longer in the form in which it is stored.
    uploads = [(nfc(name)[-LONGEST_NAME:], content) for name, content in uploads]
    with planned(inputs_of(uploads), wish, tell) as plan:
        if plan.faults:
            return Outcome(faults=plan.faults)
        log = Import(user=user, publish=publish, files=plan.files, counts=plan.counts)
        if plan.entries.number:
            with transaction.atomic():
                log.save()
                for name, content in uploads:
                    packed = gzip.compress(content, compresslevel=6)
                    ImportFile.objects.create(of=log, name=name, content=packed)
                write_entries(plan, log)
    return Outcome(log)


def _forget_old_plans() -> None:
    """Plans that nobody came back to go, with the files that were uploaded for them."""
    old = timezone.now() - timedelta(days=PLANS_KEPT)
    throw_away(Import.objects.filter(made_at__lt=old))


def throw_away(logs: Any) -> int:
    """Deletes those of the imports that are still plans, and says how many there were."""
    with transaction.atomic():
        plans = [*logs.filter(state=Import.State.PLANNED).select_for_update()]
        for plan in plans:
            plan.delete()
    return len(plans)


def carry_out(log: Import, user: Any, tell: Progress | None = None) -> Outcome:
    """Applies what is ticked of a plan, if it still says what it said when it was shown.

    Otherwise nothing is written but the new plan, with the ticks as they were, but for conflicts
    that nobody has seen. What was applied already stays so: two clicks on "Apply" apply once.
    `log` is the import as it was when its plan was shown.

    Raises:
        Import.DoesNotExist: it was thrown away meanwhile.
    """
    shown_edition = log.edition
    log.refresh_from_db()
    if log.state != Import.State.PLANNED:
        return Outcome(log)
    if log.edition != shown_edition:
        return Outcome(log, stale=sorted(_ticked(log)))
    log.user = user  # who applies it answers for it
    ticked = _ticked(log)
    wish = Wish(user=user, publish=log.publish, chosen=ticked)
    with planned(_inputs(log), wish, tell) as plan:
        if plan.faults:
            return Outcome(log, plan.faults)
        shown, now = _shown(log.entries.all()), _shown(plan.entries)
        stale = _differing(shown, now)
        try:
            if stale:
                _show_anew(log, plan, [key for key in stale if _is_new_conflict(key, shown, now)])
            else:
                apply(plan, log)
        except Stale:
            stale = sorted(ticked)
    log.refresh_from_db()
    return Outcome(log, stale=stale if log.state == Import.State.PLANNED else [])


def _ticked(log: Import) -> set[tuple[str, str]]:
    return set(log.entries.filter(is_chosen=True).values_list("kind", "slug"))


def _inputs(log: Import) -> list[Input]:
    return inputs_of(
        (upload.name, gzip.decompress(upload.content)) for upload in log.uploads.order_by("pk")
    )


def _shown(entries: Iterable[ImportEntry]) -> Shown:
    return {
        (entry.kind, entry.slug): ShownAs(*(getattr(entry, name) for name in ShownAs._fields))
        for entry in entries
    }


def _differing(shown: Shown, now: Shown) -> list[tuple[str, str]]:
    return sorted(key for key in shown.keys() | now.keys() if shown.get(key) != now.get(key))


def _is_new_conflict(key: tuple[str, str], shown: Shown, now: Shown) -> bool:
    return key in now and now[key].is_conflict and not (key in shown and shown[key].is_conflict)


def _show_anew(log: Import, plan: Plan, conflicts: Sequence[tuple[str, str]]) -> None:
    """The plan as it is now; what was not ticked stays so, and conflicts wait for a tick."""
    with transaction.atomic():
        waiting = Import.objects.filter(pk=log.pk, state=Import.State.PLANNED, edition=log.edition)
        if not waiting.update(counts=plan.counts, edition=log.edition + 1):
            raise Stale(_("This import was applied or thrown away meanwhile."))
        write_entries(plan, log)
        for kind, slug in conflicts:
            log.entries.filter(kind=kind, slug=slug).update(is_chosen=False)

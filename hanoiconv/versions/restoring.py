"""A version of a record made the present one again, by the rules and rights of an import."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from hanoiconv.imports.differences import Effort, Row
from hanoiconv.interchange.applying import written
from hanoiconv.interchange.planning import Plan, Wish, planned
from hanoiconv.interchange.prints import print_of
from hanoiconv.interchange.rows import Input
from hanoiconv.interchange.staleness import Stale
from hanoiconv.interchange.stored import Rows, documents_of
from hanoiconv.interchange.undoing import sentence_of
from hanoiconv.models import ImportEntry, Proposal, Version
from hanoiconv.versions.conflicts import present
from hanoiconv.versions.recording import keep, record
from hanoiconv.versions.telling import changed_rows, renamed, viewable


@dataclass
class Restoration:
    """What restoring a version would do; `problems` are sentences that say why it cannot be."""

    problems: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    print_now: str = ""  # of the record; empty where it is gone


def wanted(version: Version) -> Version | None:
    """The version that is meant: of a deletion, the state before it. None where none is kept."""
    if version.document is not None:
        return version
    rows = Version.objects.filter(kind=version.kind, record_id=version.record_id)
    before = rows.filter(number__lt=version.number, document__isnull=False)
    return before.select_related("user").order_by("-number").first()


def model_of(version: Version) -> Any:
    """The model of a version's record; None where it was taken out of the code since."""
    try:
        return apps.get_model(version.kind)
    except (LookupError, ValueError):
        return None


def living(version: Version) -> Any:
    """The record that a version is of; None where it was deleted."""
    return model_of(version)._base_manager.filter(pk=version.record_id).first()


def preview(version: Version, user: Any) -> Restoration:
    """What restoring the version would do, by that user's rights. Writes nothing."""
    with _plan(version, user) as (plan, restoration):
        del plan
        return restoration


def restore(version: Version, user: Any, why: str, seen: str) -> Restoration:
    """Makes a version the present one, unless there are problems: then nothing is written.

    `seen` is the print of the record as it was when somebody was asked about this.
    """
    reason = _("As in version %d.") % version.number
    return make_present(version, user, Version.How.RESTORE, f"{reason} {why}".strip(), seen)


def make_present(
    version: Version,
    user: Any,
    how: str,
    why: str,
    seen: str,
    also: Callable[[], None] = lambda: None,
) -> Restoration:
    """The same for a version that need not be stored; `also` is done in the same transaction.

    Where `also` raises `Stale`, that is a problem; any other exception undoes all, too.
    """
    with _plan(version, user) as (plan, restoration):
        if restoration.print_now != seen:
            restoration.problems.insert(
                0, _("The record was changed meanwhile: look at what this would do now.")
            )
        if restoration.problems or plan is None:
            return restoration
        try:
            with written(plan):
                _record(plan, version, user, how, why)
                also()
        except Stale as error:
            restoration.problems.append(str(error))
    return restoration


@contextmanager
def _plan(version: Version, user: Any) -> Iterator[tuple[Plan | None, Restoration]]:
    """The plan of writing a version's document, with what it would do."""
    model, row = model_of(version), living(version)
    rows = renamed(version.document, version.slug, row.slug if row else version.slug)
    if row is None and model._base_manager.filter(slug=version.slug).exists():
        words = {"kind": model._meta.verbose_name, "slug": version.slug}
        problem = _("There is another %(kind)s “%(slug)s” by now.") % words
        yield None, Restoration([problem], _shown(version.kind, [], rows, user))
        return
    lines = (json.dumps({"model": label, "fields": fields}) for label, fields in rows)
    content = "\n".join(lines).encode()
    file = Input("version.jsonl", lambda: BytesIO(content))
    with planned([file], Wish(user=user, restore=True, overwrite=True)) as plan:
        problems = [sentence_of(fault) for fault in plan.faults]
        entries: list[ImportEntry] = [] if problems else [*plan.entries]
        problems += [entry.barred for entry in entries if entry.barred]
        if not entries and not problems:
            problems.append(_("The record says all of this already."))
        before = entries[0].before if entries else present(model, row.pk) if row else None
        restoration = Restoration(problems, _shown(version.kind, before or [], rows, user))
        restoration.print_now = print_of(before) if before else ""
        yield plan, restoration


def _shown(kind: str, before: Rows, after: Rows, user: Any) -> list[Row]:
    return changed_rows(kind, viewable(before, user), viewable(after, user), Effort())


def _record(plan: Plan, version: Version, user: Any, how: str, why: str) -> None:
    """The record as it was just before, then as it is now: the version after all others."""
    model = model_of(version)
    (entry,) = plan.entries
    pk = model._base_manager.values_list("pk", flat=True).get(slug=entry.slug)
    if entry.change == ImportEntry.Change.NEW:
        move_to(version.kind, version.record_id, pk)
    else:
        keep(model, {pk: entry.before})
    now = dict(documents_of(model, [pk]))
    record(model, now, user, how, why[:300])


def move_to(kind: str, gone: int, pk: int) -> None:
    """What is known of a deleted record goes on with the row that it is now."""
    old = {"kind": kind, "record_id": gone}
    Version.objects.filter(**old).update(record_id=pk)
    ImportEntry.objects.filter(**old).update(record_id=pk)
    Proposal.objects.filter(**old).update(record_id=pk)

"""Who sees proposals, how one compares with the record of today, and what becomes of it."""

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanoiconv.core.holding import NotPublished, reasons_against
from hanoiconv.core.permissions import may_view, publish_permission
from hanoiconv.core.publication import Publishable
from hanoiconv.imports.differences import Effort, Row, shown_rows
from hanoiconv.interchange.comparing import differences
from hanoiconv.interchange.prints import print_of
from hanoiconv.interchange.shape import record_kinds
from hanoiconv.interchange.staleness import Stale
from hanoiconv.interchange.stored import Rows
from hanoiconv.merging.obstacles import may
from hanoiconv.models import Proposal, Version
from hanoiconv.proposals.three_way import joined
from hanoiconv.versions.conflicts import present
from hanoiconv.versions.restoring import make_present
from hanoiconv.versions.telling import Changes, changed_rows, viewable

DECIDED = gettext_lazy("This proposal was decided meanwhile.")
# What a change in a document is called where permissions are.
ACTS = {"added": "add", "changed": "change", "removed": "delete"}


@dataclass
class Comparison:
    """What a proposal would change; `problems` are sentences that say why it cannot."""

    record: Any = None
    rows: list[Row] = field(default_factory=list)
    conflicts: list[Row] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    is_newer: bool = False  # the record was changed since
    print_now: str = ""
    document: Rows = field(default_factory=list)


def kinds_decided(request: HttpRequest) -> list[str]:
    """The kinds of records whose proposals the user decides: those that the user publishes."""
    return [
        model._meta.label_lower
        for model in record_kinds()
        if request.user.has_perm(publish_permission(model))
        and may_view(request.user, model)
        and admin.site.get_model_admin(model).has_change_permission(request)
    ]


def visible(request: HttpRequest) -> Any:
    """The proposals that the user decides, and the user's own."""
    seen = [model._meta.label_lower for model in record_kinds() if may_view(request.user, model)]
    decided = Q(kind__in=kinds_decided(request))
    return Proposal.objects.filter(decided | Q(kind__in=seen, user=request.user.pk))


def has_any_part(request: HttpRequest) -> bool:
    """Whether the user may propose, or decide."""
    return any(
        admin.site.get_model_admin(model).has_change_permission(request) for model in record_kinds()
    )


def propose(done: Any, user: Any, why: str) -> Proposal | None:
    """Keeps what was rehearsed; None where it changes nothing."""
    if print_of(done.before) == print_of(done.after):
        return None
    row = done.model._base_manager.get(pk=done.pk)
    proposal = Proposal(
        kind=done.model._meta.label_lower,
        record_id=done.pk,
        slug=row.slug,
        title=str(row)[:500],
        base=done.before,
        document=done.after,
        user=user,
        why=why,
    )
    proposal.full_clean()
    proposal.save()
    return proposal


def compared(proposal: Proposal, user: Any) -> Comparison:
    """The proposal beside the record as it is now; one that is decided, beside what it was then."""
    kind, effort = proposal.kind, Effort()
    model = apps.get_model(kind)
    found = Comparison(model._base_manager.filter(pk=proposal.record_id).first())
    before, after = proposal.base, proposal.document
    if proposal.state == Proposal.State.WAITING and found.record:
        now = present(model, proposal.record_id) or []
        both = joined(before, after, now)
        found.print_now, found.document = print_of(now), both.document
        found.is_newer = found.print_now != print_of(before)
        found.problems = _beyond(user, now, both.document)
        clashes = [one.as_json() for one in both.conflicts if _sees(user, one.row)]
        found.conflicts = shown_rows(Changes(kind, now[0][1]["slug"], clashes), effort)
        if both.conflicts:
            found.problems.append(
                _("The record was changed since, in the same places: ask for a new proposal.")
            )
        else:
            before, after = now, both.document
    elif proposal.state == Proposal.State.WAITING:
        found.problems = [_("The record is no longer there.")]
    found.rows = changed_rows(kind, viewable(before, user), viewable(after, user), effort)
    return found


def _sees(user: Any, row: str) -> bool:
    return may_view(user, apps.get_model(row.partition(" ")[0]))


def _beyond(user: Any, now: Rows, document: Rows) -> list[str]:
    """A sentence for each kind of part that this user may not write in this way, or not see."""
    wanted = {
        (each.row.partition(" ")[0], ACTS[each.change]) for each in differences(now, document)
    }
    barred = set()
    for label, act in wanted:
        model = apps.get_model(label)
        if not (may(user, act, model) and may_view(user, model)):
            barred.add(str(model._meta.verbose_name_plural))
    return [_("You may not change all of it: %s.") % name for name in sorted(barred)]


def accept(proposal: Proposal, user: Any, note: str, seen: str) -> list[str]:
    """Makes the record what is proposed; or gives back why not, and nothing is written.

    `seen` is the print of the record as it was when somebody was asked about this.
    """
    found = compared(proposal, user)
    if proposal.state != Proposal.State.WAITING:
        found.problems = [str(DECIDED)]
    if found.problems:
        return found.problems
    known = _reasons(found.record)

    def also() -> None:
        decide(proposal, Proposal.State.ACCEPTED, user, note)
        if new := [reason for reason in _reasons(found.record) if reason not in known]:
            raise NotPublished(new)

    version = proposal.as_version(found.document)
    why = _("Proposed by %s.") % proposal.user if proposal.user else _("Proposed.")
    why = f"{why} {proposal.why}".strip()
    try:
        return make_present(version, user, Version.How.PROPOSAL, why, seen, also).problems
    except NotPublished as refusal:
        return refusal.reasons


def _reasons(record: Any) -> list[str]:
    """What stands against the record being published, where it is."""
    if getattr(record, "status", "") != Publishable.Status.PUBLISHED:
        return []
    return reasons_against([type(record)._base_manager.get(pk=record.pk)]).get(record.pk, [])


def decide(proposal: Proposal, state: str, user: Any, note: str = "") -> None:
    """Says what became of a proposal that waits.

    Raises:
        Stale: somebody decided meanwhile; nothing was written.
    """
    values = {"state": state, "decided_by": user, "decided_at": timezone.now(), "note": note}
    waiting = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.WAITING)
    if not waiting.update(**values):
        raise Stale(DECIDED)

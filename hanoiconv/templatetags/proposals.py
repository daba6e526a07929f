"""Proposals on the forms of records: the way to make one, and those that wait."""

from typing import Any

from django import template
from django.contrib import admin

from hanoiconv.core.records import Part, Record
from hanoiconv.models import Proposal
from hanoiconv.proposals.deciding import kinds_decided
from hanoiconv.proposals.rehearsing import may_propose
from hanoiconv.proposals_admin import page_of

register = template.Library()
MOST_TOLD = 10


@register.simple_tag(takes_context=True)
def propose_page(context: Any, row: Any) -> str:
    """Where a change of the row can be proposed; empty for who may make it, or may not propose."""
    if not isinstance(row, Record | Part):
        return ""
    desk = admin.site.get_model_admin(type(row))
    return page_of(row, "propose") if may_propose(desk, context["request"], row) else ""


@register.inclusion_tag("admin/hanoiconv/proposal/_waiting.html", takes_context=True)
def waiting_proposals(context: Any, row: Any) -> dict[str, Any]:
    """The proposals about a record that wait, each with its page for who may see that."""
    # Only what takes a publisher is changed by proposals.
    if not isinstance(row, Record) or not getattr(row, "is_settled_now", True):
        return {}
    rows = Proposal.objects.filter(kind=row._meta.label_lower, record_id=row.pk)
    waiting = rows.filter(state=Proposal.State.WAITING).defer("base", "document")
    found = [*waiting.select_related("user").order_by("made_at", "pk")[:MOST_TOLD]]
    request = context["request"]
    decides = bool(found) and row._meta.label_lower in kinds_decided(request)
    return {"waiting": [(each, decides or each.user == request.user) for each in found]}

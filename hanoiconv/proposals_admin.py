"""Proposals at the desk: the form that makes one, their list, and the page that decides."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import events.admin  # noqa: F401 - makes the screens, before they get the page
import people.admin  # noqa: F401
from hanoiconv.core.text import fold
from hanoiconv.imports.entries import plural
from hanoiconv.interchange.shape import record_models
from hanoiconv.interchange.staleness import Stale
from hanoiconv.models import Proposal
from hanoiconv.proposals.deciding import (
    accept,
    compared,
    decide,
    has_any_part,
    kinds_decided,
    propose,
    visible,
)
from hanoiconv.proposals.rehearsing import Rehearsed, may_propose, rehearse
from hanoiconv.versions.desk import OPENED


def page_of(row: Any, page: str = "change") -> str:
    """The address of a screen of a row at the desk."""
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[row.pk])


def propose_view(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """The form of a row whose save is a proposal.

    Raises:
        PermissionDenied: the user changes no rows of the kind.
    """
    if not admin.ModelAdmin.has_change_permission(desk, request):
        raise PermissionDenied
    row = desk.get_object(request, unquote(object_id))
    if row is None:
        raise Http404
    if not may_propose(desk, request, row):
        return redirect(page_of(row))
    try:
        return rehearse(desk, request, row)
    except Rehearsed as done:
        proposal = propose(done, request.user, getattr(request, "why", ""))
    if proposal is None:
        messages.warning(request, _("This changes nothing, so there is nothing to propose."))
        return redirect(request.path)
    text = _("Proposed. A publisher sees it next; until then the record stays as it is.")
    messages.success(request, text)
    return redirect("admin:hanoiconv_proposal_change", proposal.pk)


class KindFilter(admin.SimpleListFilter):
    """Proposals about records of one kind."""

    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = visible(request).order_by("kind").values_list("kind", flat=True).distinct()
        return [(kind, plural(kind)) for kind in kinds]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Proposal)
class ProposalAdmin(admin.ModelAdmin):
    """What waits for a publisher, and what became of the rest."""

    list_display = ["named", "state", "user", "made_at", "kind_in_words", "why"]
    list_display_links = None
    list_filter = ["state", KindFilter]
    list_select_related = ["user"]
    list_per_page = 50
    search_fields = ["title__folded", "slug"]
    show_full_result_count = False
    actions = None
    ordering = ["-made_at", "-pk"]

    class Media:
        css = {"all": ["css/desk.css"]}

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.proposal_view)
        ours = path("<int:pk>/", view, name="hanoiconv_proposal_change")
        lists = [url for url in super().get_urls() if str(url.name).endswith("_changelist")]
        return [ours, *lists]

    def get_queryset(self, request: HttpRequest) -> Any:
        return visible(request).defer("base", "document").order_by(*self.ordering)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        return super().get_search_results(request, queryset, fold(search_term))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "title": _("Proposals")})

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_active and has_any_part(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("record"), ordering="title")
    def named(self, row: Proposal) -> str:
        url = reverse("admin:hanoiconv_proposal_change", args=[row.pk])
        return format_html('<a href="{}">{}</a>', url, row.title or row.slug)

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def kind_in_words(self, row: Proposal) -> str:
        return plural(row.kind)

    def proposal_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One proposal, compared with the record; and what is decided about it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = visible(request).select_related("user", "decided_by")
        proposal = rows.filter(pk=pk).first()
        if proposal is None:
            raise Http404
        if request.method == "POST":
            return self._posted(request, proposal)
        return self._shown(request, proposal)

    def _posted(self, request: HttpRequest, proposal: Proposal) -> HttpResponse:
        act, note = request.POST.get("act", ""), request.POST.get("note", "").strip()
        is_own = act == "take_back" and proposal.user == request.user
        if not (is_own or (act in ("accept", "decline") and _decides(request, proposal))):
            raise PermissionDenied
        try:
            column: Any = Proposal._meta.get_field("note")
            note = column.clean(note, None)
        except ValidationError as error:
            return self._shown(request, proposal, [_("Note: %s") % one for one in error.messages])
        if act == "accept":
            seen = request.POST.get(OPENED, "")
            if problems := accept(proposal, request.user, note, seen):
                return self._shown(request, proposal, problems)
            return self._accepted(request, proposal)
        if act == "decline" and not note:
            reason = _("Say in the note why it is declined: its author reads that.")
            return self._shown(request, proposal, [reason])
        state = Proposal.State.TAKEN_BACK if is_own else Proposal.State.DECLINED
        try:
            decide(proposal, state, request.user, "" if is_own else note)
        except Stale as error:
            return self._shown(request, proposal, [str(error)])
        said = _("You took the proposal back.") if is_own else _("The proposal was declined.")
        messages.success(request, said)
        return redirect("admin:hanoiconv_proposal_changelist")

    def _accepted(self, request: HttpRequest, proposal: Proposal) -> HttpResponse:
        record = compared(proposal, request.user).record
        desk = admin.site.get_model_admin(type(record))
        words = {"who": proposal.user or _("somebody"), "title": record}
        desk.log_change(request, record, _("Accepted a proposal of %(who)s.") % words)
        messages.success(request, _("“%(title)s” now says what %(who)s proposed.") % words)
        return redirect(page_of(record))

    def _shown(
        self, request: HttpRequest, proposal: Proposal, problems: list[str] | None = None
    ) -> HttpResponse:
        proposal.refresh_from_db(fields=["state", "decided_by", "decided_at", "note"])
        found = compared(proposal, request.user)
        is_waiting = proposal.state == Proposal.State.WAITING
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Proposal"),
            "media": self.media,
            "proposal": proposal,
            "found": found,
            "kind": plural(proposal.kind),
            "record_url": page_of(found.record) if found.record else "",
            "problems": list(dict.fromkeys([*(problems or []), *found.problems])),
            "may_decide": is_waiting and _decides(request, proposal),
            "may_take_back": is_waiting and proposal.user == request.user,
            "OPENED": OPENED,
            "note": request.POST.get("note", ""),
        }
        return TemplateResponse(request, "admin/hanoiconv/proposal/proposal.html", context)


def _decides(request: HttpRequest, proposal: Proposal) -> bool:
    return proposal.kind in kinds_decided(request)


for model in record_models().values():
    if admin.site.is_registered(model):
        desk: Any = admin.site.get_model_admin(model)
        desk.record_pages = [*desk.record_pages, ("propose", propose_view)]

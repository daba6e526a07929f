from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from hanoiconv import (  # noqa: F401 - for what they register
    accounts_admin,
    capture_admin,
    corrections_admin,
    exports_admin,
    imports_admin,
    merge_admin,
    proposals_admin,
    second_checks_admin,
    unmerge_admin,
    versions_admin,
)
from hanoiconv.core.bulk import BulkDesk
from hanoiconv.core.text import fold
from hanoiconv.error_report_actions import FILING
from hanoiconv.error_reports import forget_clients, path_here
from hanoiconv.models import ErrorReport, FrontPage

admin.site.site_header = _("The Hanoi Convention Record: desk")
admin.site.site_title = _("The Hanoi Convention Record")
admin.site.index_title = _("At the desk")


@admin.register(FrontPage)
class FrontPageAdmin(admin.ModelAdmin):
    """What leads the front page: chosen by those who may publish."""

    list_display = ["__str__", "lead", "focus"]
    list_select_related = ["lead", "focus"]
    autocomplete_fields = ["lead", "focus"]

    def has_add_permission(self, request: Any) -> bool:
        """There is one; every page of the desk asks, its own alone look."""
        here = "frontpage" in str(request.resolver_match and request.resolver_match.url_name)
        exists = here and FrontPage.objects.exists()
        return super().has_add_permission(request) and not exists

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """There is no other one to add after it."""
        context = {**(extra_context or {}), "show_save_and_add_another": False}
        return super().changeform_view(request, object_id, form_url, context)


@admin.register(ErrorReport)
class ErrorReportAdmin(BulkDesk):
    """What readers report: their words stand as written, the desk answers and files them."""

    list_display = ["page", "gist", "state", "received_at"]
    list_filter = ["state"]
    search_fields = ["page", "what__folded", "evidence__folded", "note__folded"]
    date_hierarchy = "received_at"
    fields = ["linked_page", "what", "evidence", "received_at", "state", "note"]
    readonly_fields = ["linked_page", "what", "evidence", "received_at", "sender"]
    actions = [*BulkDesk.actions, *FILING]
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who wrote it is for those who answer, not for all who may look on."""
        fields = list(super().get_fields(request, obj))
        return [*fields, "sender"] if self.has_change_permission(request, obj) else fields

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        return super().get_search_results(request, queryset, fold(search_term))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        forget_clients(timezone.now())

    @admin.display(description=_("what is wrong"))
    def gist(self, row: ErrorReport) -> str:
        return Truncator(row.what).chars(80)

    @admin.display(description=_("page"))
    def linked_page(self, row: ErrorReport) -> str:
        return format_html('<a href="{0}">{0}</a>', row.page) if path_here(row.page) else row.page

    @admin.display(description=_("from"))
    def sender(self, row: ErrorReport) -> str:
        naming = _("may be named") if row.may_be_named else _("not to be named")
        return ", ".join(str(part) for part in (row.name, row.email, naming) if part)

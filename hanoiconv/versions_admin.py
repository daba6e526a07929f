"""Versions at the desk: one restored, and the list of what was deleted.

The history of a record is the stock page of that name (templates/admin/object_history.html).
"""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanoiconv.core.permissions import may_view
from hanoiconv.core.text import fold
from hanoiconv.imports.entries import plural
from hanoiconv.interchange.shape import record_kinds
from hanoiconv.models import DeletedRecord, Version
from hanoiconv.versions.desk import OPENED, WHY
from hanoiconv.versions.restoring import living, model_of, preview, restore, wanted


def restorable_kinds(request: HttpRequest) -> list[str]:
    """The kinds of records that the user may both view and add."""
    return [
        model._meta.label_lower
        for model in record_kinds()
        if may_view(request.user, model)
        and admin.site.get_model_admin(model).has_add_permission(request)
    ]


class KindFilter(admin.SimpleListFilter):
    """Deleted records of one kind."""

    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind, plural(kind)) for kind in restorable_kinds(request)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(DeletedRecord)
class DeletedRecordAdmin(admin.ModelAdmin):
    """What was deleted, to be found and restored."""

    list_display = ["named", "kind_in_words", "slug", "made_at", "user"]
    list_display_links = None
    list_filter = [KindFilter]
    list_select_related = ["user"]
    list_per_page = 50
    search_fields = ["title__folded", "slug"]
    show_full_result_count = False
    actions = None
    ordering = ["-made_at", "-pk"]

    class Media:
        css = {"all": ["css/desk.css"]}

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.restore_view)
        ours = path("restore/<int:pk>/", view, name="hanoiconv_version_restore")
        lists = [url for url in super().get_urls() if str(url.name).endswith("_changelist")]
        return [ours, *lists]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request).filter(document__isnull=True)
        return rows.last_of_each().filter(kind__in=restorable_kinds(request))

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        return super().get_search_results(request, queryset, fold(search_term))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_active and bool(restorable_kinds(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("record"), ordering="title")
    def named(self, row: DeletedRecord) -> str:
        url = reverse("admin:hanoiconv_version_restore", args=[row.pk])
        return format_html('<a href="{}">{}</a>', url, row.title or row.slug)

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def kind_in_words(self, row: DeletedRecord) -> str:
        return plural(row.kind)

    def restore_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks whether a version is to be the present one again, then makes it so."""
        found = Version.objects.select_related("user").filter(pk=pk).first()
        model = model_of(found) if found else None
        if found is None or model is None:
            raise Http404
        row = living(found)
        self._require(request, model, row)
        version = wanted(found)
        if version is None:
            raise Http404
        why = request.POST.get(WHY, "").strip()
        if request.method != "POST":
            return self._asked(request, version, row, preview(version, request.user), why)
        try:
            column: Any = Version._meta.get_field("why")
            why = column.clean(why, None)
        except ValidationError as error:
            restoration = preview(version, request.user)
            restoration.problems = [*error.messages, *restoration.problems]
            return self._asked(request, version, row, restoration, why)
        restoration = restore(version, request.user, why, request.POST.get(OPENED, ""))
        if restoration.problems:
            return self._asked(request, version, row, restoration, why)
        version.refresh_from_db()
        row = living(version)
        desk = admin.site.get_model_admin(model)
        desk.log_change(request, row, _("Restored version %d.") % version.number)
        words = _("“%(title)s” is as in version %(number)d again.")
        words %= {"title": row, "number": version.number}
        messages.success(request, words)
        return redirect(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", row.pk)

    def _require(self, request: HttpRequest, model: Any, row: Any) -> None:
        """Who restores a record may view and change it; one that is gone, view and add it.

        Raises:
            PermissionDenied: the user may not.
        """
        desk = admin.site.get_model_admin(model)
        may = desk.has_change_permission(request, row) if row else desk.has_add_permission(request)
        if not (may and may_view(request.user, model)):
            raise PermissionDenied

    def _asked(
        self, request: HttpRequest, version: Version, row: Any, restoration: Any, why: str
    ) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "opts": (row or model_of(version))._meta,
            "title": _("Restore this version?"),
            "media": self.media,
            "version": version,
            "record": row,
            "restoration": restoration,
            "OPENED": OPENED,
            "WHY": WHY,
            "why": why,
        }
        return TemplateResponse(request, "admin/hanoiconv/version/restore.html", context)

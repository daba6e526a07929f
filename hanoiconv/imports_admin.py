"""Imports at the desk: files uploaded, their plan shown and ticked, applied, perhaps undone."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanoiconv.core.permissions import may_view
from hanoiconv.imports import works
from hanoiconv.imports.entries import Choice, listing, save_ticks, tick_all
from hanoiconv.imports.forms import LARGEST_UPLOAD, UploadForm
from hanoiconv.imports.progress import answer
from hanoiconv.imports.tables import all_empty_tables, empty_table, empty_tables
from hanoiconv.interchange.desk import throw_away
from hanoiconv.interchange.shape import record_models
from hanoiconv.models import Import, ImportEntry

MOST_NAMED = 3  # files in a line of the list
Context = dict[str, Any]


@admin.register(Import)
class ImportAdmin(admin.ModelAdmin):
    """The log of imports, and the way through one: plans are ticked, applied or thrown away."""

    list_display = ["made_at", "named_files", "user", "state", "in_words"]
    list_filter = ["state"]
    list_per_page = 50
    show_full_result_count = False
    actions = None
    ordering = ["-made_at", "-pk"]

    class Media:
        css = {"all": ["css/imports.css"]}

    def get_urls(self) -> list[Any]:
        ours: list[tuple[str, Any, str]] = [
            ("<int:pk>/undo/", self.undo_view, "undo"),
            ("<int:pk>/throw-away/", self.throw_away_view, "throw_away"),
            ("tables.zip", self.tables_view, "tables"),
            ("tables/<str:name>", self.table_view, "table"),
        ]
        site = self.admin_site
        paths = [
            path(way, site.admin_view(view), name=f"hanoiconv_import_{name}")
            for way, view, name in ours
        ]
        # Imports are neither edited nor deleted, and are their own history.
        gone = ("_delete", "_history")
        return paths + [url for url in super().get_urls() if not str(url.name).endswith(gone)]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("user", "undone_by")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may look at all kinds of rows there are.

        Plans and their faults quote records of any kind, drafts too, and say whether there are any.
        """
        may_view_all = all(may_view(request.user, model) for model in record_models().values())
        return super().has_view_permission(request, obj) and may_view_all

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Who brings files in sees what they would do."""
        return super().has_add_permission(request) and self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("files"))
    def named_files(self, row: Import) -> str:
        names = [file["name"] for file in row.files]
        more = _(" and %d more") % (len(names) - MOST_NAMED) if len(names) > MOST_NAMED else ""
        return ", ".join(names[:MOST_NAMED]) + more

    @admin.display(description=gettext_lazy("what it does"))
    def in_words(self, row: Import) -> str:
        return works.in_numbers(row.counts)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        """The form to upload files, and what came of those that were."""
        self._require(request, self.has_add_permission(request))
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = UploadForm(*sent, user=request.user)
        if form.is_valid():
            uploads = [(file.name, file.read()) for file in form.cleaned_data["files"]]
            publish = form.cleaned_data.get("publish", False)
            work = works.prepared(uploads, request.user, publish=publish)
            context = self._context(request, _("Reading the files"))
            size = works.size_of(uploads)
            return answer(request, context, work, size=size, back=works.add_url())
        most = LARGEST_UPLOAD // 1024**2
        context = self._context(request, _("Import files"), form=form, most=most)
        return self._page(request, "upload", context | {"tables": empty_tables()})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """A plan with its ticks, or what an import did."""
        self._require(request, self.has_view_permission(request))
        log = self._found(request, unquote(object_id))
        if request.method == "POST":
            self._require(request, self.has_add_permission(request))
            return self._posted(request, log)
        choice = Choice.of(request.GET)
        is_planned = log.state == Import.State.PLANNED
        title = _("Plan of an import") if is_planned else _("Import")
        context = self._context(
            request,
            title,
            log=log,
            list=listing(log, choice),
            choice=choice,
            counts=works.in_words(log.counts),
            is_planned=is_planned,
            may_act=self.has_add_permission(request),
        )
        return self._page(request, "plan" if is_planned else "result", context)

    def _posted(self, request: HttpRequest, log: Import) -> HttpResponse:
        """The form of a plan: its ticks are kept, then what its button says is done."""
        sent = request.POST
        if log.state != Import.State.PLANNED:
            messages.error(request, _("This import is no longer a plan."))
            return redirect(log)
        if sent.get("edition") != str(log.edition):
            messages.warning(request, _("This plan was made anew meanwhile: look at it once more."))
            return redirect(log)
        save_ticks(log, sent.getlist("shown"), sent.getlist("chosen"))
        choice = Choice.of(sent)
        if "apply" in sent:
            return self._applied(request, log)
        if "tick" in sent or "untick" in sent:
            tick_all(log, choice, is_chosen="tick" in sent)
        return redirect(f"{log.get_absolute_url()}?{works.query(sent, choice)}#entries")

    def _applied(self, request: HttpRequest, log: Import) -> Any:
        if not log.entries.filter(is_chosen=True).exists():
            messages.error(request, _("Nothing is ticked, so nothing was applied."))
            return redirect(log)
        work = works.carried_out(log, request.user)
        context = self._context(request, _("Applying the import"), log=log)
        return answer(
            request, context, work, size=works.size_of_files(log), back=log.get_absolute_url()
        )

    def undo_view(self, request: HttpRequest, pk: int) -> Any:
        """Asks whether an import is to be undone, then undoes it."""
        self._require(request, self.has_add_permission(request))
        log = self._found(request, str(pk))
        if log.state != Import.State.APPLIED:
            messages.error(request, _("Only an import that was applied can be undone."))
            return redirect(log)
        if request.method == "POST":
            context = self._context(request, _("Undoing the import"), log=log)
            work, size = works.undone(log, request.user), works.size_of_files(log)
            return answer(request, context, work, size=size, back=log.get_absolute_url())
        entries = log.entries.filter(is_applied=True)
        new = entries.filter(change=ImportEntry.Change.NEW).count()
        context = self._context(
            request, _("Undo this import?"), log=log, new=new, changed=entries.count() - new
        )
        return self._page(request, "undo", context)

    def throw_away_view(self, request: HttpRequest, pk: int) -> Any:
        """Asks whether a plan is to be thrown away, then deletes it with its files."""
        self._require(request, self.has_add_permission(request))
        log = self._found(request, str(pk))
        is_plan = log.state == Import.State.PLANNED
        if request.method == "POST" and throw_away(Import.objects.filter(pk=log.pk)):
            messages.success(request, _("The plan was thrown away, and its files with it."))
            return redirect(works.list_url())
        if request.method == "POST" or not is_plan:
            messages.error(request, _("Only a plan can be thrown away."))
            return redirect(log)
        context = self._context(request, _("Throw this plan away?"), log=log)
        return self._page(request, "throw_away", context)

    def tables_view(self, request: HttpRequest) -> HttpResponse:
        """All empty tables in a ZIP."""
        self._require(request, self.has_add_permission(request))
        return _download(all_empty_tables(), "application/zip", "tables.zip")

    def table_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """One empty table."""
        self._require(request, self.has_add_permission(request))
        model = empty_tables().get(name)
        if model is None:
            raise Http404
        return _download(empty_table(model), "text/csv; charset=utf-8", name)

    def _require(self, request: HttpRequest, allowed: bool) -> None:
        if not allowed:
            raise PermissionDenied

    def _found(self, request: HttpRequest, pk: str) -> Import:
        row = self.get_object(request, pk)
        if row is None:
            raise Http404
        return row

    def _context(self, request: HttpRequest, title: str, **values: Any) -> Context:
        desk = self.admin_site.each_context(request)
        ours = {"opts": self.opts, "title": title, "media": self.media}
        return desk | ours | {"may_add": self.has_add_permission(request)} | values

    def _page(self, request: HttpRequest, name: str, context: Context) -> TemplateResponse:
        return TemplateResponse(request, f"admin/hanoiconv/import/{name}.html", context)


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    headers = {"Content-Type": kind, "Content-Disposition": disposition}
    return HttpResponse(content, headers=headers)

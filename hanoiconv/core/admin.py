"""What every screen of the desk shares: search without marks, and published pages guarded."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.urls import path

from hanoiconv.core import changes, deletion
from hanoiconv.core.at_hand import FormAtHand, RecordBoxes, joined
from hanoiconv.core.bulk import BulkDesk
from hanoiconv.core.forms import DeskForm
from hanoiconv.core.lists import BoundedPaginator, DeskList
from hanoiconv.core.lost_rows import lost_as_new
from hanoiconv.core.many_parts import is_left_out, left_out, marked
from hanoiconv.core.permissions import may_change, publish_permission, within_reach
from hanoiconv.core.related_filter import media_of
from hanoiconv.core.searching import found
from hanoiconv.core.text import LineField


def may_change_as_stored(request: Any, row: models.Model) -> bool:
    """`may_change`, asked once a request for each row: a form asks it forty times."""
    answers = request.__dict__.setdefault("may_change", {})
    key = (type(row), row.pk)
    if key not in answers:
        answers[key] = may_change(request.user, row)
    return answers[key]


def open_for_rehearsal(request: Any, row: models.Model) -> None:
    """Opens a row to somebody who may not change it, in a request whose writing is undone."""
    request.__dict__.setdefault("may_change", {})[type(row), row.pk] = True


class DeskAdmin(RecordBoxes, BulkDesk):
    """A screen for a record or a part: what is published takes a publisher, by every path.

    All that it writes is told to who listens (changes.py).
    """

    form = DeskForm
    # Foreign keys to records that make a row public as soon as it names them.
    public_with: Sequence[str] = ()
    # Further pages of one record, which higher layers add: name and view(desk, request, object_id).
    record_pages: Sequence[tuple[str, Callable[..., Any]]] = ()
    # Columns that higher layers add to the list: each for those of whom may(request) is true.
    further_columns: Sequence[tuple[Any, Callable[[HttpRequest], bool]]] = ()
    # What higher layers read for all rows of a page of the list at once: prepare(rows).
    list_preparing: Sequence[Callable[[Any], None]] = ()
    list_per_page = 50
    save_on_top = True
    list_prefetch_related: Sequence[str] = ()
    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they count all rows
    formfield_overrides = {
        LineField: {"widget": AdminTextInputWidget(attrs={"class": "vLargeTextField"})}
    }

    class Media:
        css = {"all": ["css/desk.css"]}

    @property
    def media(self) -> Any:
        return super().media + media_of(self)

    def get_urls(self) -> list[Any]:
        meta, site = self.opts, self.admin_site
        ours = [
            path(
                f"<path:object_id>/{name}/",
                site.admin_view(partial(view, self)),
                name=f"{meta.app_label}_{meta.model_name}_{name}",
            )
            for name, view in self.record_pages
        ]
        return ours + super().get_urls()

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        further = [column for column, may in self.further_columns if may(request)]
        return [*super().get_list_display(request), *further]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        shown = super().get_changelist_instance(request)
        # An action is asked for with a list that nobody sees.
        for prepare in self.list_preparing if request.method != "POST" else ():
            prepare(shown.result_list)
        return shown

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_change_as_stored(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or may_change_as_stored(request, obj))

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(publish_permission(self.model))

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **options: Any) -> Any:
        """What joins a record, and would be public with it, joins those the user may change."""
        if db_field.name in [*getattr(self.model, "part_of", ()), *self.public_with]:
            rows = db_field.related_model._default_manager.all()
            options["queryset"] = self.joinable(request, rows)
        return super().formfield_for_foreignkey(db_field, request, **options)

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return DeskList

    def rows_for_form(self, request: Any) -> Any:
        """The rows with all that a form reads with one of them."""
        return marked(joined(self, request, self.get_queryset(request)), self.inlines)

    def get_object(self, request: Any, object_id: str, from_field: Any = None) -> Any:
        """The row, with all records that its form shows."""
        rows = self.rows_for_form(request)
        field: Any = self.opts.get_field(from_field) if from_field else self.opts.pk
        try:
            return rows.get(**{field.name: field.to_python(object_id)})
        except (self.model.DoesNotExist, ValidationError, ValueError):
            return None

    def get_inline_instances(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        inlines = super().get_inline_instances(request, obj)
        return [inline for inline in inlines if not is_left_out(inline, obj, request.POST)]

    def render_change_form(
        self, request: Any, context: Any, *args: Any, obj: Any = None, **options: Any
    ) -> Any:
        context["left_out"] = [*left_out(self.inlines, obj, request.POST, self.admin_site)]
        options["obj"] = obj
        return super().render_change_form(request, context, *args, **options)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return deletion.told(objs, request, self.admin_site)

    def joinable(self, request: Any, rows: models.QuerySet) -> models.QuerySet:
        """Those of the rows that something may be joined to."""
        return within_reach(rows, request.user)

    def may_leave(self, request: Any, row: models.Model) -> bool:
        """Whether the user may leave the row behind as it was just written."""
        return may_change(request.user, row)

    def changeform_view(
        self, request: Any, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        if object_id is not None:
            changes.before_opening.send(self.model, request=request, pk=unquote(object_id))
        page = super().changeform_view(request, object_id, form_url, extra_context)
        self.tell_opened(request, page)
        return page

    def tell_opened(self, request: Any, page: Any) -> None:
        """Tells of a form that was opened to be saved."""
        shown = getattr(page, "context_data", None) or {}
        if request.method == "GET" and shown.get("original") and shown["has_change_permission"]:
            changes.after_opening.send(self.model, request=request, row=shown["original"])

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form = super().get_form(request, obj, change, **options)
        return type(form.__name__, (form,), {"request": request})

    def get_formset_kwargs(self, request: Any, obj: Any, inline: Any, prefix: str) -> Any:
        """What was typed into a part that somebody else removed meanwhile can still be saved."""
        values = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in values:
            values["data"] = lost_as_new(values["data"], prefix, inline.model)
        return values

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        changes.before_change.send(self.model, request=request, rows=[obj], is_deletion=False)
        super().save_model(request, obj, form, change)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        """The last word: nobody who may not publish leaves behind what readers would see.

        Raises:
            PermissionDenied: the save is undone, for it stands in the view's transaction.
        """
        super().save_related(request, form, formsets, change)
        if not self.may_leave(request, form.instance):
            raise PermissionDenied
        changes.after_change.send(self.model, request=request, rows=[form.instance])

    def response_add(self, request: Any, obj: Any, post_url_continue: Any = None) -> Any:
        response = super().response_add(request, obj, post_url_continue)
        changes.form_saved.send(self.model, request=request, row=obj)
        return response

    def response_change(self, request: Any, obj: Any) -> Any:
        response = super().response_change(request, obj)
        changes.form_saved.send(self.model, request=request, row=obj)
        return response

    def delete_model(self, request: Any, obj: Any) -> None:
        with changes.changing(request, self.model, [obj], is_deletion=True):
            super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request: Any, queryset: Any) -> None:
        with changes.changing(request, self.model, [*queryset], is_deletion=True):
            super().delete_queryset(request, queryset)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        fields = self.get_search_fields(request)
        return found(queryset, fields, search_term) if fields else queryset, False

    def view_on_site(self, obj: Any) -> str | None:
        """The public page, where readers can see one."""
        if not hasattr(obj, "get_absolute_url"):
            return None
        seen = getattr(obj, "is_public_now", None)  # read with the row (record_admin.py)
        if seen is None:
            seen = type(obj)._default_manager.filter(pk=obj.pk).public().exists()
        return obj.get_absolute_url() if seen else None


class PartInline(RecordBoxes, admin.TabularInline):
    """Parts inside their record: what holds for the record holds for them."""

    form = FormAtHand
    extra = 0

    def get_queryset(self, request: HttpRequest) -> Any:
        return joined(self, request, super().get_queryset(request))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and self.is_open(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self.is_open(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self.is_open(request, obj)

    def is_open(self, request: HttpRequest, obj: models.Model | None) -> bool:
        return obj is None or obj.pk is None or may_change_as_stored(request, obj)


class PartStack(PartInline, admin.StackedInline):
    """The same, for parts with many fields."""

    template = "admin/edit_inline/stacked.html"

"""What every screen of the desk shares: search without marks, and published pages guarded."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hanoiconv.core.permissions import may_change, publish_permission, within_reach
from hanoiconv.core.publication import WORKFLOW, Publishable
from hanoiconv.core.text import LineField, fold

WRITING = [Publishable.Status.DRAFT, Publishable.Status.REVIEW]


def may_change_as_stored(request: Any, row: models.Model) -> bool:
    """`may_change`, asked once a request for each row: a form asks it forty times."""
    answers = request.__dict__.setdefault("may_change", {})
    key = (type(row), row.pk)
    if key not in answers:
        answers[key] = may_change(request.user, row)
    return answers[key]


class DeskAdmin(admin.ModelAdmin):
    """A screen for a record or a part: what is published takes a publisher, by every path."""

    # Foreign keys to records that make a row public as soon as it names them.
    public_with: Sequence[str] = ()
    list_per_page = 50
    save_on_top = True
    show_full_result_count = False
    formfield_overrides = {
        LineField: {"widget": AdminTextInputWidget(attrs={"class": "vLargeTextField"})}
    }

    class Media:
        css = {"all": ["css/desk.css"]}

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
            options["queryset"] = within_reach(rows, request.user)
        return super().formfield_for_foreignkey(db_field, request, **options)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        """The last word: nobody who may not publish leaves behind what readers would see.

        Raises:
            PermissionDenied: the save is undone, for it stands in the view's transaction.
        """
        super().save_related(request, form, formsets, change)
        if not may_change(request.user, form.instance):
            raise PermissionDenied

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        return super().get_search_results(request, queryset, fold(search_term))

    def view_on_site(self, obj: Any) -> str | None:
        """The public page, where readers can see one."""
        if not hasattr(obj, "get_absolute_url"):
            return None
        seen = type(obj)._default_manager.filter(pk=obj.pk).public().exists()
        return obj.get_absolute_url() if seen else None


class SlugAdmin(DeskAdmin):
    """A screen for a record: its slug is frozen once readers can know it."""

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The slug last: it follows from what is typed before."""
        names = super().get_fields(request, obj)
        return [*(name for name in names if name != "slug"), "slug"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "slug"] if obj is not None and self.is_settled(obj) else fields

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # The stock admin fails on a field that is prepopulated and read-only.
        return {} if obj is not None else super().get_prepopulated_fields(request, obj)

    def is_settled(self, obj: models.Model) -> bool:
        rows = self.model._base_manager.filter(pk=obj.pk)
        return rows.filter(self.model.settled_q()).exists()


class PublishableForm(ModelForm):
    """A form whose status offers what the user may set; set by the admin it serves."""

    may_publish = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.may_publish and "status" in self.fields:
            status: Any = self.fields["status"]
            status.choices = [(choice.value, choice.label) for choice in WRITING]

    def clean(self) -> dict[str, Any]:
        """Published without a time means: from now on."""
        values = super().clean() or self.cleaned_data
        published = values.get("status") == Publishable.Status.PUBLISHED
        if published and not values.get("publish_at") and "publish_at" not in self.errors:
            values["publish_at"] = timezone.now()
        return values


class PublishableAdmin(SlugAdmin):
    """A screen for articles, events and statements: draft, review, published, withdrawn."""

    form = PublishableForm
    actions = ["send_to_review", "publish_now"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What the record says first, then how it is published."""
        fields = [name for name in self.get_fields(request, obj) if name not in WORKFLOW]
        return [(None, {"fields": fields}), (_("Publication"), {"fields": WORKFLOW})]

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form = super().get_form(request, obj, change, **options)
        return type(form.__name__, (form,), {"may_publish": self.has_publish_permission(request)})

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        if self.has_publish_permission(request):
            return fields
        return [*fields, "publish_at", "withdrawn_reason"]

    @admin.action(description=_("Send to review"), permissions=["change"])
    def send_to_review(self, request: HttpRequest, queryset: Any) -> None:
        drafts = queryset.filter(status=Publishable.Status.DRAFT)
        sent = drafts.update(status=Publishable.Status.REVIEW)
        self.message_user(
            request, ngettext("%d draft sent to review.", "%d drafts sent to review.", sent) % sent
        )

    @admin.action(description=_("Publish now"), permissions=["publish"])
    def publish_now(self, request: HttpRequest, queryset: Any) -> None:
        """Publishes all of them, or none when one may not be published."""
        rows = list(queryset.filter(status__in=WRITING))
        try:
            with transaction.atomic():
                for row in rows:
                    row.status = Publishable.Status.PUBLISHED
                    row.publish_at = timezone.now()
                    row.full_clean()
                    row.save()
                    self.log_change(request, row, "Published.")
        except ValidationError as error:
            reasons = " ".join(error.messages)
            self.message_user(
                request, _("Nothing was published. %s: %s") % (row, reasons), messages.ERROR
            )
        else:
            self.message_user(
                request,
                ngettext("%d page published.", "%d pages published.", len(rows)) % len(rows),
            )


class PartInline(admin.TabularInline):
    """Parts inside their record: what holds for the record holds for them."""

    extra = 0

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

"""Screens of records: a slug that is frozen once readers know it; for roots, publication."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.admin import DeskAdmin
from hanoiconv.core.forms import PublishableForm
from hanoiconv.core.holding import NotPublished, reasons_against
from hanoiconv.core.moments import told
from hanoiconv.core.publication import WORKFLOW, Publishable
from hanoiconv.core.publishing import PUBLISHING


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

    def rows_for_form(self, request: Any) -> Any:
        """With whether readers see the row, and whether it takes a publisher, as it is stored."""
        model: Any = self.model
        asked = {"is_settled_now": model.settled_q()}
        if hasattr(model, "get_absolute_url"):
            asked["is_public_now"] = model.public_q(timezone.now())
        told = {
            name: models.ExpressionWrapper(rule, models.BooleanField())
            for name, rule in asked.items()
        }
        return super().rows_for_form(request).annotate(**told)

    def is_settled(self, obj: Any) -> bool:
        """As the row is stored; asked where it was not read by a form."""
        if not hasattr(obj, "is_settled_now"):
            rows = self.model._base_manager.filter(pk=obj.pk)
            obj.is_settled_now = rows.filter(self.model.settled_q()).exists()
        return obj.is_settled_now


class PublishableAdmin(SlugAdmin):
    """A screen for articles, events and statements: draft, review, published, withdrawn."""

    form = PublishableForm
    actions = [*DeskAdmin.actions, *PUBLISHING]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What the record says first, then how it is published."""
        fields = [name for name in self.get_fields(request, obj) if name not in WORKFLOW]
        workflow = WORKFLOW
        if not self.has_publish_permission(request):
            shown = {"publish_at": "publication_time"}
            fields = [name for name in fields if name not in shown.values()]
            workflow = [shown.get(name, name) for name in WORKFLOW]
        return [(None, {"fields": fields}), (_("Publication"), {"fields": workflow})]

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form = super().get_form(request, obj, change, **options)
        against = getattr(request, "reasons_against_publishing", ())
        ours = {"may_publish": self.has_publish_permission(request), "against": against}
        return type(form.__name__, (form,), ours)

    def changeform_view(self, request: Any, *args: Any, **options: Any) -> Any:
        """What may not be published is told on the form, with all that was typed.

        Whether it may is asked of what was saved, with parts and links; then that is undone.
        """
        try:
            return super().changeform_view(request, *args, **options)
        except NotPublished as refusal:
            request.reasons_against_publishing = refusal.reasons
            return super().changeform_view(request, *args, **options)

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """What is public already, whatever stands against it, can still be mended."""
        published = self.model._base_manager.filter(status=Publishable.Status.PUBLISHED)
        stored = published.filter(pk=obj.pk).first() if change else None
        form.known = reasons_against([stored]).get(stored.pk, []) if stored else []
        super().save_model(request, obj, form, change)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        """Nothing is published that checks hold back.

        Raises:
            NotPublished: the save is undone, for it stands in the view's transaction.
        """
        super().save_related(request, form, formsets, change)
        if form.instance.status == Publishable.Status.PUBLISHED:
            reasons = reasons_against([form.instance]).get(form.instance.pk, [])
            if new := [reason for reason in reasons if reason not in form.known]:
                raise NotPublished(new)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        if self.has_publish_permission(request):
            return fields
        return [*fields, "publish_at", "publication_time", "withdrawn_reason"]

    @admin.display(description=_("publish at"))
    def publication_time(self, row: Any) -> str:
        """When it is published, for those who do not set it."""
        return told(row.publish_at) if row.publish_at else "-"

"""The ways to the form that corrects a published page."""

from typing import Any

from django import template
from django.contrib import admin
from django.urls import reverse

from hanoiconv.corrections import CORRECTED
from hanoiconv.corrections_admin import correct_page, may_correct, may_correct_any
from hanoiconv.models import ErrorReport

register = template.Library()


@register.simple_tag(takes_context=True)
def correction_page(context: Any, row: Any) -> str:
    """Where a record that readers see, or what a reader reported, is put right; else empty."""
    request = context["request"]
    if isinstance(row, ErrorReport):
        may = context["has_change_permission"] and may_correct_any(request)
        return f"{reverse('admin:correct')}?report={row.pk}" if may else ""
    # The form knows already whether readers see it: it leads there.
    if not (isinstance(row, CORRECTED) and context.get("absolute_url")):
        return ""
    desk = admin.site.get_model_admin(type(row))
    return correct_page(row) if may_correct(desk, request, row) else ""

"""The way to merging on the form of a record at the desk."""

from typing import Any

from django import template
from django.contrib import admin
from django.urls import reverse

from hanoiconv.merge_admin import MERGED, may_merge

register = template.Library()


@register.simple_tag(takes_context=True)
def merge_page(context: Any, record: Any) -> str:
    """Where another record can be merged into this one; empty where the user may not."""
    if not isinstance(record, MERGED):
        return ""
    meta = record._meta
    allowed = may_merge(admin.site.get_model_admin(type(record)), context["request"], record)
    name = f"admin:{meta.app_label}_{meta.model_name}_merge"
    return reverse(name, args=[record.pk]) if allowed else ""

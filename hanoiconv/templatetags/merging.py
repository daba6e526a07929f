"""The way to merging on the form of a record at the desk."""

from typing import Any

from django import template
from django.contrib import admin
from django.urls import reverse

from hanoiconv.merge_admin import MERGED, may_merge
from hanoiconv.merging.undoing import undoable

register = template.Library()
MOST_TOLD = 20


@register.simple_tag(takes_context=True)
def merge_page(context: Any, record: Any) -> str:
    """Where another record can be merged into this one; empty where the user may not."""
    if not isinstance(record, MERGED):
        return ""
    meta = record._meta
    allowed = may_merge(admin.site.get_model_admin(type(record)), context["request"], record)
    name = f"admin:{meta.app_label}_{meta.model_name}_merge"
    return reverse(name, args=[record.pk]) if allowed else ""


@register.inclusion_tag("admin/merge/_undoable.html", takes_context=True)
def undoable_merges(context: Any, record: Any) -> dict[str, Any]:
    """The merges into a record that the user may undo, with the page that asks."""
    meta = record._meta
    if not (isinstance(record, MERGED) and merge_page(context, record)):
        return {}
    page = reverse(f"admin:{meta.app_label}_{meta.model_name}_unmerge", args=[record.pk])
    return {"merges": undoable(record)[:MOST_TOLD], "page": page}

"""The way from the form of a source to the page where statements are made of its text."""

from typing import Any

from django import template
from django.urls import reverse

from hanoiconv.capture_admin import may_make_statements
from people.models import Source

register = template.Library()


@register.simple_tag(takes_context=True)
def statements_page(context: Any, record: Any) -> str:
    """Where statements are made from a source; empty for other records, or who may not."""
    is_source = isinstance(record, Source) and record.pk is not None
    if not (is_source and may_make_statements(context["request"])):
        return ""
    return reverse("admin:people_source_statements", args=[record.pk])

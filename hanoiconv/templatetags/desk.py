"""What the forms of the desk tell while a name is typed."""

from typing import Any

from django import template
from django.urls import reverse

from hanoiconv.core.permissions import may_view
from hanoiconv.desk.namesakes import NAMED
from hanoiconv.interchange.shape import title_field

register = template.Library()


@register.inclusion_tag("admin/_same_name.html", takes_context=True)
def same_name(context: Any) -> dict[str, Any]:
    """On a form that can be saved, of a kind whose names are compared: where to ask."""
    model, record = context["opts"].model, context["original"]
    may_save = context["has_change_permission"] if context["change"] else context["add"]
    if not (may_save and model in NAMED and may_view(context["request"].user, model)):
        return {}
    return {
        "url": reverse("admin:same_name", args=[model._meta.label_lower]),
        "kind": model._meta.verbose_name,
        "field": f"id_{title_field(model)}",
        "but": record.pk if record else "",
    }

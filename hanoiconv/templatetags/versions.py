"""What the desk's stock pages tell of versions: conflicts and reasons on forms, the history."""

from typing import Any

from django import template

from hanoiconv.core.records import Part, Record
from hanoiconv.versions.desk import OPENED, WHY, opened_as
from hanoiconv.versions.history import history_of

register = template.Library()


@register.inclusion_tag("admin/hanoiconv/version/_opened.html", takes_context=True)
def opened(context: Any) -> dict[str, Any]:
    """On the form of a row that may be changed: how it was opened, and what others did since."""
    is_ours = issubclass(context["opts"].model, Record | Part)
    if not (is_ours and context["change"] and context["has_change_permission"]):
        return {}
    request = context["request"]
    conflict = getattr(request, "conflict", None)
    return {
        "name": OPENED,
        "print": opened_as(request),
        "conflict": conflict,
        "others": getattr(request, "opened_by_others", []),
    }


@register.inclusion_tag("admin/hanoiconv/version/_why.html", takes_context=True)
def why(context: Any) -> dict[str, Any]:
    """On every form that writes a version: a line for the reason."""
    may_save = context["has_change_permission"] if context["change"] else context["add"]
    if not (may_save and issubclass(context["opts"].model, Record | Part)):
        return {}
    return {"name": WHY, "why": context["request"].POST.get(WHY, "")}


@register.inclusion_tag("admin/hanoiconv/version/_history.html", takes_context=True)
def history(context: Any, row: Any) -> dict[str, Any]:
    """The versions of a record; for a part, the way to those of its record."""
    return history_of(context["request"], row)

"""The two-person check on the form of a statement, and on its page for readers."""

from typing import Any

from django import template
from django.contrib import admin

from events.models import Statement
from hanoiconv.capture_admin import may_make_statements
from hanoiconv.second_checks import prints_of, state_of, wrote
from hanoiconv.second_checks_admin import SHOWN, may_check
from people.models import Source

register = template.Library()


@register.inclusion_tag("admin/second_check/_state.html", takes_context=True)
def second_check(context: Any, record: Any) -> dict[str, Any]:
    """Whether a statement was checked, with the button where the user may."""
    if not isinstance(record, Statement) or record.pk is None:
        return {}
    request = context["request"]
    state = state_of(record, getattr(request, "opened", None))
    offer: dict[str, Any] = {"may": may_check(_desk(), request, record) and not state.holds}
    if offer["may"]:
        words = state.words or prints_of([record.pk])[record.pk]
        offer = {"may": not wrote(request.user, record.pk, words), "words": words}
    request.second_check = offer if offer["may"] else None
    is_led = offer["may"] and may_make_statements(request)
    sources = Source.objects.filter(reports__statement=record).distinct().order_by("slug")
    return {"state": state, "offer": offer, "sources": sources if is_led else []}


@register.inclusion_tag("admin/second_check/_form.html", takes_context=True)
def second_check_form(context: Any, record: Any) -> dict[str, Any]:
    """The form that the button sends; it stands outside the form of the record."""
    offer = getattr(context["request"], "second_check", None)
    if not offer or not isinstance(record, Statement):
        return {}
    csrf_token = context["csrf_token"]
    return {"pk": record.pk, "name": SHOWN, "words": offer["words"], "csrf_token": csrf_token}


def _desk() -> Any:
    return admin.site.get_model_admin(Statement)

"""Pages of the desk that are about the record as a whole: search, choosing, names taken."""

import re
from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hanoiconv.checks_admin import may_see_checks
from hanoiconv.core.permissions import may_view
from hanoiconv.core.text import fold, storable
from hanoiconv.desk import recent, warning  # noqa: F401 - it listens
from hanoiconv.desk.choosing import ChoosingView
from hanoiconv.desk.namesakes import NAMED, namesakes
from hanoiconv.desk.search import NEWEST, change_url, search, searched
from hanoiconv.desk.start_page import quick_links, waiting
from hanoiconv.desk.telling_apart import marks_of

LONGEST = 200  # characters of a search
ID = re.compile("[0-9]{1,18}")


@require_safe
def start_page(request: HttpRequest) -> HttpResponse:
    """What waits, each part for who may view it; below it the stock list of lists."""
    start = {
        "quick_links": [*quick_links(request)],
        "waiting": [*waiting(request)],
        "proposals": recent.waiting_proposals(request),
        "sees_checks": may_see_checks(request.user),
        "failing": recent.failing_checks(request.user),
        "changes": recent.changes_by_others(request),
        "reports": recent.open_reports(request),
        "front_page": recent.front_page_choices(request),
        "zone": timezone.get_current_timezone_name(),
    }
    return admin.site.index(request, {"start": start})


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What is found in the kinds of records that the user may view."""
    if not searched(request):
        raise PermissionDenied
    text = storable(request.GET.get("q", "")).strip()[:LONGEST]
    groups = [*search(request, text)] if fold(text) else []
    context = admin.site.each_context(request) | {
        "title": _("Search the record"),
        "searched_for": text,
        "groups": groups,
        "found": any(group.hits for group in groups),
        "newest": number_format(NEWEST, force_grouping=True),
    }
    return TemplateResponse(request, "admin/desk/search.html", context)


@require_safe
def same_name(request: HttpRequest, kind: str) -> JsonResponse:
    """The records of a kind that are called as a form is about to call one."""
    model = next((model for model in NAMED if model._meta.label_lower == kind), None)
    if model is None:
        raise Http404
    if not may_view(request.user, model):
        raise PermissionDenied
    text, but = storable(request.GET.get("name", "")), request.GET.get("but", "")
    rows = namesakes(model, [text], int(but) if ID.fullmatch(but) else None)
    found = [
        {
            "title": str(row),
            "more": marks_of(row, request.user),
            "url": change_url(row),
        }
        for row in rows
    ]
    return JsonResponse({"found": found})


@require_safe
def view_on_site(request: HttpRequest, content_type_id: int, object_id: str) -> Any:
    """The stock way to the page of a row, whose slug it tells: for who may view such rows."""
    kind = get_object_or_404(ContentType, pk=content_type_id)
    model: Any = kind.model_class()
    if model is None or not may_view(request.user, model):
        raise PermissionDenied
    return shortcut(request, content_type_id, object_id)


urls = [
    # In place of the stock addresses, which are the same.
    path("", admin.site.admin_view(start_page), name="index"),
    path(
        "autocomplete/",
        admin.site.admin_view(ChoosingView.as_view(admin_site=admin.site)),
        name="autocomplete",
    ),
    path(
        "r/<int:content_type_id>/<path:object_id>/",
        admin.site.admin_view(view_on_site),
        name="view_on_site",
    ),
    path("search/", admin.site.admin_view(search_page), name="search"),
    path("same-name/<str:kind>/", admin.site.admin_view(same_name), name="same_name"),
]

"""Pages of the desk that are about the record as a whole: search, choosing."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hanoiconv.core.text import fold, storable
from hanoiconv.desk.choosing import ChoosingView
from hanoiconv.desk.search import NEWEST, search, searched

LONGEST = 200  # characters of a search


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


urls = [
    # In place of the stock address, which is the same.
    path(
        "autocomplete/",
        admin.site.admin_view(ChoosingView.as_view(admin_site=admin.site)),
        name="autocomplete",
    ),
    path("search/", admin.site.admin_view(search_page), name="search"),
]

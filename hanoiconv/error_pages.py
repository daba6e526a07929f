"""What readers see when there is no page to see: 301, 400, 403, 404, 410, 413, 500, 503."""

import sys
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control

from hanoiconv.core.pages import Gone, Moved

RETRY_AFTER = 30  # seconds
# A merge may be taken back, and browsers else keep a 301 for good (RFC 9111, 4.2.2).
MOVED_FOR = 3600  # seconds
# The last resort, when not even a template can be read.
BARE = (
    '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Something went wrong'
    '</title></head><body><main><h1>Something went wrong</h1><p><a href="/">To the front page</a>'
    "</p></main></body></html>"
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; 413 for what is too big to be read (RFC 9110, 15.5.14)."""
    is_too_big = isinstance(exception, RequestDataTooBig)
    status = 413 if is_too_big else 400
    response = render(request, "400.html", {"is_too_big": is_too_big}, status=status)
    add_never_cache_headers(response)
    return response


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of the desk that cannot be told from a forged one: CSRF_FAILURE_VIEW."""
    return render(request, "403.html", {"is_stale_form": True}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 in our own design; 410 with the reason for what was withdrawn; 301 for what moved."""
    if isinstance(exception, Moved):
        return _moved(request, exception.slug)
    if isinstance(exception, Gone):
        kind = exception.record._meta
        context = {
            "reason": str(exception),
            "kinds": kind.verbose_name_plural,
            "list_path": reverse(f"{kind.app_label}:{kind.model_name}-list"),
        }
        return render(request, "410.html", context, status=410)
    return render(request, "404.html", status=404)


def _moved(request: HttpRequest, slug: str) -> HttpResponse:
    """To the same kind of address (page, file, card) of the record that has the slug."""
    match: Any = request.resolver_match  # a view has raised it, so an address was matched
    path = reverse(match.view_name, kwargs={**match.captured_kwargs, "slug": slug})
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
    patch_cache_control(response, max_age=MOVED_FOR)
    # Files are open to scripts of other sites, which may then follow; it says nothing else.
    response["Access-Control-Allow-Origin"] = "*"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500; 503 while the database is locked or cannot be reached (RFC 9110, 15.6.4).

    Drawn without the request: a context processor may be what has failed.
    """
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    text: str
    try:
        text = render_to_string("503.html" if is_away else "500.html")
    except Exception:  # whatever it is, readers get a page
        text = BARE
    response = HttpResponse(text, status=503 if is_away else 500)
    if is_away:
        response["Retry-After"] = str(RETRY_AFTER)
    add_never_cache_headers(response)
    return response

"""How readers and the desk talk: how the record is made, and the form for what is wrong."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from hanoiconv.core.jsonld import absolute, page
from hanoiconv.error_reports import (
    Refused,
    check_origin,
    client_hash,
    fresh_stamp,
    opened,
    own_hosts,
    path_here,
    receive,
)
from hanoiconv.forms import ErrorReportForm
from hanoiconv.labels import MODES, VERDICTS, explained


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    title, path = _("How the record is made"), reverse("about")
    data = {"@type": "AboutPage", "name": title, "url": absolute(path)}
    context = {
        "jsonld": page(data, [(title, path)]),
        "modes": explained(MODES),
        "verdicts": explained(VERDICTS),
    }
    return render(request, "hanoiconv/about.html", context)


@csrf_exempt  # there is no cookie to hold a token: hanoiconv/error_reports.py checks instead
@require_http_methods(["GET", "HEAD", "POST"])
def report_an_error(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        response = _take(request)
        response["Cache-Control"] = "no-store"
        return response
    path = path_here(request.GET.get("page", ""), own_hosts(request))
    form = ErrorReportForm(initial={"page": path or "", "stamp": fresh_stamp()})
    response = _form_page(request, form, 200)
    # A browser may keep it, so that going back finds what was typed; nobody else may, because
    # two readers must not be handed the same stamp.
    response["Cache-Control"] = "private, no-cache"
    return response


def _take(request: HttpRequest) -> HttpResponse:
    """The answer to a report sent in: on to the thanks, or the form with all that was typed."""
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise RequestDataTooBig  # Django does not count files, and we want none
    thanks = HttpResponseRedirect(reverse("report-error-thanks"), status=303)
    now = timezone.now()
    form = ErrorReportForm(request.POST, hosts=own_hosts(request))
    try:
        check_origin(request)
        if form.data.get("subject"):  # no person sees that field; let the machine think it is done
            return thanks
        nonce = opened(form.data.get("stamp", ""))
        if form.is_valid():
            client = client_hash(request.META.get("REMOTE_ADDR", ""), now)
            receive(form.said, nonce, client, now)
            return thanks
        return _form_page(request, form, 200)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        if refusal.is_stale:
            form.renew(fresh_stamp())
        response = _form_page(request, form, refusal.status)
        if refusal.wait:
            response["Retry-After"] = str(refusal.wait)
        return response


def _form_page(request: HttpRequest, form: ErrorReportForm, status: int) -> HttpResponse:
    title, path = _("Report an error"), reverse("report-error")
    data = {"@type": "ContactPage", "name": title, "url": absolute(path)}
    context = {"form": form, "jsonld": page(data, [(title, path)])}
    return render(request, "hanoiconv/report_error.html", context, status=status)


@require_safe
def report_thanks(request: HttpRequest) -> HttpResponse:
    title, path = _("Thank you"), reverse("report-error-thanks")
    data = {"@type": "WebPage", "name": title, "url": absolute(path)}
    context = {"jsonld": page(data, [(title, path)])}
    return render(request, "hanoiconv/report_error_thanks.html", context)

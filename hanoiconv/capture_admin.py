"""From a source to records in one sitting: its text pasted once, statements made from words in it.

Everything happens on one page of the source; what a script does there, its buttons do too.
"""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import people.admin  # noqa: F401 - makes the screen, before it gets the pages
from events.models import Event, Instrument, Passage, Report, Speaker, Statement, Topic
from hanoiconv.capturing.forms import PASSAGES, StatementSheet, as_sent, form_class
from hanoiconv.capturing.passages import NothingToRead, selected, typed
from hanoiconv.capturing.reading import Reading, read_off
from hanoiconv.capturing.saving import make, store
from hanoiconv.capturing.showing import initial_for, marked_paragraphs, reports_of
from hanoiconv.core.permissions import may_view
from people.models import Capture, Name, Organisation, Person, Role, Source

MADE = (Statement, Speaker, Report, Passage)
# The page quotes rows of all these kinds, drafts too, whatever is chosen on it.
SHOWN = (*MADE, Source, Capture, Person, Organisation, Role, Name, Event, Topic, Instrument)
# The buttons that read off: the number of a paragraph, or nothing and the two boxes beside it.
READ, PARAGRAPH, WORDS = "read", "read_paragraph", "read_words"
MOST_DIGITS = 9


def may_make_statements(request: HttpRequest) -> bool:
    """Whether the user may view all that the page shows, and add all that it makes."""
    desks = (admin.site.get_model_admin(model) for model in MADE)
    may_add = all(desk.has_add_permission(request) for desk in desks)
    return may_add and all(may_view(request.user, model) for model in SHOWN)


def may_store(request: HttpRequest) -> bool:
    return admin.site.get_model_admin(Capture).has_add_permission(request)


def statements_view(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """The text of a source beside the form of a statement; what is posted is stored, read, made."""
    source, capture = _opened(desk, request, object_id)
    if request.method != "POST":
        return _page(desk, request, source, capture)
    if "text-text" in request.POST:
        return _stored(desk, request, source, capture)
    if capture is None:
        messages.error(request, _("Paste the text of the source first."))
        return redirect(_address(source))
    sent = as_sent(request.POST)
    if READ in sent:
        return _read(desk, request, source, capture, sent)
    sheet = StatementSheet(request, sent)
    statement = make(request, sheet, source) if sheet.is_valid(capture) else None
    if statement is None:
        return _page(desk, request, source, capture, sheet=sheet)
    words = {"gist": statement.gist, "verdict": sheet.report.instance.get_verdict_display()}
    messages.success(request, _("Made as a draft: “%(gist)s” Its report %(verdict)s.") % words)
    return redirect(f"{_address(source)}?{urlencode({'after': statement.pk})}")


def reading_view(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """The same reading off for a script: what follows from words that were selected."""
    _source, capture = _opened(desk, request, object_id)
    try:
        if capture is None:
            raise NothingToRead(_("Paste the text of the source first."))
        paragraph, start, end, number = (
            _whole_number(request.GET.get(name, "0"))
            for name in ("paragraph", "start", "end", "passage")
        )
        words = request.GET.get("words")
        selection = (
            selected(capture.paragraphs, paragraph, start, end)
            if words is None
            else typed(capture.paragraphs, paragraph, words)
        )
        reading = read_off(selection, capture.source, min(number, PASSAGES - 1))
    except NothingToRead as error:
        return JsonResponse({"said": str(error)}, status=400)
    return JsonResponse(reading.as_json())


def _opened(desk: Any, request: HttpRequest, object_id: str) -> tuple[Source, Capture | None]:
    """The source with its newest text.

    Raises:
        PermissionDenied: the user may not work on the page.
        Http404: there is no such source.
    """
    if not may_make_statements(request):
        raise PermissionDenied
    source = desk.get_object(request, unquote(object_id))
    if source is None:
        raise Http404
    capture = source.captures.order_by("-captured_on", "-pk").first()
    if capture:
        capture.source = source
    return source, capture


def _stored(
    desk: Any, request: HttpRequest, source: Source, capture: Capture | None
) -> HttpResponse:
    """The pasted text becomes a capture of today."""
    if not may_store(request):
        raise PermissionDenied
    form = _text_form(request, source, request.POST)
    if not form.is_valid():
        return _page(desk, request, source, capture, text=form)
    store(request, form.instance)
    number = len(form.instance.paragraphs)
    messages.success(request, _("The text was stored: %d paragraphs.") % number)
    return redirect(_address(source))


def _read(
    desk: Any, request: HttpRequest, source: Source, capture: Capture, sent: Any
) -> HttpResponse:
    """The form as it was sent, with what follows from a paragraph, or from words typed of it."""
    whole = sent[READ]
    try:
        number = _whole_number(whole or sent.get(PARAGRAPH, ""))
        selection = typed(capture.paragraphs, number, "" if whole else sent.get(WORDS, ""))
        reading = read_off(selection, source)
    except NothingToRead as error:
        reading = Reading(said=str(error))
    for name, value in reading.fields.items():
        sent[name] = str(value)
    for name, row in reading.links.items():
        sent[name] = str(row.pk) if row else ""
    sheet = StatementSheet.as_typed(request, sent)
    return _page(desk, request, source, capture, sheet=sheet, said=reading.said)


def _page(
    desk: Any,
    request: HttpRequest,
    source: Source,
    capture: Capture | None,
    sheet: StatementSheet | None = None,
    **values: Any,
) -> HttpResponse:
    reports = reports_of(source)
    if sheet is None and capture:
        last = reports[0].statement if reports else None
        goes_on = last is not None and request.GET.get("after") == str(last.pk)
        sheet = StatementSheet(request, initial=initial_for(source, last, goes_on=goes_on))
    context = admin.site.each_context(request) | {
        "opts": desk.opts,
        "is_nav_sidebar_enabled": False,  # text and form need the room
        "title": _("Statements from a source"),
        "media": desk.media + (sheet.media if sheet else form_class(request, Capture)().media),
        "original": source,
        "capture": capture,
        "paragraphs": marked_paragraphs(capture.paragraphs, reports) if capture else [],
        "reports": reports,
        "sheet": sheet,
        "text": _text_form(request, source) if may_store(request) else None,
        "typed": {name: request.POST.get(name, "") for name in (PARAGRAPH, WORDS)},
        "reading": reverse("admin:people_source_reading", args=[source.pk]),
    }
    return TemplateResponse(request, "admin/capture/statements.html", context | values)


def _text_form(request: HttpRequest, source: Source, data: Any = None) -> Any:
    today = Capture(source=source, captured_on=timezone.localdate())
    return form_class(request, Capture)(data, prefix="text", instance=today)


def _whole_number(text: str) -> int:
    """The number that was sent; 0, which is no paragraph, where it is none."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else 0


def _address(source: Source) -> str:
    return reverse("admin:people_source_statements", args=[source.pk])


@admin.display(description=gettext_lazy("statements"))
def made_from_it(source: Source) -> str:
    """The way to the page, in the list of sources."""
    return format_html('<a href="{}">{}</a>', _address(source), _("from its text"))


its_desk: Any = admin.site.get_model_admin(Source)
its_desk.record_pages = [
    *its_desk.record_pages,
    ("statements", statements_view),
    ("reading", reading_view),
]
its_desk.further_columns = [*its_desk.further_columns, (made_from_it, may_make_statements)]

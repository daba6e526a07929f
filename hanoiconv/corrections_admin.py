"""Corrections at the desk: one form for the note and the change, and the way there by address."""

from contextlib import nullcontext
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

import events.admin  # noqa: F401 - makes the screens, before they get the page
from events.models import Correction
from hanoiconv.core import changes
from hanoiconv.core.permissions import may_view
from hanoiconv.corrections import CORRECTED, CorrectionForm, shown_at
from hanoiconv.error_reports import own_hosts
from hanoiconv.interchange.prints import print_of
from hanoiconv.models import ErrorReport
from hanoiconv.versions.conflicts import conflict_of, present
from hanoiconv.versions.desk import OPENED
from hanoiconv.versions.recording import lock

LONGEST_WHY = 300  # of a version


class AddressForm(forms.Form):
    """Which page is wrong; `found` is the record that it shows, once this is valid."""

    page = forms.CharField(
        label=gettext_lazy("Address of the page"),
        max_length=500,
        help_text=gettext_lazy("As your browser has it, or from the first slash on: /news/…"),
        widget=forms.TextInput(attrs={"class": "vLargeTextField", "spellcheck": "false"}),
    )

    def __init__(self, data: Any, request: HttpRequest) -> None:
        super().__init__(data)
        self.request = request
        self.found: Any = None

    def clean_page(self) -> str:
        address = self.cleaned_data["page"]
        model, slug = shown_at(address, own_hosts(self.request))
        if not may_view(self.request.user, model):
            raise ValidationError(_("You may not view what this page shows."))
        try:
            self.found = model._default_manager.get_by_natural_key(slug)
        except model.DoesNotExist:
            raise ValidationError(_("There is no page at this address.")) from None
        if model not in CORRECTED:
            words = _(
                "Corrections stand on articles, events and statements. Mend {} on its own form; "
                "where an article, event or statement said it wrongly, correct that one."
            )
            link = format_html('<a href="{}">{}</a>', change_page(self.found), self.found)
            raise ValidationError(format_html(words, link))
        return address


def may_correct(desk: Any, request: HttpRequest, record: Any = None) -> bool:
    """Whether the user may correct published records of the kind, or this one."""
    may_write = desk.has_publish_permission(request) and desk.has_change_permission(request, record)
    return may_write and admin.site.get_model_admin(Correction).has_add_permission(request)


def may_correct_any(request: HttpRequest) -> bool:
    desks = (admin.site.get_model_admin(model) for model in CORRECTED)
    return any(may_correct(desk, request) for desk in desks)


def change_page(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def correct_page(record: Any, report: Any = None) -> str:
    """The address of the form that corrects a record, for a report of a reader."""
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_correct"
    return reverse(name, args=[record.pk]) + (f"?report={report.pk}" if report else "")


@require_safe
def address_view(request: HttpRequest) -> HttpResponse:
    """Asks for the address of a page and leads to the form that corrects it."""
    if not may_correct_any(request):
        raise PermissionDenied
    report = _report(request)
    address = request.GET.get("page", report.page if report else None)
    form = AddressForm(None if address is None else {"page": address}, request)
    if form.is_valid():
        return redirect(correct_page(form.found, report))
    context = admin.site.each_context(request) | {
        "title": _("Correct a published page"),
        "form": form,
        "report": report,
    }
    return TemplateResponse(request, "admin/correct/address.html", context)


def correct_view(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """The form that corrects a published record."""
    if not may_correct(desk, request):
        raise PermissionDenied
    report, is_sent = _report(request), request.method == "POST"
    with transaction.atomic() if is_sent else nullcontext():
        record = desk.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not may_correct(desk, request, record):
            raise PermissionDenied
        if desk.view_on_site(record) is None:
            words = _("Readers do not see this: mend it here, no correction is needed.")
            messages.warning(request, words)
            return redirect(change_page(record))
        if is_sent:
            lock(desk.model, [record.pk])
            record.refresh_from_db()
        return _answer(desk, request, record, report)


def _answer(desk: Any, request: Any, record: Any, report: Any) -> HttpResponse:
    title = str(record)  # before the form changes it
    form = CorrectionForm(request.POST if request.method == "POST" else None, record, report)
    conflict = None
    if form.is_bound:
        conflict = conflict_of(record, request.POST.get(OPENED, ""), request.user)
        if conflict:
            form.add_error(None, _("Nothing was saved: see above what changed meanwhile."))
        if form.is_valid():
            return _put_right(desk, request, form)
    stored = present(desk.model, record.pk)
    context = admin.site.each_context(request) | {
        "opts": desk.opts,
        "title": _("Correct this %(kind)s") % {"kind": desk.opts.verbose_name},
        "media": desk.media + form.media,
        "record": title,
        "record_pk": record.pk,
        "record_url": record.get_absolute_url(),
        "form": form,
        "report": report,
        "name": OPENED,
        "print": print_of(stored) if stored else "",
        "conflict": conflict,
    }
    return TemplateResponse(request, "admin/correct/correct.html", context)


def _put_right(desk: Any, request: Any, form: CorrectionForm) -> HttpResponse:
    record, report = form.record, form.report
    why = " ".join(form.cleaned_data["why"].split())
    request.why = (_("Correction: %s") % why)[:LONGEST_WHY]
    with changes.changing(request, desk.model, [record]):
        places = form.put_right()
    desk.log_change(request, record, request.why)
    if report:
        desk.log_change(request, report, _("Corrected: %s") % record)
    address = f"{record.get_absolute_url()}#{form.instance.key}"
    words = _("“{}”, put right in: {}.") if places else _("“{}”, put right already.")
    link = format_html('<a href="{}">{}</a>', address, _("The correction stands on its page."))
    messages.success(request, format_html("{} {}", format_html(words, record, places), link))
    return redirect(change_page(report or record))


def _report(request: HttpRequest) -> ErrorReport | None:
    """The report of a reader that the correction is made for.

    Raises:
        PermissionDenied: the user may not file reports.
        Http404: there is no such report.
    """
    pk = request.GET.get("report")
    if pk is None:
        return None
    its_desk = admin.site.get_model_admin(ErrorReport)
    if not its_desk.has_change_permission(request):
        raise PermissionDenied
    report = its_desk.get_object(request, pk)
    if report is None:
        raise Http404
    return report


for kind in CORRECTED:
    its_desk: Any = admin.site.get_model_admin(kind)
    its_desk.record_pages = [*its_desk.record_pages, ("correct", correct_view)]

urls = [path("correct/", admin.site.admin_view(address_view), name="correct")]

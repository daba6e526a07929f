"""Merging at the desk: another record is chosen, what would move is shown, then it is merged."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import events.admin  # noqa: F401 - makes the screens, before they get the page
import people.admin  # noqa: F401
from events.models import Event, Place, Topic
from hanoiconv.merging.planning import plan
from hanoiconv.merging.ways import ways_to
from hanoiconv.merging.writing import NotMerged, merge
from people.models import Organisation, Person

MERGED = (Person, Organisation, Place, Topic, Event)


class OtherForm(forms.Form):
    """Which record is merged into this one: chosen while typing, or named by its slug."""

    other: Any = forms.ModelChoiceField(None, required=False, label=gettext_lazy("Find it"))
    slug = forms.CharField(
        required=False,
        max_length=300,
        label=gettext_lazy("or its slug"),
        help_text=gettext_lazy("Such as luong-cuong; the address of its page will do."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, data: Any, kept: Any) -> None:
        super().__init__(data)
        self.kept, self.model = kept, type(kept)
        other: Any = self.fields["other"]
        other.queryset = self.model._default_manager.all()
        other.widget = AutocompleteSelect(_link_to(self.model), admin.site)
        other.widget.choices = other.choices

    def clean(self) -> dict[str, Any]:
        """One record of this kind, and another one than this."""
        values = super().clean() or self.cleaned_data
        slug = values.get("slug", "").strip().strip("/").rpartition("/")[2]
        if self.errors:
            # Shown once more, the stock widget looks for what was sent, which may be no number.
            self.data = {"slug": self.data.get("slug", "")}
            return values
        if slug and not values["other"]:
            values["other"] = self.model._default_manager.filter(slug=slug).first()
        if values["other"] is None:
            self.add_error("slug" if slug else "other", _("There is no such record to merge."))
        elif values["other"] == self.kept:
            self.add_error(None, _("This is one and the same record: choose another."))
        return values

    @cached_property
    def chosen(self) -> Any:
        """The other record; None where none is chosen, or not well."""
        return self.cleaned_data["other"] if self.is_valid() else None


def _link_to(model: Any) -> Any:
    """A field that names records of the model, whose choice while typing finds all of them."""
    links = [way.group or way.link for way in ways_to(model) if not way.is_own]
    return next(link for link in links if not link.get_limit_choices_to())


def merge_view(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """The page on which another record is merged into this one."""
    if not may_merge(desk, request):
        raise PermissionDenied
    kept = desk.get_object(request, unquote(object_id))
    if kept is None:
        raise Http404
    if not may_merge(desk, request, kept):
        raise PermissionDenied
    if request.method == "POST":
        return _posted(desk, request, kept)
    is_chosen = {"other", "slug"} & {*request.GET}
    form = OtherForm(request.GET if is_chosen else None, kept)
    planned = plan(kept, form.chosen, request.user) if form.chosen else None
    swapped = f"{_page(form.chosen)}?{urlencode({'other': kept.pk})}" if planned else ""
    context = admin.site.each_context(request) | {
        "opts": desk.opts,
        "title": _("Merge another %(kind)s into this one") % {"kind": desk.opts.verbose_name},
        "media": desk.media + form.media,
        "original": kept,
        "form": form,
        "plan": planned,
        "swapped": swapped,
    }
    return TemplateResponse(request, "admin/merge/merge.html", context)


def may_merge(desk: Any, request: HttpRequest, kept: Any = None) -> bool:
    """Whether the user may merge anything of the kind, or into this record."""
    may_change = desk.has_change_permission(request, kept)
    return may_change and desk.has_delete_permission(request, kept)


def _posted(desk: Any, request: HttpRequest, kept: Any) -> HttpResponse:
    """Merges what was shown; otherwise the page is shown anew, and says why."""
    form = OtherForm(request.POST, kept)
    gone = form.chosen
    if gone is None:
        for reasons in form.errors.values():
            messages.error(request, " ".join(map(str, reasons)))
        return redirect(_page(kept))
    title, slug = str(gone), gone.slug
    try:
        shown, keep_spelling = request.POST.get("shown", ""), "keep_spelling" in request.POST
        done = merge(kept, gone, request.user, shown, keep_spelling=keep_spelling)
    except NotMerged as error:
        for reason in error.problems:
            messages.error(request, reason)
        return redirect(f"{_page(kept)}?{urlencode({'other': gone.pk})}")
    words = {"title": title, "slug": slug, "kept": kept, "moved": done.moved or _("nothing")}
    text = _("“%(title)s” (%(slug)s) was merged into “%(kept)s”. Moved: %(moved)s.") % words
    messages.success(request, text)
    return redirect(reverse(f"admin:{_name(kept)}_change", args=[kept.pk]))


def _name(row: Any) -> str:
    return f"{row._meta.app_label}_{row._meta.model_name}"


def _page(row: Any) -> str:
    return reverse(f"admin:{_name(row)}_merge", args=[row.pk])


for kind in MERGED:
    its_desk: Any = admin.site.get_model_admin(kind)
    its_desk.record_pages = [*its_desk.record_pages, ("merge", merge_view)]

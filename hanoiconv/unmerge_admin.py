"""Undoing a merge at the desk: what comes back is shown, then it is undone, or told why not."""

from collections import Counter
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from hanoiconv.interchange.shape import counted
from hanoiconv.merge_admin import MERGED, may_merge
from hanoiconv.merging.undoing import NotUndone, undo, undoable


def unmerge_view(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """The page that asks whether a merge into this record is to be undone.

    Raises:
        PermissionDenied: the user may not merge.
    """
    if not may_merge(desk, request):
        raise PermissionDenied
    kept = desk.get_object(request, unquote(object_id))
    asked = request.GET.get("merge", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
    merge = undoable(kept).filter(pk=number).first() if kept else None
    if merge is None:
        raise Http404
    if not may_merge(desk, request, kept):
        raise PermissionDenied
    problems: list[str] = []
    if request.method == "POST":
        try:
            undo(merge, request.user)
        except NotUndone as error:
            problems = error.problems
        else:
            words = {"title": merge.title, "slug": merge.slug}
            desk.log_change(request, kept, _("Undid the merge of “%(title)s”.") % words)
            text = _("The merge is undone: “%(title)s” (%(slug)s) is there again.") % words
            messages.success(request, text)
            return redirect(_page(kept, "history"))
    changed = Counter(kind for kind, _pk, _number in merge.versions)
    changed[merge.kind] -= 1  # the one that went
    context = admin.site.each_context(request) | {
        "opts": desk.opts,
        "title": _("Undo this merge?"),
        "media": desk.media,
        "original": kept,
        "merge": merge,
        "changed": counted({kind: n for kind, n in changed.items() if n > 0}),
        "problems": problems,
        "history": _page(kept, "history"),
    }
    return TemplateResponse(request, "admin/merge/undo.html", context)


def _page(row: Any, name: str) -> str:
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=[row.pk])


for kind in MERGED:
    its_desk: Any = admin.site.get_model_admin(kind)
    its_desk.record_pages = [*its_desk.record_pages, ("unmerge", unmerge_view)]

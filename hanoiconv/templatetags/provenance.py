"""Where a record comes from, on its form at the desk."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hanoiconv.core.records import Record
from hanoiconv.models import Import, ImportEntry

register = template.Library()
MOST = 3  # the import that brought it, and the last two that changed it


@dataclass
class Origin:
    """A sentence on one import of a record, and where it is shown to those who may look."""

    sentence: str
    url: str


@register.inclusion_tag("admin/_provenance.html", takes_context=True)
def provenance(context: Any, record: Any) -> dict[str, list[Origin]]:
    """The imports in force that brought a record and changed it. One query; none for a part."""
    if not isinstance(record, Record) or record.pk is None:
        return {"entries": []}
    found = ImportEntry.objects.in_force().filter(
        kind=record._meta.label_lower, slug=record.slug, record_id=record.pk
    )
    # "new" stands behind "changed" in the alphabet, and comes first here.
    found = found.order_by("-change", "-of__applied_at", "-pk").select_related("of__user")
    names = ["change", "file", "line", "of__applied_at", "of__user__username"]
    rows = found.only(*names)[:MOST]
    may_look = admin.site.get_model_admin(Import).has_view_permission(context["request"])
    return {"entries": [Origin(_sentence(row), _url(row) if may_look else "") for row in rows]}


def _sentence(entry: ImportEntry) -> str:
    log = entry.of
    moment = timezone.localtime(log.applied_at) if log.applied_at else None
    words = {
        "file": entry.file,
        "line": entry.line,
        "day": date_format(moment, "j F Y") if moment else "?",
        "who": log.user.get_username() if log.user else "",
    }
    texts = {
        (ImportEntry.Change.NEW, True): _(
            "Entered from %(file)s, line %(line)d, on %(day)s by %(who)s."
        ),
        (ImportEntry.Change.NEW, False): _("Entered from %(file)s, line %(line)d, on %(day)s."),
        (ImportEntry.Change.CHANGED, True): _(
            "Changed from %(file)s, line %(line)d, on %(day)s by %(who)s."
        ),
        (ImportEntry.Change.CHANGED, False): _("Changed from %(file)s, line %(line)d, on %(day)s."),
    }
    return texts[ImportEntry.Change(entry.change), bool(log.user)] % words


def _url(entry: ImportEntry) -> str:
    return reverse("admin:hanoiconv_import_change", args=[entry.of_id])

"""Whoever saves a record under a name that is taken is told, once it is saved."""

from typing import Any

from django.contrib import admin, messages
from django.dispatch import receiver
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hanoiconv.core import changes
from hanoiconv.core.permissions import may_view
from hanoiconv.desk.namesakes import NAMED, names_of, namesakes
from hanoiconv.desk.search import change_url
from hanoiconv.desk.telling_apart import marks_of
from hanoiconv.interchange.shape import title_field
from hanoiconv.merge_admin import MERGED, may_merge


@receiver(changes.form_sent, dispatch_uid="remember what is named anew")
def remember(sender: Any, request: Any, form: Any, **_others: Any) -> None:
    """Before the form is saved, while it still tells what it changes."""
    if sender in NAMED:
        request.is_named_anew = form.instance.pk is None or title_field(sender) in form.changed_data


@receiver(changes.form_saved, dispatch_uid="warn of a name that is taken")
def warn(sender: Any, request: Any, row: Any, **_others: Any) -> None:
    """A message for each record that has a name of this one."""
    if getattr(request, "is_named_anew", False) and may_view(request.user, sender):
        for other in namesakes(sender, names_of(row), but=row.pk):
            messages.warning(request, _words(request, row, other))


def _words(request: Any, row: Any, other: Any) -> SafeString:
    meta = row._meta
    words = format_html(
        _('There is already the {kind} <a href="{url}">{title}</a> ({marks}).'),
        kind=meta.verbose_name,
        url=change_url(other),
        title=other,
        marks=marks_of(other, request.user),
    )
    desk = admin.site.get_model_admin(type(row))
    if not (isinstance(row, MERGED) and may_merge(desk, request, other)):
        return words
    page = reverse(f"admin:{meta.app_label}_{meta.model_name}_merge", args=[other.pk])
    url = f"{page}?other={row.pk}"
    question = _('Are the two one? <a href="{url}">Merge “{title}” into it</a>')
    return format_html("{} {}", words, format_html(question, url=url, title=row))

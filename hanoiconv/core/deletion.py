"""What the page that asks before a deletion shows: all that goes, some of what is in the way."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import NestedObjects
from django.db import models, router
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hanoiconv.core.permissions import out_of_reach_q

MOST_TOLD = 50  # of one kind: links that go, rows that keep a record from going


class Gone(NestedObjects):
    """What goes with some rows: all of their parts, of the rest no more than is told.

    The stock one reads every row that names them: of a treaty, the whole record.
    """

    def related_objects(self, related_model: Any, related_fields: Any, objs: Any) -> Any:
        rows = super().related_objects(related_model, related_fields, objs)
        if admin.site.is_registered(related_model):
            shown: Any = admin.site.get_model_admin(related_model).list_select_related
            rows = rows.select_related(*shown) if shown else rows
        goes = all(field.remote_field.on_delete is models.CASCADE for field in related_fields)
        return rows if goes and not related_model._meta.auto_created else rows[:MOST_TOLD]


def told(rows: Any, request: Any, admin_site: Any) -> tuple[Any, Any, set[str], list[str]]:
    """What goes with the rows and what is in the way, as the page that asks shows it.

    As `ModelAdmin.get_deleted_objects` returns it; one question a kind for the rights.
    """
    if not rows:
        return [], {}, set(), []
    gone: Any = Gone(using=router.db_for_write(rows[0]._meta.model), origin=rows)
    gone.collect(rows)
    kinds = gone.model_objs.items()
    return (
        gone.nested(lambda row: named(row, admin_site)),
        {model._meta.verbose_name_plural: _number(model, found) for model, found in kinds},
        {str(name) for model, found in kinds for name in barred(model, found, request, admin_site)},
        [named(row, admin_site) for row in [*gone.protected][:MOST_TOLD]],
    )


def barred(model: Any, rows: Any, request: Any, admin_site: Any) -> Iterator[str]:
    """The kind, where the user may not delete all of the rows."""
    if not admin_site.is_registered(model):
        return
    desk = admin_site.get_model_admin(model)
    stored = model._base_manager.filter(pk__in=[row.pk for row in rows])
    may = desk.has_delete_permission(request)
    if not may or stored.filter(out_of_reach_q(model, request.user)).exists():
        yield model._meta.verbose_name


def named(row: Any, admin_site: Any) -> str:
    """A row by its kind, with a link to its form where it has one."""
    kind = capfirst(row._meta.verbose_name)
    if not admin_site.is_registered(type(row)):
        return f"{kind}: {row}"
    name = f"{admin_site.name}:{row._meta.app_label}_{row._meta.model_name}_change"
    return format_html('{}: <a href="{}">{}</a>', kind, reverse(name, args=[row.pk]), row)


def _number(model: Any, rows: Any) -> str:
    is_cut = model._meta.auto_created and len(rows) == MOST_TOLD
    return _("%d or more") % MOST_TOLD if is_cut else str(len(rows))

"""Parts of a record that are too many for its form: they are edited in their own list.

A form takes about 2 ms of CPU a box, so an event with 193 participations would take seconds.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef
from django.forms.models import _get_foreign_key
from django.urls import reverse

MOST_PARTS = 40  # of one kind, in one form


class Kind(NamedTuple):
    """A kind of parts that a form leaves out."""

    names: str
    url: str  # of their list


def marked(rows: Any, inlines: Any) -> Any:
    """The rows, each knowing of which kinds it has too many parts. No further query."""
    parts = {_mark(inline): _parts(rows.model, inline) for inline in inlines}
    return rows.annotate(**{name: Exists(found) for name, found in parts.items()})


def is_left_out(inline: Any, row: Any, sent: Mapping[str, Any]) -> bool:
    """Whether a row, as `marked` read it, has too many parts of a kind.

    What was `sent` with them stays: others may have added one while the form was open.
    """
    if not getattr(row, _mark(inline), False):
        return False
    prefix = _link(type(row), inline).remote_field.get_accessor_name(inline.model)
    return f"{prefix}-TOTAL_FORMS" not in sent


def left_out(inlines: Any, row: Any, sent: Mapping[str, Any], admin_site: Any) -> Iterator[Kind]:
    """The kinds of parts that are not in the form of a row."""
    for inline in inlines:
        if row is not None and is_left_out(inline, row, sent):
            meta, name = inline.model._meta, _link(type(row), inline).name
            page = f"{admin_site.name}:{meta.app_label}_{meta.model_name}_changelist"
            url = f"{reverse(page)}?{name}__id__exact={row.pk}"
            yield Kind(meta.verbose_name_plural, url)


def _mark(inline: Any) -> str:
    return f"many_{inline.model._meta.model_name}"


def _link(model: Any, inline: Any) -> Any:
    return _get_foreign_key(model, inline.model, fk_name=inline.fk_name)


def _parts(model: Any, inline: Any) -> Any:
    owned = {_link(model, inline).name: OuterRef("pk")}
    return inline.model._base_manager.filter(**owned).order_by()[MOST_PARTS : MOST_PARTS + 1]

"""Boxes that find a record by typing, and ask the database for none that the form has at hand."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models
from django.forms import ModelForm

KEY = re.compile("[0-9]{1,18}")  # all that every database can compare


class OnlyKeys:
    """For a box: what was sent and can be no key is the key of nobody, so that it is refused.

    The stock boxes and fields of several fail on it.
    """

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)  # type: ignore[misc]
        return [*map(_key, value)] if isinstance(value, list) else value and _key(value)


def _key(sent: str) -> str:
    return sent if KEY.fullmatch(sent) else "0"


class KeySelectMultiple(OnlyKeys, forms.SelectMultiple):
    """A list of several records, which nobody looks at."""


class _AtHand(OnlyKeys):
    """For a box: it shows the chosen rows that it was handed. The stock box asks for them again."""

    at_hand: Sequence[models.Model] | None = None

    def optgroups(self: Any, name: str, value: Any, attr: Any = None) -> Any:
        rows = self.at_hand
        if rows is None or {str(row.pk) for row in rows} != {str(one) for one in value if one}:
            return super().optgroups(name, value, attr)  # type: ignore[misc]
        may_be_none = not (self.is_required or self.allow_multiple_selected)
        labels = [("", "")] if may_be_none else []
        labels += [(row.pk, str(row)) for row in rows]
        options = [
            self.create_option(name, pk, label, bool(pk), place)
            for place, (pk, label) in enumerate(labels)
        ]
        return [(None, options, 0)]


class RecordSelect(_AtHand, AutocompleteSelect):
    """A box for one record."""


class RecordSelectMultiple(_AtHand, AutocompleteSelectMultiple):
    """A box for several."""


class FormAtHand(ModelForm):
    """A form that hands its boxes the rows that were read with its own."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        row: Any = self.instance
        read = getattr(row, "_prefetched_objects_cache", {})
        for name, field in self.fields.items():
            box = getattr(field.widget, "widget", field.widget)  # within the stock wrapper
            if isinstance(box, RecordSelectMultiple) and name in read:
                box.at_hand = [*getattr(row, name).all()]
            elif isinstance(box, RecordSelect) and row._meta.get_field(name).is_cached(row):
                chosen = getattr(row, name)
                box.at_hand = [chosen] if chosen else []


def joined(desk: Any, request: Any, rows: Any) -> Any:
    """The rows of a screen with what its boxes show, in one query more for each box of several."""
    meta = rows.model._meta
    boxes = desk.get_autocomplete_fields(request)
    several = [name for name in boxes if meta.get_field(name).many_to_many]
    one = [name for name in boxes if name not in several]
    one += [f"role__{name}" for name in ("person", "organisation") if "role" in boxes]
    above = getattr(desk, "parent_model", None)
    one += [link.name for link in meta.fields if above and link.related_model is above]
    rows = rows.select_related(*one) if one else rows
    return rows.prefetch_related(*several)


class RecordBoxes:
    """For a screen: its boxes for other records are filled with what was read with its rows."""

    def formfield_for_foreignkey(self: Any, db_field: Any, request: Any, **options: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            options.setdefault("widget", RecordSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **options)  # type: ignore[misc]

    def formfield_for_manytomany(self: Any, db_field: Any, request: Any, **options: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            options.setdefault("widget", RecordSelectMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **options)  # type: ignore[misc]

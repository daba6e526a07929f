"""A list filter by another record that is found by typing, however many of them there are."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from hanoiconv.core.at_hand import RecordSelect


class RelatedFilter(admin.RelatedFieldListFilter):
    """Filters by one related record; the stock filter of this kind lists them all.

    The screen of the related model needs `search_fields`.
    """

    template = "admin/related_filter.html"

    def __init__(self, field: Any, request: HttpRequest, *args: Any, **options: Any) -> None:
        super().__init__(field, request, *args, **options)
        self.field = field

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        return []

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: Any) -> Iterator[Any]:
        """One: the box to type in, what else the list is filtered by, and the way out."""
        model: Any = self.field.related_model
        rows = model._default_manager.all()
        chosen = self.lookup_val[-1] if self.lookup_val else None
        select = RecordSelect(self.field, changelist.model_admin.admin_site)
        select.at_hand = [*rows.filter(pk=chosen)] if chosen else []
        box = forms.ModelChoiceField(rows, widget=select, required=False)
        label = {"aria-label": self.title, "id": f"filter-{self.lookup_kwarg}"}
        own = [self.lookup_kwarg, self.lookup_kwarg_isnull]
        others = changelist.get_filters_params().items()
        yield {
            "box": box.widget.render(self.lookup_kwarg, chosen if select.at_hand else None, label),
            "others": [(name, values) for name, values in others if name not in own],
            "query": changelist.query,
            "selected": chosen is not None,
            "query_string": changelist.get_query_string(remove=own),
        }


def media_of(desk: Any) -> forms.Media:
    """What the boxes of a screen's filters need, which their template cannot ask for."""
    pairs = [one for one in desk.list_filter if isinstance(one, list | tuple)]
    names = [name for name, kind in pairs if issubclass(kind, RelatedFilter)]
    boxes = [RecordSelect(desk.opts.get_field(name), desk.admin_site) for name in names]
    return boxes[0].media + forms.Media(js=["js/filters.js"]) if boxes else forms.Media()

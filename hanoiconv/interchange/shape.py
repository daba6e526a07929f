"""The shape of rows in files: which models there are, what a row is known by, fields in order."""

from typing import Any

from django.apps import apps
from django.db import models

from hanoiconv.core.publication import WORKFLOW
from hanoiconv.core.records import Part, Record


def record_models() -> dict[str, type[models.Model]]:
    """The models that files may write, by label: the record's own, never users or sessions."""
    return {
        model._meta.label_lower: model
        for model in apps.get_models()
        if issubclass(model, Record | Part)
    }


def natural_field(model: type[models.Model]) -> str:
    """The field by which files name a row of the model."""
    return "slug" if issubclass(model, Record) else "key"


def file_fields(model: type[models.Model]) -> list[Any]:
    """The fields a file holds: what names the row, its own fields, its groups, its status."""
    plain = [
        field for field in model._meta.concrete_fields if not (field.primary_key or field.generated)
    ]
    first = [field for field in plain if field.name == natural_field(model)]
    last = [field for field in plain if field.name in WORKFLOW]
    own = [field for field in plain if field not in first and field not in last]
    return [*first, *own, *model._meta.many_to_many, *last]


def completed(model: type[models.Model], fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a row in the order of our files, with what it leaves out at its default."""

    def default(field: Any) -> Any:
        return [] if field.many_to_many else field.get_default()

    return {
        field.name: fields[field.name] if field.name in fields else default(field)
        for field in file_fields(model)
    }

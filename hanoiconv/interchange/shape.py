"""The shape of rows in files: which models there are, what a row is known by, fields in order."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db import models

from hanoiconv.core.publication import WORKFLOW
from hanoiconv.core.records import Part, Record

# Of records: by change ("new", "changed", "unchanged"), then by the label of the model.
Counts = Mapping[str, Mapping[str, int]]


def record_models() -> dict[str, type[models.Model]]:
    """The models that files may write, by label: the record's own, never users or sessions."""
    return {
        model._meta.label_lower: model
        for model in apps.get_models()
        if issubclass(model, Record | Part)
    }


def parts_of(model: type[models.Model]) -> list[tuple[str, Any, str]]:
    """The parts a model's rows have: name on the document, model, foreign key."""
    found = []
    for part in apps.get_models():
        for name in part.part_of if issubclass(part, Part) else ():
            key: Any = part._meta.get_field(name)
            if key.related_model is model:
                found.append((key.remote_field.get_accessor_name(), part, name))
    return found


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


def title_field(model: type[models.Model]) -> str:
    """The field that says what a record is called; every record has one of these."""
    names = {field.name for field in model._meta.concrete_fields}
    return next(name for name in ("name", "title", "headline", "gist", "caption") if name in names)


def record_kinds() -> list[Any]:
    """The models of records, in the order of their labels."""
    found = [model for model in record_models().values() if issubclass(model, Record)]
    return sorted(found, key=lambda model: model._meta.label_lower)


def counted(numbers: Mapping[str, int]) -> str:
    """Numbers of records by label in words, such as "3 people, 1 statement"."""
    words = []
    for label, number in numbers.items():
        meta = apps.get_model(label)._meta
        words.append(f"{number} {meta.verbose_name if number == 1 else meta.verbose_name_plural}")
    return ", ".join(sorted(words, key=lambda word: word.partition(" ")[2]))

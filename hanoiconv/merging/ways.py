"""The ways in which rows name a record: found from the models, so that none is forgotten."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models

from hanoiconv.core.records import Part
from hanoiconv.interchange.shape import parts_of


@dataclass(frozen=True)
class Way:
    """A foreign key to the record, in a model or in the pairs of a many-to-many field."""

    model: Any  # whose rows name the record; of a many-to-many field, the table of its pairs
    link: Any  # the foreign key
    group: Any = None  # the many-to-many field whose pairs these are

    @cached_property
    def changed(self) -> Any:
        """The model whose rows say something else when these move."""
        return self.group.model if self.group else self.model

    @cached_property
    def owner(self) -> str:
        """The column with the primary key of what changes."""
        return f"{self.group.m2m_field_name()}_id" if self.group else "pk"

    @cached_property
    def is_own(self) -> bool:
        """Whether the record itself says it, in a many-to-many field of its own."""
        return bool(self.group) and self.link.name == self.group.m2m_field_name()

    @cached_property
    def shown(self) -> Any:
        """The model whose rows people are shown."""
        return self.group.related_model if self.is_own else self.changed

    @cached_property
    def shown_by(self) -> str:
        """The column with the primary key of what is shown."""
        return f"{self.group.m2m_reverse_field_name()}_id" if self.is_own else self.owner

    @cached_property
    def compared(self) -> list[Any]:
        """The fields by which two rows say the same; none where two rows are never the same.

        What has a page of its own, or parts, stays beside the other. Neither the key nor a place
        in an order says anything.
        """
        if not self.group and (not issubclass(self.model, Part) or parts_of(self.model)):
            return []
        passed_over = {self.link.name, "key", "order"}
        return [
            field
            for field in self.model._meta.concrete_fields
            if not (field.primary_key or field.generated or field.name in passed_over)
        ]

    def rows(self, pks: Any) -> Any:
        """The rows that name one of these, in a stable order."""
        return self.model._base_manager.filter(**{f"{self.link.name}__in": pks}).order_by("pk")

    def __str__(self) -> str:
        return f"{self.model._meta.label_lower}.{self.link.name}"


def ways_to(model: Any) -> list[Way]:
    """Every way in which rows name a row of the model: its own parts, then what most others name.

    What is kept on purpose of a record that goes (`EventRevision`) is none of them.
    """
    found = [
        Way(relation.related_model, relation.field, _group(relation))
        for relation in _keys_to(model)
        if relation.on_delete is not models.DO_NOTHING
    ]
    parts = {(part, name) for _accessor, part, name in parts_of(model)}

    def order(way: Way) -> Any:
        is_part = (way.model, way.link.name) in parts
        return not is_part, -len(_keys_to(way.model)), str(way)

    return sorted(found, key=order)


def _keys_to(model: Any) -> list[Any]:
    """The relations that are foreign keys of other rows, those of pairs too."""
    relations = model._meta.get_fields(include_hidden=True)
    return [
        each for each in relations if each.auto_created and not (each.many_to_many or each.concrete)
    ]


def _group(relation: Any) -> Any:
    """The many-to-many field whose pairs the relation comes from; None where it is a model's."""
    source = relation.related_model._meta.auto_created
    if not source:
        return None
    groups = source._meta.local_many_to_many
    return next(g for g in groups if g.remote_field.through is relation.related_model)

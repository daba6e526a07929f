"""What a row of a file says: plain values cleaned by the rules of a form, links reduced to keys."""

from collections.abc import Collection
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from hanoiconv.interchange.cleaning import Cleaner, cleaner
from hanoiconv.interchange.rows import Fault, Row
from hanoiconv.interchange.shape import file_fields, record_models

# A row of four million letters may name half a million fields that do not exist.
MOST_WRONG = 100


def model_of(row: Row, faults: list[Fault]) -> type[models.Model] | None:
    """The model that the row is of; a fault where files cannot write it."""
    model = _models().get(row.model)
    if model is None:
        reason = _("%s is not part of the record, so files cannot write it") % row.model
        faults.append(Fault(row.file, row.line, row.name, "", reason))
    return model


@cache
def _models() -> dict[str, type[models.Model]]:
    return record_models()


@cache
def form_of(model: type[models.Model]) -> "Form":
    """The form of a model, made once a process."""
    return Form(model)


class Form:
    """What rows of one model may say, and what stands for what they leave out.

    `columns` are the fields of a row itself, in the order of our files, without what the database
    makes; `groups` are its many-to-many links.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self.model: Any = model
        fields = file_fields(model)
        self.columns: list[Any] = [each for each in fields if not each.many_to_many]
        self.groups: list[Any] = [each for each in fields if each.many_to_many]
        # Of all fields, in the order of our files; the first is the slug or key.
        self._names = tuple(each.name for each in fields)
        self._cleaners: list[Cleaner] = [cleaner(each) for each in fields]
        self._places = {name: place for place, name in enumerate(self._names)}
        self._column_places = [self._places[each.name] for each in self.columns]
        self._defaults: list[Any] = [[] if each.many_to_many else None for each in fields]
        # What must be asked for each row that leaves it out.
        self._needed: list[tuple[int, Any]] = []
        for place, each in enumerate(fields[1:], start=1):
            if not each.many_to_many:
                self._prepare(place, each)

    def _prepare(self, place: int, target: Any) -> None:
        """Finds the default of a field, or that it has none that would do."""
        if target.has_default() and callable(target.default):
            self._needed.append((place, target))
            return
        try:
            self._defaults[place] = _default(target)
        except ValidationError:
            self._needed.append((place, target))

    def understood(
        self, row: Row, faults: list[Fault], *, may_lack: bool = False
    ) -> tuple[list[Any], dict[str, list[str]]] | None:
        """The values of the columns, links as keys, and the keys of every group, each once.

        Fields that the row does not name have their default, groups no keys. None where anything
        is wrong; all of that is added to the faults. A row that `may_lack` what has no default is
        one that may be on record, see `needed`.
        """
        fields = row.fields
        if tuple(fields) == self._names:  # as we write them: no need to look for each
            try:
                values = [
                    clean(value)
                    for clean, value in zip(self._cleaners, fields.values(), strict=True)
                ]
            except ValidationError:
                pass  # one by one, to find all that is wrong
            else:
                if values[0]:
                    return self._split(values)
        values = self._defaults.copy()
        wrong = self._wrong(fields, values, may_lack=may_lack)
        if not wrong:
            return self._split(values)
        record = f"{row.model} {row.name}"
        for name, reasons in wrong.items():
            faults += [Fault(row.file, row.line, record, name, reason) for reason in reasons]
        return None

    def lacking(self, names: Collection[str]) -> list[str]:
        """The fields that are not among the names, but for what a part is part of."""
        owners = self.model.part_of
        return [name for name in self._names if name not in names and name not in owners]

    def needed(self, names: Collection[str]) -> dict[str, list[str]]:
        """What is wrong with a new row that lacks these fields, by field."""
        wrong = {}
        for _place, target in self._needed:
            if target.name in names:
                try:
                    _default(target)
                except ValidationError as error:
                    wrong[target.name] = error.messages
        return wrong

    def _wrong(
        self, fields: dict[str, Any], values: list[Any], *, may_lack: bool
    ) -> dict[str, list[str]]:
        """What is wrong, by field. Puts the values of the fields into the list."""
        wrong: dict[str, list[str]] = {}
        for name, value in fields.items():
            if len(wrong) == MOST_WRONG:
                return wrong
            place = self._places.get(name)
            if place is None:
                wrong[name] = [_("there is no such field")]
                continue
            try:
                values[place] = self._cleaners[place](value)
            except ValidationError as error:
                wrong[name] = error.messages
        for place, target in self._needed:
            if target.name not in fields:
                try:
                    values[place] = _default(target)
                except ValidationError as error:
                    if not may_lack or target.name in self.model.part_of:
                        wrong[target.name] = error.messages
        key = self._names[0]
        if not values[0] and key not in wrong:
            wrong[key] = [_("a row needs one, to be known by")]
        return wrong

    def _split(self, values: list[Any]) -> tuple[list[Any], dict[str, list[str]]]:
        """Values in the order of our files as those of columns and those of groups."""
        if not self.groups:
            return values, {}
        groups = {each.name: [*values[self._places[each.name]]] for each in self.groups}
        return [values[place] for place in self._column_places], groups


def _default(target: Any) -> Any:
    """What stands in a field that a row does not name.

    Raises:
        ValidationError: the field has no default that its own rules let through.
    """
    if target.is_relation:
        if not target.null:
            raise ValidationError(_("this must name a record"))
        return None
    value = target.clean(target.get_default(), None)
    if value is None and not target.null:  # which is not looked at where nobody edits the field
        raise ValidationError(target.error_messages["null"])
    return str(value) if isinstance(value, str) else value  # a choice is more than its text

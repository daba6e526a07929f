"""What a row of a file says: plain values cleaned by the rules of a form, links reduced to keys."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from hanoiconv.core.text import FORBIDDEN, ProseField
from hanoiconv.interchange.files import Fault, Row
from hanoiconv.interchange.shape import natural_field, record_models

# Refuses in addresses and codes, too, what no file or page could carry.
ANY_TEXT = ProseField()


@dataclass
class Incoming:
    """A row on its way in: what it says, and the object it becomes."""

    row: Row
    model: type[models.Model]
    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    instance: Any = None
    is_new: bool = False
    changes: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The slug or key by which files name the row."""
        return self.values[natural_field(self.model)]

    def fault(self, name: str, reason: str) -> Fault:
        record = f"{self.row.model} {self.row.name}"
        return Fault(self.row.path, self.row.line, record, name, reason)


def understood(row: Row, faults: list[Fault]) -> Incoming | None:
    """The row with every plain value cleaned and every link reduced to the key it names."""
    model = record_models().get(row.model)
    if model is None:
        reason = _("%s is no part of the record, so files cannot write it") % row.model
        faults.append(Fault(row.path, row.line, row.name, "", reason))
        return None
    item = Incoming(row, model)
    before = len(faults)
    for name, value in row.fields.items():
        try:
            _understand(item, name, value)
        except ValidationError as error:
            faults += [item.fault(name, message) for message in error.messages]
    if len(faults) == before and not item.values.get(natural_field(model)):
        faults.append(item.fault(natural_field(model), _("a row needs one, to be known by")))
    return item if len(faults) == before else None


def _understand(item: Incoming, name: str, value: Any) -> None:
    try:
        target: Any = item.model._meta.get_field(name)
    except FieldDoesNotExist:
        target = None
    # Django also knows a link by its column, such as person_id; files do not.
    if target is None or target.name != name or target.auto_created or target.generated:
        raise ValidationError(_("there is no such field"))
    if target.many_to_many:
        if not isinstance(value, list):
            raise ValidationError(_("a list of keys is wanted, such as [[“vov”], [“vna”]]"))
        item.groups[name] = [_key(target, entry) for entry in value]
    elif target.is_relation:
        if value is None and not target.null:
            raise ValidationError(_("this must name a record"))
        if value is not None:
            item.links[name] = _key(target, value)
    else:
        item.values[name] = _cleaned(target, value)


def _key(target: Any, value: Any) -> str:
    """The natural key in a link such as ["luong-cuong"]."""
    match value:
        case [str(key)] if not FORBIDDEN.search(key):
            return key
    raise ValidationError(
        _("a list with one %(key)s is wanted, such as [“luong-cuong”], not %(value)s"),
        params={"key": natural_field(target.related_model), "value": repr(value)[:80]},
    )


def _cleaned(target: Any, value: Any) -> Any:
    """A plain value as its field stores it, by the rules of a form.

    Raises:
        ValidationError: it is of the wrong type, no choice, empty, too long, ...
    """
    if value is None:
        if target.null:
            return None
        raise ValidationError(_("this may be empty text, but not null"))
    wanted: tuple[type, ...] = (str,)
    if isinstance(target, models.IntegerField):
        wanted = (int,)
    elif isinstance(target, models.DecimalField):
        wanted = (str, int, Decimal)
    if not isinstance(value, wanted) or isinstance(value, bool):
        kind = _("a whole number") if wanted == (int,) else _("text")
        raise ValidationError(
            _("%(kind)s is wanted, not %(value)s"),
            params={"kind": kind, "value": repr(value)[:80]},
        )
    if target.choices and value not in dict(target.flatchoices):
        choices = ", ".join(str(choice) for choice, _label in target.flatchoices if choice)
        if value or not target.blank:
            raise ValidationError(
                _("“%(value)s” is none of: %(choices)s"),
                params={"value": value, "choices": choices},
            )
    if isinstance(value, str):
        ANY_TEXT.to_python(value)
    cleaned = target.clean(value, None)
    return _in_utc(cleaned) if isinstance(cleaned, datetime) else cleaned


def _in_utc(moment: datetime) -> datetime:
    if timezone.is_naive(moment):
        raise ValidationError(_("the time zone is missing: write 2026-11-21T08:00:00Z"))
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValidationError(_("this is before the year 1 or after the year 9999")) from error

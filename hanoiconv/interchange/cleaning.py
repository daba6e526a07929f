"""Values of rows as their fields store them, by the rules of a form: one function for each field.

What is usual is let through at once: text that is short enough and in form, a known choice, a
number within bounds. Anything else goes the whole way of a form, which decides and has the words.
The quick way must never give anything but what the whole way gives; a test holds them together.
"""

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import (
    MaxLengthValidator,
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
)
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from hanoiconv.core.text import FORBIDDEN, LineField, ProseField
from hanoiconv.interchange.shape import natural_field

Cleaner = Callable[[Any], Any]
# Refuses in addresses and codes, too, what no file or page could carry.
ANY_TEXT = ProseField()
# Fields whose text is stored as it stands, once it is in form: those that change nothing else.
PLAIN_TEXT = {
    models.CharField.to_python,
    models.TextField.to_python,
    LineField.to_python,
    ProseField.to_python,
}
REMEMBERED = 4096  # values of a field, such as dates, that come again and again
LONGEST_REMEMBERED = 100


def cleaner(target: Any) -> Cleaner:
    """What makes of a value in a file the value of the field; of a link the key that it names.

    It raises a ValidationError where a value is of the wrong type, no choice, too long, ...
    """
    if target.many_to_many:
        return _group(target)
    if target.is_relation:
        return _link(target)
    if target.choices:
        return _choice(target)
    if type(target).clean is models.Field.clean and type(target).validate is models.Field.validate:
        if isinstance(target, models.IntegerField):
            return _number(target)
        if isinstance(target, models.CharField | models.TextField) and (
            type(target).to_python in PLAIN_TEXT
        ):
            return _text(target)
    return _remembered(target)


def cleaned(target: Any, value: Any) -> Any:
    """A plain value the whole way.

    Raises:
        ValidationError: it is of the wrong type, no choice, empty, too long, ...
    """
    if value is None:
        if target.null:
            return None
        raise ValidationError(_("this may be empty text, but not null"))
    _check_type(target, value)
    if target.choices and value not in dict(target.flatchoices):
        choices = ", ".join(str(choice) for choice, _label in target.flatchoices if choice)
        if value or not target.blank:
            raise ValidationError(
                _("“%(value)s” is none of: %(choices)s"),
                params={"value": value, "choices": choices},
            )
    if isinstance(value, str):
        ANY_TEXT.to_python(value)
    stored = target.clean(value, None)
    if isinstance(stored, datetime):
        return _in_utc(stored)
    if isinstance(stored, Decimal):
        # 0E+99 is in order, but more digits than PostgreSQL reads; and there is no -0.
        return stored.quantize(Decimal(1).scaleb(-target.decimal_places)) + 0
    return stored


def _check_type(target: Any, value: Any) -> None:
    wanted: tuple[type, ...] = (str,)
    if isinstance(target, models.IntegerField):
        wanted = (int,)
    elif isinstance(target, models.DecimalField):
        wanted = (str, int, Decimal)
    if not isinstance(value, wanted) or isinstance(value, bool):
        kind = _("a whole number") if wanted == (int,) else _("text")
        raise ValidationError(
            _("%(kind)s is wanted, not %(value)s"),
            params={"kind": kind, "value": told(value)},
        )


def told(value: Any) -> str:
    """The start of a value as it is written in Python, which is nearly JSON."""
    try:
        return repr(value)[:80]
    except RecursionError:  # reading can go deeper than telling, which starts deeper
        return "[[[…"


def _in_utc(moment: datetime) -> datetime:
    if timezone.is_naive(moment):
        raise ValidationError(_("the time zone is missing: write 2026-11-21T08:00:00Z"))
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValidationError(_("this is before the year 1 or after the year 9999")) from error


def _text(target: Any) -> Cleaner:
    whole_way = partial(cleaned, target)
    takes_empty = _lets_through(whole_way, "")
    longest, checks = _text_rules(target)
    unshown = target.refused if isinstance(target, LineField | ProseField) else FORBIDDEN
    find_unshown, is_normalized = unshown.search, unicodedata.is_normalized

    def clean(value: Any) -> Any:
        if type(value) is not str:
            return whole_way(value)
        if not value:
            return value if takes_empty else whole_way(value)
        if len(value) > longest or (not value.isascii() and not is_normalized("NFC", value)):
            return whole_way(value)
        # Nothing printable is forbidden; only line feeds, tabs and odd spaces need the search.
        if not value.isprintable() and find_unshown(value):
            return whole_way(value)
        for check in checks:
            if not check(value):
                return whole_way(value)
        return value

    return clean


def _text_rules(target: Any) -> tuple[float, list[Callable[[str], Any]]]:
    """The most letters a text may have, and what must be true of it."""
    longest = float("inf")
    checks: list[Callable[[str], Any]] = []
    for validator in target.validators:
        if type(validator) is MaxLengthValidator and isinstance(validator.limit_value, int):
            longest = min(longest, validator.limit_value)
        elif type(validator) is RegexValidator and not validator.inverse_match:
            checks.append(validator.regex.search)  # type: ignore[union-attr]  # compiled on use
        else:
            checks.append(lru_cache(REMEMBERED)(partial(_lets_through, validator)))
    return longest, checks


def _lets_through(check: Callable[[Any], Any], value: Any) -> bool:
    try:
        check(value)
    except ValidationError:
        return False
    return True


def _choice(target: Any) -> Cleaner:
    whole_way = partial(cleaned, target)
    choices = [choice for choice, _label in target.flatchoices] + [""]
    known = {
        str(choice): whole_way(str(choice))
        for choice in choices
        if isinstance(choice, str) and _lets_through(whole_way, str(choice))
    }

    def clean(value: Any) -> Any:
        return known[value] if type(value) is str and value in known else whole_way(value)

    return clean


def _number(target: Any) -> Cleaner:
    whole_way = partial(cleaned, target)
    lowest, highest = float("-inf"), float("inf")
    for validator in target.validators:
        limit = validator.limit_value if hasattr(validator, "limit_value") else None
        if type(validator) is MinValueValidator and isinstance(limit, int):
            lowest = max(lowest, limit)
        elif type(validator) is MaxValueValidator and isinstance(limit, int):
            highest = min(highest, limit)
        else:
            return whole_way
    is_nullable = target.null

    def clean(value: Any) -> Any:
        if type(value) is int and lowest <= value <= highest:
            return value
        return None if value is None and is_nullable else whole_way(value)

    return clean


def _remembered(target: Any) -> Cleaner:
    """For fields of any other kind: the whole way once for each text that comes again."""
    whole_way = partial(cleaned, target)
    once = lru_cache(REMEMBERED)(whole_way)

    def clean(value: Any) -> Any:
        if type(value) is str and len(value) <= LONGEST_REMEMBERED:
            return once(value)
        return whole_way(value)

    return clean


def _link(target: Any) -> Cleaner:
    is_nullable = target.null

    def clean(value: Any) -> str | None:
        if value is not None:
            return _key(target, value)
        if is_nullable:
            return None
        raise ValidationError(_("this must name a record"))

    return clean


def _group(target: Any) -> Cleaner:
    def clean(value: Any) -> list[str]:
        if type(value) is not list:
            raise ValidationError(_('a list of keys is wanted, such as [["vov"], ["vna"]]'))
        return [*dict.fromkeys(_key(target, entry) for entry in value)]

    return clean


def _key(target: Any, value: Any) -> str:
    """The natural key in a link such as ["luong-cuong"]."""
    if (
        type(value) is list
        and len(value) == 1
        and type(key := value[0]) is str
        and ((key.isascii() and key.isprintable()) or not FORBIDDEN.search(key))
    ):
        return key
    raise ValidationError(
        _('a list with one %(key)s is wanted, such as ["luong-cuong"], not %(value)s'),
        params={"key": natural_field(target.related_model), "value": told(value)},
    )

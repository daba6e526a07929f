"""A column for a partial date, and the days the database derives from it.

    said_on = PartialDateField(blank=True)
    said_earliest = earliest_day("said_on")
    said_latest = latest_day("said_on")

The days are generated columns, so `update()`, bulk writes and plain SQL cannot leave them stale.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanoiconv.core.dates import PartialDate, parse

MAX_LENGTH = 60  # two moments with seconds and offsets, and a slash, are 51
EXAMPLES = gettext_lazy(
    "For example 2019, 2025-09, 2025-10-25, 2025-10-25/2025-10-26, 2025-02~ (about)."
)


class PartialDateField(models.CharField):
    """A partial date, stored as its EDTF text; the empty text where no date is known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("null"):
            raise TypeError("A PartialDateField is never null: no date is the empty text.")
        kwargs.setdefault("max_length", MAX_LENGTH)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.max_length == MAX_LENGTH:
            del kwargs["max_length"]
        return name, path, args, kwargs

    def to_python(self, value: Any) -> str | None:
        """The text, once it is known to be EDTF or empty.

        Raises:
            ValidationError: it is neither, or no text: an unquoted 2025 in a fixture is a number.
        """
        if value is None or value == "":
            return value
        if isinstance(value, str):
            parse(value)
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            message = _("A date is text such as 2025-10-25, not the number %(value)s.")
        else:
            message = _("A date is text such as 2025-10-25, not a value of type %(type)s.")
        raise ValidationError(
            message, code="not_text", params={"value": value, "type": type(value).__name__}
        )

    def get_prep_value(self, value: Any) -> str | None:
        # CharField would call to_python, and __startswith="2025-1" is no date.
        value = models.Field.get_prep_value(self, value)
        return value if value is None else str(value)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Refuses on the ways in that call no to_python: create(), update(), bulk writes."""
        if isinstance(value, PartialDate):
            value = value.text
        if not hasattr(value, "as_sql"):
            value = self.to_python(value)
        return super().get_db_prep_save(value, connection)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"help_text": self.help_text or EXAMPLES, **kwargs})


class _Day(models.Func):
    """A day from the EDTF text in a column, in SQL; NULL for '' and for an open or unknown end.

    The text is taken to be EDTF, which the field sees to. Qualifiers need no care: they stand
    behind the positions that are read. No percent sign may stand in the SQL: Django would take
    it for a parameter.
    """

    arity = 1
    output_field = models.DateField()
    sqlite: str
    sqlite_point: str
    postgresql: str
    postgresql_point: str

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self._fill(compiler, self.sqlite, self.sqlite_point)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self._fill(compiler, self.postgresql, self.postgresql_point)

    def _fill(self, compiler: Any, template: str, point: str) -> tuple[str, tuple[Any, ...]]:
        template = " ".join(template.split()).replace("{point}", point)
        text, params = compiler.compile(self.source_expressions[0])
        return template.replace("{text}", text), (*params,) * template.count("{text}")


class EarliestDay(_Day):
    """The first day that the date can mean, as `PartialDate.earliest`."""

    # Up to the slash, or all of it.
    sqlite_point = "substr({text}, 1, instr({text} || '/', '/') - 1)"
    sqlite = """
        CASE WHEN {point} NOT IN ('', '..') THEN date(
            substr({point}, 1, 4)
            || '-' || coalesce(nullif(substr({point}, 6, 2), ''), '01')
            || '-' || coalesce(nullif(substr({point}, 9, 2), ''), '01')
        ) END
    """
    postgresql_point = "split_part({text}, '/', 1)"
    # make_date, because text::date depends on DateStyle and is refused in a generated column.
    postgresql = """
        CASE WHEN {point} NOT IN ('', '..') THEN make_date(
            substr({point}, 1, 4)::integer,
            coalesce(nullif(substr({point}, 6, 2), ''), '1')::integer,
            coalesce(nullif(substr({point}, 9, 2), ''), '1')::integer
        ) END
    """


class LatestDay(_Day):
    """The last day that the date can mean, as `PartialDate.latest`."""

    # From behind the slash; without one, instr is 0.
    sqlite_point = "substr({text}, instr({text}, '/') + 1)"
    # December stands with the years because the month after 9999-12 is beyond SQLite's dates.
    sqlite = """
        CASE WHEN {point} IN ('', '..') THEN NULL
        WHEN substr({point}, 9, 2) <> '' THEN date(substr({point}, 1, 10))
        WHEN substr({point}, 6, 2) IN ('', '12') THEN date(substr({point}, 1, 4) || '-12-31')
        ELSE date(substr({point}, 1, 7) || '-01', '+1 month', '-1 day') END
    """
    postgresql_point = "split_part({text}, '/', -1)"
    postgresql = """
        CASE WHEN {point} IN ('', '..') THEN NULL
        WHEN substr({point}, 9, 2) <> '' THEN make_date(
            substr({point}, 1, 4)::integer,
            substr({point}, 6, 2)::integer,
            substr({point}, 9, 2)::integer
        )
        ELSE (make_date(
            substr({point}, 1, 4)::integer,
            coalesce(nullif(substr({point}, 6, 2), ''), '12')::integer,
            1
        ) + interval '1 month' - interval '1 day')::date END
    """


def earliest_day(name: str) -> models.GeneratedField:
    """A column with the first day of the partial date in the field of that name; may be NULL."""
    return _generated(EarliestDay(name))


def latest_day(name: str) -> models.GeneratedField:
    """A column with the last day of the partial date in the field of that name; may be NULL."""
    return _generated(LatestDay(name))


def _generated(expression: _Day) -> models.GeneratedField:
    # null=True, because exclude() forgets the rows with NULL where a field says it has none.
    return models.GeneratedField(
        expression=expression, output_field=models.DateField(), db_persist=True, null=True
    )

"""Rows on their way in, in temporary tables: one for each model, one for each group of links.

Nothing here writes to the record: readers and editors go on undisturbed while files are read,
linked, compared and checked, however many rows they hold. Rows are held a
few thousand at a time.

    raw_...        what a row says: values as columns hold them, links as the keys that files name
    incoming_...   the same with links resolved, beside what is on record (linking.py)
    gone_...       parts on record that the files no longer name (comparing.py)
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from django.db import connection, models

from hanoiconv.core.records import Part, Record
from hanoiconv.interchange.prints import row_print
from hanoiconv.interchange.shape import natural_field
from hanoiconv.interchange.stored import written_by
from hanoiconv.interchange.table_reading import shape_of
from hanoiconv.interchange.understanding import Form, form_of

FLUSH_AT = 2000  # rows of one model held in memory
# Rows that are new have ids far below zero until they are written; the first is FIRST_NEW + 1.
FIRST_NEW = -1_000_000_000_000


class Staged:
    """The temporary tables of one model."""

    def __init__(self, model: type[models.Model], stage: "Stage") -> None:
        self.model: Any = model
        self.stage = stage
        self.form: Form = form_of(model)
        self.table: str = model._meta.db_table
        self.real = stage.real(self.table)
        self.raw = f"raw_{self.table}"
        self.incoming = f"incoming_{self.table}"
        self.gone, self.ids = f"gone_{self.table}", f"ids_{self.table}"
        self.groups = [StagedGroup(group, self) for group in self.form.groups]
        self.rows = 0
        self.removed: list[str] = []  # slugs of records to take away
        # By number of a CSV file: the fields that have no column there, and stay as they are.
        self.lacking: dict[int, list[str]] = {}
        self.has_gone = self.has_skipped = False
        self._waiting: list[tuple[Any, ...]] = []
        self._adapt = [_adapter(column, stage.connection) for column in self.form.columns]
        self._write = [
            (place, write)
            for place, column in enumerate(self.form.columns)
            if not column.is_relation and (write := written_by(column))
        ]

    @cached_property
    def key(self) -> str:
        """The column of the slug or key."""
        return self.stage.quote(natural_field(self.model))

    @cached_property
    def links(self) -> list[Any]:
        """The foreign keys."""
        return [column for column in self.form.columns if column.is_relation]

    @cached_property
    def columns(self) -> list[str]:
        """The columns that a row is written to, quoted; without the primary key."""
        return [self.stage.quote(column.column) for column in self.form.columns]

    @property
    def owners(self) -> list[Any]:
        """The foreign keys that may name what a row is part of; none for a record."""
        return [link for link in self.links if link.name in self.model.part_of]

    def lacks(self, name: str) -> str:
        """A condition: the row `r` is of a table without that field; empty where none is."""
        files = [str(file) for file, names in self.lacking.items() if name in names]
        return f"r.file_no IN ({', '.join(files)})" if files else ""

    def create(self) -> None:
        """Makes the tables that reading fills."""
        connection = self.stage.connection
        columns = [
            f"{self.stage.quote(column.column)} "
            f"{'text' if column.is_relation else column.db_type(connection)}"
            for column in self.form.columns
        ]
        self.stage.create_table(self.raw, [*self._own_columns(), *columns])
        gone = [f"row_id {self.stage.id_type} PRIMARY KEY", "root_kind bigint", "root_id bigint"]
        self.stage.create_table(self.gone, gone)
        for group in self.groups:
            self.stage.create_table(group.raw, ["row_no integer", "place integer", "target text"])

    def _own_columns(self) -> list[str]:
        numbers = ["row_no integer PRIMARY KEY", "file_no integer", "line_no integer"]
        return [*numbers, "whole integer", f"print {'blob' if self.stage.is_sqlite else 'bytea'}"]

    def add(
        self, values: list[Any], groups: dict[str, list[str]], file: int, line: int, whole: int
    ) -> None:
        """Takes in a row: values and keys as a form understood them, its place, its wholeness."""
        self.rows += 1
        adapted = [
            value if adapt is None or value is None else adapt(value)
            for adapt, value in zip(self._adapt, values, strict=True)
        ]
        self._waiting.append((self.rows, file, line, whole, self._print(values, groups), *adapted))
        for group in self.groups:
            keys = groups.get(group.name)
            if keys:
                group.waiting += [(self.rows, place, key) for place, key in enumerate(keys)]
        if len(self._waiting) >= FLUSH_AT:
            self.flush()

    def _print(self, values: list[Any], groups: dict[str, list[str]]) -> bytes:
        """The fingerprint of the row as it will be stored (prints.py)."""
        if self._write:
            values = values.copy()
            for place, write in self._write:
                if values[place] is not None:
                    values[place] = write(values[place])
        keys = [groups.get(group.name, ()) for group in self.groups]
        return row_print(self.model._meta.label_lower, values, keys)

    def flush(self) -> None:
        """Writes the rows held in memory into the tables."""
        names = ["row_no", "file_no", "line_no", "whole", "print", *self.columns]
        self.stage.load(self.raw, names, self._waiting)
        self._waiting = []
        for group in self.groups:
            self.stage.load(group.raw, ["row_no", "place", "target"], group.waiting)
            group.waiting = []

    def skip(self, kind: int, pks: list[int]) -> None:
        """Takes out the rows of these records."""
        for start in range(0, len(pks), FLUSH_AT):
            some = ", ".join(str(int(pk)) for pk in pks[start : start + FLUSH_AT])
            of_them = f"root_kind = {kind} AND root_id IN ({some})"
            new = f"SELECT count(*) FROM {self.incoming} WHERE id < 0 AND {of_them}"  # noqa: S608
            self.has_skipped = self.has_skipped or bool(self.stage.value(new))
            for table in (self.incoming, self.gone):
                self.stage.run(f"DELETE FROM {table} WHERE {of_them}")  # noqa: S608


class StagedGroup:
    """The temporary tables of one many-to-many field."""

    def __init__(self, group: Any, owner: Staged) -> None:
        stage = owner.stage
        self.field = group
        self.name: str = group.name
        self.table: str = group.remote_field.through._meta.db_table
        self.real = stage.real(self.table)
        self.raw, self.incoming = f"raw_{self.table}", f"incoming_{self.table}"
        self.here = stage.quote(group.m2m_column_name())
        self.there = stage.quote(group.m2m_reverse_name())
        self.waiting: list[tuple[Any, ...]] = []


class Stage:
    """The temporary tables of one import, by model label; made as rows of a model come."""

    def __init__(self) -> None:
        self.connection: Any = connection
        self.quote: Callable[[str], str] = self.connection.ops.quote_name
        self.is_sqlite = self.connection.vendor == "sqlite"
        # In SQLite only this type makes the id the number of the row, which is found at once.
        self.id_type = "integer" if self.is_sqlite else "bigint"
        self.distinct = "IS NOT" if self.is_sqlite else "IS DISTINCT FROM"
        self.tables: dict[type[models.Model], Staged] = {}
        self._made: list[tuple[str, str]] = []
        schema = "main" if self.is_sqlite else self.value("SELECT current_schema()")
        self.schema = self.quote(schema)

    def real(self, table: str) -> str:
        """The table of the record itself, whatever view stands before it."""
        return f"{self.schema}.{self.quote(table)}"

    def of(self, model: type[models.Model]) -> Staged:
        """The tables of a model, made when they are first asked for."""
        if model not in self.tables:
            self.tables[model] = Staged(model, self)
            self.tables[model].create()
        return self.tables[model]

    def in_order(self) -> list[Staged]:
        """The staged models, each part after what it is part of."""
        records = [table for table in self.tables.values() if issubclass(table.model, Record)]
        parts = [table for table in self.tables.values() if issubclass(table.model, Part)]
        deep = [
            table
            for table in parts
            if any(issubclass(link.related_model, Part) for link in table.owners)
        ]
        return [*records, *(table for table in parts if table not in deep), *deep]

    def run(self, sql: str, params: Sequence[Any] | None = None) -> None:
        """Runs a statement that gives nothing back."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, params)

    def mark(self) -> tuple[int, int] | None:
        """What tells, as long as it stays the same, that nobody has written; None: nothing does.

        SQLite counts what other connections have committed, and the rows that this one wrote.
        """
        if not self.is_sqlite:
            return None
        written = self.connection.connection.total_changes
        return self.value("PRAGMA data_version"), written

    def rows(self, sql: str, params: Sequence[Any] | None = None) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, fetched some thousands at a time."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, params)
            while some := cursor.fetchmany(FLUSH_AT):
                yield from some

    def value(self, sql: str, params: Sequence[Any] | None = None) -> Any:
        """The first value of the first row, which there must be."""
        return next(self.rows(sql, params))[0]

    def create_table(self, name: str, columns: list[str]) -> None:
        """A temporary table, gone at the end; each column is its name and its type."""
        self.make("TABLE", name, f"({', '.join(columns)})")

    def make(self, kind: str, name: str, rest: str) -> None:
        """A temporary table or view, gone at the end."""
        self.run(f"CREATE TEMP {kind} {self.quote(name)} {rest}")
        self._made.append((kind, name))

    def load(self, table: str, names: list[str], rows: list[tuple[Any, ...]]) -> None:
        """Puts rows into a temporary table, by COPY where the database has it."""
        if not rows:
            return
        columns = ", ".join(names)
        with self.connection.cursor() as cursor:
            if self.is_sqlite:
                marks = ", ".join(["%s"] * len(names))
                sql = f"INSERT INTO {self.quote(table)} ({columns}) VALUES ({marks})"  # noqa: S608
                cursor.executemany(sql, rows)
            else:
                with cursor.copy(f"COPY {self.quote(table)} ({columns}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)

    def settle(self) -> None:
        """Every row is in; the parts that records may lose are staged, too."""
        for model in [*self.tables]:
            self._add_parts(model)
        for table in self.tables.values():
            table.flush()
            for name in (table.raw, *(group.raw for group in table.groups)):
                self.count(name, "row_no")

    def _add_parts(self, model: type[models.Model]) -> None:
        for part, _name in shape_of(model).parts:
            self.of(part.model)
            self._add_parts(part.model)

    def count(self, name: str, column: str) -> None:
        """Tells PostgreSQL how much stands in a temporary table, which it takes for a small one.

        One column will do, and one of numbers costs least.
        """
        if not self.is_sqlite:
            self.run(f"ANALYZE {self.quote(name)} ({column})")

    def drop(self, kind: str, name: str) -> None:
        """Takes away a temporary table or view, where it is still there."""
        # By its full name: once a view is gone, its name is that of the record's table.
        schema = "temp" if self.is_sqlite else "pg_temp"
        self.run(f"DROP {kind} IF EXISTS {schema}.{self.quote(name)}")

    def clear(self) -> None:
        """Takes away all that was made, the last first."""
        for kind, name in reversed(self._made):
            self.drop(kind, name)
        self._made = []


def _adapter(column: Any, connection: Any) -> Callable[[Any], Any] | None:
    """What turns a cleaned value into what the database stores, where that is not the same."""
    if isinstance(column, models.DecimalField | models.DateField) and not column.is_relation:
        return lambda value: column.get_db_prep_save(value, connection)
    return None

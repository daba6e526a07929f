"""What an import would do: parts that go, records that change, and how, field by field."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from hanoiconv.core.text import same_but_for_form
from hanoiconv.interchange.linking import UNCHANGED, WHOLE, WHOLE_IN_TABLES
from hanoiconv.interchange.staging import Stage
from hanoiconv.interchange.stored import Rows
from hanoiconv.interchange.table_reading import shape_of


def remove_records(stage: Stage, kinds: Sequence[Any]) -> None:
    """Marks the records that are to be taken away."""
    for number, model in enumerate(kinds):
        if model not in stage.tables:
            continue
        table = stage.tables[model]
        for slug in table.removed:
            stage.run(
                f"INSERT INTO {table.gone} "  # noqa: S608
                f"SELECT id, {number}, id FROM {table.real} WHERE slug = %s",
                [slug],
            )
            table.has_gone = True


def find_gone(stage: Stage, tables: set[str], kinds: Sequence[Any]) -> None:
    """Fills `gone_...` with the parts on record that whole documents no longer name.

    `tables` are the labels of the models for which there was a CSV file. Parts of a part that
    goes, go with it.
    """
    for model in kinds:
        if model in stage.tables:
            _find_gone_below(stage, model, tables)


def _find_gone_below(stage: Stage, model: Any, tables: set[str]) -> None:
    """For the parts of one model, then for theirs."""
    above = stage.of(model)
    for shape, name in shape_of(model).parts:
        below = stage.of(shape.model)
        column = stage.quote(shape.model._meta.get_field(name).column)
        ways = [WHOLE, WHOLE_IN_TABLES] if shape.label in tables else [WHOLE]
        wholes = ", ".join(map(str, ways))
        lost = f"""
            SELECT p.id, o.root_kind, o.root_id FROM {below.real} p
            JOIN {above.incoming} o ON o.id = p.{column}
            WHERE o.id > 0 AND o.whole IN ({wholes})
            AND NOT EXISTS (SELECT 1 FROM {below.incoming} s WHERE s.id = p.id)
        """  # noqa: S608 - names of ours alone, here and below
        if above.has_gone:
            lost += f"""
                UNION SELECT p.id, g.root_kind, g.root_id FROM {below.real} p
                JOIN {above.gone} g ON g.row_id = p.{column}
                WHERE NOT EXISTS (SELECT 1 FROM {below.incoming} s WHERE s.id = p.id)
            """  # noqa: S608
        stage.run(f"INSERT INTO {below.gone} {lost}")
        stage.count(below.gone, "row_id")
        below.has_gone = bool(stage.value(f"SELECT count(*) FROM {below.gone}"))  # noqa: S608
        if shape_of(shape.model).parts:
            _find_gone_below(stage, shape.model, tables)


def changed_roots(stage: Stage) -> Iterator[tuple[int, int]]:
    """The records that are new or change, themselves or in a part: number of the kind, id.

    A row that names no record at all has none; a constraint refuses it.
    """
    roots = [
        f"SELECT root_kind, root_id FROM {table.incoming} "  # noqa: S608
        f"WHERE state <> {UNCHANGED} AND root_id IS NOT NULL"
        for table in stage.tables.values()
    ]
    roots += [
        f"SELECT root_kind, root_id FROM {table.gone}"  # noqa: S608
        for table in stage.tables.values()
        if table.has_gone
    ]
    if roots:
        yield from stage.rows(f"{' UNION '.join(roots)} ORDER BY 1, 2")


@dataclass
class Difference:
    """What changes in one row of a record: a value, or the row itself comes or goes."""

    row: str  # "events.report guterres-r1"
    field: str = ""  # empty where the whole row is added or removed
    old: Any = None
    new: Any = None
    change: str = "changed"  # or added, removed
    is_form_only: bool = False  # but for Unicode form or white space the same

    def as_json(self) -> dict[str, Any]:
        """Without what is empty; 0 and False are values."""
        values = {name: value for name, value in vars(self).items() if value not in (None, "")}
        if not self.is_form_only:
            del values["is_form_only"]
        return values


def differences(before: Rows, after: Rows) -> list[Difference]:
    """How two documents of one record differ, in the order of the later one; what goes, last."""
    old = {row_name(row): row for row in before}
    new = {row_name(row): row for row in after}
    found: list[Difference] = []
    for name, (_label, fields) in new.items():
        if name not in old:
            found.append(Difference(name, new=fields, change="added"))
        else:
            found += _field_by_field(name, old[name][1], fields)
    gone = [name for name in old if name not in new]
    found += [Difference(name, old=old[name][1], change="removed") for name in gone]
    return found


def _field_by_field(name: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Difference]:
    for column, value in new.items():
        was = old.get(column)
        if was != value:
            same = isinstance(was, str) and isinstance(value, str) and same_but_for_form(was, value)
            yield Difference(name, column, was, value, is_form_only=same)


def row_name(row: tuple[str, dict[str, Any]]) -> str:
    """What a row of a document is told by: events.report guterres-r1."""
    label, fields = row
    return f"{label} {fields.get('slug') or fields.get('key')}"

"""Links of staged rows resolved, and each row set beside the one on record, model by model.

One statement a model does it all: finds the row on record, the rows that its links name (in the
files or on record), the record that a part belongs to, and whether anything differs.
"""

from collections.abc import Sequence
from typing import Any

from hanoiconv.core.batches import batches
from hanoiconv.core.former_slugs import FormerSlug, followed
from hanoiconv.core.publication import WORKFLOW, Publishable
from hanoiconv.core.records import Record
from hanoiconv.interchange.shape import natural_field
from hanoiconv.interchange.staging import FIRST_NEW, Stage, Staged, StagedGroup

# The states of a staged row.
UNCHANGED, NEW, CHANGED = 0, 1, 2
# Whether all parts of the record stand in the import: no; yes; those of the kinds in tables.
PARTIAL, WHOLE, WHOLE_IN_TABLES = 0, 1, 2

OWN_COLUMNS = [
    "id",
    "row_no",
    "file_no",
    "line_no",
    "state",
    "whole",
    "root_kind",
    "root_id",
    "held",
]


def link(stage: Stage, kinds: Sequence[Any], wish: Any) -> None:
    """Makes `incoming_...` of `raw_...` for every staged model.

    `kinds` numbers the models of records; the `wish` (planning.py) says which may be published.
    """
    for table in stage.tables.values():
        _number(stage, table)
    if FormerSlug.objects.exists():
        for table in stage.tables.values():
            _follow_former_slugs(stage, table)
    for table in stage.in_order():
        _Resolution(stage, table, kinds, wish).run()
        for group in table.groups:
            _resolve_group(stage, table, group)


def _number(stage: Stage, table: Staged) -> None:
    """The id of every staged row by its key: the one on record, else one below zero."""
    end = ") WITHOUT ROWID" if stage.is_sqlite else ")"
    stage.make("TABLE", table.ids, f"(key text PRIMARY KEY, id bigint, whole integer{end}")
    stage.run(f"""
        INSERT INTO {table.ids}
        SELECT r.{table.key}, COALESCE(t.id, {FIRST_NEW} + r.row_no), r.whole
        FROM {table.raw} r LEFT JOIN {table.real} t ON t.{table.key} = r.{table.key}
    """)  # noqa: S608 - names of ours alone, here and below
    stage.count(table.ids, "id")


def _follow_former_slugs(stage: Stage, table: Staged) -> None:
    """Links by the slug of a merged record lead to the record of today; a living slug wins."""
    links = [(table.raw, stage.quote(link.column), link.related_model) for link in table.links]
    groups = [(group.raw, "target", group.field.related_model) for group in table.groups]
    for raw, column, target in [*links, *groups]:
        if not issubclass(target, Record):
            continue
        old = FormerSlug._meta.db_table
        named = stage.rows(
            f"SELECT DISTINCT r.{column} FROM {raw} r JOIN {stage.real(old)} f "  # noqa: S608
            f"ON f.slug = r.{column} AND f.kind = %s "
            f"WHERE NOT EXISTS (SELECT 1 FROM {stage.real(target._meta.db_table)} t "
            f"WHERE t.slug = r.{column}) {_not_in_files(stage, target, column)}",
            [target._meta.label_lower],
        )
        slugs = [slug for (slug,) in named]
        for slug, now in followed(target._meta.label_lower, slugs).items():
            stage.run(
                f"UPDATE {table.raw} SET print = NULL WHERE row_no IN "  # noqa: S608
                f"(SELECT row_no FROM {raw} WHERE {column} = %s)",
                [slug],
            )
            sql = f"UPDATE {raw} SET {column} = %s WHERE {column} = %s"  # noqa: S608
            stage.run(sql, [now, slug])


def _not_in_files(stage: Stage, target: Any, column: str) -> str:
    if target not in stage.tables:
        return ""
    ids = stage.tables[target].ids
    return f"AND NOT EXISTS (SELECT 1 FROM {ids} s WHERE s.key = r.{column})"  # noqa: S608


class _Resolution:
    """The statement that makes `incoming_...` for one model, put together piece by piece."""

    def __init__(self, stage: Stage, table: Staged, kinds: Sequence[Any], wish: Any) -> None:
        self.stage, self.table, self.kinds = stage, table, kinds
        self.wish = wish
        self.joins: list[str] = []
        self.values: dict[str, str] = {}  # by column: what stands in it
        # For parts: conditions, kinds, ids and wholeness of the record, owner by owner.
        self.roots: list[tuple[str, str, str, str]] = []

    def run(self) -> None:
        table, stage = self.table, self.stage
        for number, link in enumerate(table.links):
            self._join(number, link)
        held = self._hold_back() if issubclass(table.model, Publishable) else "0"
        for column in table.form.columns:
            quoted = stage.quote(column.column)
            value = self.values.get(column.column, f"r.{quoted}")
            if lacks := table.lacks(column.name):
                value = f"CASE WHEN t.id IS NOT NULL AND {lacks} THEN t.{quoted} ELSE {value} END"
            self.values[column.column] = value
        values = [self.values[column.column] for column in table.form.columns]
        kind, root, whole = self._root()
        types = [
            f"{stage.quote(column.column)} {column.db_type(stage.connection)}"
            for column in table.form.columns
        ]
        ours = [f"id {stage.id_type} PRIMARY KEY", *(f"{name} bigint" for name in OWN_COLUMNS[1:])]
        stage.create_table(table.incoming, [*ours, *types])
        stage.run(f"""
            INSERT INTO {table.incoming} ({", ".join([*OWN_COLUMNS, *table.columns])})
            SELECT i.id, r.row_no, r.file_no, r.line_no, {self._state(values)},
                {whole}, {kind}, {root}, {held}, {", ".join(values)}
            FROM {table.raw} r JOIN {table.ids} i ON i.key = r.{table.key}
            LEFT JOIN {table.real} t ON t.id = i.id {" ".join(self.joins)}
        """)  # noqa: S608
        self._index()
        stage.count(table.incoming, "id")

    def _index(self) -> None:
        """For what is asked of the record as it would be (futures.py)."""
        table, stage = self.table, self.stage
        changed = f"CREATE INDEX changed_{table.table} ON {table.incoming} (id) WHERE state > {NEW}"
        stage.run(changed)
        for owner in table.owners:
            column = stage.quote(owner.column)
            stage.run(f"CREATE INDEX {owner.column}_{table.table} ON {table.incoming} ({column})")

    def _join(self, number: int, link: Any) -> None:
        stage, target = self.stage, link.related_model
        column = stage.quote(link.column)
        key = stage.quote(natural_field(target))
        real = stage.real(target._meta.db_table)
        self.joins.append(f"LEFT JOIN {real} t{number} ON t{number}.{key} = r.{column}")
        ids = [f"t{number}.id"]
        if target in stage.tables:
            staged = stage.tables[target].ids
            self.joins.append(f"LEFT JOIN {staged} l{number} ON l{number}.key = r.{column}")
            ids.insert(0, f"l{number}.id")
        found = f"COALESCE({', '.join(ids)})" if len(ids) > 1 else ids[0]
        self.values[link.column] = found
        if link in self.table.owners:
            self._add_owner(number, link, found, is_staged=len(ids) > 1)

    def _add_owner(self, number: int, link: Any, found: str, *, is_staged: bool) -> None:
        target = link.related_model
        if issubclass(target, Record):
            whole = f"COALESCE(l{number}.whole, 0)" if is_staged else "0"
            self.roots.append((f"{found} IS NOT NULL", self._kind(target), found, whole))
            return
        # A part of a part: the record is that of the larger one, in the files or on record.
        if is_staged:
            incoming = self.stage.tables[target].incoming
            self.joins.append(f"LEFT JOIN {incoming} o{number} ON o{number}.id = l{number}.id")
            here = f"o{number}"
            whole = f"COALESCE({here}.whole, 0)"
            there = (f"{here}.id IS NOT NULL", f"{here}.root_kind", f"{here}.root_id", whole)
            self.roots.append(there)
        for name in target.part_of:
            owner = target._meta.get_field(name)
            column = f"t{number}.{self.stage.quote(owner.column)}"
            kind = self._kind(owner.related_model)
            self.roots.append((f"{column} IS NOT NULL", kind, column, "0"))

    def _kind(self, model: Any) -> str:
        return str(self.kinds.index(model))

    def _root(self) -> tuple[str, str, str]:
        """The kind and id of the record that a row is of, and whether all of it stands here."""
        if issubclass(self.table.model, Record):
            return self._kind(self.table.model), "i.id", "r.whole"

        def pick(position: int) -> str:
            cases = [f"WHEN {root[0]} THEN {root[position]}" for root in self.roots]
            return f"CASE {' '.join(cases)} END"

        return pick(1), pick(2), pick(3)

    def _hold_back(self) -> str:
        """Puts the status on record, or review, where files would publish; tells where.

        Nor is what is scheduled brought forward. Who may not publish sets no time either, as at
        the desk (PublishableAdmin).
        """
        model = self.table.model
        if self.wish.may_publish(model):
            return "0"
        is_other = "COALESCE(t.status, '') <> r.status"
        shown = "r.status = 'published'"
        sooner = f"{shown} AND r.publish_at < t.publish_at AND t.publish_at > CURRENT_TIMESTAMP"
        kept = {
            name: f"CASE WHEN t.id IS NULL THEN r.{name} ELSE t.{name} END" for name in WORKFLOW
        }
        kept["status"] = "COALESCE(t.status, 'review')"
        if not self.wish.may_schedule(model):
            self.values["publish_at"] = "t.publish_at"
            # Withdrawing is refused (entries.py), and not for want of a reason.
            kept["withdrawn_reason"] = (
                "CASE r.status WHEN 'withdrawn' THEN r.withdrawn_reason "
                "ELSE COALESCE(t.withdrawn_reason, '') END"
            )
            self.values["withdrawn_reason"] = kept["withdrawn_reason"]
            self.stage.run(
                f"UPDATE {self.table.raw} SET print = NULL "  # noqa: S608
                "WHERE publish_at IS NOT NULL OR withdrawn_reason <> ''"
            )
        held = f"({shown} AND {is_other}) OR ({sooner})"
        for name in WORKFLOW:
            self.values.setdefault(name, f"CASE WHEN {held} THEN {kept[name]} ELSE r.{name} END")
        return f"CASE WHEN {held} THEN 1 ELSE 0 END"

    def _state(self, values: list[str]) -> str:
        differing = " OR ".join(
            f"t.{column} {self.stage.distinct} {value}"
            for column, value in zip(self.table.columns, values, strict=True)
        )
        cases = f"WHEN t.id IS NULL THEN {NEW} WHEN {differing} THEN {CHANGED}"
        return f"CASE {cases} ELSE {UNCHANGED} END"


def _resolve_group(stage: Stage, table: Staged, group: StagedGroup) -> None:
    """The pairs of a many-to-many field, and the rows on record that change by them."""
    target = group.field.related_model
    key = stage.quote(natural_field(target))
    real, staged = stage.real(target._meta.db_table), stage.tables.get(target)
    join = f"LEFT JOIN {staged.ids} l ON l.key = g.target" if staged else ""
    found = "COALESCE(l.id, t.id)" if staged else "t.id"
    stage.create_table(group.incoming, ["here bigint", "there bigint", "place integer"])
    stage.run(f"""
        INSERT INTO {group.incoming} SELECT x.id, {found}, MIN(g.place)
        FROM {group.raw} g JOIN {table.incoming} x ON x.row_no = g.row_no
        {join} LEFT JOIN {real} t ON t.{key} = g.target
        GROUP BY x.id, {found}, CASE WHEN {found} IS NULL THEN g.place END
    """)  # noqa: S608
    here, there = group.here, group.there
    if lacks := table.lacks(group.name):
        stage.run(f"""
            INSERT INTO {group.incoming} SELECT p.{here}, p.{there}, 0 FROM {group.real} p
            JOIN {table.incoming} x ON x.id = p.{here} JOIN {table.raw} r ON r.row_no = x.row_no
            WHERE {lacks}
        """)  # noqa: S608
    stage.run(f"CREATE INDEX here_{group.table} ON {group.incoming} (here)")
    stage.count(group.incoming, "here")
    stored = f"""
        SELECT p.{here}, p.{there} FROM {group.real} p
        JOIN {table.incoming} x ON x.id = p.{here}
    """  # noqa: S608
    incoming = f"SELECT here, there FROM {group.incoming} WHERE here > 0"  # noqa: S608
    pairs = f"SELECT * FROM ({stored} EXCEPT {incoming}) AS lost"  # noqa: S608
    added = f"SELECT * FROM ({incoming} EXCEPT {stored}) AS won"  # noqa: S608
    differing = [owner for owner, _target in stage.rows(f"{pairs} UNION ALL {added}")]
    for some in batches(sorted(set(differing))):
        marks = ", ".join(["%s"] * len(some))
        stage.run(
            f"UPDATE {table.incoming} SET state = {CHANGED} "  # noqa: S608
            f"WHERE state = {UNCHANGED} AND id IN ({marks})",
            some,
        )

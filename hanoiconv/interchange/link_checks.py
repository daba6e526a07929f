"""What is wrong with where staged rows stand and lead: keys met twice, links, owners, old slugs.

As many queries for a hundred thousand rows as for one. Each fault names the file, the line and
the row.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from hanoiconv.core.former_slugs import FormerSlug, followed
from hanoiconv.interchange.linking import UNCHANGED
from hanoiconv.interchange.rows import Fault
from hanoiconv.interchange.shape import natural_field
from hanoiconv.interchange.staging import Staged
from hanoiconv.interchange.wrong_rows import WrongRows


def doubles(wrong: WrongRows) -> Iterator[Fault]:
    """Rows that stand twice in the files."""
    for table in wrong.stage.tables.values():
        rows = wrong.stage.rows(f"""
            SELECT r.file_no, r.line_no, r.{table.key}, f.file_no, f.line_no FROM {table.raw} r
            JOIN (
                SELECT {table.key} AS key, MIN(row_no) AS first
                FROM {table.raw} GROUP BY {table.key} HAVING COUNT(*) > 1
            ) d ON d.key = r.{table.key} AND d.first <> r.row_no
            JOIN {table.raw} f ON f.row_no = d.first ORDER BY r.row_no
        """)  # noqa: S608 - names of ours alone, here and below
        for file, line, key, first_file, first_line in rows:
            where = f"{wrong.files[first_file]}:{first_line}"
            reason = _("stands in the files twice, first in %s") % where
            yield wrong.fault(table, file, line, key, natural_field(table.model), reason)


def links(wrong: WrongRows, refused: set[tuple[Any, str]]) -> Iterator[Fault]:
    """Links to nothing. `refused` are rows of the files that are wrong themselves."""
    for table in wrong.stage.tables.values():
        for link in table.links:
            column = wrong.stage.quote(link.column)
            yield from _missing(
                wrong,
                table,
                link,
                refused,
                f"SELECT x.file_no, x.line_no, x.{table.key}, r.{column} "  # noqa: S608
                f"FROM {table.incoming} x JOIN {table.raw} r ON r.row_no = x.row_no "
                f"WHERE r.{column} IS NOT NULL AND x.{column} IS NULL ORDER BY x.row_no",
            )
        for group in table.groups:
            yield from _missing(
                wrong,
                table,
                group.field,
                refused,
                f"SELECT x.file_no, x.line_no, x.{table.key}, g.target "  # noqa: S608
                f"FROM {group.raw} g JOIN {table.incoming} x ON x.row_no = g.row_no "
                f"JOIN {group.incoming} i ON i.here = x.id AND i.place = g.place "
                "WHERE i.there IS NULL ORDER BY x.row_no, g.place",
            )


def _missing(wrong: WrongRows, table: Staged, link: Any, refused: Any, sql: str) -> Iterator[Fault]:
    target = link.related_model
    for file, line, key, name in wrong.stage.rows(sql):
        reason = (
            _("%(name)s “%(key)s” is in the files, but is itself wrong")
            if (target, name) in refused
            else _("no %(name)s has the key “%(key)s”, here or on record")
        )
        words = {"name": target._meta.verbose_name, "key": name}
        yield wrong.fault(table, file, line, key, link.name, reason % words)


def lacking(wrong: WrongRows) -> Iterator[Fault]:
    """New rows of tables without a column that a new row needs."""
    for table in wrong.stage.tables.values():
        for number, names in table.lacking.items():
            needed = table.form.needed(names)
            if not needed:
                continue
            rows = wrong.stage.rows(
                f"SELECT file_no, line_no, {table.key} FROM {table.incoming} "  # noqa: S608
                "WHERE id < 0 AND file_no = %s ORDER BY row_no",
                [number],
            )
            for file, line, key in rows:
                for name, reasons in needed.items():
                    for reason in reasons:
                        yield wrong.fault(table, file, line, key, name, reason)


def moved(wrong: WrongRows) -> Iterator[Fault]:
    """Parts that stand in another record: a key belongs to one record for good."""
    for table in wrong.stage.tables.values():
        if not table.owners:
            continue
        columns = [wrong.stage.quote(link.column) for link in table.owners]
        # A link to nothing is not another owner.
        differing = " OR ".join(
            f"t.{name} {wrong.stage.distinct} x.{name} "
            f"AND (x.{name} IS NOT NULL OR r.{name} IS NULL)"
            for name in columns
        )
        rows = wrong.stage.rows(f"""
            SELECT x.file_no, x.line_no, x.{table.key} FROM {table.incoming} x
            JOIN {table.raw} r ON r.row_no = x.row_no
            JOIN {table.real} t ON t.id = x.id WHERE {differing} ORDER BY x.row_no
        """)  # noqa: S608
        for file, line, key in rows:
            reason = _("a part of another record has this key: give this one a key of its own")
            yield wrong.fault(table, file, line, key, "key", reason)


def merged(wrong: WrongRows) -> Iterator[Fault]:
    """Rows of records that were merged into others, and would come back by their old slug."""
    for table in wrong.stage.tables.values():
        label = table.model._meta.label_lower
        rows = [
            *wrong.stage.rows(
                f"SELECT x.file_no, x.line_no, x.{table.key}, f.now "  # noqa: S608
                f"FROM {table.incoming} x JOIN {wrong.stage.real(FormerSlug._meta.db_table)} f "
                f"ON f.slug = x.{table.key} AND f.kind = %s WHERE x.id < 0 ORDER BY x.row_no",
                [label],
            )
        ]
        today = followed(label, [key for _file, _line, key, _now in rows])
        for file, line, key, now in rows:
            reason = _("was merged into “%s”: import it under that slug") % today.get(key, now)
            yield wrong.fault(table, file, line, key, natural_field(table.model), reason)


def left_out(wrong: WrongRows) -> Iterator[Fault]:
    """Links to new records of the files that are not to be applied."""
    for table in wrong.stage.tables.values():
        for link in table.links:
            column = wrong.stage.quote(link.column)
            yield from _left_out(wrong, table, link, f"x.{column} AS target", column, "")
        for group in table.groups:
            join = f"JOIN {group.incoming} g ON g.here = x.id"
            yield from _left_out(wrong, table, group.field, "g.there AS target", "there", join)


def _left_out(
    wrong: WrongRows, table: Staged, link: Any, chosen: str, column: str, join: str
) -> Iterator[Fault]:
    target = wrong.stage.tables.get(link.related_model)
    if target is None or not target.has_skipped:
        return
    rows = wrong.stage.rows(f"""
        SELECT w.file_no, w.line_no, w.own, i.key FROM (
            SELECT x.file_no, x.line_no, x.{table.key} AS own, {chosen}
            FROM {table.incoming} x {join}
            WHERE x.state <> {UNCHANGED} AND {column} < 0
        ) w JOIN {target.ids} i ON i.id = w.target
        WHERE NOT EXISTS (SELECT 1 FROM {target.incoming} s WHERE s.id = w.target)
    """)  # noqa: S608
    for file, line, key, name in rows:
        words = {"name": link.related_model._meta.verbose_name, "key": name}
        reason = _("%(name)s “%(key)s” is new in the files and not to be applied: tick it too")
        yield wrong.fault(table, file, line, key, link.name, reason % words)

"""The rows of an import that were found wrong: how to name them, and how to go on without them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models.expressions import RawSQL

from hanoiconv.core.batches import batches
from hanoiconv.core.records import DEEPEST
from hanoiconv.interchange.linking import UNCHANGED
from hanoiconv.interchange.rows import Fault
from hanoiconv.interchange.staging import Stage, Staged


class WrongRows:
    """The wrong rows of one stage; `files` and `kinds` are names of files and models by number."""

    def __init__(self, stage: Stage, files: Sequence[str], kinds: Sequence[Any]) -> None:
        self.stage, self.files, self.kinds = stage, files, kinds
        self.keys: dict[Staged, set[str]] = defaultdict(set)

    def fault(self, table: Staged, file: int, line: int, key: str, name: str, reason: str) -> Fault:
        """What is wrong with the row of this key, which is remembered as wrong."""
        self.keys[table].add(key)
        record = f"{table.model._meta.label_lower} {key}"
        return Fault(self.files[file], line, record, name, reason)

    def fault_at(self, table: Staged, pk: int, name: str, reason: str) -> Fault:
        """The same by the id that the row has, or would get."""
        sql = f"SELECT file_no, line_no, {table.key} FROM {table.incoming} WHERE id = %s"  # noqa: S608
        file, line, key = next(self.stage.rows(sql, [pk]))
        return self.fault(table, file, line, key, name, reason)

    def touched(self, table: Staged) -> Any:
        """The rows of the import that are new or change, as the ORM reads them in a future."""
        ids = f"SELECT id FROM {table.incoming} WHERE state <> {UNCHANGED}"  # noqa: S608
        return table.model._base_manager.filter(pk__in=RawSQL(ids, []))  # noqa: S611

    def drop_doubles(self) -> None:
        """Leaves the first of rows with one key, so that the rest can be checked."""
        for table in self.stage.tables.values():
            if self.keys[table]:
                self.stage.run(
                    f"DELETE FROM {table.raw} WHERE row_no NOT IN "  # noqa: S608
                    f"(SELECT MIN(row_no) FROM {table.raw} GROUP BY {table.key})"
                )
        self.keys.clear()

    def drop_faulty(self) -> None:
        """Takes out the rows found wrong and all that hangs on them, so as to check the rest."""
        for table, keys in self.keys.items():
            for some in batches(sorted(keys)):
                marks = ", ".join(["%s"] * len(some))
                sql = f"DELETE FROM {table.incoming} WHERE {table.key} IN ({marks})"  # noqa: S608
                self.stage.run(sql, some)
        for _level in range(DEEPEST):  # a chain longer than that is refused anyway
            dropped = [self._drop_dangling(table) for table in self.stage.tables.values()]
            if not any(dropped):
                return

    def _drop_dangling(self, table: Staged) -> bool:
        """Takes out rows whose links lead to rows taken out; whether there were any."""
        dangling = []
        for link in table.links:
            target = self.stage.tables.get(link.related_model)
            column = self.stage.quote(link.column)
            if target is not None:
                dangling.append(
                    f"{column} < 0 AND {column} NOT IN (SELECT id FROM {target.incoming})"  # noqa: S608
                )
        if not dangling:
            return False
        with self.stage.connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table.incoming} WHERE {' OR '.join(dangling)}")  # noqa: S608
            return cursor.rowcount > 0

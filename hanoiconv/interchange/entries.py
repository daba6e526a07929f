"""The plan of an import, record by record, kept in a temporary table in the form of the log."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from hanoiconv.core.batches import batches
from hanoiconv.core.permissions import out_of_reach_q
from hanoiconv.interchange.comparing import changed_roots, differences
from hanoiconv.interchange.futures import future
from hanoiconv.interchange.likeness import Likeness
from hanoiconv.interchange.linking import NEW, UNCHANGED
from hanoiconv.interchange.prints import combined, print_of
from hanoiconv.interchange.shape import title_field
from hanoiconv.interchange.staging import Stage
from hanoiconv.interchange.stored import Rows, documents_of
from hanoiconv.models import ImportEntry

TABLE = "planned_entry"
COMPACT = json.JSONEncoder(separators=(",", ":"), check_circular=False)
LONGEST_NAME: Any = ImportEntry._meta.get_field("file").max_length
# The columns of the log; the id of the import comes at the end, the rest stays here.
LOGGED = [
    field.name
    for field in ImportEntry._meta.concrete_fields
    if field.name not in ("id", "of", "record_id", "is_applied")
]
BLANK = {field.name: field.get_default() for field in ImportEntry._meta.concrete_fields}
Key = tuple[int, int]  # number of the kind, id of the record


class Entries:
    """What the import does to each record that is new or changes.

    `files` are the names of the files by number, `kinds` the models of records by number; `user`
    is who asks, None for the command line, which may do all.
    """

    def __init__(self, stage: Stage, files: Sequence[str], kinds: list[Any], user: Any) -> None:
        self.stage, self.files, self.kinds, self.user = stage, files, kinds, user
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.number = 0
        self._waiting: list[tuple[Any, ...]] = []

    def fill(self) -> None:
        """Works out every entry. As many queries for some hundreds of records as for one."""
        connection = self.stage.connection
        types = [
            f"{self.stage.quote(name)} {ImportEntry._meta.get_field(name).db_type(connection)}"
            for name in LOGGED
        ]
        ours = ["place integer PRIMARY KEY", "kind_no integer", "root_id bigint"]
        self.stage.create_table(TABLE, [*ours, *types])
        barred = self._not_permitted()
        roots: dict[int, list[int]] = defaultdict(list)
        for kind, pk in changed_roots(self.stage):
            roots[kind].append(pk)
        for kind, pks in roots.items():
            self._add_kind(kind, pks, barred)
        self._count_unchanged(roots)

    def _add_kind(self, kind: int, pks: list[int], barred: dict[Key, str]) -> None:
        model = self.kinds[kind]
        new, old = [pk for pk in pks if pk < 0], [pk for pk in pks if pk > 0]
        if new:
            prints = self._prints_of_new(kind)
            with future(self.stage):
                likeness = Likeness(model)
                # A row that is held back, or named a merged record, is not as its file has it.
                again = [pk for pk in new if pk not in prints]
                for some in batches(again):
                    prints |= {pk: print_of(rows) for pk, rows in documents_of(model, some)}
                for some in batches(new):
                    self._add_new(kind, some, prints, barred | self.later(kind, some), likeness)
        for some in batches(old):
            before = dict(documents_of(model, some))
            now = self._barred(kind, some, _("Readers see it: changing it takes a publisher."))
            with future(self.stage):
                after = dict(documents_of(model, some))
                reasons = barred | self.later(kind, some) | now
            self._add_changed(kind, before, after, reasons)

    def _prints_of_new(self, kind: int) -> dict[int, str]:
        """The fingerprints of new records whose rows are written as the files have them."""
        prints: dict[int, list[bytes]] = defaultdict(list)
        unlike: set[int] = set()
        for table in self.stage.tables.values():
            rows = self.stage.rows(
                "SELECT x.root_id, CASE WHEN x.held = 0 THEN r.print END "  # noqa: S608
                f"FROM {table.incoming} x JOIN {table.raw} r ON r.row_no = x.row_no "
                f"WHERE x.root_kind = {kind} AND x.root_id < 0"
            )
            for root, printed in rows:
                if printed is None:
                    unlike.add(root)
                else:
                    prints[root].append(bytes(printed))
        return {root: combined(some) for root, some in prints.items() if root not in unlike}

    def _add_new(
        self,
        kind: int,
        pks: list[int],
        prints: dict[int, str],
        barred: dict[Key, str],
        likeness: Likeness,
    ) -> None:
        model = self.kinds[kind]
        table, title = self.stage.tables[model], title_field(model)
        rows = self.stage.rows(
            f"SELECT id, slug, {self.stage.quote(title)}, file_no, line_no, held "  # noqa: S608
            f"FROM {table.incoming} WHERE id IN ({_listed(pks)}) ORDER BY id"
        )
        for pk, slug, name, file, line, held in rows:
            self._append(
                kind,
                pk,
                slug=slug,
                title=name,
                change=ImportEntry.Change.NEW.value,
                file=self.files[file],
                line=line,
                barred=barred.get((kind, pk), ""),
                notes=likeness.notes(slug, name),
                waits_in_review=bool(held),
                print_after=prints[pk],
            )
        self._flush()

    def _add_changed(
        self, kind: int, before: dict[int, Rows], after: dict[int, Rows], barred: dict[Key, str]
    ) -> None:
        """Some records of one kind, each with its document as it is and as it would be."""
        model = self.kinds[kind]
        imported = self._prints_of_last_import(model, before)
        places, held = self._places(kind, [*before]), self._held(kind, [*before])
        for pk, was in before.items():
            own, printed, then = was[0][1], print_of(was), after.get(pk, [])
            self._append(
                kind,
                pk,
                slug=own["slug"],
                title=own[title_field(model)],
                change=ImportEntry.Change.CHANGED.value,
                file=places.get(pk, ("", 0))[0],
                line=places.get(pk, ("", 0))[1],
                is_conflict=imported.get(own["slug"]) != printed,
                barred=barred.get((kind, pk), ""),
                waits_in_review=pk in held,
                differences=[one.as_json() for one in differences(was, then)],
                before=was,
                print_before=printed,
                print_after=print_of(then) if then else "",
            )
        self._flush()

    def _append(self, kind: int, pk: int, **values: Any) -> None:
        label = self.kinds[kind]._meta.label_lower
        self.counts[values["change"]][label] += 1
        self.number += 1
        entry = BLANK | values | {"kind": label, "title": values["title"][:500]}
        entry["file"] = entry["file"][-LONGEST_NAME:]  # its end says more than its start
        entry["is_chosen"] = not (entry["is_conflict"] or entry["barred"])
        for name in ("notes", "differences", "before"):
            entry[name] = COMPACT.encode(entry[name]) if entry[name] is not None else None
        self._waiting.append((self.number, kind, pk, *(entry[name] for name in LOGGED)))

    def _flush(self) -> None:
        names = ["place", "kind_no", "root_id", *map(self.stage.quote, LOGGED)]
        self.stage.load(TABLE, names, self._waiting)
        self._waiting = []

    def _prints_of_last_import(self, model: Any, before: dict[int, Rows]) -> dict[str, str]:
        """By slug: the print of a record as its last import left it."""
        slugs = [rows[0][1]["slug"] for rows in before.values()]
        entries = ImportEntry.objects.in_force()
        found = entries.filter(
            kind=model._meta.label_lower, slug__in=slugs, record_id__in=[*before]
        )
        return dict(found.order_by("of__applied_at", "pk").values_list("slug", "print_after"))

    def later(self, kind: int, pks: list[int]) -> dict[Key, str]:
        """The records that readers would see, and this user may not show them. Within a future."""
        reason = _("Readers would see it: that takes a publisher.")
        return self._barred(kind, pks, reason)

    def _barred(self, kind: int, pks: list[int], reason: str) -> dict[Key, str]:
        """The records that this user may not change as they stand here."""
        if self.user is None:
            return {}
        model = self.kinds[kind]
        rows = model._base_manager.filter(pk__in=pks).filter(out_of_reach_q(model, self.user))
        return {(kind, pk): reason for pk in rows.values_list("pk", flat=True)}

    def _not_permitted(self) -> dict[Key, str]:
        """The records with rows that the user may not add, change or remove at all."""
        found: dict[Key, str] = {}
        if self.user is None:
            return found
        for table in self.stage.tables.values():
            meta = table.model._meta
            for action, message, rows in (
                ("add", _("You may not add %s."), f"{table.incoming} WHERE state = {NEW}"),
                ("change", _("You may not change %s."), f"{table.incoming} WHERE state > {NEW}"),
                ("delete", _("You may not remove %s."), table.gone),
            ):
                if not self.user.has_perm(f"{meta.app_label}.{action}_{meta.model_name}"):
                    roots = f"SELECT DISTINCT root_kind, root_id FROM {rows}"  # noqa: S608
                    reason = message % meta.verbose_name_plural
                    found |= dict.fromkeys(self.stage.rows(roots), reason)
        return found

    def _held(self, kind: int, pks: list[int]) -> set[int]:
        table = self.stage.tables.get(self.kinds[kind])
        if table is None:
            return set()
        ids = _listed(pks)
        sql = f"SELECT id FROM {table.incoming} WHERE held = 1 AND id IN ({ids})"  # noqa: S608
        return {pk for (pk,) in self.stage.rows(sql)}

    def _places(self, kind: int, pks: list[int]) -> dict[int, tuple[str, int]]:
        """Where each record stands in the files, or else the first of its parts."""
        found: dict[int, tuple[str, int]] = {}
        for table in self.stage.in_order():
            missing = [pk for pk in pks if pk not in found]
            if not missing:
                break
            rows = self.stage.rows(
                f"SELECT root_id, file_no, line_no FROM {table.incoming} "  # noqa: S608
                f"WHERE root_kind = {kind} AND root_id IN ({_listed(missing)}) "
                f"AND (state <> {UNCHANGED} OR id = root_id) ORDER BY row_no"
            )
            for pk, file, line in rows:
                found.setdefault(pk, (self.files[file], line))
        return found

    def _count_unchanged(self, roots: dict[int, list[int]]) -> None:
        for number, model in enumerate(self.kinds):
            table = self.stage.tables.get(model)
            if table is None:
                continue
            ids = f"SELECT id FROM {table.incoming}"  # noqa: S608
            differing = set(roots.get(number, []))
            same = sum(1 for (pk,) in self.stage.rows(ids) if pk not in differing)
            if same:
                self.counts["unchanged"][model._meta.label_lower] = same

    def choose(self, chosen: Collection[tuple[str, str]] | None, *, overwrite: bool) -> None:
        """Marks what is to be applied: these records, or all that nothing speaks against."""
        if chosen is not None:
            rows = self.stage.rows(f"SELECT place, kind, slug, barred FROM {TABLE}")  # noqa: S608
            places = [row[0] for row in rows if (row[1], row[2]) in chosen and not row[3]]
            self.stage.run(f"UPDATE {TABLE} SET is_chosen = %s", [False])  # noqa: S608
        elif overwrite:
            free = f"SELECT place FROM {TABLE} WHERE barred = ''"  # noqa: S608
            places = [place for (place,) in self.stage.rows(free)]
        else:
            return
        for some in batches(places):
            self.stage.run(
                f"UPDATE {TABLE} SET is_chosen = %s WHERE place IN ({_listed(some)})",  # noqa: S608
                [True],
            )

    def any_chosen(self) -> bool:
        """Whether there is anything to apply."""
        return bool(self.stage.value(f"SELECT count(*) FROM {TABLE} WHERE is_chosen"))  # noqa: S608

    def __iter__(self) -> Iterator[ImportEntry]:
        """The entries in the order of kinds, then of the files; not yet part of an import."""
        columns = ", ".join(map(self.stage.quote, LOGGED))
        for row in self.stage.rows(f"SELECT {columns} FROM {TABLE} ORDER BY place"):  # noqa: S608
            values = dict(zip(LOGGED, row, strict=True))
            for name in ("notes", "differences", "before"):
                if isinstance(values[name], str):
                    values[name] = json.loads(values[name])
            yield ImportEntry(**values)


def _listed(pks: list[int]) -> str:
    """Ids for an IN list, as digits: hundreds of parameters cost more than the query."""
    return ", ".join(str(int(pk)) for pk in pks)

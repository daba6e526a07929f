"""A merge taken back as one action, while all that it changed is as it left it."""

import json
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from hanoiconv.core.batches import batches
from hanoiconv.core.former_slugs import FormerSlug
from hanoiconv.core.records import Part
from hanoiconv.interchange.applying import written
from hanoiconv.interchange.planning import Plan, Wish, planned
from hanoiconv.interchange.prints import print_of
from hanoiconv.interchange.rows import Input
from hanoiconv.interchange.staleness import Stale
from hanoiconv.interchange.stored import Rows, documents_of
from hanoiconv.interchange.undoing import sentence_of
from hanoiconv.merging.obstacles import may
from hanoiconv.merging.ways import ways_to
from hanoiconv.models import Merge, Version
from hanoiconv.versions.recording import Recording, Roots, roots_of
from hanoiconv.versions.restoring import move_to

MOST_NAMED = 20  # of the sentences that say why not


class NotUndone(Exception):
    """Nothing was undone; `problems` are the sentences that say why."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems))


def undoable(kept: Any) -> Any:
    """The merges into a record that are in force, the newest first."""
    rows = Merge.objects.filter(kind=kept._meta.label_lower, kept_id=kept.pk, undone_at=None)
    return rows.order_by("-made_at", "-pk")


def undo(merge: Merge, user: Any) -> None:
    """Takes a merge back: every record it changed is what it was, and the one that went is there.

    Raises:
        NotUndone: something was changed since, or is beyond this user; nothing was written.
    """
    try:
        with transaction.atomic():
            _undo(merge, user)
    except Stale as error:
        raise NotUndone([str(error)]) from error


def _undo(merge: Merge, user: Any) -> None:
    in_force = Merge.objects.filter(pk=merge.pk, undone_at=None)
    if not in_force.update(undone_at=timezone.now()):
        raise NotUndone([_("This merge was undone already.")])
    roots: Roots = defaultdict(set)
    for kind, pk, _number in merge.versions:
        roots[apps.get_model(kind)].add(pk)
    model = apps.get_model(merge.kind)
    _refuse([*_barred(roots, model, user)])
    if model._base_manager.filter(slug=merge.slug).exists():
        words = {"kind": model._meta.verbose_name, "slug": merge.slug}
        raise NotUndone([_("There is another %(kind)s “%(slug)s” by now.") % words])
    recording = Recording(user, Version.How.MERGE, _("Undid the merge of “%s”.") % merge.title)
    recording.watch(roots)
    versions = _versions(merge, 0)
    _refuse([*_changed_since(roots, versions)])
    _lead_back(merge)
    before = _versions(merge, -1)
    _refuse([*_named_since(before, roots)])
    wish = Wish(user=user, restore=True, overwrite=True, moves=True)
    with planned([_documents(before)], wish) as plan:
        _refuse([sentence_of(fault) for fault in plan.faults])
        _refuse([entry.barred for entry in plan.entries if entry.barred])
        _write(plan, merge, recording)
    _refuse([*_unlike(before, merge)])


def _refuse(problems: list[str]) -> None:
    if problems:
        raise NotUndone(list(dict.fromkeys(problems))[:MOST_NAMED])


def _barred(roots: Roots, model: Any, user: Any) -> Iterator[str]:
    """What this user may not do at the desk; what is settled, the plan tells."""
    wanted = [("add", model), *(("change", each) for each in roots)]
    for act, each in wanted:
        if not may(user, act, each):
            yield _("You may not change all of it: %s.") % each._meta.verbose_name_plural


def _versions(merge: Merge, step: int) -> dict[tuple[str, int], Version]:
    """The versions that the merge wrote, or those before them, by kind and id."""
    wanted: dict[str, dict[int, int]] = defaultdict(dict)
    for kind, pk, number in merge.versions:
        wanted[kind][pk] = number + step
    found = {}
    for kind, numbers in wanted.items():
        for some in batches(numbers):
            rows = Version.objects.filter(kind=kind, record_id__in=some)
            these = Q(number__in={numbers[pk] for pk in some})
            for row in rows.filter(these):
                if row.number == numbers[row.record_id]:
                    found[kind, row.record_id] = row
    return found


def _changed_since(roots: Roots, versions: Any) -> Iterator[str]:
    """A sentence for each record that is not as the merge left it."""
    for model, pks in roots.items():
        kind = model._meta.label_lower
        prints = {pk: print_of(rows) for pk, rows in documents_of(model, sorted(pks))}
        for pk in sorted(pks):
            left = versions.get((kind, pk))
            if left is None or prints.get(pk, "") != left.print:
                words = {"kind": model._meta.verbose_name, "title": left.title if left else pk}
                yield _("The %(kind)s “%(title)s” was changed since the merge.") % words


def _named_since(before: dict[tuple[str, int], Version], roots: Roots) -> Iterator[str]:
    """A sentence for each record that names, since the merge, a part that goes back."""
    keys: dict[Any, list[str]] = defaultdict(list)
    for version in before.values():
        for label, fields in version.document:
            keys[apps.get_model(label)].append(fields.get("key", ""))
    for model, some in keys.items():
        for way in ways_to(model) if issubclass(model, Part) else ():
            pks = model._base_manager.filter(key__in=some).values("pk")
            named = way.rows(pks).values_list(way.owner, flat=True)
            for root, found in roots_of(way.changed, named).items():
                for row in root._base_manager.filter(pk__in=found - roots[root])[:MOST_NAMED]:
                    words = {"kind": root._meta.verbose_name, "title": row}
                    yield _("The %(kind)s “%(title)s” names what would go back.") % words


def _lead_back(merge: Merge) -> None:
    """Slugs lead where they led before."""
    former = FormerSlug.objects.filter(kind=merge.kind)
    former.filter(slug__in=[merge.slug, *(slug for slug, *_rest in merge.former_slugs)]).delete()
    FormerSlug.objects.bulk_create(
        FormerSlug(kind=merge.kind, slug=slug, now=now, was_public=was_public)
        for slug, now, was_public in merge.former_slugs
    )


def _documents(versions: dict[tuple[str, int], Version]) -> Input:
    lines = (
        json.dumps({"model": label, "fields": fields})
        for version in versions.values()
        for label, fields in version.document
    )
    content = "\n".join(lines).encode()
    return Input("before.jsonl", lambda: BytesIO(content))


def _write(plan: Plan, merge: Merge, recording: Recording) -> None:
    with written(plan):
        model = apps.get_model(merge.kind)
        [(_kind, gone)] = [
            (kind, pk)
            for kind, pk, _number in merge.versions
            if kind == merge.kind and not model._base_manager.filter(pk=pk).exists()
        ]
        pk = model._base_manager.values_list("pk", flat=True).get(slug=merge.slug)
        recording.roots[model].discard(gone)
        move_to(merge.kind, gone, pk)
        recording.finish({model: {pk}})


def _unlike(before: dict[tuple[str, int], Version], merge: Merge) -> Iterator[str]:
    """A sentence for each record that did not become what it was, to the letter."""
    wanted: dict[str, dict[str, Version]] = defaultdict(dict)
    for (kind, _pk), version in before.items():
        wanted[kind][version.slug] = version
    for kind, versions in wanted.items():
        model = apps.get_model(kind)
        rows = model._base_manager.filter(slug__in=[*versions]).values_list("pk", flat=True)
        found: dict[str, Rows] = {}
        for _pk, document in documents_of(model, [*rows]):
            found[document[0][1]["slug"]] = document
        for slug, version in versions.items():
            if slug not in found or print_of(found[slug]) != version.print:
                yield _("“%s” cannot be made what it was.") % version.title

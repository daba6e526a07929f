"""What stands in the way of a merge, in sentences: rights, what may stand once, rules of models."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_permission_codename
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hanoiconv.core.batches import batches
from hanoiconv.core.permissions import may_change, out_of_reach_q
from hanoiconv.core.publication import Publishable
from hanoiconv.interchange.rule_checks import HELD, uniques_of
from hanoiconv.interchange.table_reading import among

if TYPE_CHECKING:
    from hanoiconv.merging.planning import MergePlan, Move

MOST_NAMED = 20  # rows that break one rule


def problems_before(plan: "MergePlan", user: Any) -> list[str]:
    """Why this may not be merged, as far as can be told before it is written."""
    if plan.kept.pk == plan.gone.pk:
        return [_("This is one and the same record: choose another.")]
    found = [*_rights(plan, user), *_lost_to_readers(plan)]
    for move in plan.moves:
        if move.rows and not move.way.group:
            found += [*_unfit(move, plan.kept), *_twice(move), *_rings(move, plan.kept)]
    return [*dict.fromkeys(found)]


def problems_after(plan: "MergePlan", user: Any) -> list[str]:
    """The last word on what was written: rules of all rows that moved, and rights.

    Others may have published what a row belongs to, or closed a ring with it, meanwhile.
    """
    found = [*_rights(plan, user)]
    for move in plan.moves:
        if move.rows and not move.way.group:
            found += _broken(move, move.rows)
    return [*dict.fromkeys(found)]


def may(user: Any, act: str, model: Any) -> bool:
    """Whether the user has Django's permission for that act on rows of the model."""
    name = get_permission_codename(act, model._meta)
    return user.has_perm(f"{model._meta.app_label}.{name}")


def readers_know(row: Any) -> bool:
    """Whether readers see the record's page, or the reason why it was withdrawn."""
    now = timezone.now()
    is_public = type(row)._default_manager.public(now).filter(pk=row.pk).exists()
    return is_public or (isinstance(row, Publishable) and row.is_gone(now))


def _rights(plan: "MergePlan", user: Any) -> Iterator[str]:
    """Each record and each row that moves must be the user's to change."""
    kind = type(plan.kept)._meta.verbose_name_plural
    if not (may(user, "change", type(plan.kept)) and may(user, "delete", type(plan.kept))):
        yield _("Merging %(kind)s takes the right to change and to delete them.") % {"kind": kind}
    for row in (plan.kept, plan.gone):
        if not may_change(user, row):
            yield _("“%s” is or was to be seen by readers: merging it takes a publisher.") % row
    for move in plan.moves:
        changed = move.way.changed
        words = {"kind": changed._meta.verbose_name_plural}
        is_deleting = bool(move.twins) and not move.way.group
        if not may(user, "change", changed):
            yield _("You may not change %(kind)s, and some would move.") % words
        elif is_deleting and not may(user, "delete", changed):
            yield _("You may not delete %(kind)s, and some would go as the same twice.") % words
        elif number := _out_of_reach(move, user):
            text = ngettext(
                "%(number)d of the %(kind)s that would move is or was to be seen by readers: "
                "changing it takes a publisher.",
                "%(number)d of the %(kind)s that would move are or were to be seen by readers: "
                "changing them takes a publisher.",
                number,
            )
            yield text % (words | {"number": number})


def _out_of_reach(move: "Move", user: Any) -> int:
    """How many of the rows the user may not change. One query; none for a publisher."""
    way = move.way
    here = way.model._base_manager.filter(pk__in=among([*move.rows, *move.twins]))
    rows = way.changed._base_manager.filter(pk__in=here.values(way.owner))
    return rows.filter(out_of_reach_q(way.changed, user)).count()


def _lost_to_readers(plan: "MergePlan") -> Iterator[str]:
    """What publishes itself may not vanish into what readers cannot see."""
    kept, gone = plan.kept, plan.gone
    if not isinstance(gone, Publishable) or not readers_know(gone):
        return
    is_shown = type(kept)._default_manager.public().filter(pk=kept.pk).exists()
    both_withdrawn = gone.is_gone(timezone.now()) and readers_know(kept)
    if not (is_shown or both_withdrawn):
        words = {"gone": gone, "kept": kept}
        yield (
            _(
                "Readers know the page of “%(gone)s”, but do not see “%(kept)s”: merge the other "
                "way round, or publish that one first."
            )
            % words
        )


def _unfit(move: "Move", kept: Any) -> Iterator[str]:
    """Where a form would not offer the kept record (`limit_choices_to`)."""
    link = move.way.link
    limit = link.get_limit_choices_to()
    if limit and isinstance(kept, link.related_model):
        fitting = type(kept)._base_manager.complex_filter(limit).filter(pk=kept.pk)
        if not fitting.exists():
            kind = move.way.model._meta.verbose_name_plural
            words = {"kept": kept, "field": link.verbose_name, "kind": kind}
            yield _("“%(kept)s” cannot be chosen as %(field)s of %(kind)s.") % words


def _twice(move: "Move") -> Iterator[str]:
    """Rows that would say once more what may be said once, and not quite the same."""
    way = move.way
    for names, condition, message in uniques_of(way.model):
        if way.link.name not in names:
            continue
        others = [name for name in names if name != way.link.name]
        moving = way.model._base_manager.filter(condition, pk__in=among(move.rows))
        there = way.rows(among({*move.to.values()})).filter(condition)
        taken = {*there.values_list(way.link.attname, *others)}
        for pk, named, *values in moving.values_list("pk", way.link.attname, *others):
            if None not in values and (move.to[named], *values) in taken:
                row = way.model._base_manager.get(pk=pk)
                yield _sentence(row, [message, _("Make the two alike, or delete one.")])


def _rings(move: "Move", kept: Any) -> Iterator[str]:
    """What would be part of itself, or too deep: rules that read the records above.

    Those are told before anything is written. Rules of parts read only what moves with them.
    """
    if move.way.model is type(kept):
        yield from _broken(move, move.rows)


def _broken(move: "Move", pks: list[int]) -> list[str]:
    """The rules of models (`clean()`) that the rows break as they will be."""
    way = move.way
    if way.model.clean is models.Model.clean:
        return []
    found: list[str] = []
    rows = way.model._base_manager.filter(pk__in=among(pks)).iterator(chunk_size=HELD)
    for some in batches(rows, HELD):
        for row in some:
            named = getattr(row, way.link.attname)
            setattr(row, way.link.attname, move.to.get(named, named))
        faults = way.model.faults_of(some)
        found += [_sentence(row, error.messages) for row, error in islice(faults, MOST_NAMED)]
    return found[:MOST_NAMED]


def _sentence(row: Any, reasons: list[str]) -> str:
    words = {"kind": row._meta.verbose_name, "row": row, "reasons": " ".join(reasons)}
    return _("The %(kind)s “%(row)s”: %(reasons)s") % words

"""A merge carried out: one transaction that moves what was shown, or nothing."""

from collections import defaultdict
from typing import Any

from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Case, Max, Q, Value, When
from django.utils.translation import gettext as _

from hanoiconv.core.batches import batches
from hanoiconv.core.former_slugs import FormerSlug
from hanoiconv.interchange.staleness import is_deadlock
from hanoiconv.interchange.table_reading import among
from hanoiconv.merging.obstacles import problems_after, readers_know
from hanoiconv.merging.planning import MergePlan, Move, plan, sentence
from hanoiconv.models import Merge, Version
from hanoiconv.versions.recording import Roots, recorded, roots_of

LONGEST: Any = Version._meta.get_field("why").max_length


class NotMerged(Exception):
    """Nothing was merged; `problems` are the sentences that say why."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems))


def merge(kept: Any, gone: Any, user: Any, shown: str, *, keep_spelling: bool = False) -> MergePlan:
    """Makes `gone` part of `kept`: what names it names that one, and so does its address.

    `shown` is the fingerprint of the plan that the user has seen; `keep_spelling` makes the name
    of `gone` another name of `kept`, where the plan offers that.

    Raises:
        NotMerged: something stands in the way, or has changed since; nothing was written.
    """
    try:
        with transaction.atomic():
            kept, gone = _locked(kept, gone)
            planned = plan(kept, gone, user)
            if planned.problems:
                raise NotMerged(planned.problems)
            if planned.fingerprint != shown:
                raise NotMerged([_("What would move has changed since it was shown: look again.")])
            was_public, led = readers_know(gone), _former_slugs(kept, gone)
            touched, last = _touched(planned), Version.objects.aggregate(last=Max("pk"))["last"]
            with recorded(touched, user, Version.How.MERGE, sentence(planned)[:LONGEST]):
                _carry_out(planned.moves)
                if keep_spelling and planned.spelling:
                    kept.names.create(text=planned.spelling, lang=gone.lang)
                problems = problems_after(planned, user)
                if problems:
                    raise NotMerged(problems)
                _lead_on(kept, gone, was_public=was_public)
                _log(planned, user)
                gone.delete()
            _remember(planned, user, _written_since(touched, last or 0), led)
    except (IntegrityError, OperationalError) as error:
        if isinstance(error, OperationalError) and not is_deadlock(error):
            raise
        raise NotMerged([_("The record changed while this was being written.")]) from error
    return planned


def _locked(kept: Any, gone: Any) -> list[Any]:
    """Both as they are now; nobody changes them, or names them anew, until this is done.

    Raises:
        NotMerged: one is no longer on record.
        TypeError: they are of two kinds.
    """
    if type(kept) is not type(gone):
        raise TypeError("Records of two kinds are not merged.")
    pks = [kept.pk, gone.pk]
    rows = type(kept)._base_manager.filter(pk__in=pks).select_for_update().order_by("pk")
    found = {row.pk: row for row in rows}
    if not {*pks} <= found.keys():
        raise NotMerged([_("One of the two is no longer on record.")])
    return [found[pk] for pk in pks]


def _former_slugs(kept: Any, gone: Any) -> list[Any]:
    """The former slugs that a merge changes, as they are."""
    rows = FormerSlug.objects.filter(kind=kept._meta.label_lower)
    changed = rows.filter(Q(now=gone.slug) | Q(slug=gone.slug)).order_by("slug")
    return [*changed.values_list("slug", "now", "was_public")]


def _written_since(touched: Roots, last: int) -> list[Any]:
    """The versions that the merge wrote of what it touched: kind, id, number."""
    found: list[Any] = []
    for model, pks in touched.items():
        rows = Version.objects.filter(kind=model._meta.label_lower, how=Version.How.MERGE)
        for some in batches(sorted(pks)):
            these = rows.filter(pk__gt=last, record_id__in=some).order_by("pk")
            found += these.values_list("kind", "record_id", "number")
    return found


def _remember(done: MergePlan, user: Any, versions: list[Any], led: list[Any]) -> None:
    """What undoing it takes."""
    Merge.objects.create(
        kind=done.kept._meta.label_lower,
        kept_id=done.kept.pk,
        slug=done.gone.slug,
        title=str(done.gone)[:500],
        user=user,
        versions=versions,
        former_slugs=led,
    )


def _touched(planned: MergePlan) -> Roots:
    """The records that are something else afterwards: the two, and those of all rows that move."""
    found: Roots = defaultdict(set, {type(planned.kept): {planned.kept.pk, planned.gone.pk}})
    for move in planned.moves:
        way = move.way
        rows = way.model._base_manager.filter(pk__in=among([*move.rows, *move.twins]))
        for model, pks in roots_of(way.changed, rows.values_list(way.owner, flat=True)).items():
            found[model] |= pks
    return found


def _carry_out(moves: list[Move]) -> None:
    """What named the one names the other; then what is there already goes, which nothing names."""
    for move in [move for move in moves if move.rows]:
        link = move.way.link.name
        for some in batches(move.to.items()):
            cases = [When(**{link: old}, then=Value(new)) for old, new in some]
            rows = move.way.rows([old for old, _new in some]).filter(pk__in=among(move.rows))
            rows.order_by().update(**{link: Case(*cases)})
    for move in reversed(moves):
        if move.twins:
            move.way.model._base_manager.filter(pk__in=among(move.twins)).delete()


def _lead_on(kept: Any, gone: Any, *, was_public: bool) -> None:
    """Links to what goes lead to what stays; its addresses too, where readers knew them."""
    former = FormerSlug.objects.filter(kind=kept._meta.label_lower)
    former.filter(slug=kept.slug, now=gone.slug).delete()  # it would lead to itself
    former.filter(now=gone.slug).update(now=kept.slug)
    former.update_or_create(
        kind=kept._meta.label_lower,
        slug=gone.slug,
        defaults={"now": kept.slug, "was_public": was_public},
    )


def _log(done: MergePlan, user: Any) -> None:
    """On the record that stays what came, on the one that goes where it is now."""
    words = {"title": done.kept, "slug": done.kept.slug}
    gone = _("Merged into “%(title)s” (%(slug)s).") % words
    log = LogEntry.objects
    log.log_actions(user.pk, [done.kept], CHANGE, sentence(done), single_object=True)
    log.log_actions(user.pk, [done.gone], DELETION, gone, single_object=True)

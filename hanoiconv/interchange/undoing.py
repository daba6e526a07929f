"""An import taken back as one action, while its records are as it left them."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Article
from events.references import Reference, known, references_in
from hanoiconv.core.batches import batches
from hanoiconv.core.former_slugs import FormerSlug
from hanoiconv.interchange.applying import written
from hanoiconv.interchange.futures import future
from hanoiconv.interchange.planning import Plan, Progress, Wish, planned
from hanoiconv.interchange.prints import print_of
from hanoiconv.interchange.rows import Input
from hanoiconv.interchange.staleness import Stale
from hanoiconv.interchange.stored import documents_of
from hanoiconv.models import Import, ImportEntry
from hanoiconv.versions.recording import record_undone

LEFT_AS = ("kind", "slug", "print_after")  # how an import left a record


def undo(log: Import, user: Any = None, tell: Progress | None = None) -> list[str]:
    """Takes an import back: what it changed is as before, what it brought is gone.

    All or nothing: gives back the sentences that say why not, one for each record in the way.
    """
    log.refresh_from_db()
    if log.state != Import.State.APPLIED:
        return [_("Only an import that was applied can be undone.")]
    problems = [*_changed_since(log)]
    if problems:
        return problems
    entries = log.entries.filter(is_applied=True)
    new = set(entries.filter(change=ImportEntry.Change.NEW).values_list("kind", "slug"))
    problems = [*_former_slugs_of(new)]
    wish = Wish(user=user, restore=True, overwrite=True)
    with planned([_documents_before(log)], wish, tell, removed=sorted(new)) as plan:
        problems += [sentence_of(fault) for fault in plan.faults]
        if not plan.faults:
            problems += [*_edited_meanwhile(plan, entries), *_named_in_texts(plan)]
            problems += [f"{entry.title}: {entry.barred}" for entry in plan.entries if entry.barred]
        if problems:
            return problems
        try:
            with written(plan):
                _refuse_second(log)
                record_undone(log, plan.entries, user)
                log.state, log.undone_at = Import.State.UNDONE, timezone.now()
                log.undone_by = user
                log.save()
        except Stale as error:
            log.refresh_from_db()
            return [str(error)]
    return []


def _refuse_second(log: Import) -> None:
    """Two clicks on "Undo" undo once.

    Raises:
        Stale: it was undone meanwhile.
    """
    applied = Import.objects.filter(pk=log.pk, state=Import.State.APPLIED)
    if not applied.select_for_update().exists():
        raise Stale(_("This import was undone meanwhile."))


def _changed_since(log: Import) -> Iterator[str]:
    """A sentence for each record that is not as the import left it."""
    entries = log.entries.filter(is_applied=True).order_by("pk")
    for kind in entries.order_by("kind").values_list("kind", flat=True).distinct():
        model = apps.get_model(kind)
        of_kind = entries.filter(kind=kind).values_list("record_id", "slug", "title", "print_after")
        for some in batches(of_kind.iterator()):
            pks = [pk for pk, *_rest in some if pk is not None]
            found = {pk: print_of(rows) for pk, rows in documents_of(model, pks)}
            for pk, slug, title, printed in some:
                words = {"kind": model._meta.verbose_name, "title": title, "slug": slug}
                if pk not in found:
                    yield _("%(kind)s “%(title)s” (%(slug)s) is no longer on record.") % words
                elif found[pk] != printed:
                    yield _("%(kind)s “%(title)s” (%(slug)s) was changed since.") % words


def _edited_meanwhile(plan: Plan, entries: Any) -> Iterator[str]:
    """A sentence for each record that was edited between that look and the plan."""
    left = {(kind, slug): print_ for kind, slug, print_ in entries.values_list(*LEFT_AS)}
    for entry in plan.entries:
        if entry.print_before != left[entry.kind, entry.slug]:
            yield _("“%(title)s” (%(slug)s) was changed just now.") % vars(entry)


def _former_slugs_of(removed: set[tuple[str, str]]) -> Iterator[str]:
    """A sentence for each merged record whose links would lead nowhere."""
    for some in batches(sorted({slug for _kind, slug in removed})):
        for former in FormerSlug.objects.filter(now__in=some).order_by("slug"):
            if (former.kind, former.now) in removed:
                words = {"slug": former.slug, "now": former.now}
                yield _("The links of “%(slug)s”, merged into “%(now)s”, lead there.") % words


def _named_in_texts(plan: Plan) -> Iterator[str]:
    """A sentence for each article that would name a record which is gone then."""
    with future(plan.stage):
        articles = Article.objects.only("slug", "headline", "body").iterator()
        lost = [
            (article.headline, reference)
            for some in batches(articles)
            for article, references in _unknown([(each, references_in(each.body)) for each in some])
            for reference in references
        ]
    there = known(reference for _headline, reference in lost)
    for headline, reference in lost:
        if (reference.kind, reference.slug) in there:
            words = {"article": headline, "reference": reference}
            yield _("The article “%(article)s” names %(reference)s.") % words


def _unknown(named: list[tuple[Article, list[Reference]]]) -> Iterator[Any]:
    """The articles with those of their references that lead to nothing."""
    there = known(reference for _article, references in named for reference in references)
    for article, references in named:
        yield article, [each for each in references if (each.kind, each.slug) not in there]


def _documents_before(log: Import) -> Input:
    """The records that the import changed, as they were, as lines to read."""
    entries = log.entries.filter(is_applied=True, before__isnull=False).order_by("pk")
    lines = (
        json.dumps({"model": label, "fields": fields})
        for entry in entries.iterator()
        for label, fields in entry.before
    )
    content = "\n".join(lines).encode()
    return Input("before.jsonl", lambda: BytesIO(content))


def sentence_of(fault: Any) -> str:
    """What is wrong with a row, without the file that nobody uploaded."""
    return ": ".join(word for word in (fault.record, fault.field, fault.reason) if word)

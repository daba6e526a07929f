"""An article published together with the statements and events that it needs, or not at all."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Article, Event, Statement
from events.references import known, references_in
from hanoiconv.core.forms import WRITING
from hanoiconv.core.holding import NotPublished, reasons_against
from hanoiconv.core.permissions import may_view
from hanoiconv.core.publication import Publishable
from hanoiconv.core.publishing import publish as publish_rows
from hanoiconv.core.records import read_up

MOST = 100  # records at once: each is checked and kept on its own


@dataclass
class Piece:
    """A record that would be published, and what stands against that."""

    record: Any
    reasons: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return str(self.record._meta.verbose_name)

    @property
    def url(self) -> str:
        """Its form at the desk."""
        meta = self.record._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[self.record.pk])


@dataclass
class Plan:
    """What would be published with an article, what each needs before it."""

    article: Article
    pieces: list[Piece]
    problems: list[str]  # that are not about one record

    @property
    def is_ready(self) -> bool:
        return not self.problems and not any(piece.reasons for piece in self.pieces)

    @property
    def fingerprint(self) -> str:
        """The same as long as it is the same that would be published."""
        rows = [piece.record for piece in self.pieces]
        said = [(row._meta.label, row.pk, row.status, str(row)) for row in rows]
        return hashlib.sha256(repr([*said, self.article.body]).encode()).hexdigest()


class Changed(Exception):
    """What would be published is not what was shown."""


def plan(article: Article, request: HttpRequest) -> Plan:
    """What publishing the article would take. As many queries for any number of records.

    The checks are asked of the record as it would be; that is undone at once.
    """
    rows = [*_needed(article), article]
    pieces = [Piece(row) for row in rows]
    problems = [*_barred(rows, request)]
    if len(rows) > MOST:
        problems.append(_("These are more than %d records: publish some of them first.") % MOST)
    if not problems:
        _ask(pieces)
    return Plan(article, pieces, problems)


def publish(article: Article, request: Any, shown: str) -> list[Any]:
    """Publishes what was shown, all or nothing; what was published.

    Raises:
        Changed: it would be something else by now.
        NotPublished: something stands against it.
    """
    with transaction.atomic():
        planned = plan(article, request)
        if planned.fingerprint != shown:
            raise Changed
        if planned.problems:
            raise NotPublished(planned.problems, article)
        request.why = (_("Published with “%s”.") % article)[:300]
        rows = [piece.record for piece in planned.pieces]
        for model in (Event, Statement, Article):
            its_desk: Any = admin.site.get_model_admin(model)
            publish_rows(its_desk, request, [row for row in rows if isinstance(row, model)])
    return rows


def _needed(article: Article) -> list[Any]:
    """Events, those above first, then statements, that are being written. At most six queries."""
    references = [row for row in references_in(article.body) if row.kind in ("event", "statement")]
    slugs = {
        kind: [target.slug for (word, _slug), target in known(references).items() if word == kind]
        for kind in ("event", "statement")
    }
    writing = {"status__in": WRITING}
    statements = Statement.objects.filter(slug__in=slugs["statement"], **writing).in_order()
    statements = [*statements]
    about = {row.event_id for row in statements}
    named = Q(slug__in=slugs["event"]) | Q(articles=article) | Q(pk__in=about)
    events = {row.pk: row for row in Event.objects.filter(named).order_by("pk")}
    read_up([*events.values()], "parent")
    lines = [[*_line(event)] for event in events.values()]
    above = {row.pk: row for line in lines for row in reversed(line) if row.status in WRITING}
    in_order = sorted(above.values(), key=lambda row: len([*_line(row)]))
    return [*in_order, *statements]


def _line(event: Event) -> Iterator[Event]:
    step: Event | None = event
    while step is not None:
        yield step
        step = step.parent


def _barred(rows: list[Any], request: HttpRequest) -> Iterator[str]:
    """Kinds that the user may not publish, or not even view."""
    for model in (Event, Statement, Article):
        number = sum(isinstance(row, model) for row in rows)
        its_desk: Any = admin.site.get_model_admin(model)
        may = its_desk.has_publish_permission(request) and its_desk.has_change_permission(request)
        if number and not (may and may_view(request.user, model)):
            words = ngettext(
                "%(number)d of the %(kinds)s takes somebody who may publish them.",
                "%(number)d of the %(kinds)s take somebody who may publish them.",
                number,
            )
            yield words % {"number": number, "kinds": model._meta.verbose_name_plural}


def _ask(pieces: list[Piece]) -> None:
    """Asks all checks of the records as they would be once published."""
    now = timezone.now()
    by_model: dict[Any, dict[Any, Piece]] = {}
    for piece in pieces:
        by_model.setdefault(type(piece.record), {})[piece.record.pk] = piece
    published = {"status": Publishable.Status.PUBLISHED, "publish_at": now}
    with transaction.atomic():
        for model, some in by_model.items():
            model.objects.filter(pk__in=some).update(**published)
        for some in by_model.values():
            for pk, reasons in reasons_against([piece.record for piece in some.values()]).items():
                some[pk].reasons += reasons
        # Of other records, `clean()` asks nothing that publishing changes.
        for article in Article.objects.filter(pk__in=by_model[Article]):
            for _row, error in Article.faults_of([article]):
                by_model[Article][article.pk].reasons += error.messages
        transaction.set_rollback(True)

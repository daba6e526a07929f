"""What may be wrong with a statement: its reports, its day, its speakers."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from events.models import Participation, Report, Speaker, Statement
from hanoiconv.checks.registry import MOST_READ, MOST_TOLD, Finding
from hanoiconv.core.dates import format_partial_date, surely_before
from people.models import Organisation

WITHDRAWN = Statement.Status.WITHDRAWN
PRESS = (Organisation.Kind.AGENCY, Organisation.Kind.OUTLET)


def not_reported(_kind: Any) -> Any:
    rows = Statement.objects.exclude(status=WITHDRAWN)
    return rows.filter(~Exists(Report.objects.filter(statement=OuterRef("pk"))))


def tell_not_reported(_kind: Any, rows: Any) -> Iterator[Finding]:
    for pk in rows.order_by("-pk").values_list("pk", flat=True)[:MOST_READ]:
        yield Finding(pk, "reports", _("No source reports it: add a report."))


def not_found(_kind: Any) -> Any:
    return _reports().filter(verdict=Report.Verdict.NOT_FOUND)


def tell_not_found(_kind: Any, rows: Any) -> Iterator[Finding]:
    message = _(
        "What it rests on was not found in the stored text of “%(source)s”: compare the passages."
    )
    for pk, source in rows.values_list("statement", "source__title")[:MOST_READ]:
        yield Finding(pk, "reports", message % {"source": source})


def before_the_event(_kind: Any) -> Any:
    """Both days are those of the place, so one day is enough; times of one day are compared."""
    is_timed = Q(date__contains="T", event__date__contains="T")
    began = F("event__date_earliest")
    rows = Statement.objects.exclude(status=WITHDRAWN)
    return rows.filter(Q(date_latest__lt=began) | Q(date_latest=began) & is_timed)


def tell_before_the_event(_kind: Any, rows: Any) -> Iterator[Finding]:
    message = _("Its date (%(day)s) lies before “%(event)s” began (%(began)s).")
    found = rows.order_by("-pk").values_list("pk", "date", "event__date", "event__title")
    for pk, day, event_day, event in found[:MOST_READ]:
        if surely_before(day, event_day):
            words = {"event": event, "began": format_partial_date(event_day)}
            yield Finding(pk, "date", message % (words | {"day": format_partial_date(day)}))


def printed_too_early(_kind: Any) -> Any:
    return _reports().filter(source__published_latest__lt=F("statement__date_earliest"))


def tell_printed_too_early(_kind: Any, rows: Any) -> Iterator[Finding]:
    """A day apart is no fault: a source printed west of the venue may bear the day before."""
    message = _("“%(source)s” was published (%(published)s) before this was said (%(day)s).")
    names = ["statement", "statement__date", "source__title", "source__published_on"]
    for pk, day, source, published in rows.values_list(*names)[:MOST_READ]:
        if surely_before(published, day, apart=timedelta(days=1)):
            words = {"source": source, "published": format_partial_date(published)}
            yield Finding(pk, "reports", message % (words | {"day": format_partial_date(day)}))


def speaker_not_there(_kind: Any) -> Any:
    """Where it is on record who took part: in the event, what it is part of, or a part of it.

    Who stands for a body that took part is no finding, nor is what the press says itself.
    """
    event = OuterRef("statement__event")
    is_there = Q(person=OuterRef("person")) | Q(organisation=OuterRef("organisation"))
    is_there |= Q(organisation=OuterRef("role__organisation"))
    there = Participation.objects.filter(is_there)
    rows = Speaker.objects.exclude(statement__status=WITHDRAWN).filter(
        Q(person__isnull=False) | Q(organisation__isnull=False),
        Exists(Participation.objects.filter(event=event)),
        # One for each way: over an OR of them neither database uses its indexes.
        ~Exists(there.filter(event=event)),
        ~Exists(there.filter(event__parent=event)),
        ~Exists(there.filter(event__sub_events=event)),
    )
    return rows.exclude(person=None, described_as="", organisation__kind__in=PRESS)


def tell_speaker_not_there(_kind: Any, rows: Any) -> Iterator[Finding]:
    message = _("%(who)s is not among those on record as taking part in “%(event)s”.")
    rows = rows.select_related("person", "organisation", "role", "statement__event")
    for row in rows.order_by("-pk")[: MOST_TOLD + 1]:
        words = {"who": row.credit, "event": row.statement.event}
        yield Finding(row.statement_id, "speakers", message % words)


def _reports() -> Any:
    rows = Report.objects.exclude(statement__status=WITHDRAWN)
    return rows.order_by("-statement_id", "key")

"""What may be wrong with an article and with pictures."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Article, Photo
from events.references import check_references_of
from hanoiconv.checks.registry import MOST_READ, Finding
from hanoiconv.core.publication import any_of

# Bodies are parsed, which takes about a millisecond each.
MOST_BODIES = 100


def without_sources(_kind: Any) -> Any:
    named = Article.sources.through.objects.filter(article=OuterRef("pk"))
    return _articles().filter(~Exists(named))


def tell_without_sources(_kind: Any, rows: Any) -> Iterator[Finding]:
    for pk in rows.values_list("pk", flat=True)[:MOST_READ]:
        yield Finding(pk, "sources", _("It names no source: add those that it rests on."))


def lead_not_described(_kind: Any) -> Any:
    rows = _articles().filter(lead_photo__isnull=False)
    return rows.filter(Q(lead_photo__alt="") | Q(lead_photo__credit=""))


def tell_lead_not_described(_kind: Any, rows: Any) -> Iterator[Finding]:
    message = _("The lead photo has no %(missing)s: add it on the form of the photo.")
    found = rows.values_list("pk", "lead_photo__alt", "lead_photo__credit")
    for pk, alt, credit in found[:MOST_READ]:
        yield Finding(pk, "lead_photo", message % {"missing": _missing(alt, credit)})


def photo_not_described(_kind: Any) -> Any:
    return Photo.objects.filter(Q(alt="") | Q(credit="")).order_by("-pk")


def tell_photo_not_described(_kind: Any, rows: Any) -> Iterator[Finding]:
    message = _("It has no %(missing)s.")
    for pk, alt, credit in rows.values_list("pk", "alt", "credit")[:MOST_READ]:
        sentence = message % {"missing": _missing(alt, credit)}
        yield Finding(pk, "credit" if alt else "alt", sentence)


def with_references(_kind: Any) -> Any:
    """Articles that may name records: those without any mark of a link are passed over."""
    marks = [Q(body__contains=mark) for mark in ("](", "]:", "<", "{")]
    return _articles().filter(any_of(marks))


def tell_reference_broken(_kind: Any, rows: Any) -> Iterator[Finding]:
    """References to nothing, and to what readers may not see yet."""
    keys, bodies = _bodies(rows)
    broken = check_references_of(bodies)
    hidden = check_references_of(bodies, timezone.now(), allow_withdrawn=True)
    for pk, nothing, unseen in zip(keys, broken, hidden, strict=True):
        for error in [*nothing, *_but(unseen, nothing)]:
            yield Finding(pk, "body", " ".join(error.messages))


def tell_reference_withdrawn(_kind: Any, rows: Any) -> Iterator[Finding]:
    """References to what readers can see no longer; their links are text on the page."""
    keys, bodies = _bodies(rows)
    now = timezone.now()
    unseen = check_references_of(bodies, now)
    not_withdrawn = check_references_of(bodies, now, allow_withdrawn=True)
    message = _("Line %(line)d: %(reference)s was withdrawn, so that readers see no link.")
    for pk, wrong, rest in zip(keys, unseen, not_withdrawn, strict=True):
        for error in _but(wrong, rest):
            yield Finding(pk, "body", message % error.params)


def _articles() -> Any:
    return Article.objects.exclude(status=Article.Status.WITHDRAWN).order_by("-pk")


def _bodies(rows: Any) -> tuple[list[int], list[str]]:
    """Keys and texts of the newest of the articles."""
    found = [*rows.values_list("pk", "body")[:MOST_BODIES]]
    return [pk for pk, _body in found], [body for _pk, body in found]


def _but(errors: list[ValidationError], others: list[ValidationError]) -> Iterator[ValidationError]:
    """The errors about references that the others are not about."""
    told = {error.params["reference"] for error in others if error.params}
    return (error for error in errors if error.params and error.params["reference"] not in told)


def _missing(alt: str, credit: str) -> str:
    if alt or credit:
        return _("credit") if alt else _("alternative text")
    return _("alternative text and no credit")

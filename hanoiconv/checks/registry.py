"""What a check is: it has a name, a severity, the kinds of records it speaks of, and a test."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.permissions import may_view

# A list must not take longer the larger the record grows; a form asks about its own record.
MOST_RECORDS = 20_000
# Rows that a check reads to find something among all records: the newest that may be at fault.
MOST_READ = 1000
# Findings of one check on one list; of these and one more it is told that there are more.
MOST_TOLD = 200

Ids = Collection[int] | None


class Severity(models.TextChoices):
    """Whether a finding stops publishing, asks to be mended or is only worth a look."""

    BLOCKING = "blocking", _("stops publishing")
    WARNING = "warning", _("to mend")
    NOTE = "note", _("to look at")


class Finding(NamedTuple):
    """What a check says of one record; `field` is a field of its form, or parts on it."""

    pk: int
    field: str
    sentence: str


@dataclass(frozen=True)
class Check:
    """A test of records of some kinds.

    `suspects` are rows of a kind that may be at fault, or parts of such: one query, by which a form
    asks many checks at once. `tell` says what is wrong with them; its queries are as many for any
    number of rows. `reads` are the other models whose words its sentences quote: who may not view
    those is not told.
    """

    slug: str
    title: str | Promise
    about: str | Promise  # what to do, and what it leaves out
    severity: Severity
    kinds: tuple[Any, ...]
    suspects: Callable[[Any], models.QuerySet]
    tell: Callable[[Any, Any], Iterator[Finding]]
    reads: tuple[Any, ...] = ()
    # Its findings keep a form from being saved as published already, by `clean()`.
    is_in_the_form: bool = False

    def kinds_for(self, user: Any) -> list[Any]:
        """The kinds of which the user may be told."""
        if not all(may_view(user, model) for model in self.reads):
            return []
        return [model for model in self.kinds if may_view(user, model)]

    def find(self, kind: Any, ids: Ids = None) -> Iterator[Finding]:
        """What is wrong with the records of these keys, else with the newest of a kind."""
        rows = self.suspects(kind)
        path = path_to(kind, rows)
        if ids is None:
            last = kind.objects.order_by("-pk").values("pk")[MOST_RECORDS : MOST_RECORDS + 1]
            asked = rows.filter(**{f"{path}__gt": Coalesce(Subquery(last), 0)})
        else:
            asked = rows.filter(**{f"{path}__in": ids})
        return self.tell(kind, asked)

    def suspects_of(self, kind: Any) -> Exists:
        """Whether there may be something wrong with the row at hand."""
        rows = self.suspects(kind)
        return Exists(rows.filter(**{path_to(kind, rows): OuterRef("pk")}))


def path_to(kind: Any, rows: Any) -> str:
    """How suspects lead to their record, which they are or are parts of."""
    return "pk" if rows.model is kind else kind._meta.model_name

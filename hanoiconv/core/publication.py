"""What a visitor may see. Defined here, once; every list, count, search and file builds on it.

Roots (articles, events, statements) are public when they are published and due. Around them lie
two rings: what a public root names, and what those name in turn. Each model lists the ways by
which it may be named; nothing else makes a row public.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache, reduce
from operator import or_
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.text import ProseField

# Asking what is public at the end of time gives what is approved already, scheduled rows too.
END_OF_TIME = datetime(9999, 12, 31, tzinfo=UTC)
# Stands for the present in compiled rules; no row is ever asked about for this moment.
SOME_MOMENT = datetime(2222, 2, 22, 22, 22, 22, 222222, tzinfo=UTC)
INNER_TABLE = re.compile(r"\b([T-Z]{1,2}[0-9]+)\b")


class PublicQuerySet(models.QuerySet):
    """Rows that know whether a visitor may see them."""

    def public(self, now: datetime | None = None) -> Any:
        """Rows a visitor may see at `now` (aware; the present when not given). One query."""
        now = now or timezone.now()
        model: Any = self.model
        if issubclass(model, Named):
            return self.filter(CompiledRule(model, now))
        return self.filter(model.public_q(now))


def any_of(conditions: Iterable[Any]) -> Q:
    """Holds when one of the conditions does; never when there are none."""
    return reduce(or_, conditions, Q(pk__in=[]))


def named_through(
    model: type[models.Model], paths: dict[str, str], now: datetime, prefix: str
) -> Q:
    """Whether a row that one of the paths leads to satisfies the rule there ("public_q", ...).

    A path is a relation of `model`, then forward keys of what it relates: "speakers__statement".
    As `Exists`, because joins over several parts multiply rows and then need DISTINCT; one for all
    paths over the same rows, because PostgreSQL plans each anew.
    """
    ways: dict[tuple[Any, tuple[str, ...], str], list[str]] = {}
    for path, rule in paths.items():
        relation, *onward = path.split("__")
        part = model._meta.get_field(relation).related_model
        ways.setdefault((part, tuple(onward), rule), []).append(relation)
    rules: dict[tuple[Any, tuple[str, ...]], list[Q]] = {}
    for (part, steps, rule), relations in ways.items():
        target = part
        for step in steps:
            target = target._meta.get_field(step).related_model
        condition = getattr(target, rule)(now, "".join(f"{step}__" for step in steps))
        rules.setdefault((part, tuple(relations)), []).append(condition)
    return any_of(
        Exists(
            part._base_manager.filter(
                any_of(linked(model, name, prefix) for name in relations) & any_of(conditions)
            )
        )
        for (part, relations), conditions in rules.items()
    )


def linked(model: type[models.Model], relation: str, prefix: str) -> Q:
    """Holds for the rows that the relation of the row at hand leads to."""
    field: Any = model._meta.get_field(relation)
    if field.auto_created:
        return Q(**{field.remote_field.name: OuterRef(f"{prefix}pk")})
    return Q(pk=OuterRef(f"{prefix}{relation}"))


def within_public(model: type["Named"], prefix: str, now: datetime) -> Exists:
    """Whether the row of the model that `prefix` leads to ("person__") is public at `now`."""
    rows: Any = model._default_manager
    return Exists(rows.public(now).filter(pk=OuterRef(f"{prefix}pk")))


class CompiledRule(models.Expression):
    """The public rule of a `Named` model as a condition, its SQL compiled once a process.

    The rule of organisations is dozens of subqueries: by the ORM 0.3 s of CPU each time, so
    0.1 ms. In the compiled SQL only the moment and the name of the outer table vary.
    """

    conditional = True
    output_field = models.BooleanField()

    def __init__(self, model: type["Named"], now: datetime) -> None:
        super().__init__()
        self.model, self.now, self.row = model, now, models.F("pk")

    def get_source_expressions(self) -> list[Any]:
        return [self.row]

    def set_source_expressions(self, exprs: Any) -> None:
        (self.row,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        sql, params = compiled_rule(self.model, connection.alias)
        table = connection.ops.quote_name(self.model._meta.db_table)
        outer = compiler.compile(self.row)[0].rpartition(".")[0]
        moment = connection.ops.adapt_datetimefield_value(SOME_MOMENT)
        now = connection.ops.adapt_datetimefield_value(self.now)
        filled = [now if param == moment else param for param in params]
        return f"({sql})".replace(f"{table}.", f"{outer}."), filled


@lru_cache
def compiled_rule(model: type["Named"], database: str) -> tuple[str, tuple[Any, ...]]:
    """The condition at `SOME_MOMENT`, about the model's own table, with its parameters."""
    rows = model._base_manager.using(database).filter(model.public_q(SOME_MOMENT))
    sql, params = rows.order_by().values("pk").query.get_compiler(database).as_sql()
    head, _where, condition = sql.partition(" WHERE ")
    if " JOIN " in head:
        raise TypeError(f"The rule of {model.__name__} joins tables: build it of Exists alone.")
    # The ORM names inner tables U0, V0, ...; so may the query that this is put into.
    return INNER_TABLE.sub(r"rule_\1", condition), tuple(params)


class Publishable(models.Model):
    """A root of what is public: written as a draft, reviewed, published from a moment on."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    publish_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("Public from this moment on, once the status is Published."),
    )
    withdrawn_reason = ProseField(
        blank=True, help_text=_("Shown to readers in place of a withdrawn page.")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_status_is_known",
                condition=Q(status__in=["draft", "review", "published", "withdrawn"]),
                violation_error_message=_(
                    "The status is one of: draft, review, published, withdrawn."
                ),
            ),
            models.CheckConstraint(
                name="%(class)s_published_has_a_time",
                condition=~Q(status="published") | Q(publish_at__isnull=False),
                violation_error_message=_("Say from when on the published page is to be seen."),
            ),
            models.CheckConstraint(
                name="%(class)s_withdrawn_has_a_reason",
                condition=~Q(status="withdrawn") | ~Q(withdrawn_reason=""),
                violation_error_message=_("Tell readers why the page was withdrawn."),
            ),
        ]

    @classmethod
    def released_q(cls, now: datetime, prefix: str = "") -> Q:
        """Published and due at `now`; `prefix` is a path to the row, such as "statement__"."""
        return Q(**{f"{prefix}status": cls.Status.PUBLISHED.value, f"{prefix}publish_at__lte": now})

    @classmethod
    def public_q(cls, now: datetime, prefix: str = "") -> Q:
        """What a visitor may see; a root with further conditions adds them here."""
        return cls.released_q(now, prefix)

    @classmethod
    def settled_q(cls, prefix: str = "") -> Q:
        """Published, scheduled or withdrawn: changed by publishers alone."""
        settled = [cls.Status.PUBLISHED.value, cls.Status.WITHDRAWN.value]
        return Q(**{f"{prefix}status__in": settled})

    def is_gone(self, now: datetime) -> bool:
        """Withdrawn after it could be seen, so that its address answers 410 with the reason."""
        return (
            self.status == self.Status.WITHDRAWN
            and self.publish_at is not None
            and self.publish_at <= now
        )


# How a root is published, apart from what it says; by name, in the order of forms and files.
WORKFLOW = [field.name for field in Publishable._meta.local_fields]


class Named(models.Model):
    """A row that is public because something public names it.

    `named_by` lists the paths from here to roots (the first ring); `named_further_by` those to
    rows of the first ring (the second); `public_by` those to rows that cannot be shown without
    this one, whichever ring they are in: a source without its publisher is no source.
    """

    named_by: ClassVar[tuple[str, ...]] = ()
    named_further_by: ClassVar[tuple[str, ...]] = ()
    public_by: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    @classmethod
    def named_q(cls, now: datetime, prefix: str = "") -> Q:
        """In the first ring: a public root names it."""
        return named_through(cls, dict.fromkeys(cls.named_by, "public_q"), now, prefix)

    @classmethod
    def public_q(cls, now: datetime, prefix: str = "") -> Q:
        """In the first ring or the second, or what a public row needs."""
        further = dict.fromkeys(cls.named_further_by, "named_q")
        needed = dict.fromkeys(cls.public_by, "public_q")
        return cls.named_q(now, prefix) | named_through(cls, further | needed, now, prefix)

    @classmethod
    def settled_q(cls, prefix: str = "") -> Q:
        """Public already, or about to be by what is scheduled: changed by publishers alone."""
        return any_of([within_public(cls, prefix, END_OF_TIME)])

"""What stands beside a statement: what it answers, what answers it, what came before and after."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Prefetch, Value, prefetch_related_objects

from events.models import Speaker, Statement
from people.models import Organisation, Person

# How many statements before and how many after are shown.
NEAR = 3


@dataclass(frozen=True)
class Neighbours:
    """Public statements, each list in the order in which they were made.

    `sequence` holds the statement itself too, each with its number (from 1) among `total`: those
    of its event, else those of its first speaker, where that is a person or an organisation.
    """

    responds_to: list[Statement]
    responses: list[Statement]
    sequence: list[tuple[int, Statement]]
    total: int


def neighbours(statement: Statement, now: datetime) -> Neighbours:
    """What stands beside a public statement at `now`. Needs `with_card_data()`. Three queries."""
    keys = [*_siblings(statement).public(now).in_order().values_list("pk", flat=True)]
    here = keys.index(statement.pk) if statement.pk in keys else 0
    start = max(0, here - NEAR)
    near = keys[start : here + NEAR + 1]
    rows = _labelled(
        {
            "responds_to": statement.responds_to,
            "responses": statement.responses,
            "near": Statement.objects.filter(pk__in=near).exclude(pk=statement.pk),
        },
        now,
    )
    by_key = {row.pk: row for row in rows["near"]} | {statement.pk: statement}
    return Neighbours(
        responds_to=rows["responds_to"],
        responses=rows["responses"],
        sequence=[(start + n, by_key[key]) for n, key in enumerate(near, start=1)],
        total=len(keys),
    )


def _siblings(statement: Statement) -> Any:
    if statement.public_event:
        return statement.public_event.statements.all()
    subject = next(speaker.subject for speaker in statement.speakers.all())
    spoken = Speaker.objects.none()
    if isinstance(subject, Person):
        spoken = Speaker.objects.filter(person=subject)
    elif isinstance(subject, Organisation):
        spoken = Speaker.objects.filter(person=None, described_as="", organisation=subject)
    return Statement.objects.filter(pk__in=spoken.values("statement"))


def _labelled(groups: dict[str, Any], now: datetime) -> dict[str, list[Statement]]:
    """The public rows of each group with their speakers, in order: two queries for all."""
    first, *further = (
        rows.public(now).order_by().annotate(beside=Value(name, output_field=CharField()))
        for name, rows in groups.items()
    )
    rows: list[Any] = [*first.union(*further, all=True).order_by("slug")]
    prefetch_related_objects(rows, Prefetch("speakers", Speaker.objects.with_names()))
    rows.sort(key=lambda row: (row.date_earliest or date.max, row.order, row.pk))
    return {name: [row for row in rows if row.beside == name] for name in groups}

"""How a record page arranges rows that are loaded already."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from events.models import Event, Wording


def wordings_by_aspect(rows: Iterable[Wording]) -> list[tuple[str, list[list[Wording]]]]:
    """Wordings by aspect, and within it by what is printed: each inner list says the same."""
    aspects: dict[str, dict[Any, list[Wording]]] = {aspect: {} for aspect in Wording.Aspect}
    for row in rows:
        printed = (row.text, row.lang, row.date, row.basis)
        aspects[row.aspect].setdefault(printed, []).append(row)
    return [
        (str(Wording.Aspect(aspect).label), [*variants.values()])
        for aspect, variants in aspects.items()
        if variants
    ]


def participations_by_part(participations: Iterable[Any]) -> list[tuple[str, list[list[Any]]]]:
    """Participations by part, and within it by who: each inner list is one subject's credits."""
    parts: dict[str, dict[Any, list[Any]]] = {}
    for row in participations:
        who = (row.person_id, row.organisation_id if not row.person_id else None, row.described_as)
        parts.setdefault(row.get_part_display(), {}).setdefault(who, []).append(row)
    return [(part, sorted(rows.values(), key=_rank)) for part, rows in parts.items()]


def _rank(credits: list[Any]) -> int:
    """People before bodies, and both before those whom no source names."""
    first = credits[0]
    return 0 if first.person_id else 2 if first.described_as else 1


def statements_by_event(
    statements: Iterable[Any], events: list[Event]
) -> list[tuple[Event, list[Any]]]:
    """The statements of each event that has some, in the order of the events."""
    by_event: dict[int, list[Any]] = {event.pk: [] for event in events}
    for statement in statements:
        by_event[statement.event_id].append(statement)
    return [(event, by_event[event.pk]) for event in events if by_event[event.pk]]


def sources_of(rows: Iterable[Any]) -> list[Any]:
    """The sources that the rows name, once each, the newest first and the undated last."""
    sources = {row.source_id: row.source for row in rows if row.source_id}
    dated = sorted(sources.values(), key=lambda source: source.slug)
    return sorted(dated, key=lambda source: source.published_latest or date.min, reverse=True)

"""The order in which records leave, and the files in which they stand.

What must be there before others comes first, so that stock `loaddata` can load the files as their
names sort. Statements and photos stand with the source that gives them, one file a source; every
document stands whole in one file.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models

from events.models import Article, Event, Instrument, Photo, Place, Report, Statement, Topic
from hanoiconv.core.batches import batches
from hanoiconv.core.records import slug_form
from hanoiconv.interchange.outgoing import Selection
from hanoiconv.interchange.table_reading import among
from people.models import Organisation, Person, Source

SHARED: dict[Any, str] = {
    Organisation: "01-organisations",
    Source: "02-sources",
    Person: "03-people",
    Topic: "04-topics",
    Place: "05-places",
    Instrument: "06-instruments",
    Event: "07-events",
    Article: "08-articles",
}
BY_SOURCE = (Statement, Photo)  # in the order in which they stand in the file of a source
UNSOURCED = "unsourced"


class Placed(NamedTuple):
    """A record, and the file in which it stands (without its ending)."""

    file: str
    model: Any
    pk: int


def laid_out(selection: Selection) -> Iterator[Placed]:
    """The records in the order of files. Holds names and numbers, never the records."""
    for model, file in SHARED.items():
        for pk in _parents_first(model, selection.get(model, {})):
            yield Placed(file, model, pk)
    files: dict[str, list[tuple[Any, int]]] = defaultdict(list)
    for model in BY_SOURCE:
        records = selection.get(model, {})
        sources = _first_sources(model, [*records.values()])
        for slug in sorted(records):
            source = sources.get(records[slug], UNSOURCED)
            files[source].append((model, records[slug]))
    for source in sorted(files):
        for model, pk in files[source]:
            yield Placed(f"articles/{source}", model, pk)


def _parents_first(model: Any, records: dict[str, int]) -> list[int]:
    """By slug, but each behind those of its kind that it points at."""
    loops = [
        field.attname
        for field in model._meta.concrete_fields
        if field.many_to_one and field.related_model is model
    ]
    above: dict[int, list[int]] = {}
    if loops:
        rows = model._base_manager.order_by().values_list("pk", *loops)
        above = {pk: [key for key in keys if key is not None] for pk, *keys in rows.iterator()}
    wanted = set(records.values())
    placed: dict[int, None] = {}
    for slug in sorted(records):
        waiting, met = [records[slug]], set()
        while waiting:
            pk = waiting[-1]
            met.add(pk)  # a ring is against the rules, yet no reason to go round for ever
            missing = [key for key in above.get(pk, ()) if key in wanted and key not in placed]
            if further := [key for key in missing if key not in met]:
                waiting += reversed(further)
            else:
                placed[waiting.pop()] = None
    return [*placed]


def _first_sources(model: type[models.Model], pks: Sequence[int]) -> dict[int, str]:
    """The slug of the source that gives each record: a statement's is that of its first report."""
    first: dict[int, tuple[str, str]] = {}
    for some in batches(pks):
        for pk, key, source in _sources(model, some):
            first[pk] = min((key, source), first.get(pk, (key, source)))
    return {pk: source for pk, (_key, source) in first.items() if _is_name(source)}


def _sources(model: Any, pks: Sequence[int]) -> Iterable[tuple[int, str, str]]:
    if model is Statement:
        reports = Report._base_manager.filter(statement__in=among(pks)).order_by()
        return reports.values_list("statement_id", "key", "source__slug").iterator()
    photos = model._base_manager.filter(pk__in=among(pks), source__isnull=False).order_by()
    return photos.values_list("pk", "slug", "source__slug").iterator()


def _is_name(slug: str) -> bool:
    """Whether the slug may name a file: rows that came past the forms may have any."""
    try:
        slug_form(slug)
    except ValidationError:
        return False
    return True

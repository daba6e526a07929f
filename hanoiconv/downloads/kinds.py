"""What can be downloaded: kinds of records, and the parts that people want as rows of their own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Value
from django.utils.translation import gettext_lazy as _

from events.models import Article, Event, Instrument, Photo, Place, Statement, Topic
from hanoiconv.core.batches import AT_ONCE, batches
from hanoiconv.documents import documents, located, parts_of
from hanoiconv.downloads.columns import (
    OTHER_NAMES,
    PAGE,
    PICTURE,
    SOURCES,
    SPEAKERS,
    URL,
    URLS,
    WORDS,
    Column,
    Row,
    cited,
    field_columns,
)
from people.models import Organisation, Person, Source


@dataclass(frozen=True)
class Kind:
    """One kind of rows, in all formats."""

    name: str  # in the address: /data/<name>.csv
    title: Any
    about: Any  # a sentence on what a row is, at least 50 characters, which Dataset Search asks for
    records: tuple[Any, ...]  # the models of the records, in the order of the file
    part: str = ""  # where the rows are parts: what a record's document calls them
    further: tuple[Column, ...] = ()  # columns beside those of the fields
    cites_as_record: bool = False  # whether it rests on all that its record rests on

    @cached_property
    def model(self) -> Any:
        """The model whose rows these are."""
        if not self.part:
            return self.records[0]
        return next(part for name, part, _key in parts_of(self.records[0]) if name == self.part)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the CSV file, in order."""
        has_page = hasattr(self.records[0], "get_absolute_url")
        return (*field_columns(self.model), *self.further, *([PAGE] if has_page else ()))

    @property
    def parts(self) -> list[tuple[str, bool]]:
        """What stands inside an item in JSON, and whether it also has a file of its own."""
        return [(name, name in KINDS) for name, _part, _owner in parts_of(self.model)]

    @cached_property
    def documented(self) -> list[Column]:
        """The columns, and what JSON alone has: "passages.quoted" of a report."""
        inside = [
            replace(column, name=f"{name}.{column.name}", is_in_csv=False)
            for name, part, owner in parts_of(self.model)
            if name not in KINDS
            for column in field_columns(part)
            if column.is_in_json and column.name != owner
        ]
        return [*self.columns, *inside]

    def pieces(self, now: datetime, site: str) -> Iterator[list[tuple[dict, dict]]]:
        """The public items with the documents of their records, some hundreds at a time.

        In order of slug, then as in the record. As many queries for a full piece as for one row.
        `site` is scheme and host, for addresses.
        """
        for model in self.records:
            rows = self._records(model, now).order_by("slug").iterator(chunk_size=AT_ONCE)
            for some in batches(rows):
                shown = [
                    located(record, site) | document
                    for record, document in zip(some, documents(some, now), strict=True)
                ]
                yield [(item, record) for record in shown for item in self._items(record)]

    def _records(self, model: Any, now: datetime) -> Any:
        """The public records; where the rows are parts, those that have any."""
        records = model.objects.public(now)
        if not self.part:
            return records
        owner = next(key for name, _part, key in parts_of(model) if name == self.part)
        return records.filter(Exists(self.model.objects.filter(**{owner: OuterRef("pk")})))

    def _items(self, record: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if not self.part:
            yield record
            return
        owner = record["type"]
        own = {name: record["slug"] if name == owner else None for name in self.model.part_of}
        head = {"page": record["page"], "type": self.model._meta.model_name} | own
        yield from (head | part for part in record[self.part])


def rows_of(kind: Kind, now: datetime, site: str) -> Iterator[Row]:
    """The rows of a CSV file."""
    for piece in kind.pieces(now, site):
        named = [cited(record if kind.cites_as_record else item) for item, record in piece]
        wanted = {slug for slugs in named for slug in slugs}
        found = Source.objects.filter(slug__in=wanted).values_list("slug", "url")
        urls = dict(found) if wanted else {}
        for (item, record), slugs in zip(piece, named, strict=True):
            yield Row(item, record, slugs, urls)


def counted(now: datetime) -> dict[str, int]:
    """How many rows each kind has, by name. One query."""
    counts = [
        kind.model.objects.public(now)
        .order_by()
        .annotate(of=Value(kind.name, output_field=CharField()))
        .values("of")
        .annotate(number=Count("pk"))
        .values_list("of", "number")
        for kind in KINDS.values()
    ]
    return dict(counts[0].union(*counts[1:], all=True).order_by("of"))


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "news",
            _("News"),
            _("Our news-style articles, with their text, their sources and what they are about."),
            (Article,),
            further=(URLS,),
        ),
        Kind(
            "events",
            _("Events"),
            _("What happened or is planned for the Convention: when, where, as part of what."),
            (Event,),
            further=(SOURCES, URLS),
        ),
        Kind(
            "statements",
            _("Statements"),
            _("Who said what on which occasion: one point a row, with speakers and sources."),
            (Statement,),
            further=(*SPEAKERS, SOURCES, URLS),
        ),
        Kind(
            "reports",
            _("Reports"),
            _("How one source prints one statement: mode, credit, printed words and verdict."),
            (Statement,),
            "reports",
            further=(*WORDS, *SPEAKERS, URL),
        ),
        Kind(
            "speakers",
            _("Speakers"),
            _("Who is credited with a statement: a person, a description, an organisation."),
            (Statement,),
            "speakers",
            further=(SOURCES, URLS),
            cites_as_record=True,
        ),
        Kind(
            "figures",
            _("Figures"),
            _("What one source says of one measure of an event, the treaty or a statement."),
            (Event, Instrument, Statement),
            "figures",
            further=(URL,),
        ),
        Kind(
            "participations",
            _("Participations"),
            _("What one source says of somebody’s part in an event: host, chair, speaker, guest."),
            (Event,),
            "participations",
            further=(URL,),
        ),
        Kind(
            "wordings",
            _("Wordings"),
            _("How one source prints a title, a theme, a date or the name of a place."),
            (Event, Instrument, Place),
            "wordings",
            further=(URL,),
        ),
        Kind(
            "people",
            _("People"),
            _("Those who spoke, took part, signed or are pictured, with their other spellings."),
            (Person,),
            further=(OTHER_NAMES, SOURCES, URLS),
        ),
        Kind(
            "organisations",
            _("Organisations"),
            _("States, United Nations bodies, ministries, news outlets and other organisations."),
            (Organisation,),
            further=(OTHER_NAMES, SOURCES, URLS),
        ),
        Kind(
            "roles",
            _("Roles"),
            _("The titles that people hold or held at organisations, with the sources for them."),
            (Person,),
            "roles",
            further=(URLS,),
        ),
        Kind(
            "names",
            _("Names"),
            _("Other ways in which people and organisations are written, and by which sources."),
            (Person, Organisation),
            "names",
            further=(URLS,),
        ),
        Kind(
            "sources",
            _("Sources"),
            _("The published documents that we cite: publisher, title, date, language, address."),
            (Source,),
        ),
        Kind(
            "topics",
            _("Topics"),
            _("The subject headings under which statements, events and articles stand."),
            (Topic,),
        ),
        Kind(
            "places",
            _("Places"),
            _("Venues and cities where something happens, with coordinates and time zone."),
            (Place,),
            further=(SOURCES, URLS),
        ),
        Kind(
            "instruments",
            _("Instruments"),
            _("The treaty itself: its formal title, its symbol and the dates of its life."),
            (Instrument,),
            further=(URLS,),
        ),
        Kind(
            "provisions",
            _("Provisions"),
            _("Chapters and articles of the treaty, with their headings as a source prints them."),
            (Instrument,),
            "provisions",
            further=(URL,),
        ),
        Kind(
            "photos",
            _("Photographs"),
            _("Captions and credits of pictures, and the pictures that may be shown here."),
            (Photo,),
            further=(URL, PICTURE),
        ),
        Kind(
            "corrections",
            _("Corrections"),
            _("Public notes: what a page said, what it says now, why, and who told us."),
            (Article, Event, Statement),
            "corrections",
        ),
    )
}

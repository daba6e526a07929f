"""The columns of a CSV file: name, meaning and value together, so that page and file agree.

A column for each field of the model, read from the model; further ones are declared with the kind.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from events.pictures import Picture
from hanoiconv.core.date_fields import PartialDateField
from hanoiconv.core.dates import parse
from hanoiconv.core.jsonld import absolute
from hanoiconv.core.records import LanguageField
from hanoiconv.core.text import ProseField
from hanoiconv.documents import plain_fields
from hanoiconv.downloads.meanings import meaning
from people.models import Organisation, Person, Source

TEXTS, NUMBER, NUMBERS = _("texts"), _("number"), _("numbers")
ADDRESS, ADDRESSES, DAY = _("address"), _("addresses"), _("day (ISO 8601)")
# The first that fits names the form of a field.
FORMS: list[tuple[type[models.Field], Any]] = [
    (PartialDateField, _("date (EDTF)")),
    (LanguageField, _("language (BCP 47)")),
    (models.URLField, ADDRESS),
    (models.DateTimeField, _("date and time (ISO 8601)")),
    (models.DateField, DAY),
    (models.IntegerField, NUMBER),
    (models.DecimalField, NUMBER),
    (ProseField, _("text, also of several lines")),
    (models.SlugField, _("id")),
    (models.Field, _("text")),
]


@dataclass(frozen=True)
class Row:
    """What one line of a file is made of."""

    item: dict[str, Any]  # the document: of the record, or of one of its parts
    record: dict[str, Any]  # the document of the record
    cited: list[str]  # the sources it rests on, by slug
    urls: Mapping[str, str]  # the addresses of sources, by slug


@dataclass(frozen=True)
class Column:
    """One column of a CSV file."""

    name: str
    form: Any  # such as "number", in the language in use
    meaning: Any  # a sentence, likewise
    value: Callable[[Row], Any]  # text, number, day, moment, None, or a list of them
    choices: tuple[tuple[str, Any], ...] = ()  # the values it may have, and what they mean
    is_in_json: bool = False  # under the same name
    is_in_csv: bool = True


def id_of(model: type[models.Model]) -> Any:
    """The form of a link."""
    return format_lazy(_("id: {kind}"), kind=model._meta.verbose_name)


def ids_of(model: type[models.Model]) -> Any:
    """The form of several links."""
    return format_lazy(_("ids: {kind}"), kind=model._meta.verbose_name_plural)


def field_columns(model: type[models.Model]) -> Iterator[Column]:
    """The columns that the fields of a model make: its id first, then in the order of the model."""
    fields = sorted(plain_fields(model), key=lambda field: field.name not in ("slug", "key"))
    for field in [*fields, *model._meta.many_to_many]:
        yield Column(
            name=field.name,
            form=form_of(field),
            meaning=meaning(model, field),
            value=_getter(field.name),
            choices=tuple(field.flatchoices),
            is_in_json=True,
        )
        if isinstance(field, PartialDateField):
            yield from _days(field.name)


def _days(name: str) -> Iterator[Column]:
    """The first and the last day that a partial date can mean."""
    stem = name.removesuffix("_on")
    first = format_lazy(_("The first day that “{name}” can mean."), name=name)
    last = format_lazy(_("The last day that “{name}” can mean."), name=name)
    yield Column(f"{stem}_earliest", DAY, first, _day(name, "earliest"))
    yield Column(f"{stem}_latest", DAY, last, _day(name, "latest"))


def _getter(name: str) -> Callable[[Row], Any]:
    return lambda row: row.item[name]


def _day(name: str, end: str) -> Callable[[Row], Any]:
    def value(row: Row) -> Any:
        text = row.item[name]
        return getattr(parse(text), end) if text else None

    return value


def form_of(field: Any) -> Any:
    """In what form a field of the record stands in files, such as "number"."""
    if field.is_relation:
        return ids_of(field.related_model) if field.many_to_many else id_of(field.related_model)
    return next(form for kind, form in FORMS if isinstance(field, kind))


def cited(value: Any) -> list[str]:
    """The sources that a document names, itself or in its parts, each once, in order."""
    return [*dict.fromkeys(_cited(value))]


def _cited(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _cited(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name == "source" and item:
                yield item
            elif name == "sources":
                yield from item
            else:
                yield from _cited(item)


def credited(row: Row, name: str) -> list[str]:
    """What the speakers of a statement have under that name, each once."""
    return [*dict.fromkeys(speaker[name] for speaker in row.record["speakers"] if speaker[name])]


SOURCES = Column(
    "sources",
    ids_of(Source),
    _("The sources that its parts name, each once."),
    lambda row: row.cited,
)
URLS = Column(
    "source_urls",
    ADDRESSES,
    _("Where they were published, in the order of the sources; empty where there is no address."),
    lambda row: [row.urls.get(slug, "") for slug in row.cited],
)
URL = Column("source_url", ADDRESS, _("Where the source was published."), URLS.value)
PICTURE = Column(
    "picture",
    ADDRESS,
    _("Where the picture is to be had as JPEG; empty where only its caption is on record."),
    lambda row: absolute(picture.url) if (picture := Picture.named(row.item["file"])) else "",
)
OTHER_NAMES = Column(
    "other_names",
    TEXTS,
    _("The other ways in which it is written."),
    lambda row: [name["text"] for name in row.item["names"]],
)
SPEAKERS = (
    Column(
        "speaker_people",
        ids_of(Person),
        _("The people credited with the statement."),
        lambda row: credited(row, "person"),
    ),
    Column(
        "speaker_descriptions",
        TEXTS,
        _("Those credited without a name, as described: Minister of Justice."),
        lambda row: credited(row, "described_as"),
    ),
    Column(
        "speaker_organisations",
        ids_of(Organisation),
        _("The organisations credited with it, or for which the speakers stand."),
        lambda row: credited(row, "organisation"),
    ),
)
WORDS = (
    Column(
        "words",
        TEXTS,
        _("The words printed in quotation marks, without the marks, passage by passage."),
        lambda row: [passage["quoted"] for passage in row.item["passages"] if passage["quoted"]],
    ),
    Column(
        "paragraphs",
        NUMBERS,
        _("The paragraphs of the source in which its passages stand."),
        lambda row: [passage["paragraph"] for passage in row.item["passages"]],
    ),
)
PAGE = Column(
    "page",
    ADDRESS,
    _("The page to read, check and cite."),
    lambda row: row.item["page"],
    is_in_json=True,
)

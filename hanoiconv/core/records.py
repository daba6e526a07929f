"""Records, which have a page and a slug, and their parts, which have a key."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.former_slugs import followed
from hanoiconv.core.publication import Named, PublicQuerySet, any_of, within_public

slug_form = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
    _("Write small letters, digits and single hyphens, such as luong-cuong."),
)
language_form = RegexValidator(
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z",
    _("Write a language code, such as en, vi or zh-Hans (BCP 47)."),
)


# Nothing on record stands deeper than this; a file may claim to.
DEEPEST = 100


def exactly_one(*fields: str) -> Q:
    """Holds when one of the foreign keys is set and the others are not.

    The cases are spelt out because `Q ^ Q ^ Q` is parity and lets all three through.
    """
    cases = Q()
    for chosen in fields:
        cases |= Q(**{f"{name}__isnull": name != chosen for name in fields})
    return cases


class LanguageField(models.CharField):
    """A BCP 47 language code, for `lang` and `dir` on the page; empty when not known."""

    def __init__(self, **options: Any) -> None:
        ours: Any = {"max_length": 35, "blank": True, "validators": [language_form]}
        super().__init__(**{**ours, **options})


class OwnSlug(str):
    """The slug that a row has, not one that it links; no former slug, so never followed.

    `loaddata` looks for what a row is to replace by the natural key of the row itself. Followed
    there, an old file would write a merged record over the one that it was merged into.
    """

    __slots__ = ()


class RecordQuerySet(PublicQuerySet):
    """Rows found by their slug, in fixtures and addresses; every record may be public."""

    def get_by_natural_key(self, slug: str) -> Any:
        """The record of that slug, else the one that it was merged into. One query for the first.

        Raises:
            DoesNotExist: there is neither.
        """
        model: Any = self.model
        try:
            return self.get(slug=slug)
        except model.DoesNotExist:
            linked = [] if isinstance(slug, OwnSlug) else [slug]
            today = followed(model._meta.label_lower, linked, self.db)
            if slug not in today:
                raise
            return self.get(slug=today[slug])


def read_ahead(rows: Sequence[Any], path: str) -> None:
    """Fetches what a path such as "parent__parent" leads to, for all rows: a query a step.

    As `prefetch_related_objects` does; but along foreign keys that compares every key with OR,
    which SQLite refuses beyond a thousand.
    """
    if not rows:
        return
    name, _sep, further = path.partition("__")
    link: Any = rows[0]._meta.get_field(name)
    if link.auto_created:
        models.prefetch_related_objects([*rows], name)
        found = [there for row in rows for there in getattr(row, name).all()] if further else []
    else:
        keys = {getattr(row, link.attname) for row in rows} - {None}
        by_key = link.related_model._base_manager.in_bulk(keys)
        for row in rows:
            key = getattr(row, link.attname)
            link.set_cached_value(row, by_key.get(key))
        found = [*by_key.values()]
    if further:
        read_ahead(found, further)


def read_up(rows: Sequence[Any], name: str) -> None:
    """Fetches all that a foreign key to the rows' own model leads to: at most a query a level."""
    known: dict[Any, Any] = {}
    for _level in range(DEEPEST + 1):
        if not rows:
            return
        link: Any = rows[0]._meta.get_field(name)
        keys = {getattr(row, link.attname) for row in rows} - {None} - known.keys()
        found = type(rows[0])._base_manager.in_bulk(keys)
        known |= found
        for row in rows:
            link.set_cached_value(row, known.get(getattr(row, link.attname)))
        rows = [*found.values()]


class Checked:
    """Rows whose rules can be checked many at a time, as an import does."""

    # What `clean()` reads of other rows; fetched at once for all of them.
    clean_reads: ClassVar[tuple[str, ...]] = ()
    # The foreign key to its own model that `clean()` follows to the end.
    clean_climbs: ClassVar[str] = ""

    @classmethod
    def faults_of(cls, rows: Sequence[Any]) -> Iterator[tuple[Any, ValidationError]]:
        """The rows that `clean()` refuses, each with its reasons."""
        for path in cls.clean_reads:
            read_ahead(rows, path)
        if cls.clean_climbs:
            read_up(rows, cls.clean_climbs)
        for row in rows:
            try:
                row.clean()
            except ValidationError as error:
                yield row, error


class Record(Checked, models.Model):
    """Something with a page of its own, known by a slug that never changes once published."""

    part_of: ClassVar[tuple[str, ...]] = ()  # of nothing: see Part

    slug = models.SlugField(
        max_length=120,
        unique=True,
        validators=[slug_form],
        help_text=_("The address and the id in every export. It cannot change once published."),
    )

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[str]:
        return (OwnSlug(self.slug),)


class PartQuerySet(PublicQuerySet):
    """Rows found by their key, in fixtures; public where their record is."""

    def get_by_natural_key(self, key: str) -> Any:
        return self.get(key=key)


def owner_model(part: type["Part"], name: str) -> Any:
    """The model that a foreign key in `part_of` points at."""
    return part._meta.get_field(name).related_model


def refuse_ring(row: Any, name: str, message: Any) -> None:
    """Refuses a row that comes back to itself along a foreign key to its own model.

    Raises:
        ValidationError: on that field; also where there are more levels than anything has.
    """
    above: Any = getattr(row, name)
    seen: set[Any] = set()
    while above is not None and above.pk not in seen:
        if above is row or (row.pk is not None and above.pk == row.pk):
            raise ValidationError({name: message})
        if len(seen) == DEEPEST:
            raise ValidationError({name: _("There are more than 100 levels above this.")})
        seen.add(above.pk)
        above = getattr(above, name)


class Part(Checked, models.Model):
    """A row that lives inside a record: it is written, exported and compared with it."""

    # The foreign keys that may name the record, and the letters its keys end with.
    part_of: ClassVar[tuple[str, ...]] = ()
    key_letters: ClassVar[str] = ""

    key = models.SlugField(max_length=200, unique=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        self.key = self.key or self.next_key()
        super().save(*args, **options)

    def natural_key(self) -> tuple[str]:
        return (self.key,)

    @classmethod
    def public_q(cls, now: datetime, prefix: str = "") -> Q:
        """Part of a record that readers may see."""
        return any_of(
            within_public(owner, path, now)
            if issubclass(owner, Named)
            else owner.public_q(now, path)
            for owner, path in (
                (owner_model(cls, name), f"{prefix}{name}__") for name in cls.part_of
            )
        )

    @property
    def owner(self) -> models.Model | None:
        """The record, or the larger part, that this row belongs to."""
        named = (name for name in self.part_of if getattr(self, f"{name}_id") is not None)
        chosen = next(named, None)
        return getattr(self, chosen) if chosen else None

    def next_key(self) -> str:
        """The first free key under the owner's: 'guterres-common-defence-r2'.

        Raises:
            ValidationError: no owner is named yet.
        """
        if self.owner is None:
            raise ValidationError(_("This row belongs to no record yet, so it has no key."))
        stem = f"{self.owner.natural_key()[0]}-{self.key_letters}"  # type: ignore[attr-defined]
        rows = type(self)._base_manager.filter(key__startswith=stem)
        taken = set(rows.values_list("key", flat=True))
        return next(key for n in count(1) if (key := f"{stem}{n}") not in taken)

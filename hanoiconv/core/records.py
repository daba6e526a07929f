"""Records, which have a page and a slug, and their parts, which have a key."""

from datetime import datetime
from itertools import count
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.publication import Named, PublicQuerySet, any_of, within_public

slug_form = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
    _("Write small letters, digits and single hyphens, such as luong-cuong."),
)
language_form = RegexValidator(
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z",
    _("Write a language code, such as en, vi or zh-Hans (BCP 47)."),
)


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


class RecordQuerySet(PublicQuerySet):
    """Rows found by their slug, in fixtures and addresses; every record may be public."""

    def get_by_natural_key(self, slug: str) -> Any:
        return self.get(slug=slug)


class Record(models.Model):
    """Something with a page of its own, known by a slug that never changes once published."""

    slug = models.SlugField(
        max_length=120,
        unique=True,
        validators=[slug_form],
        help_text=_("The address and the id in every export. It cannot change once published."),
    )

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


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
        ValidationError: on that field.
    """
    above, seen = getattr(row, name), set()
    while above is not None and above.pk not in seen:
        if above is row or (row.pk is not None and above.pk == row.pk):
            raise ValidationError({name: message})
        seen.add(above.pk)
        above = getattr(above, name)


class Part(models.Model):
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

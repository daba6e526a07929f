import zoneinfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.publication import Named
from hanoiconv.core.records import LanguageField, Record, RecordQuerySet, refuse_ring
from hanoiconv.core.text import LineField
from people.models import Organisation


def check_time_zone(name: str) -> None:
    """Refuses what is not in the IANA time zone database.

    Raises:
        ValidationError: no such zone.
    """
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("%(name)s is no time zone: write one such as Asia/Ho_Chi_Minh."),
            params={"name": name},
        )


class PlaceQuerySet(RecordQuerySet):
    """Places, by name."""

    def by_name(self):
        return self.order_by("name", "pk")

    def with_card_data(self):
        """What a place card shows."""
        return self.select_related("country")


class Place(Named, Record):
    """A venue or a city where something happens."""

    class Kind(models.TextChoices):
        CITY = "city", _("City")
        VENUE = "venue", _("Venue")
        ONLINE = "online", _("Online")

    clean_climbs = "parent"
    named_by = ("events",)
    named_further_by = ("children",)

    name = LineField(max_length=200, help_text=_("As our own texts write it: Hanoi."))
    kind = models.CharField(max_length=10, choices=Kind)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text=_("The city of a venue."),
    )
    country = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="places",
        limit_choices_to={"kind": Organisation.Kind.STATE},
    )
    lang = LanguageField(default="en")
    latitude = models.DecimalField(
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Degrees north (WGS 84), negative in the south."),
    )
    longitude = models.DecimalField(
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Degrees east (WGS 84), negative in the west."),
    )
    time_zone = models.CharField(max_length=60, blank=True, validators=[check_time_zone])

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="place_coordinates_come_in_pairs",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                # Said twice: a CHECK passes where a comparison with NULL leaves it undecided.
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message=_("Give latitude and longitude in degrees, or neither."),
            ),
        ]
        permissions = [("publish_place", "Can change a place readers see")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("events:place-detail", args=[self.slug])

    def clean(self):
        """A place is not part of itself, however many steps away.

        Raises:
            ValidationError: the chain of parents comes back here.
        """
        refuse_ring(self, "parent", _("A place cannot be part of itself."))

from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.date_fields import PartialDateField, earliest_day, latest_day
from hanoiconv.core.dates import format_partial_date
from hanoiconv.core.publication import Named
from hanoiconv.core.records import (
    LanguageField,
    Part,
    PartQuerySet,
    Record,
    RecordQuerySet,
    exactly_one,
)
from hanoiconv.core.text import LineField
from people.models.organisations import Organisation
from people.models.sources import Source


class PersonQuerySet(RecordQuerySet):
    """People, by the name they are sorted under."""

    def by_name(self):
        return self.order_by("sort_name", "name", "pk")

    def with_card_data(self):
        """What a person card shows: the roles, with what dates them."""
        return self.prefetch_related(
            Prefetch("roles", Role.objects.select_related("organisation")), "roles__sources"
        )


class Person(Named, Record):
    """Somebody who spoke, took part, signed or is pictured."""

    named_by = ("speakers__statement", "participations__event", "depictions__photo")

    name = LineField(
        max_length=200,
        help_text=_("In the person's own orthography: Lương Cường, António Guterres."),
    )
    lang = LanguageField()
    sort_name = LineField(
        max_length=200, help_text=_("Family name first, as in a list: Guterres, António.")
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "name", "pk"]
        verbose_name_plural = _("people")
        permissions = [("publish_person", "Can change a person readers see")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("people:person-detail", args=[self.slug])


class RoleQuerySet(PartQuerySet):
    """Roles in time."""

    def possibly_held_on(self, day):
        """Roles whose dates do not rule the day out; an open or unknown end rules nothing out."""
        return self.filter(
            Q(started_earliest__isnull=True) | Q(started_earliest__lte=day),
            Q(ended_latest__isnull=True) | Q(ended_latest__gte=day),
        )


class Role(Part):
    """A title a person holds or held at an organisation."""

    part_of = ("person",)
    key_letters = "role"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="roles")
    title = LineField(max_length=200, help_text=_("In our words: Secretary-General."))
    started_on = PartialDateField(blank=True)
    started_earliest = earliest_day("started_on")
    ended_on = PartialDateField(blank=True)
    ended_latest = latest_day("ended_on")
    sources = models.ManyToManyField(
        Source, blank=True, related_name="roles", help_text=_("Which attest the role.")
    )

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on", "title", "key"]

    def __str__(self):
        return f"{self.person}, {self.title}, {self.organisation}"

    @property
    def when(self) -> str:
        """When it was held: "2017–2026", or "as of October 2025" by the latest source.

        Reads `sources`; prefetch them. An undated role is never called current.
        """
        started = format_partial_date(self.started_on)
        ended = format_partial_date(self.ended_on)
        if started and ended:
            return gettext("from %(start)s to %(end)s") % {"start": started, "end": ended}
        if ended:
            return gettext("until %(end)s") % {"end": ended}
        dated = [source for source in self.sources.all() if source.published_latest]
        latest = max(dated, key=lambda source: source.published_latest, default=None)
        as_of = format_partial_date(latest.published_on) if latest else ""
        if started and as_of:
            return gettext("from %(start)s, still held as of %(day)s") % {
                "start": started,
                "day": as_of,
            }
        if started:
            return gettext("from %(start)s") % {"start": started}
        return gettext("as of %(day)s") % {"day": as_of} if as_of else gettext("dates not known")


class Name(Part):
    """One more way in which a person or an organisation is written."""

    class Kind(models.TextChoices):
        SPELLING = "spelling", _("Spelling")
        SHORT = "short", _("Short form")
        LONG = "long", _("Longer form")
        ACRONYM = "acronym", _("Acronym")
        TRANSLATION = "translation", _("Translation")
        FORMER = "former", _("Former name")

    part_of = ("person", "organisation")
    key_letters = "n"

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="names"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="names"
    )
    text = LineField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.SPELLING)
    lang = LanguageField()
    sources = models.ManyToManyField(
        Source, blank=True, related_name="names", help_text=_("Which write it so.")
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["text", "key"]
        constraints = [
            models.CheckConstraint(
                name="name_has_one_bearer",
                condition=exactly_one("person", "organisation"),
                violation_error_message=_("A name is a person's or an organisation's, not both."),
            ),
            models.UniqueConstraint(
                fields=["person", "text"],
                name="name_once_a_person",
                violation_error_message=_("This person has this name already."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "text"],
                name="name_once_an_organisation",
                violation_error_message=_("This organisation has this name already."),
            ),
        ]

    def __str__(self):
        return self.text

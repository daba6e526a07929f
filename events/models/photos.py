from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from events.models.articles import Article
from events.models.credits import Credited
from events.models.events import Event
from hanoiconv.core.publication import END_OF_TIME, any_of
from hanoiconv.core.records import PartQuerySet, Record, RecordQuerySet
from hanoiconv.core.text import LineField, ProseField
from people.models import Source


class PhotoQuerySet(RecordQuerySet):
    """Pictures, in the order in which their source prints them."""

    def in_print_order(self):
        return self.order_by("source__slug", "paragraph", "slug")

    def with_people(self):
        """Who is in it and which source prints it."""
        depictions = Depiction.objects.select_related("person", "organisation", "role")
        return self.select_related("source__publisher").prefetch_related(
            Prefetch("depictions", depictions)
        )


class Photo(Record):
    """A picture; known by caption and credit alone where the file is not ours to show."""

    caption = ProseField(help_text=_("What it shows, in our own words."))
    credit = LineField(max_length=200, blank=True, help_text=_("As printed: Photo: VNA."))
    alt = ProseField(
        blank=True,
        verbose_name=_("alternative text"),
        help_text=_("What a reader who cannot see it needs to know."),
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="photos"
    )
    paragraph = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Where the source prints the caption.")
    )
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="photos"
    )

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        permissions = [("publish_photo", "Can change a photo readers see")]

    def __str__(self):
        return self.caption

    @classmethod
    def public_q(cls, now: datetime, prefix: str = "") -> Q:
        """Of a public event, or the lead picture of a public article."""
        leads = Article.objects.filter(
            Q(lead_photo=OuterRef(f"{prefix}pk")) & Article.public_q(now)
        )
        return any_of([Event.public_q(now, f"{prefix}event__"), Exists(leads)])

    @classmethod
    def settled_q(cls, prefix: str = "") -> Q:
        """Public already, or about to be by what is scheduled."""
        return cls.public_q(END_OF_TIME, prefix)


class Depiction(Credited):
    """Who is where in a picture."""

    part_of = ("photo",)
    key_letters = "d"

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="depictions")
    printed_as = LineField(max_length=300, blank=True)
    position = LineField(max_length=100, blank=True, help_text=_("As printed: fifth from left."))
    order = models.PositiveIntegerField(default=1)

    objects = PartQuerySet.as_manager()

    class Meta(Credited.Meta):
        ordering = ["order", "key"]

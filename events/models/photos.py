from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from events.models.articles import Article
from events.models.credits import Credited
from events.models.events import Event
from events.pictures import NAME, Picture
from hanoiconv.core.publication import END_OF_TIME, any_of
from hanoiconv.core.records import PartQuerySet, Record, RecordQuerySet
from hanoiconv.core.text import LineField, ProseField
from people.models import Source

picture_name = RegexValidator(
    rf"^{NAME.pattern}\Z", _("This does not name a picture: upload the picture instead.")
)


def focus(label: Any) -> models.PositiveSmallIntegerField:
    """One coordinate of a focal point, in per cent; the centre where nobody chose."""
    return models.PositiveSmallIntegerField(
        label,
        default=50,
        validators=[MaxValueValidator(100)],
        help_text=_("What must stay in sight where the picture is cut, in per cent."),
    )


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
    # No FileField: a path could lead anywhere, while such a name leads to a picture or to nothing,
    # and goes through files, versions and proposals like any other text.
    file = models.CharField(
        max_length=80,
        blank=True,
        validators=[picture_name],
        verbose_name=_("picture"),
        help_text=_(
            "The picture kept as /media/photos/NAME.jpg: its SHA-256 and its size in pixels."
        ),
    )
    focus_x = focus(_("focal point, from the left"))
    focus_y = focus(_("focal point, from the top"))

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        permissions = [("publish_photo", "Can change a photo readers see")]
        indexes = [models.Index(fields=["file"], name="photo_file")]
        constraints = [
            models.CheckConstraint(
                name="photo_focus_is_in_the_picture",
                condition=Q(focus_x__lte=100, focus_y__lte=100),
                violation_error_message=_("The focal point lies within the picture: 0 to 100."),
            ),
        ]

    def __str__(self):
        return self.caption

    def clean(self):
        """A picture is there, and comes with what readers need to know of it.

        Raises:
            ValidationError: on `file`, `alt` and `credit`.
        """
        picture = self.picture
        if picture is None:
            return
        wrong = {}
        if not self.alt:
            wrong["alt"] = _("A picture needs an alternative text: say what it shows.")
        if not self.credit:
            wrong["credit"] = _("A picture needs a credit: who took it, or who gave it to us.")
        if not picture.is_kept:
            wrong["file"] = _("This picture is not kept here: upload it, or bring its files first.")
        if wrong:
            raise ValidationError(wrong)

    @property
    def picture(self) -> Picture | None:
        """None also where `loaddata`, which asks no validator, brought another text."""
        return Picture.named(self.file)

    @property
    def focus_class(self) -> str:
        """What pages call the focal point, to the nearest tenth: css/pictures.css has them."""
        x, y = (round(value / 10) * 10 for value in (self.focus_x, self.focus_y))
        return f"focus-x-{x} focus-y-{y}"

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

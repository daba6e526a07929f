from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.events import Basis, Event
from events.models.instruments import Instrument
from events.models.places import Place
from hanoiconv.core.date_fields import PartialDateField
from hanoiconv.core.records import LanguageField, Part, PartQuerySet, exactly_one
from hanoiconv.core.text import LineField
from people.models import Source

ASPECT_FITS = _(
    "An event has titles, themes and dates, a place names, an instrument titles and dates."
)
FITTING = {
    "event": ["title", "theme", "date"],
    "place": ["name"],
    "instrument": ["title", "date"],
}


class WordingQuerySet(PartQuerySet):
    """Wordings, aspect by aspect."""

    def by_aspect(self):
        return self.select_related("source__publisher").order_by("aspect", "key")

    def with_subjects(self):
        return self.select_related("event", "place", "instrument")


class Wording(Part):
    """How one source gives the title, theme or date of an event, or the name of something."""

    class Aspect(models.TextChoices):
        TITLE = "title", _("Title")
        THEME = "theme", _("Theme")
        DATE = "date", _("Date")
        NAME = "name", _("Name")

    part_of = ("event", "place", "instrument")
    clean_reads = part_of
    key_letters = "w"

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, null=True, blank=True, related_name="wordings"
    )
    place = models.ForeignKey(
        Place, on_delete=models.CASCADE, null=True, blank=True, related_name="wordings"
    )
    instrument = models.ForeignKey(
        Instrument, on_delete=models.CASCADE, null=True, blank=True, related_name="wordings"
    )
    aspect = models.CharField(max_length=10, choices=Aspect)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="wordings")
    text = LineField(max_length=500, help_text=_("As the source prints it."))
    lang = LanguageField(default="en")
    paragraph = models.PositiveIntegerField(null=True, blank=True)
    date = PartialDateField(blank=True, help_text=_("For a date: the day or days it means."))
    basis = models.CharField(max_length=10, choices=Basis, blank=True)

    objects = WordingQuerySet.as_manager()

    class Meta:
        ordering = ["aspect", "key"]
        constraints = [
            models.CheckConstraint(
                name="wording_has_one_subject",
                condition=exactly_one("event", "place", "instrument"),
                violation_error_message=_(
                    "A wording is about one thing: an event, a place or an instrument."
                ),
            ),
            models.CheckConstraint(
                name="wording_date_has_date_and_basis",
                condition=(Q(aspect="date") & ~Q(date="") & ~Q(basis=""))
                | (~Q(aspect="date") & Q(date="", basis="")),
                violation_error_message=_(
                    "A date as printed also has the date it means and its basis; others have none."
                ),
            ),
            models.CheckConstraint(
                name="wording_aspect_fits_subject",
                condition=Q(event__isnull=False, aspect__in=["title", "theme", "date"])
                | Q(place__isnull=False, aspect="name")
                | Q(instrument__isnull=False, aspect__in=["title", "date"]),
                violation_error_message=ASPECT_FITS,
            ),
        ]

    def __str__(self):
        return self.text

    def clean(self):
        """What a wording is of fits what it is about; an inline form cannot see the constraint.

        Raises:
            ValidationError: a place with a theme, an event with a name, ...
        """
        for name, fitting in FITTING.items():
            if getattr(self, name) is not None and self.aspect and self.aspect not in fitting:
                raise ValidationError({"aspect": ASPECT_FITS})

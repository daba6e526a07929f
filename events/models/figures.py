from django.db import models
from django.db.models import F, Q
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from events.models.instruments import Instrument
from events.models.statements import Statement
from hanoiconv.core.date_fields import PartialDateField, earliest_day
from hanoiconv.core.records import Part, PartQuerySet, exactly_one
from hanoiconv.core.text import LineField
from people.models import Source


class FigureQuerySet(PartQuerySet):
    """Figures, measure by measure."""

    def by_measure(self):
        return self.select_related("source__publisher").order_by("measure", "as_of", "key")

    def with_subjects(self):
        return self.select_related("event", "instrument", "statement")


class Figure(Part):
    """What one source says of one measure of an event, an instrument or a statement."""

    class Qualifier(models.TextChoices):
        EXACTLY = "exactly", _("exactly")
        ABOUT = "about", _("about")
        MORE_THAN = "more-than", _("more than")
        NEARLY = "nearly", _("nearly")
        AT_LEAST = "at-least", _("at least")

    class Basis(models.TextChoices):
        PLANNED = "planned", _("planned")
        PROVISIONAL = "provisional", _("provisional")
        FINAL = "final", _("final")

    part_of = ("event", "instrument", "statement")
    key_letters = "f"

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, null=True, blank=True, related_name="figures"
    )
    instrument = models.ForeignKey(
        Instrument, on_delete=models.CASCADE, null=True, blank=True, related_name="figures"
    )
    statement = models.ForeignKey(
        Statement, on_delete=models.CASCADE, null=True, blank=True, related_name="figures"
    )
    measure = LineField(max_length=100, help_text=_("What is counted: countries represented."))
    low = models.BigIntegerField(null=True, blank=True)
    high = models.BigIntegerField(
        null=True, blank=True, help_text=_("The same as low, unless a range is printed.")
    )
    unit = LineField(max_length=50, help_text=_("countries, delegates, US dollars a year"))
    qualifier = models.CharField(max_length=10, choices=Qualifier, default=Qualifier.EXACTLY)
    basis = models.CharField(max_length=15, choices=Basis)
    as_of = PartialDateField(blank=True)
    as_of_earliest = earliest_day("as_of")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="figures")
    words = LineField(max_length=300, help_text=_("As printed: about 110 countries."))
    paragraph = models.PositiveIntegerField(null=True, blank=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["measure", "key"]
        constraints = [
            models.CheckConstraint(
                name="figure_has_one_subject",
                condition=exactly_one("event", "instrument", "statement"),
                violation_error_message=_(
                    "A figure is about one thing: an event, an instrument or a statement."
                ),
            ),
            models.CheckConstraint(
                name="figure_low_is_not_above_high",
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high")),
                violation_error_message=_("The low value is above the high value."),
            ),
        ]

    def __str__(self):
        return f"{self.measure}: {self.words}"

    @property
    def is_open_below(self) -> bool:
        """Whether it may be less than its numbers say: nearly 70, about 70, up to 70."""
        return self.low is None or self.qualifier in (self.Qualifier.ABOUT, self.Qualifier.NEARLY)

    @property
    def is_open_above(self) -> bool:
        """Whether it may be more: about 70, more than 70, at least 70."""
        open_above = (self.Qualifier.ABOUT, self.Qualifier.MORE_THAN, self.Qualifier.AT_LEAST)
        return self.high is None or self.qualifier in open_above

    def contradicts(self, other: "Figure") -> bool:
        """Whether the two, of one measure and basis, cannot both be right on any one day."""
        if self.as_of and other.as_of and self.as_of != other.as_of:
            return False
        return self._is_below(other) or other._is_below(self)

    def _is_below(self, other: "Figure") -> bool:
        if self.is_open_above or other.is_open_below:
            return False
        return self.high < other.low  # type: ignore[operator]  # neither is open, so both are known

    @property
    def value(self) -> str:
        """The number for readers, with its qualifier: about 110, 60–72; the words where none is."""
        if self.low is None and self.high is None:
            return self.words
        ends = [self.low, self.high] if self.low != self.high else [self.low]
        numbers = [number_format(end, force_grouping=True) for end in ends if end is not None]
        number = "–".join(numbers)
        if self.qualifier == self.Qualifier.EXACTLY:
            return number
        return f"{self.get_qualifier_display()} {number}"

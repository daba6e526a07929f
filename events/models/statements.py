from datetime import datetime

from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.credits import Credited
from events.models.events import Event
from events.models.instruments import Instrument
from events.models.reports import Report
from events.models.topics import Topic
from hanoiconv.core.date_fields import PartialDateField, earliest_day, latest_day
from hanoiconv.core.dates import format_partial_date
from hanoiconv.core.publication import Publishable
from hanoiconv.core.records import LanguageField, PartQuerySet, Record, RecordQuerySet
from hanoiconv.core.text import LineField


class StatementQuerySet(RecordQuerySet):
    """Statements, by when they were made."""

    def newest_first(self):
        return self.order_by(models.F("date_latest").desc(nulls_last=True), "-order", "-pk")

    def in_order(self):
        """As they were made within an event."""
        first = models.F("date_earliest").asc(nulls_last=True)
        return self.order_by(first, "order", "pk")

    def quoted_first(self):
        """Those that a source prints in quotation marks before all others, each newest first."""
        quotes = Report.objects.filter(mode__in=Report.QUOTING, statement=OuterRef("pk"))
        rows = self.newest_first()
        return rows.annotate(is_quoted=Exists(quotes)).order_by("-is_quoted", *rows.query.order_by)

    def with_card_data(self, now: datetime | None = None):
        """What a statement card shows: who, on what occasion, by which sources. Three queries."""
        occasion = Event.public_q(now or timezone.now(), "event__")
        return (
            self.select_related("event", "instrument")
            .annotate(is_event_public=ExpressionWrapper(occasion, BooleanField()))
            .prefetch_related(
                Prefetch("speakers", Speaker.objects.with_names()),
                Prefetch("reports", Report.objects.with_sources()),
            )
        )

    def with_words(self, now: datetime | None = None):
        """What a card shows, and the words themselves. Four queries."""
        return self.with_card_data(now).prefetch_related("reports__passages")


class Statement(Publishable, Record):
    """One point made on one occasion, by somebody, as one or more sources report it."""

    gist = LineField(max_length=300, help_text=_("The point in one sentence, in our own words."))
    event = models.ForeignKey(
        Event,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        help_text=_("Where it was made or what it is about; empty where no occasion is reported."),
    )
    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, null=True, blank=True, related_name="statements"
    )
    date = PartialDateField(blank=True)
    date_earliest = earliest_day("date")
    date_latest = latest_day("date")
    date_words = LineField(max_length=100, blank=True)
    order = models.PositiveIntegerField(
        default=0, help_text=_("Its place among the statements of the event.")
    )
    responds_to = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="responses"
    )
    original_lang = LanguageField(help_text=_("The language it was made in, when known."))
    topics = models.ManyToManyField(Topic, blank=True, related_name="statements")

    objects = StatementQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ["slug"]
        indexes = [models.Index(fields=["date_earliest"], name="statement_by_first_day")]
        permissions = [("publish_statement", "Can publish statements and change published ones")]

    def __str__(self):
        return self.gist

    def get_absolute_url(self):
        return reverse("events:statement-detail", args=[self.slug])

    @classmethod
    def public_q(cls, now: datetime, prefix: str = "") -> Q:
        """Released, with a speaker and a report: without a source it does not exist."""
        here = OuterRef(f"{prefix}pk")
        return (
            cls.released_q(now, prefix)
            & Exists(Speaker.objects.filter(statement=here))
            & Exists(Report.objects.filter(statement=here))
        )

    @property
    def leading_report(self) -> Report:
        """The report whose words stand large: one that quotes, else the first."""
        reports = [*self.reports.all()]
        return next((report for report in reports if report.is_quoting), reports[0])

    @property
    def occasion(self) -> str:
        """The occasion as the first report that gives one prints it."""
        return next((row.occasion for row in self.reports.all() if row.occasion), "")

    @property
    def public_event(self) -> Event | None:
        """The event, when readers may see it. Needs `with_card_data()`."""
        return self.event if self.is_event_public else None  # type: ignore[attr-defined]

    @property
    def when(self) -> str:
        """The date for readers, or the words kept beside it."""
        return format_partial_date(self.date, self.date_words)


class SpeakerQuerySet(PartQuerySet):
    """Speakers with what a credit shows."""

    def with_names(self):
        return self.select_related("person", "organisation", "role")


class Speaker(Credited):
    """Who is credited with a statement."""

    part_of = ("statement",)
    key_letters = "s"

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="speakers")
    order = models.PositiveIntegerField(default=1)

    objects = SpeakerQuerySet.as_manager()

    class Meta(Credited.Meta):
        ordering = ["order", "key"]

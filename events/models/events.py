import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.credits import Credited
from events.models.instruments import Instrument
from events.models.places import Place
from events.models.topics import Topic
from hanoiconv.core.date_fields import PartialDateField, earliest_day, latest_day
from hanoiconv.core.dates import format_partial_date, parse
from hanoiconv.core.publication import Publishable
from hanoiconv.core.records import PartQuerySet, Record, RecordQuerySet
from hanoiconv.core.text import LineField, ProseField
from people.models import Source

# An event, what it is part of, and what that is part of.
LEVELS = 3


class Basis(models.TextChoices):
    """Whether a source tells of what was to come or of what came."""

    PLANNED = "planned", _("planned")
    HELD = "held", _("held")


class EventQuerySet(RecordQuerySet):
    """Events, by time and by place in the programme."""

    def newest_first(self):
        return self.order_by(models.F("date_latest").desc(nulls_last=True), "order", "-pk")

    def soonest_first(self):
        """By the first day known of each; the undated last."""
        first = Coalesce("date_earliest", "date_latest").asc(nulls_last=True)
        return self.order_by(first, "date", "order", "pk")

    def in_programme_order(self):
        return self.order_by("order", models.F("date_earliest").asc(nulls_last=True), "date", "pk")

    def ahead(self, today: dt.date):
        """Events that are not over on that day, as far as is known, and were not called off."""
        open_ended = Q(date_latest__isnull=True, date_earliest__isnull=False)
        going_on = open_ended & ~Q(standing=Event.Standing.HELD)
        return self.filter(Q(date_latest__gte=today) | going_on).exclude(
            standing=Event.Standing.CANCELLED
        )

    def past(self, today: dt.date):
        """Events that were over before that day."""
        return self.filter(date_latest__lt=today)

    def with_card_data(self):
        """What an event card shows."""
        return self.select_related("place__parent")


class Event(Publishable, Record):
    """Something that happened or is planned; it may be part of a larger event."""

    class Kind(models.TextChoices):
        CEREMONY = "ceremony", _("Ceremony")
        CONFERENCE = "conference", _("Conference")
        SESSION = "session", _("Session")
        MEETING = "meeting", _("Meeting")
        SIDE_EVENT = "side-event", _("Side event")
        BRIEFING = "briefing", _("Press briefing")
        EXHIBITION = "exhibition", _("Exhibition")
        RECEPTION = "reception", _("Reception")
        NEGOTIATION = "negotiation", _("Negotiation")
        DECISION = "decision", _("Decision")
        DEADLINE = "deadline", _("Deadline")
        SERIES = "series", _("Series of events")

    class Standing(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        POSTPONED = "postponed", _("Postponed")
        CANCELLED = "cancelled", _("Cancelled")

    clean_reads = ("parent__parent__parent", "sub_events__sub_events")

    title = LineField(max_length=300, help_text=_("In our words; printed titles are wordings."))
    kind = models.CharField(max_length=20, choices=Kind)
    standing = models.CharField(max_length=10, choices=Standing)
    date = PartialDateField(blank=True)
    date_earliest = earliest_day("date")
    date_latest = latest_day("date")
    date_words = LineField(
        max_length=100,
        blank=True,
        help_text=_("Where the print is vaguer than a date: earlier this week."),
    )
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sub_events",
        help_text=_("The larger event it is part of."),
    )
    order = models.PositiveIntegerField(
        default=0, help_text=_("Its place in the programme of the larger event.")
    )
    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    summary = ProseField(blank=True, help_text=_("What it is, in our own words."))
    topics = models.ManyToManyField(Topic, blank=True, related_name="events")

    objects = EventQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ["slug"]
        indexes = [models.Index(fields=["date_earliest"], name="event_by_first_day")]
        permissions = [("publish_event", "Can publish events and change published ones")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("events:event-detail", args=[self.slug])

    def clean(self):
        """At most three levels, and never a part of itself.

        Raises:
            ValidationError: the chain of parents is a ring or too long.
        """
        above: list[Event] = []
        step = self.parent
        while step is not None and len(above) < LEVELS:
            if self.pk is not None and step.pk == self.pk:
                raise ValidationError({"parent": _("An event cannot be part of itself.")})
            above.append(step)
            step = step.parent
        if len(above) + 1 + self.levels_below() > LEVELS:
            raise ValidationError(
                {"parent": _("An event may be part of an event that is part of one, no deeper.")}
            )

    def levels_below(self) -> int:
        """How many levels of sub-events it has: 0, 1 or 2. At most two queries."""
        below = [] if self.pk is None else [*self.sub_events.all()]
        models.prefetch_related_objects(below, "sub_events")
        return 1 + any(event.sub_events.all() for event in below) if below else 0

    @classmethod
    def public_q(cls, now: dt.datetime, prefix: str = "") -> Q:
        """Released, and so is every event above it; deeper than three levels is never public."""
        condition = cls.released_q(now, prefix)
        above = f"{prefix}parent__parent__parent"
        chain = Q(**{f"{above}__isnull": True})
        for level in (f"{prefix}parent__parent", f"{prefix}parent"):
            chain = Q(**{f"{level}__isnull": True}) | (cls.released_q(now, f"{level}__") & chain)
        return condition & chain

    def is_gone(self, now: dt.datetime) -> bool:
        """Withdrawn, in an event that readers can see or could until it was withdrawn."""
        if not super().is_gone(now) or self.parent is None:
            return super().is_gone(now)
        seen = Event.objects.public(now).filter(pk=self.parent_id).exists()
        return seen or self.parent.is_gone(now)

    @property
    def when(self) -> str:
        """The date for readers, or the words kept beside it."""
        return format_partial_date(self.date, self.date_words)

    @property
    def is_dated_to_the_day(self) -> bool:
        """Whether its first and last day are known: not vaguer in print, about right, uncertain."""
        dated = parse(self.date) if self.date and not self.date_words else None
        ends = [dated.start, dated.end] if dated else [None]
        return all(end is not None and end.day and not end.qualifier for end in ends)


class ParticipationQuerySet(PartQuerySet):
    """Participations with what a page shows."""

    def with_names(self):
        return self.select_related("person", "organisation", "role", "source__publisher")

    def newest_event_first(self):
        latest = models.F("event__date_latest").desc(nulls_last=True)
        return self.select_related("event").order_by(latest, "order", "key")


class Participation(Credited):
    """What one source says of somebody's part in an event."""

    class Part(models.TextChoices):
        HOST = "host", _("Host")
        CO_HOST = "co-host", _("Co-host")
        ORGANISER = "organiser", _("Organiser")
        CO_ORGANISER = "co-organiser", _("Co-organiser")
        PARTNER = "partner", _("Partner")
        CHAIR = "chair", _("Chair")
        SPEAKER = "speaker", _("Speaker")
        GUEST = "guest", _("Guest")
        SIGNATORY = "signatory", _("Signatory")
        SECRETARIAT = "secretariat", _("Secretariat")
        VISITOR = "visitor", _("Visitor")
        PARTICIPANT = "participant", _("Participant")

    part_of = ("event",)
    key_letters = "part"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="participations")
    part = models.CharField(max_length=20, choices=Part)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="participations")
    printed_as = LineField(
        max_length=500, blank=True, help_text=_("The whole credit as the source prints it.")
    )
    paragraph = models.PositiveIntegerField(null=True, blank=True)
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.HELD)
    order = models.PositiveIntegerField(default=0)

    objects = ParticipationQuerySet.as_manager()

    class Meta(Credited.Meta):
        ordering = ["order", "key"]

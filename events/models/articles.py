from collections import defaultdict
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from events.models.statements import Statement
from events.models.topics import Topic
from events.references import check_references_of
from hanoiconv.core.publication import Publishable
from hanoiconv.core.records import Part, PartQuerySet, Record, RecordQuerySet, exactly_one
from hanoiconv.core.text import LineField, ProseField
from people.models import Source


class ArticleQuerySet(RecordQuerySet):
    """News-style pages, by when they were published."""

    def newest_first(self):
        return self.order_by(models.F("publish_at").desc(nulls_last=True), "-pk")

    def with_card_data(self):
        """What an article card shows."""
        return self.select_related("lead_photo")

    def beside(self, article: "Article"):
        """The article published just before this one, and the one just after; newest first."""
        at, key = article.publish_at, article.pk
        older = self.filter(Q(publish_at__lt=at) | Q(publish_at=at, pk__lt=key)).newest_first()
        newer = self.filter(Q(publish_at__gt=at) | Q(publish_at=at, pk__gt=key))
        nearest = newer.order_by("publish_at", "pk")
        pair = Q(pk__in=older.values("pk")[:1]) | Q(pk__in=nearest.values("pk")[:1])
        return self.filter(pair).newest_first()

    def related_to(self, article: "Article", now: datetime):
        """Other articles on one of its topics, or of its events public at `now`, newest first."""
        events = article.events.public(now).values("pk")
        about = Q(events__in=events) | Q(topics__in=article.topics.all())
        found = self.model._base_manager.filter(about).exclude(pk=article.pk)
        return self.filter(pk__in=found.values("pk")).newest_first()


class Article(Publishable, Record):
    """A news-style page of ours, in our own words, resting on the sources it names."""

    kicker = LineField(max_length=60, blank=True, help_text=_("A word or two over the headline."))
    headline = LineField(max_length=200)
    standfirst = ProseField(help_text=_("One or two sentences under the headline."))
    byline = LineField(max_length=300, help_text=_("How it was made: Compiled from reports by ..."))
    dateline = LineField(
        max_length=100, blank=True, help_text=_("Only where a reporter of ours was there.")
    )
    body = ProseField(
        help_text=_(
            "Markdown. Link records as [Lương Cường](person:luong-cuong); a line "
            "{statement: slug} sets a pull quote."
        )
    )
    lead_photo = models.ForeignKey(
        "events.Photo", on_delete=models.SET_NULL, null=True, blank=True, related_name="leads"
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="articles")
    events = models.ManyToManyField(Event, blank=True, related_name="articles")
    sources = models.ManyToManyField(Source, blank=True, related_name="articles")
    updated_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When readers were last given a changed text.")
    )

    objects = ArticleQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ["slug"]
        permissions = [("publish_article", "Can publish articles and change published ones")]

    def __str__(self):
        return self.headline

    def get_absolute_url(self):
        return reverse("events:article-detail", args=[self.slug])

    def clean(self):
        """References name records on file; those of a published article, public ones.

        What was withdrawn since stays: its link turns into text, and the desk is told on saving.

        Raises:
            ValidationError: on `body`, one message for each wrong reference, with its line.
        """
        for _article, error in self.faults_of([self]):
            raise error

    @classmethod
    def faults_of(cls, rows):
        """The same of many: a query for what is on file, and one a moment of publication."""
        now, due = timezone.now(), defaultdict(list)
        for row, wrong in zip(rows, check_references_of([row.body for row in rows]), strict=True):
            if wrong:
                yield row, ValidationError({"body": wrong})
            elif row.status == cls.Status.PUBLISHED and row.publish_at:
                due[max(row.publish_at, now)].append(row)
        for moment, some in due.items():
            bodies = [row.body for row in some]
            found = check_references_of(bodies, moment, allow_withdrawn=True)
            for row, wrong in zip(some, found, strict=True):
                if wrong:
                    yield row, ValidationError({"body": wrong})


class CorrectionQuerySet(PartQuerySet):
    """Public notes, newest first."""

    def newest_first(self):
        return self.order_by("-made_at", "-pk")

    def with_subjects(self):
        return self.select_related("article", "event", "statement")


class Correction(Part):
    """A public note: what a page said, what it says now, why, and who told us."""

    part_of = ("article", "event", "statement")
    key_letters = "c"

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, null=True, blank=True, related_name="corrections"
    )
    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, null=True, blank=True, related_name="corrections"
    )
    statement = models.ForeignKey(
        Statement, on_delete=models.CASCADE, null=True, blank=True, related_name="corrections"
    )
    made_at = models.DateTimeField()
    said = ProseField(help_text=_("What the page said."))
    says = ProseField(help_text=_("What it says now."))
    why = ProseField()
    told_by = LineField(
        max_length=200, blank=True, help_text=_("Who told us, if they agree to be named.")
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "key"]
        constraints = [
            models.CheckConstraint(
                name="correction_has_one_subject",
                condition=exactly_one("article", "event", "statement"),
                violation_error_message=_(
                    "A correction is about one page: an article, an event or a statement."
                ),
            ),
        ]

    def __str__(self):
        return self.says

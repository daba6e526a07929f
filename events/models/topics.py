from django.db import models
from django.urls import reverse

from hanoiconv.core.publication import Named
from hanoiconv.core.records import Record, RecordQuerySet
from hanoiconv.core.text import LineField


class TopicQuerySet(RecordQuerySet):
    """Topics, by name."""

    def by_name(self):
        return self.order_by("name", "pk")

    def of_statements(self, statements):
        """The topics of the statements, each with its `number` of them, the most frequent first."""
        rows = self.filter(statements__in=statements).annotate(number=models.Count("pk"))
        return rows.order_by("-number", "name", "pk")


class Topic(Named, Record):
    """A subject heading for statements, events and articles."""

    named_by = ("statements", "events", "articles")

    name = LineField(max_length=100, unique=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        permissions = [("publish_topic", "Can change a topic readers see")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("events:topic-detail", args=[self.slug])

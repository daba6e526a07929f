from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.instruments import Instrument
from hanoiconv.core.records import LanguageField, Part, PartQuerySet
from hanoiconv.core.text import LineField
from people.models import Source


class ProvisionQuerySet(PartQuerySet):
    """Chapters and articles of a treaty."""

    def in_order(self):
        return self.select_related("source__publisher").order_by("order", "key")

    def with_subjects(self):
        return self.select_related("instrument")


class Provision(Part):
    """A chapter or an article of a treaty, with its heading as one source prints it."""

    class Kind(models.TextChoices):
        CHAPTER = "chapter", _("Chapter")
        ARTICLE = "article", _("Article")

    part_of = ("instrument",)
    key_letters = "v"

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="provisions")
    kind = models.CharField(max_length=10, choices=Kind)
    number = LineField(max_length=20, help_text=_("As printed, without the word: IV, 65."))
    heading = LineField(max_length=300, blank=True, help_text=_("As the source prints it."))
    lang = LanguageField(default="en")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="provisions")
    paragraph = models.PositiveIntegerField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0, help_text=_("Its place in the treaty."))

    objects = ProvisionQuerySet.as_manager()

    class Meta:
        ordering = ["order", "key"]

    def __str__(self):
        name = f"{self.get_kind_display()} {self.number}"
        return f"{name}: {self.heading}" if self.heading else name

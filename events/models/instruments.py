from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.date_fields import PartialDateField
from hanoiconv.core.publication import END_OF_TIME
from hanoiconv.core.records import Record, RecordQuerySet
from hanoiconv.core.text import LineField, ProseField
from people.models import Source


class InstrumentQuerySet(RecordQuerySet):
    """Treaties."""


class Instrument(Record):
    """A treaty, with its formal title, its symbol and the dates of its life."""

    name = LineField(max_length=200, help_text=_("The name in use: the Hanoi Convention."))
    formal_title = LineField(max_length=500)
    symbol = LineField(
        max_length=100, blank=True, help_text=_("Of the act that adopted it: A/RES/79/243.")
    )
    adopted_on = PartialDateField(blank=True)
    opened_on = PartialDateField(blank=True, verbose_name=_("opened for signature on"))
    closes_on = PartialDateField(blank=True, verbose_name=_("last day of signature"))
    in_force_on = PartialDateField(blank=True, verbose_name=_("in force from"))
    summary = ProseField(blank=True, help_text=_("What it is, in our own words."))
    entry_rule = ProseField(
        blank=True, help_text=_("How it enters into force, in our own words, with the article.")
    )
    sources = models.ManyToManyField(
        Source, blank=True, related_name="instruments", help_text=_("Which attest the dates.")
    )

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        permissions = [("publish_instrument", "Can change an instrument, which readers see")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("convention")

    @classmethod
    def public_q(cls, now: datetime, prefix: str = "") -> Q:
        """Every instrument is public; under a prefix there must be one."""
        return Q(**{f"{prefix}pk__isnull": False})

    @classmethod
    def settled_q(cls, prefix: str = "") -> Q:
        """Always public, so always changed by publishers alone."""
        return cls.public_q(END_OF_TIME, prefix)

import hashlib

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.date_fields import PartialDateField, earliest_day, latest_day
from hanoiconv.core.publication import Named
from hanoiconv.core.records import LanguageField, Record, RecordQuerySet, refuse_ring
from hanoiconv.core.text import LineField, ProseField, nfc, storable
from people.models.organisations import Organisation


def paragraphs_of(text: str) -> list[str]:
    """The non-empty lines of a captured text; paragraph 1 is the first of the list."""
    return [line.strip() for line in nfc(text).split("\n") if line.strip()]


def fingerprint(text: str) -> str:
    """The SHA-256 of the text as it is stored (NFC, line feeds, UTF-8), in hexadecimal."""
    return hashlib.sha256(storable(text).encode()).hexdigest()


class SourceQuerySet(RecordQuerySet):
    """Published documents, by date."""

    def newest_first(self):
        return self.order_by(models.F("published_latest").desc(nulls_last=True), "-pk")

    def with_card_data(self):
        """What a source card shows."""
        return self.select_related("publisher", "credited_to")


class Source(Named, Record):
    """A published document that we cite."""

    class Kind(models.TextChoices):
        PRESS = "press-report", _("Press report")
        OFFICIAL = "official-record", _("Official record")
        SPEECH = "speech-text", _("Speech text")
        RELEASE = "press-release", _("Press release")
        BROADCAST = "broadcast", _("Broadcast")
        OTHER = "other", _("Other document")

    clean_climbs = "listed_by"
    named_by = (
        "reports__statement",
        "participations__event",
        "figures__event",
        "figures__instrument",
        "figures__statement",
        "wordings__event",
        "wordings__instrument",
        "provisions__instrument",
        "photos",
        "articles",
        "instruments",
    )
    named_further_by = (
        "roles__person",
        "names__person",
        "names__organisation",
        # What a public source lists is shown on its page, read by us or not.
        "listed_by",
    )
    public_by = ("wordings__place",)

    title = LineField(max_length=300, help_text=_("As published."))
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.PRESS)
    publisher = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="publications"
    )
    published_on = PartialDateField(blank=True)
    published_earliest = earliest_day("published_on")
    published_latest = latest_day("published_on")
    lang = LanguageField(default="en")
    url = models.URLField(max_length=500, blank=True, verbose_name=_("address"))
    credit = LineField(
        max_length=200, blank=True, help_text=_("Whom it takes its text from, as printed.")
    )
    credited_to = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="credited_sources",
    )
    read_on = models.DateField(
        null=True, blank=True, help_text=_("Empty for a document only listed, not yet read.")
    )
    listed_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="lists"
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(
                "url",
                name="source_address_is_unique",
                condition=~Q(url=""),
                violation_error_message=_("Another source has this address."),
            ),
            # Pages link it: nothing that a browser would run, whatever way it was written.
            models.CheckConstraint(
                name="source_address_is_of_the_web",
                condition=Q(url="") | Q(url__startswith="http://") | Q(url__startswith="https://"),
                violation_error_message=_("An address starts with http:// or https://."),
            ),
        ]
        permissions = [("publish_source", "Can change a source readers see")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("people:source-detail", args=[self.slug])

    def clean(self):
        """A source is not listed by itself, however many steps away.

        Raises:
            ValidationError: the chain of listings comes back here.
        """
        refuse_ring(self, "listed_by", _("A source cannot be listed by itself."))


class CaptureQuerySet(models.QuerySet):
    """Stored texts, found by source and fingerprint."""

    def get_by_natural_key(self, source, sha256):
        return self.get(source__slug=source, sha256=sha256)


class Capture(models.Model):
    """The text of a source as stored on a date. Private: no page ever shows it."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="captures")
    captured_on = models.DateField()
    text = ProseField()
    sha256 = models.CharField(max_length=64, editable=False)

    objects = CaptureQuerySet.as_manager()

    class Meta:
        ordering = ["-captured_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "sha256"],
                name="capture_once_a_text",
                violation_error_message=_("This text of the source is stored already."),
            ),
        ]

    def __str__(self):
        return f"{self.source}, {self.captured_on}"

    def save(self, *args, **options):
        self.sha256 = fingerprint(self.text)
        super().save(*args, **options)

    def clean(self):
        """The same text is stored once.

        Raises:
            ValidationError: it is there already; the form cannot tell, as it has no SHA-256.
        """
        same = Capture.objects.filter(source=self.source_id, sha256=fingerprint(self.text))
        if same.exclude(pk=self.pk).exists():
            raise ValidationError(_("This text of the source is stored already."))

    def natural_key(self):
        return (*self.source.natural_key(), self.sha256)

    natural_key.dependencies = ["people.source"]  # type: ignore[attr-defined] # Django's own way

    @property
    def paragraphs(self) -> list[str]:
        """The non-empty lines, the first of which is paragraph 1."""
        return paragraphs_of(self.text)

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.records import LanguageField, Part, PartQuerySet
from hanoiconv.core.text import LineField, ProseField
from people.models import Organisation, Source


class ReportQuerySet(PartQuerySet):
    """Reports with the chain of those who passed the words on."""

    def with_sources(self):
        return self.select_related("source__publisher", "source__credited_to", "via")

    def with_statements(self):
        """The statement of each, with its speakers, in the order in which a source prints them."""
        # A model further up, reached through the relation.
        statements: Any = self.model._meta.get_field("statement").related_model
        speakers = statements._meta.get_field("speakers").related_model.objects.with_names()
        return (
            self.select_related("statement")
            .prefetch_related(Prefetch("statement__speakers", speakers))
            .order_by("printed_in", "statement__order", "key")
        )


class Report(Part):
    """How one source prints one statement."""

    class Mode(models.TextChoices):
        VERBATIM = "verbatim-record", _("Official verbatim record")
        TRANSCRIPT = "transcript", _("Transcript")
        QUOTATION = "quotation", _("Quotation")
        TRANSLATED = "translated-quotation", _("Translated quotation")
        SUMMARY = "summary-record", _("Summary record")
        PARAPHRASE = "paraphrase", _("Paraphrase")
        ATTRIBUTION = "attribution-only", _("Attribution only")

    class Verdict(models.TextChoices):
        EXACT = "exact", _("matches the print")
        TYPOGRAPHIC = "typographic", _("matches the print but for quotes, dashes or spaces")
        ELIDED = "elided", _("matches the print, with words left out where marked")
        NOT_FOUND = "not-found", _("not found in the stored text")
        UNCHECKED = "unchecked", _("not yet checked")
        NOT_APPLICABLE = "not-applicable", _("nothing to check")

    # Quotation marks stand on a page for these alone.
    QUOTING = (Mode.VERBATIM, Mode.TRANSCRIPT, Mode.QUOTATION, Mode.TRANSLATED)

    part_of = ("statement",)
    key_letters = "r"

    statement = models.ForeignKey(
        "events.Statement", on_delete=models.CASCADE, related_name="reports"
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="reports")
    via = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports_carried",
        help_text=_("The agency that the source names for it: AFP."),
    )
    via_printed = LineField(
        max_length=200, blank=True, help_text=_("How it names the agency: AFP cited.")
    )
    mode = models.CharField(max_length=30, choices=Mode)
    printed_as = LineField(
        max_length=500, blank=True, help_text=_("The whole credit as printed: name, title.")
    )
    printed_in = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("The paragraph where the credit stands.")
    )
    occasion = LineField(max_length=300, blank=True, help_text=_("As printed: a message."))
    lang = LanguageField(default="en")
    verdict = models.CharField(
        max_length=20, choices=Verdict, default=Verdict.UNCHECKED, editable=False
    )
    checked_on = models.DateField(null=True, blank=True, editable=False)
    checked_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                name="report_verdict_is_known",
                condition=Q(
                    verdict__in=[
                        "exact",
                        "typographic",
                        "elided",
                        "not-found",
                        "unchecked",
                        "not-applicable",
                    ]
                ),
                violation_error_message=_("There is no such verdict."),
            ),
            models.CheckConstraint(
                name="report_verdict_says_when_and_on_what",
                condition=Q(verdict="unchecked", checked_on__isnull=True, checked_sha256="")
                | (~Q(verdict="unchecked") & Q(checked_on__isnull=False) & ~Q(checked_sha256="")),
                violation_error_message=_("A verdict has a day and the SHA-256 of the text."),
            ),
        ]

    def __str__(self):
        return f"{self.get_mode_display()}: {self.printed_as or self.key}"

    def clean(self):
        """Quotation marks stand only around printed words.

        Raises:
            ValidationError: it has quoted passages, yet its mode is not one that quotes.
        """
        for _report, error in self.faults_of([self]):
            raise error

    @classmethod
    def faults_of(cls, rows):
        """The same of many, in one query."""
        others = [row.pk for row in rows if row.pk is not None and not row.is_quoting]
        quoted = Passage.objects.filter(report__in=others).exclude(quoted="")
        wrong = {*quoted.values_list("report_id", flat=True)} if others else set()
        reason = _("This report has quoted passages: only a quoting mode fits.")
        for row in rows:
            if row.pk in wrong:
                yield row, ValidationError({"mode": reason})

    @property
    def is_quoting(self) -> bool:
        """Whether the source prints the words as the speaker's own."""
        return self.mode in self.QUOTING

    @property
    def is_exact_words(self) -> bool:
        """Only a verbatim record or a transcript gives the exact words."""
        return self.mode in (self.Mode.VERBATIM, self.Mode.TRANSCRIPT)


def check_few_words(text: str) -> None:
    """Start and end of a paraphrased stretch are named by three to six words, never more.

    Raises:
        ValidationError: fewer or more.
    """
    if not 3 <= len(text.split()) <= 6:
        raise ValidationError(_("Give three to six words, just enough to find the place."))


class Passage(Part):
    """One stretch of a source that a report rests on: words in quotation marks, or a place."""

    part_of = ("report",)
    clean_reads = ("report",)
    key_letters = "p"

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="passages")
    order = models.PositiveIntegerField(default=1)
    paragraph = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Counted from 1 over the lines that are not empty.")
    )
    quoted = ProseField(
        blank=True, help_text=_("The words that the source prints as quoted, without the marks.")
    )
    starts = LineField(
        max_length=120,
        blank=True,
        validators=[check_few_words],
        help_text=_("For paraphrase: the first three to six words of the stretch."),
    )
    ends = LineField(
        max_length=120,
        blank=True,
        validators=[check_few_words],
        help_text=_("For paraphrase: its last three to six words."),
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["order", "key"]
        constraints = [
            models.CheckConstraint(
                name="passage_quotes_or_locates",
                condition=(~Q(quoted="") & Q(starts="", ends=""))
                | (Q(quoted="") & ~Q(starts="") & ~Q(ends="")),
                violation_error_message=_(
                    "Give the quoted words, or for paraphrase the first and the last few words."
                ),
            ),
            models.CheckConstraint(
                name="passage_paragraphs_count_from_one",
                condition=Q(paragraph__isnull=True) | Q(paragraph__gte=1),
                violation_error_message=_("Paragraphs are counted from 1."),
            ),
        ]

    def __str__(self):
        return self.quoted or f"{self.starts} … {self.ends}"

    def clean(self):
        """Quoted words need a report that quotes.

        Raises:
            ValidationError: the report is a paraphrase or a summary.
        """
        if self.quoted and self.report_id is not None and not self.report.is_quoting:
            raise ValidationError(
                {"quoted": _("The report is no quotation: give the first and last few words.")}
            )

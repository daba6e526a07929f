"""The check of what a new report gives as printed, against the stored text of its source."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from events.checking import find_passage, find_words, worst
from events.models import Passage, Report
from people.models import Capture

Fault = tuple[Any, str, str]  # the row, its field, the reason


def check(report: Report, passages: Sequence[Passage], capture: Capture) -> Iterator[Fault]:
    """Writes the verdict into the report, corrects numbers of paragraphs, tells what is not there.

    To be exhausted before anything is saved.
    """
    paragraphs = capture.paragraphs
    verdicts = []
    for row in passages:
        words = (row.quoted, row.starts, row.ends)
        finding = find_passage(report.mode, *words, paragraphs, row.paragraph)
        verdicts.append(finding.verdict)
        row.paragraph = finding.paragraph or row.paragraph
        if finding.paragraph is None:
            yield row, "quoted" if row.quoted else "starts", _reason(row, report, paragraphs)
    if report.printed_as:
        printed = find_words(report.printed_as, paragraphs, report.printed_in)
        report.printed_in = printed.paragraph or report.printed_in
        if printed.paragraph is None:
            yield report, "printed_as", _("The stored text does not print it so.")
    for name in ("via_printed", "occasion"):
        words = getattr(report, name)
        if words and find_words(words, ["\n".join(paragraphs)], 1).paragraph is None:
            yield report, name, _("The stored text does not print it so.")
    report.verdict = worst(verdicts)
    report.checked_on, report.checked_sha256 = timezone.localdate(), capture.sha256


def _reason(row: Passage, report: Report, paragraphs: Sequence[str]) -> str:
    if not row.quoted:
        return _("No paragraph, or more than one, has a stretch that starts and ends so.")
    if find_words(row.quoted, paragraphs, row.paragraph).paragraph:
        return _(
            "The stored text has these words, but not between quotation marks: choose Paraphrase."
        )
    return _("No paragraph, or more than one, has these words: compare them with the text.")

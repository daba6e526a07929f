"""What the labels on reports mean, in a sentence each; a test holds that none is forgotten."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from events.models import Report

Mode, Verdict = Report.Mode, Report.Verdict

MODES: dict[Any, Any] = {
    Mode.VERBATIM: _(
        "The source is the official record of the meeting and gives the speech word for word: "
        "these are exact words."
    ),
    Mode.TRANSCRIPT: _(
        "The source is the speech itself, written down from a recording or issued as delivered: "
        "these are exact words."
    ),
    Mode.QUOTATION: _(
        "The source prints the words in quotation marks, in the language in which, as far as it "
        "says, they were spoken."
    ),
    Mode.TRANSLATED: _(
        "The source prints the words in quotation marks, but in a language other than the one "
        "they were spoken in: the wording is the translator’s."
    ),
    Mode.SUMMARY: _(
        "The source is an official record that sums the speech up: the sense is the speaker’s, "
        "the wording the secretariat’s."
    ),
    Mode.PARAPHRASE: _(
        "The source tells in its own words what was said: we show no quotation marks, and name "
        "the place where it stands."
    ),
    Mode.ATTRIBUTION: _(
        "The source says only that somebody spoke on the matter, or took a position on it, and "
        "no more."
    ),
}

VERDICTS: dict[Any, Any] = {
    Verdict.EXACT: _("The words stand in the stored text of the source, letter for letter."),
    Verdict.TYPOGRAPHIC: _(
        "The words are the same; only quotation marks, dashes or spaces are set differently."
    ),
    Verdict.ELIDED: _(
        "The words are the same and in the same order; where an ellipsis stands, some were left "
        "out."
    ),
    Verdict.NOT_FOUND: _(
        "The check did not find the words in the stored text: take them with care until we have "
        "looked again."
    ),
    Verdict.UNCHECKED: _("The words have not been compared with the source yet."),
    Verdict.NOT_APPLICABLE: _("The report rests on no passage that could be compared."),
}


def explained(sentences: dict[Any, Any]) -> list[tuple[Any, Any]]:
    """Labels with their sentences, in the order of the choices.

    Raises:
        KeyError: a label has no sentence.
    """
    choices = type(next(iter(sentences)))
    return [(choice.label, sentences[choice]) for choice in choices]

"""All checks, the gravest first."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from events.models import (
    Article,
    Event,
    Instrument,
    Photo,
    Place,
    Report,
    Speaker,
    Statement,
    Topic,
)
from hanoiconv.checks import articles, credits, figures, names, statements
from hanoiconv.checks.registry import Check, Finding, Severity
from people.models import Organisation, Person, Role, Source

BLOCKING, WARNING, NOTE = Severity.BLOCKING, Severity.WARNING, Severity.NOTE

CHECKS = [
    Check(
        slug="no-report",
        title=_("Statement without a report"),
        about=_("A statement without a source does not exist: no reader will see it."),
        severity=BLOCKING,
        kinds=(Statement,),
        suspects=statements.not_reported,
        tell=statements.tell_not_reported,
    ),
    Check(
        slug="no-sources",
        title=_("Article without sources"),
        about=_("Every article of ours names the sources that it rests on."),
        severity=BLOCKING,
        kinds=(Article,),
        suspects=articles.without_sources,
        tell=articles.tell_without_sources,
    ),
    Check(
        slug="lead-not-described",
        title=_("Lead photo without alternative text or credit"),
        about=_("Mend the photo: it leads an article."),
        severity=BLOCKING,
        kinds=(Article,),
        suspects=articles.lead_not_described,
        tell=articles.tell_lead_not_described,
    ),
    Check(
        slug="reference-broken",
        title=_("Reference broken or not public"),
        about=_("Links and pull quotes of the newest 100 articles that readers could not follow."),
        severity=BLOCKING,
        kinds=(Article,),
        suspects=articles.with_references,
        tell=articles.tell_reference_broken,
        is_in_the_form=True,
    ),
    Check(
        slug="reference-withdrawn",
        title=_("Reference to what was withdrawn"),
        about=_("Links of the newest 100 articles that have turned into text."),
        severity=WARNING,
        kinds=(Article,),
        suspects=articles.with_references,
        tell=articles.tell_reference_withdrawn,
    ),
    Check(
        slug="not-found",
        title=_("Passage not found in its capture"),
        about=_("The last check of printed words did not find them where the report says."),
        severity=WARNING,
        kinds=(Statement,),
        suspects=statements.not_found,
        tell=statements.tell_not_found,
        reads=(Report, Source),
    ),
    Check(
        slug="no-such-role",
        title=_("Printed credit fits no role held that day"),
        about=_(
            "Of the newest 500 credits in English, those that share no word with a role possibly "
            "held at the time, of people of whom some role is on record."
        ),
        severity=WARNING,
        kinds=(Statement, Event),
        suspects=credits.credits_in_english,
        tell=credits.tell_no_such_role,
        reads=(Person, Role, Report),
    ),
    Check(
        slug="printed-too-early",
        title=_("Source published before the words were spoken"),
        about=_("By more than a day, which the clocks of two places may lie apart."),
        severity=WARNING,
        kinds=(Statement,),
        suspects=statements.printed_too_early,
        tell=statements.tell_printed_too_early,
        reads=(Report, Source),
    ),
    Check(
        slug="figures-disagree",
        title=_("Figures of one measure that disagree"),
        about=_("Numbers of one unit and basis that exclude each other on one day, or on no day."),
        severity=WARNING,
        kinds=(Event, Instrument, Statement),
        suspects=figures.of_one_measure,
        tell=figures.tell_figures_disagree,
    ),
    Check(
        slug="photo-not-described",
        title=_("Photo without alternative text or credit"),
        about=_("Readers who cannot see it need the one, who took it is owed the other."),
        severity=WARNING,
        kinds=(Photo,),
        suspects=articles.photo_not_described,
        tell=articles.tell_photo_not_described,
    ),
    Check(
        slug="before-the-event",
        title=_("Said before the event began"),
        about=_("Right where the statement is about an event to come; else a day is wrong."),
        severity=NOTE,
        kinds=(Statement,),
        suspects=statements.before_the_event,
        tell=statements.tell_before_the_event,
        reads=(Event,),
    ),
    Check(
        slug="not-a-participant",
        title=_("Speaker not among the event's participants"),
        about=_("Where it is on record who took part: add the participation, or mend the event."),
        severity=NOTE,
        kinds=(Statement,),
        suspects=statements.speaker_not_there,
        tell=statements.tell_speaker_not_there,
        reads=(Speaker, Person, Organisation, Role, Event),
    ),
    Check(
        slug="same-name",
        title=_("Names that differ only in accents or Unicode form"),
        about=_("Two may bear one name; or one was entered twice."),
        severity=NOTE,
        kinds=(Person, Organisation, Place, Topic),
        suspects=names.named,
        tell=names.tell_same_name,
    ),
    Check(
        slug="nobody-links",
        title=_("Records nobody links to"),
        about=_("No page leads to them, so that no reader sees them."),
        severity=NOTE,
        kinds=(Person, Organisation, Place, Topic, Source, Photo),
        suspects=names.nobody_links_to,
        tell=names.tell_nobody_links_to,
    ),
]


def findings_of(model: Any, pk: int, user: Any) -> Iterator[tuple[Check, Finding]]:
    """What checks say of one record, as far as the user may be told.

    One query asks all of them whether there may be something; then those that there may be.
    """
    checks = [check for check in CHECKS if model in check.kinds_for(user)]
    asked = [check.suspects_of(model) for check in checks]
    answers = model.objects.filter(pk=pk).values_list(*asked).first() if checks else None
    for check, may_be in zip(checks, answers or (), strict=False):
        if may_be:
            yield from ((check, finding) for finding in check.find(model, [pk]))


def reasons_against(rows: Sequence[Any]) -> dict[Any, list[str]]:
    """Why records of one kind may not be published: sentences by key, for those with some."""
    reasons: dict[Any, list[str]] = {}
    for check in CHECKS:
        if check.severity != BLOCKING or check.is_in_the_form:
            continue
        for model in {type(row) for row in rows} & {*check.kinds}:
            for finding in check.find(model, [row.pk for row in rows]):
                reasons.setdefault(finding.pk, []).append(f"{check.title}. {finding.sentence}")
    return reasons

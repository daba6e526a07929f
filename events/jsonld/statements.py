from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from events.jsonld.articles import correction_comment
from events.jsonld.subjects import credited
from events.models import Correction, Report, Statement, Topic
from hanoiconv.core.jsonld import LANGUAGE, absolute, card, crumb, iso_start, linked, page
from people.jsonld import source_reference


def statement_jsonld(
    statement: Statement, corrections: Iterable[Correction] = (), topics: Iterable[Topic] = ()
) -> dict[str, Any]:
    """A `Quotation`; its text is given only where a source prints the words as the speaker's."""
    reports: list[Report] = [*statement.reports.all()]
    leading = statement.leading_report
    words = [passage.quoted for passage in leading.passages.all() if passage.quoted]
    speakers = [credited(speaker) for speaker in statement.speakers.all()]
    sources = [source_reference(report.source) for report in reports]
    data = {
        "@type": "Quotation" if leading.is_quoting else "Claim",
        "@id": absolute(statement.get_absolute_url()),
        "url": absolute(statement.get_absolute_url()),
        "name": statement.gist,
        "description": who_says_so(statement),
        "image": [card(statement)],
        "text": " … ".join(words) if leading.is_quoting else None,
        "spokenByCharacter" if leading.is_quoting else "author": speakers,
        "isBasedOn": sources,
        "appearance": None if leading.is_quoting else sources,
        "dateCreated": iso_start(statement.date),
        "inLanguage": leading.lang if words else LANGUAGE,
        "about": _about(statement) + [linked("DefinedTerm", topic) for topic in topics],
        "correction": [correction_comment(correction) for correction in corrections],
    }
    return page(data, [(_("Statements"), reverse("events:statement-list")), crumb(statement)])


def who_says_so(statement: Statement) -> str:
    """Speakers and publishers in a line, each once."""
    publishers = dict.fromkeys(str(report.source.publisher) for report in statement.reports.all())
    return _("%(speakers)s. Reported by %(sources)s.") % {
        "speakers": "; ".join(speaker.credit for speaker in statement.speakers.all()),
        "sources": ", ".join(publishers),
    }


def _about(statement: Statement) -> list[dict[str, Any]]:
    about = []
    if statement.public_event:
        about.append(linked("Event", statement.public_event))
    if statement.instrument:
        about.append(linked("Legislation", statement.instrument))
    return about

"""What each field means to those who take the data away."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

# "model.field" and "*.field" go before the model's help text, which is written for editors;
# "field" stands in where there is none.
MEANINGS = {
    "*.publish_at": _("Since when readers can see it here."),
    "*.slug": _("The id. It never changes, and is part of the address of the page."),
    "article.body": _("The text as HTML, with links to pages of this site."),
    "figure.unit": _("What is counted: countries, delegates, US dollars a year."),
    "adopted_on": _("When it was adopted."),
    "article": _("The article it is about."),
    "as_of": _("The day for which the source gives it."),
    "aspect": _("What the source words: title, theme, date or name."),
    "basis": _("Whether the source tells of what was to come or of what came."),
    "checked_on": _("When the words were last compared with the stored text of the source."),
    "checked_sha256": _("The SHA-256 of the text compared with (NFC, line feeds, UTF-8)."),
    "closes_on": _("The last day of signature."),
    "country": _("The state it is in."),
    "credited_to": _("The organisation that the credit names."),
    "date": _("When it happened or was said, as precise as it is known."),
    "date_words": _("Where the print is vaguer than a date: earlier this week."),
    "ended_on": _("Until when; empty where it is not known."),
    "event": _("The event it belongs to."),
    "events": _("The events it is about."),
    "formal_title": _("The title in full."),
    "headline": _("The headline."),
    "in_force_on": _("When it entered or enters into force."),
    "instrument": _("The treaty it is about."),
    "key": _("The id of the part. It never changes."),
    "kind": _("What sort it is."),
    "lang": _("The language of the name, title or words, where it is known."),
    "lead_photo": _("The picture at its head."),
    "listed_by": _("The source that lists this one."),
    "low": _("The lowest value the source gives; empty where it gives none in figures."),
    "made_at": _("When the correction was made."),
    "mode": _("How the source prints it; only the first four are words in quotation marks."),
    "name": _("As our own texts write it."),
    "opened_on": _("When it was opened for signature."),
    "order": _("Its place among its like."),
    "organisation": _("The organisation; beside a person or a description, whom they stand for."),
    "paragraph": _("The paragraph of the source, counted from 1 over lines that are not empty."),
    "parent": _("What it is part of."),
    "part": _("In what capacity."),
    "person": _("The person."),
    "photo": _("The picture it is about."),
    "place": _("Where it happened or will happen."),
    "printed_as": _("The credit as the source prints it."),
    "published_on": _("When it was published, as precise as it is known."),
    "publisher": _("Who published it."),
    "qualifier": _("How exact the source says the value is."),
    "report": _("The report it belongs to."),
    "responds_to": _("The statements it responds to."),
    "source": _("The source that says so."),
    "sources": _("The sources it rests on."),
    "standing": _("Whether it is still to come, was held, put off or called off."),
    "started_on": _("Since when; empty where it is not known."),
    "statement": _("The statement it belongs to."),
    "status": _("Readers see what is published, once it is due; withdrawn needs a reason."),
    "text": _("As it is written."),
    "time_zone": _("Its name in the IANA time zone database."),
    "topics": _("The subject headings it stands under."),
    "url": _("Where it was published."),
    "verdict": _("What the comparison with the stored text of the source found."),
    "why": _("Why it was changed."),
}


def meaning(model: type[models.Model], field: Any) -> Any:
    """A sentence; empty where nobody wrote one (a test looks)."""
    name = field.name
    written = MEANINGS.get(f"{model._meta.model_name}.{name}") or MEANINGS.get(f"*.{name}")
    return written or field.help_text or MEANINGS.get(name, "")

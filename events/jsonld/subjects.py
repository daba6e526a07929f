from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Instrument, Participation, Speaker, Topic
from hanoiconv.core.dates import parse
from hanoiconv.core.jsonld import absolute, card, collection, iso_start, linked, page
from people.jsonld import organisation_type, source_reference
from people.models import Organisation, Person, Source


def topic_jsonld(topic: Topic, rows: Iterable[Any]) -> dict[str, Any]:
    """A page that lists records about a topic."""
    path = reverse("events:topic-list")
    term = {**linked("DefinedTerm", topic), "inDefinedTermSet": absolute(path)}
    return collection(
        topic.name,
        topic.get_absolute_url(),
        rows,
        [(_("Topics"), path)],
        description=_("News, events and statements on record about this: %s.") % topic,
        about=term,
        primaryImageOfPage=card(topic),
    )


def instrument_jsonld(
    instrument: Instrument, sources: Iterable[Source], today: date
) -> dict[str, Any]:
    starts = parse(instrument.in_force_on).earliest if instrument.in_force_on else None
    force = "InForce" if starts and starts <= today else "NotInForce"
    data = {
        "@type": "Legislation",
        "@id": absolute(instrument.get_absolute_url()),
        "url": absolute(instrument.get_absolute_url()),
        "name": instrument.formal_title,
        "alternateName": instrument.name,
        "description": instrument.summary,
        "image": card(instrument),
        "legislationIdentifier": instrument.symbol,
        "legislationType": "treaty",
        "legislationDate": iso_start(instrument.adopted_on),
        "legislationLegalForce": f"https://schema.org/{force}",
        "citation": [source_reference(source) for source in sources],
    }
    return page(data, [(str(instrument), instrument.get_absolute_url())])


def credited(row: Speaker | Participation) -> dict[str, Any]:
    """The subject of a credit."""
    subject = row.subject
    if isinstance(subject, Person):
        return linked("Person", subject)
    if isinstance(subject, Organisation):
        return linked(organisation_type(subject), subject)
    return {"@type": "Person", "name": row.credit}

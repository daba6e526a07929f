"""People, organisations and sources in schema.org's terms."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hanoiconv.core.jsonld import absolute, iso_start, linked, page
from people.models import Name, Organisation, Person, Source

ORGANISATION_TYPES = {
    Organisation.Kind.STATE: "Country",
    Organisation.Kind.MINISTRY: "GovernmentOrganization",
    Organisation.Kind.MISSION: "GovernmentOrganization",
    Organisation.Kind.GOVERNMENT: "GovernmentOrganization",
    Organisation.Kind.AGENCY: "NewsMediaOrganization",
    Organisation.Kind.OUTLET: "NewsMediaOrganization",
}


def organisation_type(organisation: Organisation) -> str:
    return ORGANISATION_TYPES.get(Organisation.Kind(organisation.kind), "Organization")


def person_jsonld(person: Person, names: Iterable[Name]) -> dict[str, Any]:
    roles = [
        {
            "@type": "Role",
            "roleName": role.title,
            "memberOf": linked(organisation_type(role.organisation), role.organisation),
        }
        for role in person.roles.all()
    ]
    data = {
        "@type": "Person",
        "@id": absolute(person.get_absolute_url()),
        "name": person.name,
        "url": absolute(person.get_absolute_url()),
        "alternateName": [name.text for name in names],
        "memberOf": roles,
    }
    return page(data, [(_("People"), reverse("people:person-list")), _crumb(person)])


def organisation_jsonld(
    organisation: Organisation, names: Iterable[Name], parent: Organisation | None
) -> dict[str, Any]:
    data = {
        "@type": organisation_type(organisation),
        "@id": absolute(organisation.get_absolute_url()),
        "name": organisation.name,
        "url": absolute(organisation.get_absolute_url()),
        "legalName": organisation.formal_name,
        "alternateName": [name.text for name in names],
        "parentOrganization": linked(organisation_type(parent), parent) if parent else None,
    }
    crumbs = [(_("Organisations"), reverse("people:organisation-list")), _crumb(organisation)]
    return page(data, crumbs)


def source_reference(source: Source) -> dict[str, Any]:
    """A source as something is based on it."""
    return {
        "@type": "NewsArticle" if source.kind == Source.Kind.PRESS else "CreativeWork",
        "name": source.title,
        "url": source.url or absolute(source.get_absolute_url()),
        "publisher": linked(organisation_type(source.publisher), source.publisher),
    }


def source_jsonld(source: Source) -> dict[str, Any]:
    data = {
        **source_reference(source),
        "@id": absolute(source.get_absolute_url()),
        "headline": source.title,
        "datePublished": iso_start(source.published_on),
        "inLanguage": source.lang,
    }
    return page(data, [(_("Sources"), reverse("people:source-list")), _crumb(source)])


def _crumb(record: Any) -> tuple[str, str]:
    return str(record), record.get_absolute_url()

"""People, organisations and sources in schema.org's terms."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hanoiconv.core.jsonld import absolute, card, crumb, iso_end, iso_start, linked, page
from people.models import Name, Organisation, Person, Role, Source

ORGANISATION_TYPES: dict[Organisation.Kind, str | list[str]] = {
    # Both, because only an organisation speaks, hosts and has a legal name.
    Organisation.Kind.STATE: ["Country", "Organization"],
    Organisation.Kind.MINISTRY: "GovernmentOrganization",
    Organisation.Kind.MISSION: "GovernmentOrganization",
    Organisation.Kind.GOVERNMENT: "GovernmentOrganization",
    Organisation.Kind.AGENCY: "NewsMediaOrganization",
    Organisation.Kind.OUTLET: "NewsMediaOrganization",
}


def organisation_type(organisation: Organisation) -> str | list[str]:
    return ORGANISATION_TYPES.get(Organisation.Kind(organisation.kind), "Organization")


def person_jsonld(person: Person, names: Iterable[Name]) -> dict[str, Any]:
    roles = [*person.roles.all()]
    data = {
        **linked("Person", person),
        "@id": absolute(person.get_absolute_url()),
        "alternateName": [name.text for name in names],
        "description": "; ".join(f"{role.title}, {role.organisation}" for role in roles),
        # It would say that the job is held: only where the record says since when, and no end.
        "jobTitle": [
            *dict.fromkeys(role.title for role in roles if role.started_on and not role.ended_on)
        ],
        "memberOf": [
            _role(role, "memberOf", organisation_type(role.organisation), role.organisation)
            for role in roles
        ],
    }
    return page(data, [(_("People"), reverse("people:person-list")), crumb(person)])


def _role(role: Role, side: str, kind: str | list[str], other: Any) -> dict[str, Any]:
    """A role as schema.org puts it between two: the property of the one says it of the other."""
    return {
        "@type": "OrganizationRole",
        "roleName": role.title,
        "startDate": iso_start(role.started_on),
        "endDate": iso_end(role.ended_on),
        side: linked(kind, other),
    }


def organisation_jsonld(
    organisation: Organisation,
    names: Iterable[Name],
    parent: Organisation | None,
    children: Iterable[Organisation] = (),
    roles: Iterable[Role] = (),
) -> dict[str, Any]:
    """`roles` with their people, of those who are members."""
    code = organisation.country_code
    data = {
        **linked(organisation_type(organisation), organisation),
        "@id": absolute(organisation.get_absolute_url()),
        "description": _organisation_words(organisation, parent),
        "legalName": organisation.formal_name,
        "alternateName": [name.text for name in names],
        "identifier": code
        and {"@type": "PropertyValue", "propertyID": "ISO 3166-1 alpha-2", "value": code},
        "parentOrganization": linked(organisation_type(parent), parent) if parent else None,
        "subOrganization": [linked(organisation_type(child), child) for child in children],
        "member": [_role(role, "member", "Person", role.person) for role in roles],
    }
    crumbs = [(_("Organisations"), reverse("people:organisation-list")), crumb(organisation)]
    return page(data, crumbs)


def _organisation_words(organisation: Organisation, parent: Organisation | None) -> str:
    """What it is, in a line: kind, formal name, and what it is part of."""
    words = [organisation.get_kind_display(), organisation.formal_name, str(parent or "")]
    return ", ".join(word for word in words if word)


def source_reference(source: Source) -> dict[str, Any]:
    """A source as something is based on it."""
    return {
        "@type": "NewsArticle" if source.kind == Source.Kind.PRESS else "CreativeWork",
        "name": source.title,
        "url": source.url or absolute(source.get_absolute_url()),
        "publisher": linked(organisation_type(source.publisher), source.publisher),
    }


def source_jsonld(source: Source) -> dict[str, Any]:
    """A page of ours about a document that is not."""
    credited = source.credited_to
    data = {
        "@type": "ItemPage",
        "@id": absolute(source.get_absolute_url()),
        "url": absolute(source.get_absolute_url()),
        "name": source.title,
        "description": _("%(kind)s by %(publisher)s: what it supports in the record.")
        % {"kind": source.get_kind_display(), "publisher": source.publisher},
        "primaryImageOfPage": card(source),
        "mainEntity": {
            **source_reference(source),
            "headline": source.title,
            "datePublished": iso_start(source.published_on),
            "inLanguage": source.lang,
            "creditText": source.credit,
            "provider": linked(organisation_type(credited), credited) if credited else None,
        },
    }
    return page(data, [(_("Sources"), reverse("people:source-list")), crumb(source)])

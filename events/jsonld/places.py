from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Place
from hanoiconv.core.jsonld import absolute, crumb, linked, page
from people.models import Organisation


def place_jsonld(
    place: Place, parent: Place | None, venues: Iterable[Place] = ()
) -> dict[str, Any]:
    """Needs the country with the place."""
    url = absolute(place.get_absolute_url())
    if place.kind == Place.Kind.ONLINE:
        data = {**linked("VirtualLocation", place), "@id": url}
    else:
        data = {
            **linked("City" if place.kind == Place.Kind.CITY else "Place", place),
            "@id": url,
            "description": ", ".join(str(item) for item in (parent, place.country) if item),
            "address": _address(place, parent, place.country),
            "geo": _geo(place),
            "containedInPlace": linked("Place", parent) if parent else None,
            "containsPlace": [linked("Place", venue) for venue in venues],
        }
    return page(data, [(_("Places"), reverse("events:place-list")), crumb(place)])


def location(place: Place | None, country: Organisation | None = None) -> dict[str, Any] | None:
    if place is None:
        return None
    if place.kind == Place.Kind.ONLINE:
        return linked("VirtualLocation", place)
    address = _address(place, place.parent, country)
    return {**linked("Place", place), "address": address, "geo": _geo(place)}


def _address(place: Place, parent: Place | None, country: Organisation | None) -> dict[str, Any]:
    city = place if place.kind == Place.Kind.CITY else parent
    return {
        "@type": "PostalAddress",
        # What is no city stands in one; where that is not on record, its own name has to do.
        "addressLocality": str(city or place),
        "addressCountry": country and (country.country_code or country.name),
    }


def _geo(place: Place) -> dict[str, Any] | None:
    if place.latitude is None or place.longitude is None:
        return None
    return {
        "@type": "GeoCoordinates",
        "latitude": float(place.latitude),
        "longitude": float(place.longitude),
    }

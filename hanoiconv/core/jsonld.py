"""What pages tell machines in schema.org's terms: plain dicts, escaped in one template tag."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import gettext as _

from hanoiconv.core.dates import Point, parse

CONTEXT = "https://schema.org"
SITE_NAME = "The Hanoi Convention Record"
LANGUAGE = "en-GB"
CARD_SIZE = (1200, 630)

Crumb = tuple[str, str]  # title and path


def absolute(path: str) -> str:
    """An address of ours with scheme and host."""
    return f"{settings.SITE_URL}{path}"


def linked(kind: str | list[str], record: Any) -> dict[str, Any]:
    """A record named in another's description: type, name, address."""
    return {"@type": kind, "name": str(record), "url": absolute(record.get_absolute_url())}


def card(record: Any) -> dict[str, Any]:
    """The social card of a record with a page."""
    width, height = CARD_SIZE
    url = absolute(f"{record.get_absolute_url()}card.png")
    return {"@type": "ImageObject", "url": url, "width": width, "height": height}


def publisher() -> dict[str, Any]:
    """The record itself, as author and publisher of what it says."""
    return {
        "@type": "Organization",
        "@id": absolute("/#publisher"),
        "name": SITE_NAME,
        "url": absolute("/"),
        "logo": {"@type": "ImageObject", "url": absolute(static("icon-180.png"))},
    }


def iso_start(text: str) -> str | None:
    """Where a partial date starts, in ISO 8601, no more precise than it is known.

    Nothing where it is about right or uncertain: schema.org's dates cannot say so.
    """
    return _iso(parse(text).start) if text else None


def iso_end(text: str) -> str | None:
    """Where a partial date ends, likewise; a moment alone does not say how long it lasted."""
    if not text:
        return None
    end = parse(text).end
    return None if end and end.clock and "/" not in text else _iso(end)


def _iso(point: Point | None) -> str | None:
    return point.iso if point and not point.qualifier else None


def without_gaps(data: Any) -> Any:
    """The description without what is not known, at any depth."""
    if isinstance(data, dict):
        kept = {name: without_gaps(value) for name, value in data.items()}
        return {name: value for name, value in kept.items() if value not in (None, "", [], {})}
    if isinstance(data, list):
        return [without_gaps(value) for value in data]
    return data


def crumb(record: Any) -> Crumb:
    """A record at the end of the way to it."""
    return str(record), record.get_absolute_url()


def page(data: dict[str, Any], crumbs: list[Crumb]) -> dict[str, Any]:
    """The description of a page and the way to it; `crumbs` are titles and paths, top down."""
    way = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": str(name), "item": absolute(path)}
            for number, (name, path) in enumerate(crumbs, start=1)
        ],
    }
    return {"@context": CONTEXT, "@graph": [without_gaps(data), way]}


def collection(
    name: str, path: str, rows: Iterable[Any], crumbs: Iterable[Crumb] = (), **more: Any
) -> dict[str, Any]:
    """The description of a page that lists records.

    Args:
        rows: what it lists, in order: records, or pairs of a name and a path.
        crumbs: titles and paths of what stands above it.
        more: further properties; another `@type` is given as `kind`.
    """
    listed = [*rows]
    data = {
        "@type": more.pop("kind", "CollectionPage"),
        "@id": absolute(path),
        "name": str(name),
        "url": absolute(path),
        "inLanguage": LANGUAGE,
        "isPartOf": {"@id": absolute("/#website")},
        **more,
        "mainEntity": item_list(listed) if listed else None,
    }
    return page(data, [*crumbs, (name, path)])


def item_list(rows: Iterable[Any]) -> dict[str, Any]:
    """Records, or pairs of a name and a path, in order."""
    pairs = [row if isinstance(row, tuple) else (row, row.get_absolute_url()) for row in rows]
    return {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": str(name), "url": absolute(path)}
            for number, (name, path) in enumerate(pairs, start=1)
        ],
    }


def website(search_path: str, rows: Iterable[Any] = ()) -> dict[str, Any]:
    """The site as a whole, with its search, who keeps it, and what its front page leads with."""
    rows = [*rows]
    site = {
        "@type": "WebSite",
        "@id": absolute("/#website"),
        "name": SITE_NAME,
        "url": absolute("/"),
        "description": _(
            "Who said what on the United Nations Convention against Cybercrime, on what occasion, "
            "and which source says so."
        ),
        "inLanguage": LANGUAGE,
        "publisher": {"@id": absolute("/#publisher")},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": absolute(f"{search_path}?q={{search_term_string}}"),
            },
            "query-input": "required name=search_term_string",
        },
    }
    news = [item_list(rows)] if rows else []
    return {"@context": CONTEXT, "@graph": [site, publisher(), *news]}

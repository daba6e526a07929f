"""What pages tell machines in schema.org's terms: plain dicts, escaped in one template tag."""

from typing import Any

from django.conf import settings

from hanoiconv.core.dates import parse

CONTEXT = "https://schema.org"
SITE_NAME = "The Hanoi Convention Record"


def absolute(path: str) -> str:
    """An address of ours with scheme and host."""
    return f"{settings.SITE_URL}{path}"


def linked(kind: str, record: Any) -> dict[str, Any]:
    """A record named in another's description: type, name, address."""
    return {"@type": kind, "name": str(record), "url": absolute(record.get_absolute_url())}


def iso_start(text: str) -> str | None:
    """Where a partial date starts, in ISO 8601, no more precise than it is known."""
    start = parse(text).start if text else None
    return start.iso if start else None


def iso_end(text: str) -> str | None:
    """Where a partial date ends, likewise."""
    end = parse(text).end if text else None
    return end.iso if end else None


def without_gaps(data: dict[str, Any]) -> dict[str, Any]:
    """The description without what is not known."""
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}


def page(data: dict[str, Any], crumbs: list[tuple[str, str]]) -> dict[str, Any]:
    """The description of a page and the way to it; `crumbs` are titles and paths, top down."""
    way = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": str(name), "item": absolute(path)}
            for number, (name, path) in enumerate(crumbs, start=1)
        ],
    }
    return {"@context": CONTEXT, "@graph": [without_gaps(data), way]}


def website(search_path: str) -> dict[str, Any]:
    """The site as a whole, with its search."""
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": SITE_NAME,
        "url": absolute("/"),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": absolute(f"{search_path}?q={{search_term_string}}"),
            },
            "query-input": "required name=search_term_string",
        },
    }

"""What a page says of itself where it is shared or found: built from its JSON-LD, so said once."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from hanoiconv.core.jsonld import SITE_NAME, absolute

register = template.Library()

# By schema.org's type; the rest are websites (https://ogp.me/#types).
TYPES = {"NewsArticle": "article", "Quotation": "article", "Claim": "article", "Person": "profile"}
LONGEST_DESCRIPTION = 200


@register.simple_tag
def social(jsonld: Any = None) -> dict[str, Any]:
    """The values of `includes/_social.html` for a page with that JSON-LD; for the site without.

    Title, description, type, image (absolute) and its text; for news also when it was published
    and changed, its section and its topics.
    """
    told: dict[str, Any] = jsonld["@graph"][0] if jsonld else {}
    kind = told.get("@type")
    title = str(told.get("headline") or told.get("name") or SITE_NAME)
    news = told if kind == "NewsArticle" else {}
    return {
        "title": title,
        "description": Truncator(told.get("description") or _site()).chars(LONGEST_DESCRIPTION),
        "type": TYPES.get(str(kind), "website"),
        "image": card_at(told.get("url", "")),
        "image_alt": title,
        "published": news.get("datePublished"),
        "updated": news.get("dateModified"),
        "section": news.get("articleSection"),
        "tags": [
            about["name"] for about in news.get("about", []) if about["@type"] == "DefinedTerm"
        ],
    }


@register.simple_tag(takes_context=True)
def canonical(context: Any) -> str:
    """The page's one true address: no query, but for the number of a page of a whole list.

    Page 2 is no copy of page 1, while a filtered list is one view of many of the same rows.
    """
    number = getattr(context.get("page"), "number", 1)
    paged = f"?page={number}" if number > 1 and not context.get("query") else ""
    return f"{context.get('canonical_url', '')}{paged}"


def card_at(url: str) -> str:
    """The address of the card of the page at that address of ours; of the site's own elsewhere."""
    path = url.removeprefix(settings.SITE_URL) + "card.png"
    try:
        is_card = str(resolve(path).url_name).endswith("card")
    except Resolver404:
        is_card = False
    return absolute(path if is_card else reverse("card"))


def _site() -> str:
    return _(
        "Who said what on the United Nations Convention against Cybercrime, on what occasion, and "
        "which source says so."
    )

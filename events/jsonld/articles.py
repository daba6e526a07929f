from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from events.jsonld.photos import photo_images
from events.models import Article, Correction, Event, Topic
from hanoiconv.core.jsonld import LANGUAGE, absolute, card, crumb, linked, page, publisher
from people.jsonld import source_reference
from people.models import Source

LONGEST_HEADLINE = 110  # what search engines show


def article_jsonld(
    article: Article,
    sources: Iterable[Source],
    corrections: Iterable[Correction],
    events: Iterable[Event] = (),
    topics: Iterable[Topic] = (),
    mentions: Iterable[Any] = (),
) -> dict[str, Any]:
    """`mentions` are those of the body (`events.bodies.Mention`), people and organisations."""
    url = absolute(article.get_absolute_url())
    published = article.publish_at.isoformat() if article.publish_at else None
    sources = [*sources]
    data = {
        "@type": "NewsArticle",
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "headline": Truncator(article.headline).chars(LONGEST_HEADLINE),
        "description": article.standfirst,
        "image": [*photo_images(article.lead_photo), card(article)],
        "datePublished": published,
        "dateModified": article.updated_at.isoformat() if article.updated_at else published,
        "author": publisher(),
        "publisher": publisher(),
        "articleSection": article.kicker,
        "inLanguage": LANGUAGE,
        "isAccessibleForFree": True,
        "isPartOf": {"@id": absolute("/#website")},
        "about": [linked("Event", event) for event in events]
        + [linked("DefinedTerm", topic) for topic in topics],
        "mentions": [
            {
                "@type": "Person" if mention.kind == "person" else "Organization",
                "name": mention.title,
                "url": absolute(mention.url),
            }
            for mention in mentions
        ],
        "isBasedOn": [source_reference(source) for source in sources],
        "citation": [absolute(source.get_absolute_url()) for source in sources],
        "correction": [correction_comment(correction) for correction in corrections],
    }
    return page(data, [(_("News"), reverse("events:article-list")), crumb(article)])


def correction_comment(correction: Correction) -> dict[str, Any]:
    return {
        "@type": "CorrectionComment",
        "text": f"{correction.said} → {correction.says} {correction.why}",
        "datePublished": correction.made_at.isoformat(),
        "creditText": correction.told_by,
    }

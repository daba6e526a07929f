"""What crawlers should know of: every public page, and the news of two days (sitemaps.org, 0.9).

Only an article says when it was last changed: what else stands on a page changes with every record
that it shows, and a date that is wrong is worse than none.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem, sitemap
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.models import Article, Event, Instrument, Place, Statement, Topic
from hanoiconv.core.jsonld import absolute
from people.models import Organisation, Person, Source

NEWS_IS_FRESH = timedelta(days=2)
NEWS_SHOWN = 1000
LISTS = [
    "front-page",
    "convention",
    "timeline",
    "feeds",
    "about",
    "report-error",
    "data",
    "data-fields",
    "events:article-list",
    "events:event-list",
    "events:statement-list",
    "events:topic-list",
    "events:place-list",
    "events:correction-list",
    "people:person-list",
    "people:organisation-list",
    "people:source-list",
]


class OurSitemap(Sitemap):
    """Addresses on the site's own host, whichever the request named."""

    limit = 10_000

    @property
    def protocol(self) -> str:  # type: ignore[override]
        return settings.SITE_URL.partition("://")[0]

    def get_domain(self, site: Any = None) -> str:
        return settings.SITE_URL.partition("://")[2]


class ListSitemap(OurSitemap):
    def items(self) -> list[str]:
        if Instrument.objects.exists():
            return LISTS
        return [name for name in LISTS if name != "convention"]

    def location(self, item: str) -> str:
        return reverse(item)


class RecordSitemap(OurSitemap):
    """The public records of one model."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def items(self) -> Any:
        return self.model.objects.public().order_by("slug").only("slug")


class ArticleSitemap(RecordSitemap):
    def items(self) -> Any:
        return super().items().only("slug", "publish_at", "updated_at")

    def lastmod(self, item: Article) -> datetime:
        return max(filter(None, (item.publish_at, item.updated_at)))


SITEMAPS: dict[str, OurSitemap] = {
    "lists": ListSitemap(),
    "article": ArticleSitemap(Article),
    **{
        model._meta.model_name or "": RecordSitemap(model)
        for model in (Event, Statement, Topic, Place, Person, Organisation, Source)
    },
}


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The sitemaps, on the site's own host: Django's index names that of the request."""
    items = []
    for section, site in SITEMAPS.items():
        path = reverse("sitemap", args=[section])
        items.append(SitemapIndexItem(absolute(path)))
        for number in range(2, site.paginator.num_pages + 1):
            items.append(SitemapIndexItem(absolute(f"{path}?p={number}")))
    return render(request, "sitemap_index.xml", {"sitemaps": items}, content_type="application/xml")


@require_safe
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    response = sitemap(request, {**SITEMAPS}, section)
    # A date cannot tell that something was withdrawn; the ETag can.
    del response["Last-Modified"]
    return response


@require_safe
def news_sitemap(request: HttpRequest) -> HttpResponse:
    """The articles of the last two days, as news crawlers ask for them, 1000 at most."""
    now = timezone.now()
    fresh = Article.objects.public(now).filter(publish_at__gte=now - NEWS_IS_FRESH).newest_first()
    context = {"articles": fresh[:NEWS_SHOWN]}
    return render(request, "hanoiconv/news_sitemap.xml", context, content_type="application/xml")

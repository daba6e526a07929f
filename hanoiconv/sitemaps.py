"""What crawlers should know of: every public page, and the news of two days."""

from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from events.models import Article, Event, Place, Statement, Topic
from people.models import Organisation, Person, Source

LISTS = [
    "front-page",
    "convention",
    "timeline",
    "feeds",
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
        return LISTS

    def location(self, item: str) -> str:
        return reverse(item)


class RecordSitemap(OurSitemap):
    """The public records of one model."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def items(self) -> Any:
        return self.model.objects.public().order_by("slug")


SITEMAPS: dict[str, OurSitemap] = {
    "lists": ListSitemap(),
    **{
        model._meta.model_name or "": RecordSitemap(model)
        for model in (Article, Event, Statement, Topic, Place, Person, Organisation, Source)
    },
}

from django.contrib import admin
from django.contrib.sitemaps import views as sitemap_views
from django.urls import include, path

from events.models import Article, Event, Place, Statement, Topic
from hanoiconv import views
from hanoiconv.sitemaps import SITEMAPS
from people.models import Organisation, Person, Source

# The pages whose records have a twin for machines, by the first part of their path.
TWINS = {
    "news": Article,
    "events": Event,
    "statements": Statement,
    "topics": Topic,
    "places": Place,
    "people": Person,
    "organisations": Organisation,
    "sources": Source,
}

CITED = {"news": Article, "statements": Statement}

handler404 = views.not_found

urlpatterns = [
    path("", views.front_page, name="front-page"),
    path("convention/", views.convention, name="convention"),
    path("convention.json", views.convention_json, name="convention-json"),
    path("timeline/", views.timeline, name="timeline"),
    path("search/", views.search_page, name="search"),
    path("events.ics", views.events_ics, name="events-ics"),
    path("events/<slug:slug>.ics", views.event_ics, name="event-ics"),
    *(
        path(f"{part}/<slug:slug>.json", views.record_json, {"model": model}, name=f"{part}-json")
        for part, model in TWINS.items()
    ),
    path("feeds/", views.feeds, name="feeds"),
    path("feeds/<slug:kind>.<slug:format>", views.feed, name="feed"),
    *(
        path(
            f"{part}/<slug:slug>/cite.<str:style>",
            views.cite,
            {"model": model},
            name=f"{part}-cite",
        )
        for part, model in CITED.items()
    ),
    path("sitemap.xml", sitemap_views.index, {"sitemaps": SITEMAPS}, name="sitemap-index"),
    path(
        "sitemap-<section>.xml",
        sitemap_views.sitemap,
        {"sitemaps": SITEMAPS},
        name="django.contrib.sitemaps.views.sitemap",
    ),
    path("news-sitemap.xml", views.news_sitemap, name="news-sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz/", views.alive, name="alive"),
    path("", include("people.urls")),
    path("", include("events.urls")),
    path("admin/", admin.site.urls),
]

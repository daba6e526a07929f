from django.contrib import admin
from django.urls import include, path

from events.models import Article, Event, Place, Statement, Topic
from hanoiconv import (
    articles_admin,
    checks_admin,
    corrections_admin,
    desk_admin,
    error_pages,
    reader_views,
    sitemaps,
    views,
)
from hanoiconv.articles import views as article_views
from hanoiconv.downloads import views as download_views
from hanoiconv.drawings import views as card_views
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

handler400 = error_pages.bad_request
handler403 = error_pages.permission_denied
handler404 = error_pages.not_found
handler500 = error_pages.server_error

# Before the desk's own addresses, the last of which takes all that is left.
desk_urls, desk_app, desk_name = admin.site.urls
own_desk_urls = [
    url
    for ours in (articles_admin, checks_admin, corrections_admin, desk_admin)
    for url in ours.urls
]
desk_urls = [*checks_admin.urls, *corrections_admin.urls, *desk_urls]

urlpatterns = [
    path("", views.front_page, name="front-page"),
    path("convention/", views.convention, name="convention"),
    path("convention.json", views.convention_json, name="convention-json"),
    path("about/design/", views.design, name="design"),
    path("timeline/", views.timeline, name="timeline"),
    path("search/", views.search_page, name="search"),
    path("events.ics", views.events_ics, name="events-ics"),
    path("events/<slug:slug>.ics", views.event_ics, name="event-ics"),
    path("organisations/<slug:slug>.ics", views.organisation_ics, name="organisation-ics"),
    *(
        path(f"{part}/<slug:slug>.json", views.record_json, {"model": model}, name=f"{part}-json")
        for part, model in TWINS.items()
    ),
    path("card.png", card_views.card, name="card"),
    path("convention/card.png", card_views.convention_card, name="convention-card"),
    *(
        path(
            f"{part}/<slug:slug>/card.png",
            card_views.record_card,
            {"model": model},
            name=f"{part}-card",
        )
        for part, model in TWINS.items()
    ),
    path("data/", download_views.data, name="data"),
    path("data/fields/", download_views.fields, name="data-fields"),
    path("data/<slug:kind>.<slug:format>", download_views.download, name="download"),
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
    path("about/", reader_views.about, name="about"),
    path("report-an-error/", reader_views.report_an_error, name="report-error"),
    path("report-an-error/thanks/", reader_views.report_thanks, name="report-error-thanks"),
    path("preview/<str:token>/", article_views.review, name="article-review"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap-index"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap_section, name="sitemap"),
    path("news-sitemap.xml", sitemaps.news_sitemap, name="news-sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz/", views.alive, name="alive"),
    path("", include("people.urls")),
    path("", include("events.urls")),
    path("admin/", ([*own_desk_urls, *desk_urls], desk_app, desk_name)),
]

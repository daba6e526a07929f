import re
from datetime import timedelta

from django.utils import timezone

from tests.make import make_article, make_event


def addresses(response):
    return re.findall(r"<loc>(.*?)</loc>", response.content.decode())


def test_sitemap_index_names_a_section_for_each_kind(client, db):
    make_article()

    sections = addresses(client.get("/sitemap.xml"))

    assert sections == [
        f"http://testserver/sitemap-{name}.xml"
        for name in [
            "lists",
            "article",
            "event",
            "statement",
            "topic",
            "place",
            "person",
            "organisation",
            "source",
        ]
    ]
    assert all(client.get(section[17:]).status_code == 200 for section in sections)


def test_sitemap_section_holds_public_records_alone(client, db):
    make_event(slug="shown")
    make_event(slug="draft", status="draft")
    make_event(slug="scheduled", publish_at=timezone.now() + timedelta(days=1))

    found = addresses(client.get("/sitemap-event.xml"))

    assert found == ["http://127.0.0.1:8000/events/shown/"]


def test_news_sitemap_holds_two_days(client, db):
    now = timezone.now()
    make_article(slug="fresh", publish_at=now - timedelta(days=1), headline="Fish & <chips>")
    make_article(slug="stale", publish_at=now - timedelta(days=3))
    make_article(slug="draft", status="draft")

    response = client.get("/news-sitemap.xml")

    assert addresses(response) == ["http://127.0.0.1:8000/news/fresh/"]
    assert "<news:title>Fish &amp; &lt;chips&gt;</news:title>" in response.content.decode()


def test_robots_are_told_of_the_sitemaps(client):
    assert client.get("/robots.txt").content.decode() == (
        "User-agent: *\nDisallow: /admin/\nDisallow: /search/\n"
        "Sitemap: http://127.0.0.1:8000/sitemap.xml\n"
        "Sitemap: http://127.0.0.1:8000/news-sitemap.xml\n"
    )

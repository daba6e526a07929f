from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings

from events.models import Article, Event
from hanoiconv.sitemaps import RecordSitemap
from tests.make import make_article, make_event, make_instrument, make_statement

pytestmark = pytest.mark.django_db

NAMES = {
    "": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
SECTIONS = [
    *["lists", "article", "event", "statement", "topic", "place", "person"],
    *["organisation", "source"],
]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OWN = settings.SITE_URL


def tree(response):
    assert response["Content-Type"] == "application/xml"
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own


def addresses(response):
    return [element.text for element in tree(response).iterfind(".//loc", NAMES)]


def test_sitemap_index_names_a_section_for_each_kind_on_the_sites_own_host(client):
    sections = addresses(client.get("/sitemap.xml", headers={"Host": "localhost"}))

    assert sections == [f"{OWN}/sitemap-{name}.xml" for name in SECTIONS]
    answers = [client.get(section.removeprefix(OWN)) for section in sections]
    assert [answer.status_code for answer in answers] == [200] * 9


def test_sitemap_index_names_every_part_of_a_long_section(client, monkeypatch):
    monkeypatch.setattr(RecordSitemap, "limit", 2)
    for n in range(5):
        make_event(slug=f"event-of-{n}")

    named = addresses(client.get("/sitemap.xml"))
    parts = [address for address in named if "sitemap-event" in address]

    assert parts == [f"{OWN}/sitemap-event.xml{part}" for part in ("", "?p=2", "?p=3")]
    assert addresses(client.get("/sitemap-event.xml?p=3")) == [f"{OWN}/events/event-of-4/"]


@pytest.mark.parametrize("part", ["?p=2", "?p=0", "?p=-1", "?p=abc", "?p=9999999999", "?p=%00"])
def test_part_of_a_sitemap_that_is_not_there_is_not_found(client, part):
    assert client.get(f"/sitemap-event.xml{part}").status_code == 404


def test_sitemap_section_that_does_not_exist_is_not_found(client):
    assert client.get("/sitemap-capture.xml").status_code == 404


def test_sitemap_section_holds_public_records_alone(client):
    make_event(slug="shown")
    make_event(slug="draft", status="draft")
    make_event(slug="withdrawn", status="withdrawn")
    make_event(slug="scheduled", publish_at=datetime(9000, 1, 1, tzinfo=UTC))

    found = addresses(client.get("/sitemap-event.xml", headers={"Host": "localhost"}))

    assert found == [f"{OWN}/events/shown/"]


@pytest.mark.parametrize("make_some", [lambda: None, make_instrument])
def test_every_list_of_the_sitemap_is_there(client, make_some):
    make_some()

    found = [address.removeprefix(OWN) for address in addresses(client.get("/sitemap-lists.xml"))]

    assert {path: client.get(path).status_code for path in found} == dict.fromkeys(found, 200)
    assert ("/convention/" in found) == (make_some is make_instrument)


def test_articles_alone_say_when_they_changed(client):
    make_article(slug="a", publish_at=datetime(2026, 3, 1, tzinfo=UTC))
    make_article(
        slug="b",
        publish_at=datetime(2026, 3, 1, tzinfo=UTC),
        updated_at=datetime(2026, 3, 4, tzinfo=UTC),
    )
    make_event()

    dates = [
        [element.text for element in tree(client.get(address)).iterfind(".//lastmod", NAMES)]
        for address in ("/sitemap-article.xml", "/sitemap-event.xml", "/sitemap.xml")
    ]

    assert dates == [["2026-03-01", "2026-03-04"], [], []]


@pytest.mark.parametrize(
    "address", ["/sitemap-article.xml", "/sitemap-event.xml", "/news-sitemap.xml", "/sitemap.xml"]
)
def test_sitemap_is_not_modified_until_a_row_is_due_or_withdrawn(client, address, time_machine):
    time_machine.move_to(NOW, tick=False)
    make_article(publish_at=NOW - timedelta(hours=1)), make_event()
    make_article(publish_at=NOW + timedelta(hours=1))
    make_event(publish_at=NOW + timedelta(hours=1))
    etags = [client.get(address)["ETag"]]

    def status():
        answer = client.get(
            address,
            headers={
                "If-None-Match": etags[-1],
                "If-Modified-Since": "Sun, 01 Jan 2090 00:00:00 GMT",
            },
        )
        assert "Last-Modified" not in answer
        etags.append(answer["ETag"])
        return answer.status_code

    seen = [status()]
    time_machine.move_to(NOW + timedelta(hours=1), tick=False)
    seen += [status(), status()]
    for model in (Article, Event):
        model.objects.update(status="withdrawn", withdrawn_reason="Wrong.")
    seen += [status(), status()]

    lists_no_rows = address == "/sitemap.xml"
    assert seen == ([304] * 5 if lists_no_rows else [304, 200, 304, 200, 304])


def test_news_sitemap_holds_two_days_as_news_crawlers_read_them(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    fresh = NOW - timedelta(days=1, hours=23)
    make_article(slug="fresh", publish_at=fresh, headline="Fish & <chips> \u202e ộ")
    make_article(slug="stale", publish_at=NOW - timedelta(days=2, seconds=1))
    make_article(slug="draft", status="draft")
    make_article(slug="scheduled", publish_at=NOW + timedelta(seconds=1))
    make_statement(publish_at=fresh)

    (url,) = tree(client.get("/news-sitemap.xml")).iterfind("url", NAMES)

    assert {element.tag.partition("}")[2]: element.text for element in url.iter()} == {
        "url": None,
        "loc": f"{OWN}/news/fresh/",
        "news": None,
        "publication": None,
        "name": "The Hanoi Convention Record",
        "language": "en",
        "publication_date": "2026-11-20T13:00:00+00:00",
        "title": "Fish & <chips> \u202e ộ",
    }


def test_robots_are_told_of_the_sitemaps(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines[0] == "User-agent: *"
    assert "Disallow: /admin/" in lines
    assert [line for line in lines if line.startswith("Sitemap")] == [
        f"Sitemap: {OWN}/sitemap.xml",
        f"Sitemap: {OWN}/news-sitemap.xml",
    ]

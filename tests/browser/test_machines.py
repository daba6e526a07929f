"""What machines take, from the running site: feeds, calendars, JSON-LD, sitemaps, and bad input."""

import json
import re

import feedparser
import icalendar
import pytest

from hanoiconv.feeds import FEEDS
from tests.browser import rows
from tests.browser.live import kind_of

LONG = "x" * 60_000
SAID_NO = {400, 404, 414, 431}
BAD_QUERIES = [
    *("page=-1", "page=0", f"page={10**9}", "page=abc", "page=1&page=2", "page[]=1", "page="),
    *("year=abc", "year=-1", f"year={10**30}", "year=2025&year=2026", "year[]=2025", "year=%00"),
    *("q=%00", "q[]=x", "q=%ff%fe", "q=%F0%9F%A6%A0", "q=%22%28%2A", f"q={LONG}", "q=%"),
    *("topic=no-such", "event=no-such", "speaker=no-such", "organisation=no-such", "place=no-such"),
    *("kind=no-such", "mode=no-such", "source=no-such", "language=no-such", "country=ZZ"),
    *("before=x", "when=never", "sort=no-such", "topic=hard&topic=no-such&topic=%00"),
    *("unknown=1", "%00", "&&&", "=", "?"),
]


@pytest.mark.parametrize("kind", FEEDS)
@pytest.mark.parametrize("format", ["rss", "atom"])
def test_feed_passes_a_feed_parser(site, kind, format):
    answer = site.ask(f"/feeds/{kind}.{format}")

    feed = feedparser.parse(answer.body, response_headers=dict(answer.headers))

    assert not feed.bozo, feed.bozo_exception
    assert feed.version == {"rss": "rss20", "atom": "atom10"}[format]
    assert feed.entries
    assert all(entry.id and entry.title and entry.link for entry in feed.entries)


@pytest.mark.parametrize("kind", FEEDS)
def test_json_feed_has_what_the_format_asks_for(site, kind):
    answer = site.ask(f"/feeds/{kind}.json")

    feed = json.loads(answer.body)

    assert answer.headers["Content-Type"].startswith("application/feed+json")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert all(
        item["id"] and item.keys() & {"content_html", "content_text"} for item in feed["items"]
    )


def test_every_calendar_is_read_and_written_the_same(site):
    calendars = {path: answer for path, answer in site.answers.items() if path.endswith(".ics")}

    assert {"/events.ics"} < calendars.keys()
    for path, answer in calendars.items():
        read = icalendar.Calendar.from_ical(answer.body)
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8", path
        assert icalendar.Calendar.from_ical(read.to_ical()) == read, path
        assert read.events, path
        assert {part.errors for part in read.walk() if part.errors} == set(), path


def test_every_jsonld_of_every_page_parses(site, measured):
    types = {}
    for path, answer in site.pages.items():
        for script in answer.tree.all("script", type="application/ld+json"):
            found = json.loads("".join(script.inside))
            assert found["@context"] == "https://schema.org", path
            for item in found.get("@graph", [found]):
                assert item["@type"], path
                types.setdefault(str(item["@type"]), []).append(path)

    for name, paths in types.items():
        measured("JSON-LD", name, len(paths))
    assert {"NewsArticle", "Event", "Person", "Quotation"} <= types.keys()


def test_every_address_of_the_sitemaps_answers(site):
    assert f"Sitemap: {site.url}/sitemap.xml" in site.ask("/robots.txt").text.splitlines()
    sitemaps = addresses(site, "/sitemap.xml")
    pages = [path for sitemap in sitemaps for path in addresses(site, sitemap)]

    statuses = {path: (site.answers.get(path) or site.ask(path)).status for path in pages}

    assert len(statuses) == len(pages) > 100
    assert {path: status for path, status in statuses.items() if status != 200} == {}


def addresses(site, path):
    """The paths that a sitemap or an index of them names."""
    answer = site.ask(path)
    assert answer.status == 200, path
    found = re.findall(r"<loc>([^<]+)</loc>", answer.text)
    assert all(address.startswith(site.url) for address in found), path
    return [address.removeprefix(site.url) for address in found]


@pytest.mark.parametrize("query", BAD_QUERIES, ids=lambda query: query[:30])
def test_bad_query_shows_the_list_or_says_no(site, query):
    kinds = {kind_of(path): path.partition("?")[0] for path in site.pages}
    paths = [path for path in kinds.values() if path.count("/") <= 2]

    statuses = {path: site.ask(f"{path}?{query}").status for path in paths}

    assert {path: s for path, s in statuses.items() if s != 200 and s not in SAID_NO} == {}


@pytest.mark.parametrize(
    "name", ["no-such", "%00", "%ff", "x" * 5000, "..%2f..", "a%0d%0ab", "%C4%91"]
)
def test_unknown_record_is_not_there(site, name):
    lists = sorted({path.split("/")[1] for path in site.pages if path.count("/") == 3})
    paths = [f"/{part}/{name}{end}" for part in lists for end in ("/", ".json")]

    statuses = {path[:60]: site.ask(path).status for path in paths}

    assert {path: status for path, status in statuses.items() if status not in SAID_NO} == {}


def test_withdrawn_record_is_gone_with_its_reason(site):
    answer = site.ask(rows.WITHDRAWN)

    assert answer.status == 410
    assert "An error" in answer.tree.one("main").text

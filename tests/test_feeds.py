import json
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from django.conf import settings
from django.utils import timezone

from events.models import Article, Correction, Event, Statement
from hanoiconv.models import EventRevision
from tests.make import (
    LONG_AGO,
    make_article,
    make_correction,
    make_event,
    make_person,
    make_place,
    make_report,
    make_source,
    make_statement,
    make_topic,
)
from tests.pages import page

pytestmark = pytest.mark.django_db

KINDS = ["news", "events", "statements", "corrections"]
FORMATS = ["rss", "atom", "json"]
ADDRESSES = [f"/feeds/{kind}.{format}" for kind in KINDS for format in FORMATS]
HOME = {
    "news": "/news/",
    "events": "/events/",
    "statements": "/statements/",
    "corrections": "/corrections/",
}
# Every character that XML 1.0 forbids and a column could be asked to hold, and what means
# something to XML, HTML or JSON.
HOSTILE = "]]></title><script>&amp; \"'\\ \u202e\u2028 🥁 ộ " + "".join(map(chr, range(1, 32)))
AS_STORED = "]]></title><script>&amp; \"'\\ \u202e\u2028 🥁 ộ \t\n\n"


def read(client, kind, format):
    """A feed as a feed reader takes it in; it must find nothing wrong."""
    parsed = feedparser.parse(client.get(f"/feeds/{kind}.{format}").content)
    assert not parsed.bozo, parsed.bozo_exception
    return parsed


def items(client, kind):
    """The items of a JSON Feed."""
    return json.loads(client.get(f"/feeds/{kind}.json").content)["items"]


def titles(client, kind):
    """The titles of a feed in each of its formats, which must agree."""
    rss, atom = [read(client, kind, format).entries for format in ("rss", "atom")]
    shown = [[entry.title for entry in entries] for entries in (rss, atom)]
    shown.append([item["title"] for item in items(client, kind)])
    assert shown[0] == shown[1] == shown[2]
    return shown[0]


def one_of_each():
    event, statement, article = make_event(), make_statement(), make_article()
    make_correction(article=article)
    return event, statement, article


def test_feeds_hold_public_rows_newest_first(client):
    make_article(headline="Older", publish_at=LONG_AGO)
    make_article(headline="Newer", publish_at=LONG_AGO + timedelta(days=1))
    make_article(headline="Draft", status="draft")
    make_article(headline="Scheduled", publish_at=timezone.now() + timedelta(days=1))

    assert titles(client, "news") == ["Newer", "Older"]


def test_feed_holds_the_newest_thirty(client):
    for day in range(31):
        make_event(title=f"Day {day}", publish_at=LONG_AGO + timedelta(days=day))

    assert titles(client, "events") == [f"Day {day}" for day in range(30, 0, -1)]


@pytest.mark.parametrize("kind", KINDS)
def test_feed_says_what_it_is_whose_and_where(client, kind):
    one_of_each()
    rss, atom = [read(client, kind, format) for format in ("rss", "atom")]
    told = json.loads(client.get(f"/feeds/{kind}.json").content)
    home = settings.SITE_URL + HOME[kind]
    own = [f"{settings.SITE_URL}/feeds/{kind}.{format}" for format in FORMATS]

    for number, feed in enumerate((rss.feed, atom.feed)):
        links = {(link.rel, link.href) for link in feed.links}
        assert links == {("alternate", home), ("self", own[number])}
        assert feed.title == told["title"] == f"The Hanoi Convention Record: {kind}"
        assert feed.language == told["language"] == "en-GB"
        assert feed.subtitle == told["description"]
    assert (rss.version, atom.version) == ("rss20", "atom10")
    assert (told["home_page_url"], told["feed_url"]) == (home, own[2])
    assert told["authors"] == [
        {"name": "The Hanoi Convention Record", "url": f"{settings.SITE_URL}/"}
    ]
    assert rss.feed.ttl == "60"
    icon = f"{settings.SITE_URL}/static/icon-180.png"
    assert (rss.feed.image.href, atom.feed.icon, told["icon"]) == (icon, icon, icon)


@pytest.mark.parametrize("kind", KINDS)
def test_items_have_the_same_stable_id_and_dates_in_every_format(client, kind):
    one_of_each()
    EventRevision.objects.update(changed_at=LONG_AGO)

    (item,) = items(client, kind)
    (rss,), (atom,) = [read(client, kind, format).entries for format in ("rss", "atom")]

    assert item["id"] == rss.id == atom.id == item["url"] == rss.link == atom.link
    assert item["url"].startswith(settings.SITE_URL + HOME[kind].replace("corrections", "news"))
    assert item["date_published"] == atom.published == "2026-01-01T00:00:00+00:00"
    assert item["date_modified"] == atom.updated == "2026-01-01T00:00:00+00:00"
    assert rss.published == "Thu, 01 Jan 2026 00:00:00 +0000"
    assert rss.author == atom.author == "The Hanoi Convention Record"


def test_article_has_its_text_topics_and_the_time_it_was_changed(client):
    person = make_person(slug="luong-cuong", name="Lương Cường")
    statement = make_statement(slug="it-matters", gist="It <matters>.", speaker={"person": person})
    make_statement(slug="hidden", gist="Hidden.", status="draft")
    make_article(
        headline="A & B",
        standfirst="In <short>.",
        body="[He](person:luong-cuong) met [her](person:nobody).\n\n"
        "{statement: it-matters}\n\n{statement: hidden}",
        topics=[make_topic(name="Ratification")],
        publish_at=LONG_AGO,
        updated_at=LONG_AGO + timedelta(days=2),
    )
    own = settings.SITE_URL

    (item,) = items(client, "news")
    (rss,), (atom,) = [read(client, "news", format).entries for format in ("rss", "atom")]

    assert item["content_html"] == (
        "<p>In &lt;short&gt;.</p>\n"
        f'<p><a href="{own}/people/luong-cuong/">He</a> met her.</p>\n'
        f'<p><a href="{own}{statement.get_absolute_url()}">It &lt;matters&gt;.</a></p>\n'
    )
    assert item["summary"] == "In <short>."
    assert "content_text" not in item
    assert item["tags"] == ["Ratification"]
    assert item["date_modified"] == atom.updated == "2026-01-03T00:00:00+00:00"
    for entry in (rss, atom):
        assert entry.title == "A &amp; B" if entry.title_detail.type == "text/html" else "A & B"
        assert entry.summary == "In &lt;short&gt;."
        assert f'<a href="{own}/people/luong-cuong/">He</a>' in entry.content[0].value
        assert [tag.term for tag in entry.tags] == ["Ratification"]


def test_feed_of_events_says_when_where_and_whether_it_was_called_off(client):
    make_event(
        title="Opening",
        kind="ceremony",
        date="2025-10-25",
        standing="cancelled",
        summary="It opens.",
        place=make_place(name="Hanoi"),
        topics=[make_topic(name="Signing")],
    )
    EventRevision.objects.update(changed_at=datetime(2026, 2, 1, tzinfo=UTC))

    (item,) = items(client, "events")

    assert item["content_text"] == "Cancelled. 25 October 2025. Hanoi. It opens."
    assert item["tags"] == ["Ceremony", "Signing"]
    assert item["date_modified"] == "2026-02-01T00:00:00+00:00"


def test_feed_of_corrections_leaves_out_those_of_drafts(client):
    shown = make_correction(article=make_article(headline="Seen"))
    make_correction(article=make_article(headline="Unseen", status="draft"))

    (item,) = items(client, "corrections")

    assert item["title"] == "Correction: Seen"
    assert item["content_text"] == "It said: 71 chapters It says now: 71 articles Why: A slip."
    assert item["url"] == f"{settings.SITE_URL}{shown.article.get_absolute_url()}#{shown.key}"


def test_feed_of_statements_names_speaker_and_each_publisher_once(client):
    source = make_source()
    statement = make_statement(
        gist="It is needed.", report={"source": source}, topics=[make_topic(name="Aid")]
    )
    make_report(statement=statement, source=source)
    speaker = statement.speakers.get().credit

    (item,) = items(client, "statements")

    assert item["title"] == "It is needed."
    assert item["content_text"] == f"{speaker}. Reported by {source.publisher}."
    assert item["tags"] == ["Aid"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("format", ["rss", "atom"])
def test_empty_feed_is_valid(client, kind, format):
    assert read(client, kind, format).entries == []


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_text_breaks_no_feed(client, kind):
    topic = make_topic(name=HOSTILE[:30])
    statement, event = make_statement(topics=[topic]), make_event(topics=[topic])
    article = make_article(topics=[topic])
    make_correction(article=article)
    Article.objects.update(headline=HOSTILE, standfirst=HOSTILE, body=HOSTILE)
    Event.objects.update(title=HOSTILE, summary=HOSTILE)
    Statement.objects.update(gist=HOSTILE)
    Correction.objects.update(said=HOSTILE, says=HOSTILE, why=HOSTILE)
    statement.speakers.update(described_as=HOSTILE, person=None)

    shown = [read(client, kind, format).entries[0] for format in ("rss", "atom")]
    (item,) = items(client, kind)

    assert item["title"].removeprefix("Correction: ") == AS_STORED
    assert all("<script" not in entry.summary for entry in shown)
    assert "<script" not in item.get("content_html", "")
    assert event.pk


@pytest.mark.parametrize("address", ADDRESSES)
def test_feed_is_not_modified_until_a_row_is_due_or_withdrawn(client, address, time_machine):
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    time_machine.move_to(now, tick=False)
    roots = one_of_each()
    due = {"publish_at": now + timedelta(hours=1)}
    make_event(**due), make_statement(**due), make_correction(article=make_article(**due))
    etags = [client.get(address)["ETag"]]

    def status():
        answer = client.get(address, headers={"If-None-Match": etags[-1]})
        assert "Last-Modified" not in answer
        etags.append(answer["ETag"])
        return answer.status_code

    seen = [status()]
    time_machine.move_to(now + timedelta(hours=1), tick=False)
    seen += [status(), status()]
    for row in roots:
        type(row).objects.filter(pk=row.pk).update(status="withdrawn", withdrawn_reason="Wrong.")
    seen += [status(), status()]

    assert seen == [304, 200, 304, 200, 304]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    ("kind", "queries"),
    [
        ("news", 7),  # articles, topics, links; statements, speakers, reports, passages
        ("events", 2),  # events, topics
        ("statements", 4),  # statements, speakers, reports, topics
        ("corrections", 1),
    ],
)
@pytest.mark.parametrize("rows", [1, 5])
def test_feed_needs_the_same_queries_for_any_number_of_rows(
    client, kind, format, queries, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_event(place=make_place(parent=make_place()), topics=[make_topic()])
        statement = make_statement(topics=[make_topic()])
        person = make_person()
        body = f"[So](person:{person.slug}).\n\n{{statement: {statement.slug}}}"
        make_correction(article=make_article(topics=[make_topic()], body=body))

    with django_assert_num_queries(queries):
        client.get(f"/feeds/{kind}.{format}")


def test_page_of_feeds_leads_to_each_of_them_and_to_the_calendar(client):
    tree = page(client.get("/feeds/"))

    assert tree.texts("td")[::2] == [
        "Articles on the United Nations Convention against Cybercrime.",
        "Events in the life of the Convention, as they are put on record.",
        "Who said what, and which source says so.",
        "What a page said, what it says now, and why.",
    ]
    links = [item.attributes["href"] for item in tree.one("main").all("a")]
    assert links == [
        *[f"/feeds/{kind}.{format}" for kind in KINDS for format in FORMATS],
        "webcal://127.0.0.1:8000/events.ics",
        "/events.ics",
    ]


@pytest.mark.parametrize("path", ["news.pdf", "people.rss", "news"])
def test_feed_that_does_not_exist_is_not_found(client, path):
    assert client.get(f"/feeds/{path}").status_code == 404

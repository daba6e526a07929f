import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from tests.make import LONG_AGO, make_article, make_correction, make_event, make_statement

ATOM = "{http://www.w3.org/2005/Atom}"


def titles(client, kind):
    """The titles of a feed in each of its formats, which must agree."""
    rss = ElementTree.fromstring(client.get(f"/feeds/{kind}.rss").content)  # noqa: S314 - our own
    atom = ElementTree.fromstring(client.get(f"/feeds/{kind}.atom").content)  # noqa: S314
    lists = [
        [item.findtext("title") for item in rss.iter("item")],
        [entry.findtext(f"{ATOM}title") for entry in atom.iter(f"{ATOM}entry")],
        [item["title"] for item in json.loads(client.get(f"/feeds/{kind}.json").content)["items"]],
    ]
    assert lists[0] == lists[1] == lists[2]
    return lists[0]


def test_feeds_hold_public_rows_newest_first(client, db):
    make_article(headline="Older", publish_at=LONG_AGO)
    make_article(headline="Newer", publish_at=LONG_AGO + timedelta(days=1))
    make_article(headline="Draft", status="draft")
    make_article(headline="Scheduled", publish_at=timezone.now() + timedelta(days=1))

    assert titles(client, "news") == ["Newer", "Older"]


def test_feed_of_corrections_leaves_out_those_of_drafts(client, db):
    shown = make_correction(article=make_article(headline="Seen"))
    make_correction(article=make_article(headline="Unseen", status="draft"))

    items = json.loads(client.get("/feeds/corrections.json").content)["items"]

    assert [item["title"] for item in items] == ["Correction: Seen"]
    assert items[0]["url"] == (
        f"http://127.0.0.1:8000{shown.article.get_absolute_url()}#{shown.key}"
    )


def test_feed_of_statements_names_speaker_and_source(client, db):
    statement = make_statement(gist="It is needed.")
    speaker = statement.speakers.get().credit
    publisher = statement.reports.get().source.publisher

    items = json.loads(client.get("/feeds/statements.json").content)["items"]

    assert [(item["title"], item["content_text"]) for item in items] == [
        ("It is needed.", f"{speaker}. Reported by {publisher}.")
    ]


@pytest.mark.parametrize("kind", ["news", "events", "statements", "corrections"])
@pytest.mark.parametrize("format", ["rss", "atom", "json"])
def test_feed_is_not_modified_until_something_is_withdrawn(client, db, kind, format):
    event = make_event()
    statement = make_statement()
    article = make_article()
    make_correction(article=article)
    address = f"/feeds/{kind}.{format}"
    etag = client.get(address)["ETag"]

    again = client.get(address, headers={"If-None-Match": etag})
    for row in (event, statement, article):
        row.status, row.withdrawn_reason = "withdrawn", "It was an error."
        row.save()
    changed = client.get(address, headers={"If-None-Match": etag})

    assert again.status_code == 304
    assert changed.status_code == 200
    assert "Last-Modified" not in changed


@pytest.mark.parametrize("kind", ["news", "events", "statements", "corrections"])
@pytest.mark.parametrize("rows", [1, 5])
def test_feed_needs_the_same_queries_for_any_number_of_rows(
    client, db, kind, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_event()
        make_statement()
        make_correction(article=make_article())

    with django_assert_num_queries(3 if kind == "statements" else 1):  # speakers, reports
        client.get(f"/feeds/{kind}.rss")


@pytest.mark.parametrize("path", ["news.pdf", "people.rss", "news"])
def test_feed_that_does_not_exist_is_not_found(client, db, path):
    assert client.get(f"/feeds/{path}").status_code == 404

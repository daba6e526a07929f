from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.make import (
    make_article,
    make_correction,
    make_event,
    make_organisation,
    make_person,
    make_photo,
    make_place,
    make_report,
    make_source,
    make_statement,
    make_topic,
)
from tests.pages import page

pytestmark = pytest.mark.django_db


def body_of(response):
    return page(response).one("div", class_="body")


def get(client, record):
    return client.get(record.get_absolute_url())


def test_article_page_shows_its_head_and_how_it_was_made(client):
    article = make_article(
        kicker="Signing",
        headline="Countries sign in Hanoi",
        standfirst="In short.",
        byline="Compiled from reports by VNA",
        dateline="HANOI",
        publish_at=datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
        updated_at=datetime(2026, 11, 22, 10, tzinfo=UTC),
        lead_photo=make_photo(caption="On the stage.", credit="VNA"),
    )

    story = page(get(client, article)).one("article", class_="story")

    assert story.one("h1").text == "Countries sign in Hanoi"
    assert story.one("header").texts("p") == [
        "Signing",
        "In short.",
        "Compiled from reports by VNA",
        "Published 21 November 2026, 09:30 UTC · Updated 22 November 2026, 10:00 UTC",
    ]
    assert story.texts("p", class_="dateline") == ["HANOI"]
    assert story.texts("figcaption") == ["On the stage. (VNA)"]


def test_article_page_shows_public_events_sources_topics_and_corrections(client):
    event, source, topic = make_event(), make_source(), make_topic()
    article = make_article(events=[event], sources=[source], topics=[topic])
    article.events.add(make_event(status="draft"))
    correction = make_correction(article=article)
    make_event(), make_source(), make_topic(), make_correction()

    shown = get(client, article).context

    assert list(shown["events"]) == [event]
    assert list(shown["sources"]) == [source]
    assert list(shown["topics"]) == [topic]
    assert list(shown["corrections"]) == [correction]


def test_article_body_links_records_of_every_kind(client):
    event = make_event(place=make_place())
    person, office = make_person(), make_organisation()
    statement = make_statement(event=event, speaker={"person": person, "organisation": office})
    rows = [
        ("person", person),
        ("organisation", office),
        ("event", event),
        ("statement", statement),
        ("source", statement.reports.get().source),
        ("place", event.place),
    ]
    links = [f"[{kind}]({kind}:{row.slug})" for kind, row in rows]
    article = make_article(body=" ".join(links))

    shown = body_of(get(client, article))

    assert [(link.text, link.attributes["href"]) for link in shown.all("a")] == [
        (kind, row.get_absolute_url()) for kind, row in rows
    ]


def test_article_body_turns_links_to_hidden_records_into_text_and_drops_their_quotes(client):
    hidden = make_statement(gist="Secret.", status="draft")
    event = make_event(status="withdrawn")
    body = f"He [said so](statement:{hidden.slug}) [there](event:{event.slug}).\n\n"
    article = make_article(body=body + f"{{statement: {hidden.slug}}}\n\nThe end.")

    shown = get(client, article)

    assert body_of(shown).text == "He said so there. The end."
    assert [*body_of(shown).all("a")] == []
    assert hidden.slug not in shown.content.decode()


@pytest.mark.parametrize(
    ("mode", "words", "marks"),
    [("quotation", "“Words in print.”", 1), ("paraphrase", "It matters.", 0)],
)
def test_pull_quote_stands_in_marks_only_where_the_source_quotes(client, mode, words, marks):
    values = {"speaker": {"described_as": "Minister of Justice"}, "report": None}
    statement = make_statement(gist="It matters.", **values)
    vna = make_source(publisher=make_organisation(name="VNA"))
    make_report(statement=statement, source=vna, mode=mode)
    article = make_article(body=f"Before.\n\n{{statement: {statement.slug}}}\n\nAfter.")

    quote = body_of(get(client, article)).one("figure", class_="pull-quote")

    assert quote.texts("p") == [words]
    assert quote.text.count("“") == marks
    assert quote.one("figcaption").texts("a") == [f"{mode.capitalize()}, VNA"]
    assert "Minister of Justice" in quote.one("figcaption").text


def test_articles_are_listed_newest_first(client):
    for month in (1, 3, 2):
        at = datetime(2026, month, 5, tzinfo=UTC)
        make_article(headline=f"News of {month}", standfirst="Short.", publish_at=at)
    make_article(status="review")
    make_article(publish_at=datetime(9000, 1, 1, tzinfo=UTC))

    shown = page(client.get(reverse("events:article-list")))

    assert shown.texts("article") == [
        "News of 3 Short. 5 March 2026",
        "News of 2 Short. 5 February 2026",
        "News of 1 Short. 5 January 2026",
    ]


def test_list_goes_on_over_pages_and_keeps_its_filter(client):
    topic = make_topic()
    for n in range(31):
        make_article(topics=[topic], headline=f"News {n}")
    make_article()

    first = client.get(reverse("events:article-list"), {"topic": topic.slug})
    link = page(first).one("a", rel="next").attributes["href"]
    second = client.get(f"{reverse('events:article-list')}{link}")

    assert [row.headline for row in first.context["page"]] == [
        f"News {n}" for n in range(30, 0, -1)
    ]
    assert [row.headline for row in second.context["page"]] == ["News 0"]
    assert [second.context["page"].number, second.context["page"].paginator.num_pages] == [2, 2]
    assert "31 found" in page(second).one("main").text


def test_article_page_lists_the_people_and_bodies_that_its_text_links_once_each(client):
    event = make_event()
    person, office = make_person(name="Lương Cường"), make_organisation(name="UNODC")
    hidden = make_person(name="Nobody yet")
    make_statement(event=event, speaker={"person": person, "organisation": office})
    article = make_article(
        body=f"[He](person:{person.slug}) and [she](organisation:{office.slug}), "
        f"[again](person:{person.slug}), [at](event:{event.slug}), [x](person:{hidden.slug})."
    )

    listed = page(get(client, article)).one("section", aria_labelledby="mentioned")

    assert listed.texts("a") == ["Lương Cường", "UNODC"]


def test_article_page_leads_to_the_public_articles_published_before_and_after(client):
    days = {
        day: make_article(publish_at=datetime(2026, 1, day, tzinfo=UTC)) for day in (1, 3, 7, 9)
    }
    here = make_article(publish_at=datetime(2026, 1, 5, tzinfo=UTC))
    make_article(publish_at=datetime(2026, 1, 4, tzinfo=UTC), status="draft")
    make_article(publish_at=datetime(2026, 1, 6, tzinfo=UTC), status="withdrawn")

    links = page(get(client, here)).one("nav", class_="beside")

    assert [(link.attributes["rel"], link.text) for link in links.all("a")] == [
        ("next", days[7].headline),
        ("prev", days[3].headline),
    ]


def test_articles_of_one_moment_follow_each_other_by_when_they_were_written(client):
    first, second, third = (make_article() for _ in range(3))

    beside = get(client, second).context["beside"]

    assert beside == [(third, True), (first, False)]


def test_related_news_shares_an_event_or_a_topic(client):
    event, topic = make_event(), make_topic()
    here = make_article(events=[event], topics=[topic])
    both = make_article(events=[event], topics=[topic], publish_at=datetime(2026, 1, 1, tzinfo=UTC))
    one = make_article(topics=[topic], publish_at=datetime(2026, 1, 2, tzinfo=UTC))
    make_article(topics=[topic], status="draft")
    make_article(topics=[make_topic()])

    assert list(get(client, here).context["related"]) == [one, both]


def test_article_page_shows_its_own_citation_as_text(client):
    article = make_article(headline="Countries sign", publish_at=datetime(2026, 1, 2, tzinfo=UTC))

    shown = page(get(client, article)).texts("p", class_="citation")

    assert len(shown) == 1
    assert shown[0].startswith("The Hanoi Convention Record. Countries sign. 2 January 2026. http")


def test_related_news_is_not_tied_by_a_hidden_event(client):
    hidden = make_event(status="draft")
    here = make_article(events=[hidden])
    make_article(events=[hidden])

    assert list(get(client, here).context["related"]) == []

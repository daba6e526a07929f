"""What pages say where they are shared or found, and in which language texts stand."""

import pytest
from django.conf import settings

from tests.machines import faults_of_head, metas_of
from tests.make import (
    LONG_AGO,
    make_article,
    make_event,
    make_instrument,
    make_name,
    make_organisation,
    make_participation,
    make_person,
    make_place,
    make_report,
    make_source,
    make_statement,
    make_topic,
)
from tests.pages import page

pytestmark = pytest.mark.django_db

OWN = settings.SITE_URL
HOSTILE = "\"><script>alert('1')</script> & <b> ộ"


def head(client, address):
    """The properties of a page's head; nothing may be wrong with them."""
    tree = page(client.get(address))
    assert faults_of_head(tree) == []
    return {
        name: values if len(values) > 1 else values[0] for name, values in metas_of(tree).items()
    }


def test_article_has_a_card_with_times_section_and_topics(client):
    article = make_article(
        headline=HOSTILE,
        standfirst="Short. " + "word " * 60,
        kicker="Signing",
        publish_at=LONG_AGO,
        updated_at="2026-02-01T09:30Z",
        topics=[make_topic(name="Aid"), make_topic(name="Rights")],
    )
    url = OWN + article.get_absolute_url()

    said = head(client, article.get_absolute_url())

    described = ("Short. " + "word " * 60)[:199].rstrip() + "…"
    told = {name: value for name, value in said.items() if ":" in name or name == "description"}
    assert told == {
        "description": described,
        "og:site_name": "The Hanoi Convention Record",
        "og:locale": "en_GB",
        "og:type": "article",
        "og:url": url,
        "og:title": HOSTILE,
        "og:description": described,
        "og:image": f"{url}card.png",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": HOSTILE,
        "twitter:card": "summary_large_image",
        "article:published_time": "2026-01-01T00:00:00+00:00",
        "article:modified_time": "2026-02-01T09:30:00+00:00",
        "article:section": "Signing",
        "article:tag": ["Aid", "Rights"],
    }


def records():
    place = make_place(name="Hanoi")
    event = make_event(title="Opening", place=place, topics=[make_topic(name="Aid")])
    source = make_source(title="A report")
    statement = make_statement(gist="It matters.", event=event, report={"source": source})
    speaker = statement.speakers.get().person
    return [
        (event, "Opening", "website"),
        (statement, "It matters.", "article"),
        (speaker, speaker.name, "profile"),
        (source.publisher, source.publisher.name, "website"),
        (source, "A report", "website"),
        (place, "Hanoi", "website"),
        (event.topics.get(), "Aid", "website"),
        (make_instrument(formal_title="A treaty"), "A treaty", "website"),
    ]


def test_every_kind_of_record_has_a_card_of_its_own(client):
    for record, title, kind in records():
        said = head(client, record.get_absolute_url())

        assert (said["og:title"], said["og:type"]) == (title, kind)
        assert said["og:image"] == f"{OWN}{record.get_absolute_url()}card.png"
        assert client.get(said["og:image"].removeprefix(OWN))["Content-Type"] == "image/png"
        assert not [name for name in said if name.startswith("article:")]


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/", "The Hanoi Convention Record"),
        ("/news/", "News"),
        ("/statements/", "Statements"),
        ("/timeline/", "Timeline"),
        ("/feeds/", "Feeds and calendar"),
        ("/search/?q=word", "Search"),
        ("/nothing/", "The Hanoi Convention Record"),
    ],
)
def test_other_pages_have_the_card_of_the_site(client, address, title):
    said = head(client, address)

    assert (said["og:title"], said["og:type"]) == (title, "website")
    assert said["og:image"] == f"{OWN}/card.png"


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("", "/events/"),
        ("?page=1", "/events/"),
        ("?page=2", "/events/?page=2"),
        ("?page=99", "/events/?page=2"),
        ("?page=abc", "/events/"),
        ("?page=2&kind=meeting", "/events/"),
        ("?q=event", "/events/"),
        ("?utm_source=x", "/events/"),
    ],
)
def test_page_of_a_list_has_one_address(client, query, address):
    for _ in range(31):
        make_event(kind="meeting")

    said = head(client, f"/events/{query}")

    assert said["og:url"] == OWN + address


def test_texts_in_other_languages_say_so(client):
    source = make_source(title="Báo cáo", lang="vi", url="https://news.example/vi")
    person = make_person(name="Lương Cường", lang="vi")
    make_name(person=person, text="لونغ كوونغ", lang="ar", sources=[source])
    statement = make_statement(speaker={"person": person}, report=None)
    make_report(
        statement=statement,
        source=source,
        mode="quotation",
        lang="ar",
        passage={"quoted": "كلمات"},
        printed_as="الرئيس",
    )

    about_source = page(client.get(source.get_absolute_url()))
    about_person = page(client.get(person.get_absolute_url()))
    about_statement = page(client.get(statement.get_absolute_url()))

    def marked(tree, text):
        """Language and direction of what holds the text and nothing else."""
        found = {
            (
                item.attributes.get("lang"),
                item.attributes.get("dir"),
                item.attributes.get("hreflang"),
            )
            for item in tree.all()
            if item.text.strip("“” ") == text and item.attributes.get("lang")
        }
        return found

    assert marked(about_source, "Báo cáo") == {("vi", "ltr", None)}
    link = about_source.one("a", href="https://news.example/vi")
    assert link.attributes["hreflang"] == "vi"
    assert marked(about_person, "Lương Cường") == {("vi", "ltr", None)}
    assert marked(about_person, "لونغ كوونغ") == {("ar", "rtl", None)}
    assert marked(about_statement, "كلمات") == {("ar", "rtl", None)}
    assert marked(about_statement, "الرئيس") == {("ar", "rtl", None)}
    assert about_statement.one("html").attributes["lang"] == "en-GB"


def test_event_and_organisation_lead_to_their_calendars(client):
    event, body = make_event(date="2025-10-25"), make_organisation()
    make_participation(event=event, organisation=body)

    for record, text in [(event, "Add to calendar"), (body, "Its events in your calendar")]:
        tree = page(client.get(record.get_absolute_url()))
        link = tree.one("link", type="text/calendar").attributes["href"]

        assert link == f"{record.get_absolute_url().rstrip('/')}.ics"
        assert [item.text for item in tree.all("a", href=link)] == [text]

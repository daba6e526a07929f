import pytest
from django.conf import settings

from tests.machines import described, faults_of_graph, scripts_of
from tests.make import (
    LONG_AGO,
    make_article,
    make_correction,
    make_event,
    make_instrument,
    make_organisation,
    make_participation,
    make_passage,
    make_person,
    make_place,
    make_report,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
)
from tests.pages import page

pytestmark = pytest.mark.django_db

OWN = settings.SITE_URL
HOSTILE = "</script><script>alert(1)</script><!-- & <b> \u2028 ]]>"


def told(client, record):
    """What a record's page is about, and the way to it; nothing may be wrong with them."""
    graph = described(page(client.get(record.get_absolute_url())))
    assert faults_of_graph(graph) == []
    return graph


def outline(kind, record):
    return {"@type": kind, "name": str(record), "url": OWN + record.get_absolute_url()}


def test_script_ends_where_we_end_it_alone(client):
    article = make_article(headline=HOSTILE, standfirst=HOSTILE, topics=[make_topic(name=HOSTILE)])

    content = client.get(article.get_absolute_url()).content.decode()
    data, way = described(page(content))

    assert content.count("</script") == content.count("<script")
    assert (data["@type"], data["headline"], data["description"]) == (
        "NewsArticle",
        HOSTILE,
        HOSTILE,
    )
    assert way["itemListElement"][1]["name"] == HOSTILE
    (script,) = scripts_of(page(content))
    assert not set("<>&\u2028") & set(script)


def test_way_to_a_record_names_its_list_and_itself(client):
    event = make_event(title="Opening")

    _data, way = told(client, event)

    assert way == {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "Events", "item": f"{OWN}/events/"},
            {
                "@type": "ListItem",
                "position": 2,
                "name": "Opening",
                "item": OWN + event.get_absolute_url(),
            },
        ],
    }


def test_article_names_its_subjects_sources_and_corrections(client):
    person, body = make_person(slug="her", name="Her"), make_organisation(slug="office", name="It")
    event, topic = make_event(), make_topic()
    make_participation(event=event, person=person, organisation=body)
    source = make_source(url="https://news.example/a")
    article = make_article(
        headline="Word " * 39,
        kicker="Signing",
        body="[She](person:her) of [it](organisation:office), not [him](person:him).",
        events=[event, make_event(status="draft")],
        topics=[topic],
        sources=[source],
        publish_at=LONG_AGO,
    )
    make_correction(article=article, said="71 chapters", says="71 articles", why="A slip.")

    data, _way = told(client, article)

    url = OWN + article.get_absolute_url()
    publisher = {
        "@type": "Organization",
        "@id": f"{OWN}/#publisher",
        "name": "The Hanoi Convention Record",
        "url": f"{OWN}/",
        "logo": {"@type": "ImageObject", "url": f"{OWN}/static/icon-180.png"},
    }
    assert data == {
        "@type": "NewsArticle",
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "headline": ("Word " * 22)[:109] + "…",
        "description": "What it says in short.",
        "image": [{"@type": "ImageObject", "url": f"{url}card.png", "width": 1200, "height": 630}],
        "datePublished": "2026-01-01T00:00:00+00:00",
        "dateModified": "2026-01-01T00:00:00+00:00",
        "author": publisher,
        "publisher": publisher,
        "articleSection": "Signing",
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "isPartOf": {"@id": f"{OWN}/#website"},
        "about": [outline("Event", event), outline("DefinedTerm", topic)],
        "mentions": [outline("Person", person), outline("Organization", body)],
        "isBasedOn": [
            {
                "@type": "NewsArticle",
                "name": source.title,
                "url": "https://news.example/a",
                "publisher": outline("NewsMediaOrganization", source.publisher),
            }
        ],
        "citation": [OWN + source.get_absolute_url()],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": "71 chapters → 71 articles A slip.",
                "datePublished": "2026-01-01T00:00:00+00:00",
            }
        ],
    }


def test_quotation_has_text_speaker_and_sources(client):
    statement = make_statement(report=None, topics=[make_topic(name="Aid")])
    report = make_report(statement=statement, mode="quotation", lang="vi", passage=None)
    make_passage(report=report, quoted="only the beginning")
    speaker = statement.speakers.get()

    data, _way = told(client, statement)

    assert (data["@type"], data["text"]) == ("Quotation", "only the beginning")
    assert data["inLanguage"] == "vi"
    assert data["spokenByCharacter"] == [outline("Person", speaker.person)]
    assert [row["name"] for row in data["isBasedOn"]] == [report.source.title]
    assert [row["name"] for row in data["about"]] == ["Aid"]
    assert data["description"] == f"{speaker.credit}. Reported by {report.source.publisher}."


def test_state_that_speaks_is_an_organisation_too(client):
    statement = make_statement(speaker=None)
    state = make_organisation(kind="state", name="Viet Nam")
    make_speaker(statement=statement, organisation=state)

    data, _way = told(client, statement)

    assert data["spokenByCharacter"] == [outline(["Country", "Organization"], state)]


def test_paraphrase_is_no_quotation(client):
    statement = make_statement(report={"mode": "paraphrase"})

    data, _way = told(client, statement)

    assert data["@type"] == "Claim"
    assert not {"text", "spokenByCharacter"} & data.keys()
    assert [row["name"] for row in data["author"]] == [str(statement.speakers.get().person)]
    assert data["appearance"] == data["isBasedOn"]


def test_event_says_where_who_what_about_and_what_it_is_part_of(client):
    state = make_organisation(kind="state", country_code="VN", name="Viet Nam")
    city = make_place(name="Hanoi", country=state)
    hall = make_place(
        name="Hall", kind="venue", parent=city, country=state, latitude="21.0", longitude="105.5"
    )
    parent, instrument = make_event(), make_instrument()
    event = make_event(place=hall, parent=parent, instrument=instrument, date="2025-10-25")
    shown = make_event(parent=event, title="Shown")
    make_event(parent=event, title="Hidden", status="draft")
    speaker, guest = make_person(), make_person()
    for part, who in [
        ("host", {"organisation": state}),
        ("organiser", {"organisation": state}),
        ("speaker", {"person": speaker}),
        ("speaker", {"person": speaker}),
        ("guest", {"person": guest}),
        ("partner", {"organisation": make_organisation()}),
    ]:
        make_participation(event=event, part=part, **who)

    data, _way = told(client, event)

    assert data["location"] == {
        **outline("Place", hall),
        "address": {
            "@type": "PostalAddress",
            "addressLocality": "Hanoi",
            "addressCountry": "VN",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": 21.0, "longitude": 105.5},
    }
    assert data["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert data["organizer"] == [outline(["Country", "Organization"], state)]
    assert data["performer"] == [outline("Person", speaker)]
    assert data["attendee"] == [outline("Person", guest)]
    assert data["about"] == [outline("Legislation", instrument)]
    assert data["superEvent"]["url"] == OWN + parent.get_absolute_url()
    assert [row["name"] for row in data["subEvent"]] == [shown.title]
    assert (data["startDate"], data["endDate"]) == ("2025-10-25", "2025-10-25")


def test_event_online_has_no_address(client):
    event = make_event(place=make_place(kind="online"))

    data, _way = told(client, event)

    assert data["location"]["@type"] == "VirtualLocation"
    assert data["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"


@pytest.mark.parametrize(
    ("dated", "start", "end"),
    [
        ("2025-10", "2025-10", "2025-10"),
        ("2025-10-25T09:30+07:00", "2025-10-25T09:30+07:00", None),
        ("2025-01/..", "2025-01", None),
        ("2025-02~", None, None),
        ("2025-10-25/2025-10-26?", "2025-10-25", None),
        ("", None, None),
    ],
)
def test_event_is_dated_as_precisely_as_it_is_known(client, dated, start, end):
    data, _way = told(client, make_event(date=dated))

    assert (data.get("startDate"), data.get("endDate")) == (start, end)


@pytest.mark.parametrize(
    ("standing", "status"),
    [
        ("planned", "Scheduled"),
        ("held", "Scheduled"),
        ("postponed", "Postponed"),
        ("cancelled", "Cancelled"),
    ],
)
def test_event_says_how_it_stands(client, standing, status):
    data, _way = told(client, make_event(standing=standing))

    assert data["eventStatus"] == f"https://schema.org/Event{status}"

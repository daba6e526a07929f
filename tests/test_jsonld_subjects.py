import pytest
from django.conf import settings

from events.models import Article
from tests.machines import described, faults_of_graph
from tests.make import (
    make_article,
    make_correction,
    make_event,
    make_instrument,
    make_name,
    make_organisation,
    make_participation,
    make_person,
    make_place,
    make_role,
    make_source,
    make_statement,
    make_topic,
)
from tests.pages import page

pytestmark = pytest.mark.django_db

OWN = settings.SITE_URL


def told(client, record):
    """What a record's page is about, and the way to it; nothing may be wrong with them."""
    graph = described(page(client.get(record.get_absolute_url())))
    assert faults_of_graph(graph) == []
    return graph


def outline(kind, record):
    return {"@type": kind, "name": str(record), "url": OWN + record.get_absolute_url()}


def make_public(person, **values):
    make_participation(event=make_event(), person=person, **values)
    return person


def test_person_has_names_and_roles_in_time(client):
    person = make_public(make_person(name="Lương Cường"))
    for text in ("Luong Cuong", "Cuong"):
        make_name(person=person, text=text)
    office = make_organisation(kind="ministry")
    make_role(
        person=person, organisation=office, title="Minister", started_on="2019", ended_on="2024-10"
    )
    make_role(person=person, organisation=office, title="President", started_on="2024-10")
    make_role(person=person, organisation=office, title="Secretary")  # held or not: nobody says

    data, _way = told(client, person)

    assert data["alternateName"] == ["Cuong", "Luong Cuong"]
    assert data["jobTitle"] == ["President"]
    assert sorted(data["memberOf"], key=lambda role: role["roleName"]) == [
        {
            "@type": "OrganizationRole",
            "roleName": "Minister",
            "startDate": "2019",
            "endDate": "2024-10",
            "memberOf": outline("GovernmentOrganization", office),
        },
        {
            "@type": "OrganizationRole",
            "roleName": "President",
            "startDate": "2024-10",
            "memberOf": outline("GovernmentOrganization", office),
        },
        {
            "@type": "OrganizationRole",
            "roleName": "Secretary",
            "memberOf": outline("GovernmentOrganization", office),
        },
    ]


def test_organisation_has_parent_bodies_and_members(client):
    state = make_organisation(kind="state", country_code="VN", formal_name="the Republic")
    office = make_organisation(kind="ministry", parent=state)
    below = make_organisation(parent=office)
    make_participation(event=make_event(), organisation=below)
    role = make_role(organisation=office, person=make_public(make_person()))
    make_participation(event=make_event(), organisation=office)

    data, _way = told(client, office)
    above, _way = told(client, state)

    assert data["parentOrganization"] == outline(["Country", "Organization"], state)
    assert data["subOrganization"] == [outline("Organization", below)]
    assert data["member"] == [
        {
            "@type": "OrganizationRole",
            "roleName": "Director",
            "member": outline("Person", role.person),
        }
    ]
    assert above["legalName"] == "the Republic"
    assert above["identifier"]["value"] == "VN"


def test_place_stands_in_its_city_and_country(client):
    city = make_place(name="Hanoi", country=make_organisation(kind="state", name="Viet Nam"))
    hall = make_place(kind="venue", parent=city)
    make_event(place=hall)

    about_hall, _way = told(client, hall)
    about_city, _way = told(client, city)

    assert about_hall["containedInPlace"] == outline("Place", city)
    assert about_hall["address"]["addressLocality"] == "Hanoi"
    assert about_city["@type"] == "City"
    assert about_city["address"]["addressCountry"] == "Viet Nam"
    assert about_city["containsPlace"] == [outline("Place", hall)]


def test_source_is_described_as_another_s(client):
    source = make_source(url="https://news.example/a", lang="vi", published_on="2025-10")
    make_statement(report={"source": source})

    data, _way = told(client, source)

    assert (data["@type"], data["url"]) == ("ItemPage", OWN + source.get_absolute_url())
    assert data["mainEntity"]["url"] == "https://news.example/a"
    assert data["mainEntity"]["inLanguage"] == "vi"
    assert data["mainEntity"]["datePublished"] == "2025-10"


def test_topic_is_a_term_with_what_is_said_of_it(client):
    topic = make_topic()
    rows = [
        make_article(topics=[topic]),
        make_event(topics=[topic]),
        make_statement(topics=[topic]),
    ]
    make_event(topics=[topic], status="draft")

    data, _way = told(client, topic)

    assert data["about"] == {
        **outline("DefinedTerm", topic),
        "inDefinedTermSet": f"{OWN}/topics/",
    }
    assert [row["url"] for row in data["mainEntity"]["itemListElement"]] == [
        OWN + row.get_absolute_url() for row in rows
    ]


@pytest.mark.parametrize(
    ("in_force_on", "force"),
    [("", "NotInForce"), ("2026-01-01", "InForce"), ("9000", "NotInForce")],
)
def test_treaty_says_what_it_is_and_whether_it_is_in_force(client, in_force_on, force):
    make_instrument(
        name="Hanoi Convention",
        formal_title="United Nations Convention",
        symbol="A/RES/79/243",
        adopted_on="2024-12-24",
        in_force_on=in_force_on,
    )

    data, _way = described(page(client.get("/convention/")))

    assert (data["name"], data["alternateName"]) == (
        "United Nations Convention",
        "Hanoi Convention",
    )
    assert data["legislationIdentifier"] == "A/RES/79/243"
    assert data["legislationDate"] == "2024-12-24"
    assert data["legislationLegalForce"] == f"https://schema.org/{force}"


@pytest.mark.parametrize(
    ("address", "name", "kind"),
    [
        ("/news/", "News", "CollectionPage"),
        ("/events/", "Events", "CollectionPage"),
        ("/statements/", "Statements", "CollectionPage"),
        ("/people/", "People", "CollectionPage"),
        ("/organisations/", "Organisations", "CollectionPage"),
        ("/sources/", "Sources", "CollectionPage"),
        ("/topics/", "Topics", "CollectionPage"),
        ("/places/", "Places", "CollectionPage"),
        ("/timeline/", "Timeline", "CollectionPage"),
        ("/corrections/", "Corrections", "CollectionPage"),
        ("/feeds/", "Feeds and calendar", "CollectionPage"),
        ("/search/?q=word", "Search", "SearchResultsPage"),
    ],
)
def test_list_names_what_it_shows(client, address, name, kind):
    topic = make_topic(name="Word")
    event = make_event(title="Word", place=make_place(), topics=[topic])
    make_event(title="Word hidden", status="draft")
    make_statement(event=event)
    make_correction(article=make_article())

    graph = described(page(client.get(address)))

    data, way = graph
    assert faults_of_graph(graph) == []
    assert (data["@type"], data["name"]) == (kind, name)
    assert data["url"] == OWN + address.partition("?")[0]
    assert [step["name"] for step in way["itemListElement"]] == [name]
    listed = data.get("mainEntity", {"itemListElement": []})["itemListElement"]
    assert [row["position"] for row in listed] == list(range(1, len(listed) + 1))
    assert bool(listed) == (address != "/feeds/")
    assert "Word hidden" not in [row["name"] for row in listed]


def test_empty_list_has_no_items(client):
    data, _way = described(page(client.get("/events/")))

    assert "mainEntity" not in data


def test_site_search_and_news_are_described_on_the_front_page(client):
    article = make_article()

    site, publisher, news = described(page(client.get("/")))

    assert (site["@type"], publisher["@type"]) == ("WebSite", "Organization")
    assert site["publisher"] == {"@id": publisher["@id"]}
    assert site["potentialAction"]["target"]["urlTemplate"] == (
        f"{OWN}/search/?q={{search_term_string}}"
    )
    assert [row["url"] for row in news["itemListElement"]] == [OWN + article.get_absolute_url()]


def test_description_follows_the_record_at_once(client):
    article = make_article(headline="Before")

    Article.objects.update(headline="After")

    assert told(client, article)[0]["headline"] == "After"

"""What the addresses of a merged record answer: those of the record that it is part of."""

from datetime import UTC, datetime

import pytest
from django.urls import get_resolver

from hanoiconv.core.former_slugs import FormerSlug
from hanoiconv.urls import TWINS
from tests.make import (
    make,
    make_article,
    make_event,
    make_organisation,
    make_participation,
    make_person,
    make_place,
    make_source,
    make_statement,
    make_topic,
)
from tests.pages import page

pytestmark = pytest.mark.django_db

FUTURE = datetime(9000, 1, 1, tzinfo=UTC)
MAKE = {
    "news": make_article,
    "events": make_event,
    "statements": make_statement,
    "topics": make_topic,
    "places": make_place,
    "people": make_person,
    "organisations": make_organisation,
    "sources": make_source,
}
PUBLIC = {
    "topics": lambda row: make_event(topics=[row]),
    "places": lambda row: make_event(place=row),
    "people": lambda row: make_participation(person=row),
    "organisations": lambda row: make_participation(organisation=row),
    "sources": lambda row: make_participation(source=row),
}
ENDINGS = {
    "news": ["/", ".json", "/card.png", "/cite.txt", "/cite.bib", "/cite.ris", "/cite.csl.json"],
    "events": ["/", ".json", ".ics", "/card.png"],
    "organisations": ["/", ".json", ".ics", "/card.png"],
}
ENDINGS["statements"] = ENDINGS["news"]
ADDRESSES = [
    (part, ending) for part in TWINS for ending in ENDINGS.get(part, ["/", ".json", "/card.png"])
]


def merged(part, **values):
    """A public record of that part of the site, into which "was" was merged."""
    row = MAKE[part](slug="is", **values)
    PUBLIC.get(part, lambda row: None)(row)
    return former(part, row.slug)


def former(part, now, slug="was", was_public=True):
    kind = TWINS[part]._meta.label_lower
    return make(FormerSlug, kind=kind, slug=slug, now=now, was_public=was_public)


def slugged_routes():
    """Every route with a slug, below which record it is, and what follows the slug."""
    patterns = []
    for entry in get_resolver().url_patterns:
        patterns += getattr(entry, "url_patterns", [entry]) if not is_admin(entry) else []
    routes = [str(entry.pattern) for entry in patterns]
    return {route for route in routes if "<slug:slug>" in route}


def is_admin(entry):
    return getattr(entry, "app_name", "") == "admin"


def test_every_address_of_a_record_is_tried_below():
    tried = {(part, ending.partition("cite.")[0]) for part, ending in ADDRESSES}

    routes = {tuple(route.split("/<slug:slug>")) for route in slugged_routes()}

    assert {(part, ending.partition("cite.")[0]) for part, ending in routes} == tried


@pytest.mark.parametrize(("part", "ending"), ADDRESSES)
def test_address_of_a_merged_record_leads_to_that_of_the_other(client, part, ending):
    merged(part)

    answer = client.get(f"/{part}/was{ending}?lang=vi&x=%2F%26")

    assert answer.status_code == 301
    assert answer["Location"] == f"/{part}/is{ending}?lang=vi&x=%2F%26"
    assert answer["Cache-Control"] == "max-age=3600"
    assert client.get(answer["Location"]).status_code == 200


def test_address_without_a_query_has_none_afterwards(client):
    merged("people")

    assert client.get("/people/was/")["Location"] == "/people/is/"
    assert client.head("/people/was/")["Location"] == "/people/is/"


def test_scripts_of_other_sites_may_follow(client):
    merged("people")

    answer = client.get("/people/was.json", headers={"Origin": "https://example.org"})

    assert answer["Access-Control-Allow-Origin"] == "*"


def test_record_merged_twice_leads_to_the_last_in_one_step(client):
    merged("events")
    former("events", "was", slug="once")

    assert client.get("/events/once/")["Location"] == "/events/is/"


@pytest.mark.parametrize("part", MAKE)
def test_former_slug_reveals_no_hidden_record(client, part):
    hidden = {"status": "draft"} if part in ("news", "events", "statements") else {}
    row = MAKE[part](slug="zqsecret", **hidden)
    former(part, row.slug)

    for ending in ("/", ".json", "/card.png"):
        answer = client.get(f"/{part}/was{ending}")
        assert answer.status_code == 404
        assert page(answer).texts("h1") == ["There is no such page"]
        assert "zqsecret" not in answer.content.decode()


@pytest.mark.parametrize("values", [{}, {"status": "withdrawn", "withdrawn_reason": "Why"}])
def test_former_slug_that_readers_never_knew_is_not_found(client, values):
    make_statement(slug="is", **values)
    former("statements", "is", was_public=False)
    former("statements", "was", slug="seen")

    for ending in ENDINGS["statements"]:
        assert client.get(f"/statements/was{ending}").status_code == 404
    assert client.get("/statements/seen/").status_code == (410 if values else 301)


@pytest.mark.parametrize("hidden", [{"status": "review"}, {"publish_at": FUTURE}])
def test_former_slug_of_what_is_not_due_is_not_found(client, hidden):
    merged("events", **hidden)

    assert client.get("/events/was/").status_code == 404
    assert client.get("/events/was.ics").status_code == 404


def test_former_slug_of_a_withdrawn_record_is_gone_with_its_reason(client):
    merged("statements", status="withdrawn", withdrawn_reason="It was another's.")

    answer = client.get("/statements/was/")

    assert answer.status_code == 410
    assert page(answer).one("main").texts("p")[0] == "It was another's."


@pytest.mark.parametrize("status", ["published", "draft"])
def test_record_that_is_there_goes_before_a_former_slug(client, status):
    merged("events")
    make_event(slug="was", status=status)

    answer = client.get("/events/was/")

    assert answer.status_code == {"published": 200, "draft": 404}[status]


def test_ring_of_former_slugs_is_not_found(client):
    former("people", "b", slug="a")
    former("people", "a", slug="b")

    assert client.get("/people/a/").status_code == 404
    assert client.get("/people/a.json").status_code == 404


def test_article_leads_to_merged_records_as_they_are_today(client):
    for part in ("people", "statements"):
        merged(part)
    body = "[One](person:was) and [again](person:is).\n\n{statement: was}"
    article = make_article(body=body)
    article.full_clean()

    text = page(client.get(article.get_absolute_url())).one("main")

    addresses = [link.attributes["href"] for link in text.all("a")]
    assert addresses.count("/people/is/") >= 2
    assert "/statements/is/" in addresses
    assert not {address for address in addresses if "/was" in address}

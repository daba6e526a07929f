from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image

from events.models import Event
from hanoiconv.drawings.captions import site_card
from hanoiconv.drawings.cards import png
from tests.make import (
    make_article,
    make_event,
    make_instrument,
    make_organisation,
    make_person,
    make_place,
    make_report,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
)

pytestmark = pytest.mark.django_db

FUTURE = datetime(9000, 1, 1, tzinfo=UTC)


def card_address(record):
    return f"{record.get_absolute_url()}card.png"


def named_by_an_event():
    """One public record of each kind that does not publish itself."""
    place = make_place(country=make_organisation(kind="state"))
    topic = make_topic()
    event = make_event(place=place, topics=[topic])
    role = make_role()
    statement = make_statement(
        event=event, speaker={"person": role.person, "organisation": role.organisation}
    )
    source = statement.reports.get().source
    return [place, topic, event, role.person, role.organisation, statement, source]


def test_every_kind_of_record_answers_with_its_card(client):
    records = [*named_by_an_event(), make_article(), make_instrument()]

    for record in records:
        response = client.get(card_address(record))

        assert (response.status_code, response["Content-Type"]) == (200, "image/png")
        assert response["Cache-Control"] == "public, max-age=300"
        assert "Set-Cookie" not in response
        assert Image.open(BytesIO(response.content)).size == (1200, 630)


def test_site_has_a_card_of_its_own(client):
    response = client.get("/card.png")

    assert response.content == png(site_card())
    assert reverse("card") == "/card.png"


@pytest.mark.parametrize("make_record", [make_article, make_event, make_statement])
@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"status": "draft"}, 404),
        ({"publish_at": FUTURE}, 404),
        ({"status": "withdrawn"}, 410),
    ],
)
def test_card_of_what_is_not_public_is_not_drawn(client, make_record, values, status):
    hidden = make_record(**values)

    response = client.get(card_address(hidden))

    assert response.status_code == status
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert "Cache-Control" not in response


@pytest.mark.parametrize(
    "make_record", [make_person, make_organisation, make_source, make_topic, make_place]
)
def test_card_of_what_nothing_public_names_is_not_found(client, make_record):
    hidden = make_record()

    assert client.get(card_address(hidden)).status_code == 404


def test_card_of_unknown_records_is_not_found(client):
    assert client.get("/news/no-such-article/card.png").status_code == 404
    assert client.get("/convention/card.png").status_code == 404


def test_card_is_not_sent_again_until_it_says_something_else(client):
    event = make_event(title="Before")
    first = client.get(card_address(event))

    same = client.get(card_address(event), headers={"If-None-Match": first["ETag"]})
    Event.objects.update(title="After")
    changed = client.get(card_address(event), headers={"If-None-Match": first["ETag"]})

    assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
    assert same["Cache-Control"] == "public, max-age=300"
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_card_that_was_not_changed_is_not_drawn(client):
    event = make_event()
    etag = client.get(card_address(event))["ETag"]
    png.cache_clear()

    client.get(card_address(event), headers={"If-None-Match": etag})

    assert png.cache_info().misses == 0


def test_withdrawn_card_is_gone_for_those_who_have_it(client):
    event = make_event()
    etag = client.get(card_address(event))["ETag"]
    Event.objects.update(status="withdrawn", withdrawn_reason="An error.")

    response = client.get(card_address(event), headers={"If-None-Match": etag})

    assert response.status_code == 410


@pytest.mark.parametrize("rows", [1, 5])
def test_cards_need_few_queries(client, rows, django_assert_num_queries):
    event = make_event(place=make_place(parent=make_place()))
    statement = make_statement(event=event)
    role = make_role(sources=[make_source()])
    for _ in range(rows):
        make_speaker(statement=statement, person=role.person)
        make_report(statement=statement)
        make_role(person=role.person, sources=[make_source()])
    article = make_article()

    with django_assert_num_queries(1):
        client.get(card_address(article))
    with django_assert_num_queries(1):
        client.get(card_address(event))
    with django_assert_num_queries(3):
        client.get(card_address(statement))
    with django_assert_num_queries(3):
        client.get(card_address(role.person))

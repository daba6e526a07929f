"""Answers are sent compressed, pictures are not, and a 304 agrees with the answer it stands for."""

import pytest

from tests.make import make_event

pytestmark = pytest.mark.django_db

GZIP = {"Accept-Encoding": "br, gzip;q=0.9"}


@pytest.mark.parametrize(
    "address", ["/", "/events/opening.json", "/events.ics", "/data/events.csv"]
)
def test_not_modified_has_the_tag_and_the_vary_of_the_answer(client, address):
    make_event(slug="opening")
    sent = client.get(address, headers=GZIP)

    again = client.get(address, headers=GZIP | {"If-None-Match": sent["ETag"]})

    assert again.status_code == 304
    assert (again["ETag"], again["Vary"]) == (sent["ETag"], "Accept-Encoding")


def test_not_modified_keeps_its_tag_for_who_takes_no_compression(client):
    make_event(slug="opening")
    sent = client.get("/events/opening.json")

    again = client.get("/events/opening.json", headers={"If-None-Match": sent["ETag"]})

    assert (again.status_code, again["ETag"]) == (304, sent["ETag"])
    assert sent["ETag"].startswith('"')


def test_pictures_are_sent_as_they_are(client):
    make_event(slug="opening")

    sent = client.get("/events/opening/card.png", headers=GZIP)

    assert sent["Content-Type"] == "image/png"
    assert not sent.has_header("Content-Encoding")

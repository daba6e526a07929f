import pytest

from tests.make import make_event, make_instrument

OPEN = ["/data/events.csv", "/data/events.json", "/feeds/events.json", "/convention.json"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*OPEN, "/events/opening.json"])
def test_scripts_of_other_sites_may_read_data(client, address):
    make_instrument()
    make_event(slug="opening")

    answer = client.get(address, HTTP_ORIGIN="https://example.org")

    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/data/", "/admin/login/"])
def test_pages_are_not_opened_to_other_sites(client, address):
    assert "Access-Control-Allow-Origin" not in client.get(address)

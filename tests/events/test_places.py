import pytest
from django.db.models import ProtectedError

from events.models import Photo, Place, Topic
from tests.checks import kept, refusal_of, refused_by_the_database
from tests.make import (
    make_article,
    make_instrument,
    make_organisation,
    make_photo,
    make_place,
    make_source,
    make_topic,
)

pytestmark = pytest.mark.django_db


def test_instrument_keeps_the_dates_of_its_life():
    source = make_source()
    instrument = make_instrument(
        name="the Hanoi Convention",
        formal_title="United Nations Convention against Cybercrime",
        symbol="A/RES/79/243",
        adopted_on="2024-12-24",
        opened_on="2025-10-25",
        closes_on="2026-12-31",
        sources=[source],
    )

    stored = kept(instrument)

    assert (stored.opened_on, stored.closes_on, stored.in_force_on) == (
        "2025-10-25",
        "2026-12-31",
        "",
    )
    assert list(source.instruments.public()) == [instrument]
    assert stored.get_absolute_url() == "/convention/"


def test_place_stands_in_a_city_and_a_country():
    viet_nam = make_organisation(kind="state", name="Viet Nam")
    hanoi = make_place(
        name="Hanoi",
        country=viet_nam,
        latitude="21.02776",
        longitude="105.83416",
        time_zone="Asia/Ho_Chi_Minh",
    )
    centre = make_place(name="National Convention Centre", kind="venue", parent=hanoi)

    stored = Place.objects.with_card_data().get(pk=kept(hanoi).pk)

    assert [str(stored.latitude), str(stored.longitude)] == ["21.02776", "105.83416"]
    assert kept(centre).parent == hanoi
    with pytest.raises(ProtectedError):
        hanoi.delete()


@pytest.mark.parametrize(
    ("latitude", "longitude", "field", "message"),
    [
        ("21.02776", None, "__all__", "Give latitude and longitude in degrees, or neither."),
        (None, "105.83416", "__all__", "Give latitude and longitude in degrees, or neither."),
        ("90.1", "0", "latitude", "Ensure this value is less than or equal to 90."),
        ("0", "-180.1", "longitude", "Ensure this value is greater than or equal to -180."),
    ],
)
def test_place_has_two_coordinates_or_none(latitude, longitude, field, message):
    place = make_place()
    place.latitude, place.longitude = latitude, longitude

    assert refusal_of(place)[field] == [message]
    refused_by_the_database(place)


@pytest.mark.parametrize("name", ["Hanoi", "UTC+7", "asia/ho_chi_minh", "../etc/passwd"])
def test_place_has_a_time_zone_that_exists(name):
    place = make_place()
    place.time_zone = name

    assert refusal_of(place) == {
        "time_zone": [f"{name} is no time zone: write one such as Asia/Ho_Chi_Minh."]
    }


@pytest.mark.parametrize("size", [1, 2])
def test_place_is_not_part_of_itself(size):
    chain = [make_place()]
    for _ in range(size - 1):
        chain.append(make_place(parent=chain[-1]))
    chain[0].parent = chain[-1]

    assert refusal_of(chain[0]) == {"parent": ["A place cannot be part of itself."]}


def test_topic_names_are_unique():
    make_topic(name="Cybercrime")
    topic = Topic(slug="other", name="Cybercrime")

    assert refusal_of(topic) == {"name": ["Topic with this Name already exists."]}


def test_photo_outlives_its_article_and_goes_without_a_file():
    photo = make_photo(event=None, source=make_source(), paragraph=3)
    article = make_article(lead_photo=photo)
    kept(photo)

    article.delete()
    assert Photo.objects.get() == photo

    article = make_article(lead_photo=photo)
    photo.delete()
    article.refresh_from_db()
    assert article.lead_photo is None

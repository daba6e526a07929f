"""Who gets the files of pictures, and how pages show them."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.test import Client

from events.models import Article, Event, Photo
from events.pictures import path_of
from tests.checks import logged_in
from tests.drawn import kept, make_picture, upload
from tests.make import make_article, make_event, make_photo
from tests.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

FUTURE = datetime(9000, 1, 1, tzinfo=UTC)


def test_readers_get_every_file_of_a_public_photo(client):
    photo = make_picture(file=kept(size=(1000, 500)))
    picture = photo.picture

    types = {
        address: client.get(address)["Content-Type"]
        for address in [picture.url, *links(picture.avif), *links(picture.webp)]
    }

    at = f"/media/photos/{photo.file}"
    assert types == {
        f"{at}.jpg": "image/jpeg",
        **{f"{at}-{n}.avif": "image/avif" for n in (480, 960, 1000)},
        **{f"{at}-{n}.webp": "image/webp" for n in (480, 960, 1000)},
    }


def saved_as(photo):
    with default_storage.open(path_of(photo.file, "jpg")) as file:
        return file.read()


def links(srcset):
    return [one.split()[0] for one in srcset.split(", ")]


def test_file_comes_as_it_is_kept_and_can_do_nothing(client):
    photo = make_picture()

    answer = client.get(photo.picture.url)

    assert b"".join(answer.streaming_content) == saved_as(photo)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "public, max-age=300"
    assert "Vary" not in answer
    assert client.head(photo.picture.url).status_code == 200
    assert client.post(photo.picture.url).status_code == 405


def test_file_is_not_sent_to_who_has_it(client):
    address = make_picture().picture.url
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize(
    "root", [{"status": "draft"}, {"publish_at": FUTURE}, {"status": "withdrawn"}]
)
def test_file_of_a_hidden_photo_is_for_the_desk_alone(
    client, stranger, onlooker, editor, publisher, root
):
    photo = make_picture(event=make_event(**root))
    make_article(lead_photo=photo, **root)
    staff = User.objects.create_user("staff", is_staff=True)
    outsider = User.objects.create_user("outsider")
    outsider.user_permissions.add(Permission.objects.get(codename="view_photo"))
    address = photo.picture.url

    hidden = [Client(), *map(logged_in, (stranger, staff, outsider))]
    shown = [logged_in(user).get(address) for user in (onlooker, editor, publisher)]

    for reader in hidden:
        answers = [
            reader.get(address),
            reader.get(address, headers={"If-None-Match": shown[0]["ETag"]}),
            reader.get(photo.picture.thumbnail),
        ]
        assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert [answer.status_code for answer in shown] == [200, 200, 200]
    assert {answer["Cache-Control"] for answer in shown} == {"private, no-store"}


def test_withdrawn_picture_is_gone_for_those_who_have_it(client):
    address = make_picture().picture.url
    etag = client.get(address)["ETag"]
    Event.objects.update(status="withdrawn", withdrawn_reason="An error.")

    assert client.get(address, headers={"If-None-Match": etag}).status_code == 404


def test_picture_of_two_photos_is_public_with_one_of_them(client):
    name = kept()
    make_picture(file=name, event=make_event(status="draft"))
    assert client.get(f"/media/photos/{name}.jpg").status_code == 404

    make_article(lead_photo=make_picture(file=name, event=None))

    assert client.get(f"/media/photos/{name}.jpg").status_code == 200


def test_nothing_but_pictures_is_found(publisher_client):
    photo = make_picture()
    default_storage.save("photos/notes.jpg", upload())
    name = photo.file
    for address in (
        "notes.jpg",
        f"{name}.txt",
        f"{name}.JPG",
        f"{name}-481.webp",
        f"{name}-0480.webp",
        f"{name}-480.jpg",
        f"../photos/{name}.jpg",
        f"..%2fphotos%2f{name}.jpg",
        f"{'0' * 64}-640x360.jpg",
        "",
    ):
        assert publisher_client.get(f"/media/photos/{address}").status_code == 404, address


def test_file_costs_one_query(client, django_assert_num_queries):
    photo = make_picture()
    for _ in range(3):
        make_picture()

    with django_assert_num_queries(1):
        client.get(photo.picture.src)


def test_article_shows_its_whole_lead_picture(client):
    photo = make_picture(file=kept(size=(700, 350)), caption="The hall", alt="A “full” hall")
    article = make_article(lead_photo=photo)
    at = f"/media/photos/{photo.file}"

    tree = page(client.get(article.get_absolute_url()).content.decode())

    figure = tree.one("figure")
    image, source = figure.one("img"), figure.one("source")
    assert image.attributes == {
        "class": "picture",
        "src": f"{at}-480.webp",
        "srcset": f"{at}-480.webp 480w, {at}-700.webp 700w",
        "sizes": "(min-width: 62rem) 52rem, 94vw",
        "width": "700",
        "height": "350",
        "alt": "A “full” hall",
        "fetchpriority": "high",
    }
    assert source.attributes["type"] == "image/avif"
    assert source.attributes["srcset"] == f"{at}-480.avif 480w, {at}-700.avif 700w"
    assert figure.texts("figcaption") == ["The hall (Photo: VNA)"]


def test_pages_cut_the_picture_of_a_card_around_its_focal_point(client):
    make_article(lead_photo=make_photo(event=make_event(status="draft")))
    photo = make_picture(focus_x=64, focus_y=5, event=None)
    article = make_article(lead_photo=photo)

    for path in ("/", "/news/"):
        tree = page(client.get(path).content.decode())
        (image,) = (one for one in tree.all("img") if "media" in one.attributes["src"])

        assert image.attributes["class"] == "picture picture-cut focus-x-60 focus-y-0"
        assert image.attributes["alt"] == ""  # the headline stands beside it
    assert article.lead_photo == photo


def test_event_shows_its_pictures_and_captions_without(client):
    event = make_event()
    make_picture(event=make_event(), caption="Of another event")
    make_photo(event=event, caption="Known by its caption", slug="a")
    make_picture(event=event, caption="The hall", slug="b")

    tree = page(client.get(event.get_absolute_url()).content.decode())

    figures = [figure for figure in tree.all("figure") if "photo" in figure.attributes["class"]]
    assert [figure.texts("figcaption")[0] for figure in figures] == [
        "Known by its caption",
        "The hall (Photo: VNA)",
    ]
    assert [len([*figure.all("img")]) for figure in figures] == [0, 1]


def test_what_is_no_name_of_a_picture_shows_none(client):
    """`loaddata` asks no validator."""
    photo = make_photo(file="../../etc/passwd", caption="The hall")
    article = make_article(lead_photo=photo)

    for path in ("/", "/news/", article.get_absolute_url(), photo.event.get_absolute_url()):
        assert "passwd" not in client.get(path).content.decode()
    assert client.get("/data/photos.csv").status_code == 200


@pytest.mark.parametrize("focus", [(0, 0), (4, 96), (50, 50), (100, 100)])
def test_style_sheet_has_a_name_for_every_focal_point(focus):
    with open(finders.find("css/pictures.css")) as file:
        sheet = file.read()
    names = Photo(focus_x=focus[0], focus_y=focus[1]).focus_class.split()

    assert len(names) == 2
    assert all(f".{name} {{" in sheet for name in names)


def test_machines_are_told_of_pictures(client):
    event = make_event()
    photo = make_picture(event=event, caption="The hall")
    make_photo(event=event)
    article = make_article(lead_photo=photo)

    for record in (article, event):
        answer = client.get(record.get_absolute_url())
        image, card = answer.context["jsonld"]["@graph"][0]["image"]

        assert image == {
            "@type": "ImageObject",
            "url": f"http://127.0.0.1:8000{photo.picture.url}",
            "width": 640,
            "height": 360,
            "caption": "The hall",
            "creditText": "Photo: VNA",
        }
        assert card["url"].endswith("/card.png")


@pytest.mark.parametrize("rows", [1, 5])
def test_pictures_cost_pages_no_query(client, rows, django_assert_num_queries):
    name = kept()
    event = make_event()
    for _ in range(rows):
        make_article(lead_photo=make_picture(file=name, event=event))

    with django_assert_num_queries(5):
        client.get("/")
    with django_assert_num_queries(3):
        client.get("/news/")
    with django_assert_num_queries(10):
        client.get(event.get_absolute_url())
    with django_assert_num_queries(8):
        client.get(Article.objects.first().get_absolute_url())

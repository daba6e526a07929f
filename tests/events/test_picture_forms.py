"""A picture uploaded at the desk: kept with its photo, or refused with all else kept."""

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from events import pictures
from events.models import Photo
from hanoiconv.models import Version
from tests.checks import as_new, change_screen, filled_in, logged_in, screen, the_record
from tests.drawn import drawn, kept, make_picture, saved, upload
from tests.make import make_article, make_event, make_photo
from tests.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

ADD = "/admin/events/photo/add/"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
NO_NAME = "This does not name a picture: upload the picture instead."
NOT_KEPT = "This picture is not kept here: upload it, or bring its files first."
NEW = {"slug": "hall", "caption": "The hall", "alt": "A full hall", "credit": "Photo: VNA"}


def files():
    return sorted(default_storage.listdir("photos")[1]) if default_storage.exists("photos") else []


def new(**values):
    """What a browser sends of the form for a new photo."""
    form = as_new(filled_in(make_photo(event=make_event(status="draft"))))
    return form | NEW | {"event": "", "file": ""} | values


def other():
    """Another picture than that of `make_picture`."""
    return upload(saved(drawn((9, 9))))


def errors(answer):
    return answer.context["adminform"].errors


def form_of(answer):
    return page(answer.content.decode()).one("form", id="photo_form")


def test_picture_is_uploaded_with_what_readers_need(editor_client):
    form = new(file=upload(saved(drawn((2000, 1000)))), focus_x="70", focus_y="20")

    answer = editor_client.post(ADD, form)

    photo = Photo.objects.get(slug="hall")
    assert answer.status_code == 302
    assert (photo.picture.width, photo.picture.height) == (2000, 1000)
    assert (photo.alt, photo.credit, photo.focus_x, photo.focus_y) == (
        "A full hall",
        "Photo: VNA",
        70,
        20,
    )
    assert len(files()) == 7
    assert Version.objects.get(slug="hall").document[0][1]["file"] == photo.file


@pytest.mark.parametrize("missing", [["alt"], ["credit"], ["alt", "credit"]])
def test_picture_without_description_stays_with_the_form(editor_client, missing):
    form = new(file=upload(), focus_x="70") | dict.fromkeys(missing, "")
    before = the_record()

    answer = editor_client.post(ADD, form)

    assert the_record() == before
    sentences = {
        "alt": ["A picture needs an alternative text: say what it shows."],
        "credit": ["A picture needs a credit: who took it, or who gave it to us."],
    }
    assert errors(answer) == {name: sentences[name] for name in missing}
    sent = form_of(answer).one("input", type="hidden", name="file").attributes["value"]
    assert form_of(answer).one("input", name="focus_x").attributes["value"] == "70"

    editor_client.post(ADD, form | NEW | {"file": sent})

    photo = Photo.objects.get(slug="hall")
    assert (photo.file, photo.focus_x, photo.picture.is_kept) == (sent, 70, True)


def test_last_text_of_the_name_is_that_of_the_picture(editor_client):
    """A browser sends an empty text for a field of files in which none was chosen."""
    photo = make_picture(event=None)

    fields = list(form_of(editor_client.get(change_screen(photo))).all("input", name="file"))

    assert [field.attributes["type"] for field in fields] == ["file", "hidden"]


def test_what_is_no_picture_is_refused_and_the_rest_is_kept(editor_client):
    form = new(file=upload(SVG, "drawing.jpg"))
    before = the_record()

    answer = editor_client.post(ADD, form)

    assert errors(answer) == {
        "file": ["This is an SVG drawing, which may hold scripts: export it as PNG instead."]
    }
    assert form_of(answer).one("textarea", name="caption").text == "The hall"
    assert files() == []
    assert the_record() == before


def test_what_is_too_large_is_refused(editor_client, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_BYTES", 1024)

    answer = editor_client.post(ADD, new(file=upload(b"x" * 5000)))

    (sentence,) = errors(answer)["file"]
    assert sentence.replace("\xa0", " ") == (
        "The file has 4.9 KB, and a picture may have 1.0 KB: save it smaller."
    )


def test_refused_upload_leaves_the_picture_that_was_there(editor_client):
    photo = make_picture(event=None)
    form = filled_in(photo)

    answer = editor_client.post(change_screen(photo), form | {"file": [form["file"], upload(SVG)]})
    hidden = form_of(answer).one("input", type="hidden", name="file")
    editor_client.post(change_screen(photo), form | {"file": hidden.attributes["value"]})

    assert Photo.objects.get().file == photo.file == form["file"]


def test_picture_is_replaced_and_the_old_one_stays_for_the_history(editor_client):
    photo = make_picture(event=None)

    editor_client.post(
        change_screen(photo), filled_in(photo) | {"file": upload(saved(drawn((9, 9))))}
    )

    now = Photo.objects.get()
    assert now.picture.width == 9
    assert photo.picture.is_kept


def test_picture_is_taken_away(editor_client):
    photo = make_picture(event=None)

    editor_client.post(change_screen(photo), filled_in(photo) | {"file-remove": "on"})

    assert Photo.objects.get().file == ""


def test_photo_without_picture_needs_no_description(editor_client):
    editor_client.post(ADD, new(alt="", credit=""))

    assert Photo.objects.get(slug="hall").picture is None


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("../../settings.py", "This does not name a picture: upload the picture instead."),
        (
            "https://elsewhere.example/x.jpg",
            "This does not name a picture: upload the picture instead.",
        ),
        (
            "0" * 64 + "-640x360",
            "This picture is not kept here: upload it, or bring its files first.",
        ),
    ],
)
def test_no_other_name_can_be_sent(editor_client, name, sentence):
    form = new(file=name)
    before = the_record()

    answer = editor_client.post(ADD, form)

    assert errors(answer) == {"file": [sentence]}
    assert the_record() == before


@pytest.mark.parametrize("value", ["-1", "101", "middle", ""])
def test_focal_point_lies_within_the_picture(editor_client, value):
    answer = editor_client.post(ADD, new(focus_x=value))

    assert [*errors(answer)] == ["focus_x"]
    assert not Photo.objects.filter(slug="hall").exists()


def test_picture_that_readers_see_is_changed_by_publishers_alone(
    editor_client, publisher_client, onlooker, stranger
):
    photo = make_picture(event=None)
    make_article(lead_photo=photo)
    form = filled_in(photo)
    others = [Client(), logged_in(stranger), logged_in(onlooker), editor_client]
    before, kept_before = the_record(), files()

    codes = [
        client.post(change_screen(photo), form | {"file": other()}).status_code for client in others
    ]

    assert codes == [302, 302, 403, 403]
    assert (the_record(), files()) == (before, kept_before)

    publisher_client.post(change_screen(photo), form | {"file": other()})

    assert Photo.objects.get().picture.width == 9


def test_who_may_not_change_a_photo_sees_its_picture(editor_client):
    photo = make_picture()

    shown = form_of(editor_client.get(change_screen(photo)))

    assert shown.one("img", class_="picture-thumbnail").attributes["src"] == photo.picture.thumbnail
    assert [*shown.all("input", type="file")] == []


@pytest.mark.parametrize("rows", [1, 5])
def test_list_shows_pictures_in_the_same_queries(publisher_client, rows, django_assert_num_queries):
    name = kept()
    for _ in range(rows):
        make_picture(file=name)

    with django_assert_num_queries(6):
        answer = publisher_client.get(screen(Photo, "changelist"))

    assert answer.content.decode().count("picture-thumbnail") == rows


def test_form_needs_few_queries(publisher_client, django_assert_num_queries):
    photo = make_picture()
    publisher_client.get(change_screen(make_picture()))  # content types are read once a process

    with django_assert_num_queries(13):
        publisher_client.get(change_screen(photo))

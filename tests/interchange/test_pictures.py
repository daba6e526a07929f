"""Pictures in files, plans and versions: known by name, never lost, never from elsewhere."""

import pytest
from django.core.files.storage import default_storage

from events.models import Photo
from events.pictures import path_of
from hanoiconv.interchange.importing import import_fixtures
from tests.drawn import drawn, kept, make_picture, upload
from tests.drawn import saved as dots
from tests.interchange.test_exporting import contents, exported, forget_the_record
from tests.interchange.written import imported, photo, tables, words
from tests.make import make_photo, make_source
from tests.versions.kept import restored, saved, version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media", "folder")]

NO_NAME = "This does not name a picture: upload the picture instead."
NOT_KEPT = "This picture is not kept here: upload it, or bring its files first."
DESCRIBED = {"alt": "A full hall", "credit": "Photo: VNA", "source": None}


def other():
    """Another picture than that of `make_picture`."""
    return upload(dots(drawn((9, 9))))


@pytest.mark.parametrize("format", ["json", "jsonl", "csv"])
def test_picture_goes_out_and_comes_back(tmp_path, format):
    name = kept()
    make_photo(slug="without", event=None, source=make_source())
    make_picture(slug="hall", file=name, focus_x=7, focus_y=93, event=None)
    exported(tmp_path / "first", format)
    forget_the_record()

    result = import_fixtures([tmp_path / "first"])

    exported(tmp_path / "second", format)
    assert words(result.faults) == []
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
    hall = Photo.objects.get(slug="hall")
    assert (hall.file, hall.focus_x, hall.focus_y) == (name, 7, 93)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../../etc/passwd", NO_NAME),
        ("/etc/passwd", NO_NAME),
        ("https://elsewhere.example/a.jpg", NO_NAME),
        ("notes", NO_NAME),
        ("0" * 64 + "-640x360", NOT_KEPT),
    ],
)
def test_file_cannot_name_anything_but_a_picture_that_is_kept(name, reason):
    default_storage.save("photos/notes.jpg", upload())
    before = tables()

    result = imported(photo("hall", **DESCRIBED, file=name))

    assert words(result.faults) == [f"a.json:2: events.photo hall: file: {reason}"]
    assert tables() == before


def test_picture_in_a_file_needs_its_description():
    result = imported(photo("hall", source=None, file=kept()))

    assert words(result.faults) == [
        "a.json:2: events.photo hall: alt: A picture needs an alternative text: say what it shows.",
        "a.json:2: events.photo hall: credit: "
        "A picture needs a credit: who took it, or who gave it to us.",
    ]


@pytest.mark.parametrize("value", [-1, 101, "50", None])
def test_focal_point_in_a_file_lies_within_the_picture(value):
    result = imported(photo("hall", **DESCRIBED, focus_x=value))

    assert len(result.faults) == 1
    assert not Photo.objects.exists()


def test_restored_version_has_its_picture_again(editor_client):
    row = make_picture(event=None)
    first = row.file
    saved(editor_client, row, file=other())
    row.refresh_from_db()
    second = row.file
    saved(editor_client, row, **{"file-remove": "on"})

    restored(editor_client, version(row, 1))
    row.refresh_from_db()
    assert (row.file, row.picture.is_kept) == (first, True)

    restored(editor_client, version(row, 2))
    row.refresh_from_db()
    assert (row.file, row.picture.is_kept) == (second, True)


def test_version_whose_picture_was_erased_is_not_restored(editor_client):
    row = make_picture(event=None)
    erased = row.file
    saved(editor_client, row, file=other())
    default_storage.delete(path_of(erased, "jpg"))

    answer = restored(editor_client, version(row, 1))

    row.refresh_from_db()
    assert row.file != erased
    assert "This picture is not kept here" in answer.content.decode()

"""What becomes of an upload: a picture made anew, in a few sizes, or a sentence."""

import struct
import zlib
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from PIL import Image, ImageCms, PngImagePlugin

from events import pictures
from events.pictures import Picture, keep, path_of
from tests.drawn import BLUE, RED, drawn, saved, upload

PLACE = "Zq Hotel"


pytestmark = pytest.mark.usefixtures("media")


def files():
    return sorted(default_storage.listdir("photos")[1]) if default_storage.exists("photos") else []


def stored(name, form):
    with default_storage.open(path_of(name, form)) as file:
        return Image.open(BytesIO(file.read()))


def near(one, other):
    return all(abs(a - b) <= 12 for a, b in zip(one, other, strict=True))


def refusal(content, name="lead.jpg"):
    """The sentence that an upload meets; nothing is kept of it."""
    with pytest.raises(ValidationError) as caught:
        keep(upload(content, name))
    assert files() == []
    (sentence,) = caught.value.messages
    return sentence


def test_picture_is_kept_in_three_widths_and_two_forms():
    picture = keep(upload(saved(drawn((2000, 1000)))))

    assert (picture.width, picture.height) == (2000, 1000)
    assert files() == sorted(
        [f"{picture.name}.jpg"]
        + [f"{picture.name}-{n}.{form}" for n in (480, 960, 1600) for form in ("avif", "webp")]
    )
    assert [stored(f"{picture.name}-{n}", "webp").size for n in (480, 960, 1600)] == [
        (480, 240),
        (960, 480),
        (1600, 800),
    ]
    assert stored(f"{picture.name}-480", "avif").format == "AVIF"
    assert stored(picture.name, "jpg").format == "JPEG"


def test_large_picture_is_made_smaller_and_small_one_is_not_enlarged():
    large, small = keep(upload(saved(drawn((4000, 3000))))), keep(upload(saved(drawn((300, 200)))))

    assert (large.width, large.height, large.widths) == (2400, 1800, [480, 960, 1600])
    assert (small.width, small.height, small.widths) == (300, 200, [300])
    assert [name for name in files() if name.startswith(small.name)] == [
        f"{small.name}-300.avif",
        f"{small.name}-300.webp",
        f"{small.name}.jpg",
    ]


def test_addresses_and_sizes_follow_from_the_name():
    name = "0" * 64 + "-700x400"

    picture = Picture(name)

    at = f"/media/photos/{name}"
    assert (picture.url, picture.src, picture.thumbnail) == (
        f"{at}.jpg",
        f"{at}-480.webp",
        f"{at}-480.webp",
    )
    assert picture.avif == f"{at}-480.avif 480w, {at}-700.avif 700w"


def test_same_picture_is_kept_once_and_mended_where_an_upload_was_cut_short():
    content = saved(drawn())
    picture = keep(upload(content))
    before = files()
    default_storage.delete(path_of(picture.name, "jpg"))
    default_storage.delete(path_of(f"{picture.name}-480", "webp"))

    assert keep(upload(content, "other.png")) == picture
    assert files() == before


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("name", ["lead.jpg", "../../etc/passwd", "lead.exe"])
def test_form_is_told_by_content_not_by_name(form, name):
    picture = keep(upload(saved(drawn(), form), name))

    assert (picture.width, picture.height) == (640, 360)
    assert all(file.startswith(picture.name) for file in files())


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_every_mode_of_colour_is_kept_as_it_looks(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    image = Image.new("I;16", (640, 360), 0x8000) if mode == "I;16" else drawn(mode=mode)
    if mode == "P":
        image = drawn().quantize(4)

    shown = stored(keep(upload(saved(image, form))).name, "jpg")

    assert (shown.mode, shown.size) == ("RGB", (640, 360))
    colour = {"I;16": (128, 128, 128), "1": None, "L": (81,) * 3, "LA": (81,) * 3}.get(mode, RED)
    assert colour is None or near(shown.getpixel((100, 100)), colour)


def test_what_is_transparent_is_white():
    image = drawn(mode="RGBA")
    image.putalpha(0)

    assert stored(keep(upload(saved(image, "PNG"))).name, "jpg").getpixel((9, 9)) == (255, 255, 255)


def test_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter to the right

    picture = keep(upload(saved(drawn(), exif=exif)))

    assert (picture.width, picture.height) == (360, 640)
    shown = stored(picture.name, "jpg")
    assert near(shown.getpixel((180, 100)), RED)
    assert near(shown.getpixel((180, 500)), BLUE)


def test_nothing_that_the_camera_noted_is_kept():
    exif = Image.Exif()
    exif[0x010F] = PLACE  # maker
    exif.get_ifd(0x8825)[29] = PLACE  # among the coordinates
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", PLACE)
    xmp = f"<x:xmpmeta>{PLACE}</x:xmpmeta>".encode()
    uploads = [
        saved(drawn(), exif=exif, xmp=xmp, comment=PLACE.encode()),
        saved(drawn(), "PNG", exif=exif, pnginfo=text),
        saved(drawn(), "WEBP", exif=exif, xmp=xmp),
        saved(drawn(), "AVIF", exif=exif, xmp=xmp),
        saved(drawn()) + f"<script>{PLACE}</script>".encode(),
    ]
    for content in uploads:
        assert PLACE.encode() in content

        keep(upload(content))

    contents = [default_storage.open(f"photos/{name}").read() for name in files()]
    assert contents
    for mark in (PLACE.encode(), b"Exif", b"xmpmeta"):
        assert not any(mark in content for content in contents)


def swapped():
    """A profile in which red and green have changed places."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for old, new in ((b"rXYZ", b"----"), (b"gXYZ", b"rXYZ"), (b"----", b"gXYZ")):
        profile = profile.replace(old, new, 1)
    return profile


@pytest.mark.parametrize(("profile", "colour"), [(swapped(), (30, 200, 30)), (b"no profile", RED)])
def test_colours_are_those_of_the_profile_unless_it_is_wrong(profile, colour):
    shown = stored(keep(upload(saved(drawn(), icc_profile=profile))).name, "jpg")

    assert near(shown.getpixel((100, 100)), colour)
    assert "icc_profile" not in shown.info


def test_second_view_of_a_telephone_is_left_out():
    both = saved(drawn(), "MPO", save_all=True, append_images=[drawn((320, 180))])

    picture = keep(upload(both))

    assert (picture.width, picture.height) == (640, 360)


DAMAGED = "The picture is damaged or not complete: download or export it again."
NO_PICTURE = "This is no picture in JPEG, PNG, WebP or AVIF: save it as one of them."
SVG = "This is an SVG drawing, which may hold scripts: export it as PNG instead."
MOVES = "This picture moves: save one moment of it as JPEG or PNG, and upload that."
FRAMES = {"save_all": True, "append_images": [drawn((64, 64), "L")]}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty: choose the picture again."),
        (b'<?xml version="1.0"?>\n<SVG xmlns="http://www.w3.org/2000/svg"/>', SVG),
        (b"<!doctype html><script>alert(1)</script>", NO_PICTURE),
        (b"%PDF-1.7\n", NO_PICTURE),
        (saved(drawn(), "GIF"), NO_PICTURE),
        (saved(drawn(), "TIFF"), NO_PICTURE),
        (saved(drawn(), "EPS"), NO_PICTURE),
        (saved(drawn())[:-900], DAMAGED),
        (saved(drawn(), "PNG")[:200], DAMAGED),
        (saved(drawn(), "WEBP")[:60], DAMAGED),
        (saved(drawn((64, 64)), "PNG", **FRAMES), MOVES),
        (saved(drawn((64, 64)), "WEBP", **FRAMES), MOVES),
        (saved(drawn((64, 64)), "AVIF", **FRAMES), MOVES),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_sentence(content, sentence):
    assert refusal(content) == sentence


def test_too_many_bytes_are_refused_before_they_are_read(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_BYTES", 2048)

    with pytest.raises(ValidationError) as caught:
        keep(SimpleNamespace(size=5000))  # nothing else is asked of it

    assert [text.replace("\xa0", " ") for text in caught.value.messages] == [
        "The file has 4.9 KB, and a picture may have 2.0 KB: save it smaller."
    ]


def head_of_png(width, height):
    """A PNG that claims a size, with hardly a dot in it."""

    def chunk(kind, data):
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(10_000, 5_001), (10_000, 10_000), (65_000, 65_000)])
def test_too_many_pixels_are_refused_from_the_head_alone(size):
    sentence = "The picture has more than 50 million pixels: save it smaller."

    assert refusal(head_of_png(*size)) == sentence


def test_long_strip_is_kept():
    picture = keep(upload(saved(drawn((9000, 2)), "PNG")))

    assert (picture.width, picture.height) == (2400, 1)

"""A picture uploaded at the desk in a browser, its focal point chosen, and seen by readers."""

from functools import partial

import pytest

from events.models import Event, Photo
from tests.browser.desk import Looks, delete_photos, in_two_windows
from tests.drawn import drawn, saved

ADD = "/admin/events/photo/add/"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.fixture
def stored(stored):
    """What a test brings in is gone afterwards."""
    yield
    delete_photos(Photo.objects.filter(slug__startswith="browser-"))


@pytest.fixture
def open_form(open_desk):
    """Makes windows in which a publisher describes a new photo."""
    return partial(open_desk, ADD, "desk-publisher")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "IMG 0001.JPG"
    path.write_bytes(saved(drawn((1200, 900))))
    return path


def describe(page):
    page.get_by_label("Caption", exact=False).first.fill("Browser: the hall")
    page.get_by_label("Alternative text").fill("A red and a blue half")
    page.get_by_label("Credit").fill("Photo: VNA")
    page.get_by_label("Slug").fill("browser-hall")


def save(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue editing").first.click()


def point(page):
    return tuple(int(page.locator(f"#id_focus_{axis}").input_value()) for axis in "xy")


def test_picture_is_uploaded_placed_and_seen_by_readers(open_form, reader, file):
    page = open_form()
    page.get_by_label("Picture").set_input_files(file)
    frame = page.locator(".picture-frame canvas")
    frame.wait_for()
    area = frame.bounding_box()
    frame.click(position={"x": area["width"] * 0.8, "y": area["height"] * 0.25})
    x, y = point(page)
    assert (abs(x - 80) <= 1, abs(y - 25) <= 1) == (True, True)

    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowDown")
    assert point(page) == (x - 1, y + 10)
    label = page.locator(".picture-point").get_attribute("aria-label")
    assert label.startswith(f"Focal point: {x - 1} % from the left, {y + 10} % from the top.")

    save(page)  # nothing is described yet
    assert "A picture needs a credit" in page.locator("#content-main").inner_text()
    describe(page)
    save(page)

    photo = Photo.objects.get(slug="browser-hall")
    assert (photo.picture.width, photo.picture.height) == (1200, 900)
    assert (photo.focus_x, photo.focus_y) == (x - 1, y + 10)
    event = Event.objects.public().exclude(photos=None).order_by("pk").first()
    Photo.objects.filter(pk=photo.pk).update(event=event)
    reader.goto(event.get_absolute_url())
    shown = reader.get_by_alt_text("A red and a blue half")
    shown.scroll_into_view_if_needed()
    reader.wait_for_function(
        "image => image.complete && image.naturalWidth > 0", arg=shown.element_handle()
    )
    assert shown.evaluate("image => image.currentSrc").endswith(".avif")
    assert "Browser: the hall (Photo: VNA)" in reader.locator("#main").inner_text()
    looks = Looks(reader)
    looks.at("event", "#main")
    assert not looks.told(), looks.told()


def test_svg_is_refused_with_a_sentence(open_form, tmp_path):
    page = open_form()
    drawing = tmp_path / "logo.jpg"
    drawing.write_bytes(SVG)

    page.get_by_label("Picture").set_input_files(drawing)
    describe(page)
    save(page)

    said = page.locator("#content-main").inner_text()
    assert "This is an SVG drawing, which may hold scripts: export it as PNG instead." in said
    assert page.get_by_label("Credit").input_value() == "Photo: VNA"
    assert not Photo.objects.filter(slug="browser-hall").exists()


def test_all_works_without_scripts(open_form, file):
    page = open_form(java_script_enabled=False)

    page.get_by_label("Picture").set_input_files(file)
    page.locator("#id_focus_x").fill("70")
    describe(page)
    save(page)
    page.get_by_label("Take the picture away").check()
    save(page)

    photo = Photo.objects.get(slug="browser-hall")
    assert (photo.focus_x, photo.file) == (70, "")


@in_two_windows
def test_form_is_accessible_and_nothing_is_lost_on_a_telephone(open_form, file, width, scheme):
    page = open_form(width=width, color_scheme=scheme)
    page.get_by_label("Picture").set_input_files(file)
    describe(page)
    save(page)
    page.locator(".picture-frame img").wait_for()

    looks = Looks(page)
    looks.at("form", ".picture-input")
    assert not looks.told(), looks.told()
    frame = page.locator(".picture-frame").bounding_box()
    assert frame["x"] >= 0
    assert frame["x"] + frame["width"] <= width

"""A picture uploaded at the desk in a browser, its focal point chosen, and seen by readers."""

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import Group, User
from django.db import connection

from events.models import Event, Photo
from tests.browser.test_axe import AXE
from tests.drawn import drawn, saved

ADD = "/admin/events/photo/add/"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
FAULTS = """async (where) => {
    const { violations } = await axe.run(where, { resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}, as ${nodes[0].html}`);
}"""


@pytest.fixture
def publisher(site, django_db_blocker, monkeypatch):
    """Somebody in the database of the running site; what the test brings in is gone afterwards."""
    # Playwright keeps an event loop in this thread, which waits while we ask the database.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    assert str(connection.settings_dict["NAME"]).endswith("record.sqlite3")
    with django_db_blocker.unblock():
        # The server hashes as in production, not as the tests do.
        password = PBKDF2PasswordHasher().encode("a password", "salt")
        values = {"is_staff": True, "password": password}
        user, _made = User.objects.get_or_create(username="photo-desk", defaults=values)
        user.groups.add(Group.objects.get(name="Publishers"))
        yield user
        for photo in Photo.objects.exclude(file=""):
            for file in settings.MEDIA_ROOT.glob(f"photos/{photo.file}*"):
                file.unlink()
        Photo.objects.filter(slug__startswith="browser-").delete()
        connection.close()


@pytest.fixture
def open_desk(new_context, publisher):
    """Makes windows in which the publisher is logged in."""
    contexts = []

    def make(**options):
        contexts.append(new_context(**options))
        page = contexts[-1].new_page()
        page.goto(f"/admin/login/?next={ADD}")
        page.get_by_label("Username").fill(publisher.username)
        page.get_by_label("Password").fill("a password")
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url(lambda url: url.endswith(ADD) and "next" not in url)
        return page

    yield make
    for context in contexts:
        context.close()


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


def test_picture_is_uploaded_placed_and_seen_by_readers(open_desk, reader, file):
    page = open_desk()
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
    reader.add_script_tag(path=AXE)
    assert reader.evaluate(FAULTS, "#main") == []


def test_svg_is_refused_with_a_sentence(open_desk, tmp_path):
    page = open_desk()
    drawing = tmp_path / "logo.jpg"
    drawing.write_bytes(SVG)

    page.get_by_label("Picture").set_input_files(drawing)
    describe(page)
    save(page)

    said = page.locator("#content-main").inner_text()
    assert "This is an SVG drawing, which may hold scripts: export it as PNG instead." in said
    assert page.get_by_label("Credit").input_value() == "Photo: VNA"
    assert not Photo.objects.filter(slug="browser-hall").exists()


def test_all_works_without_scripts(open_desk, file):
    page = open_desk(java_script_enabled=False)

    page.get_by_label("Picture").set_input_files(file)
    page.locator("#id_focus_x").fill("70")
    describe(page)
    save(page)
    page.get_by_label("Take the picture away").check()
    save(page)

    photo = Photo.objects.get(slug="browser-hall")
    assert (photo.focus_x, photo.file) == (70, "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_form_is_accessible_and_nothing_is_lost_on_a_telephone(open_desk, file, width, scheme):
    page = open_desk(width=width, color_scheme=scheme)
    page.get_by_label("Picture").set_input_files(file)
    describe(page)
    save(page)
    page.locator(".picture-frame img").wait_for()

    page.add_script_tag(path=AXE)
    assert page.evaluate(FAULTS, ".picture-input") == []
    frame = page.locator(".picture-frame").bounding_box()
    assert frame["x"] >= 0
    assert frame["x"] + frame["width"] <= width

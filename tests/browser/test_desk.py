"""The desk in a browser: its start page, the search from anywhere, choosing, a name on record."""

from functools import partial

import pytest

from people.models import Person
from tests.browser.desk import Looks, in_two_windows, messages

ADD = "/admin/people/person/add/"
OURS = ".desk-start, .desk-search, .desk-found, .same-name"


@pytest.fixture
def stored(stored):
    """Whom a test adds is gone afterwards."""
    yield
    Person.objects.filter(slug__startswith="desk-").delete()


@pytest.fixture
def open_start(open_desk):
    """Makes windows in which an editor has the start page open."""
    return partial(open_desk, "/admin/", "desk-editor")


def content(page):
    return page.locator("#content-start").inner_text()


def type_name(page, text):
    page.locator("#id_name").fill("")
    page.locator("#id_name").press_sequentially(text)


def test_search_is_reached_by_one_key_and_finds_without_marks(open_start):
    page = open_start()
    page.goto(ADD)

    page.locator("h1").click()
    page.keyboard.press("/")
    page.keyboard.type("luong cuong")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/search/?q=luong+cuong")

    assert page.locator("#desk-search").input_value() == "luong cuong"
    assert "Lương Cường\nState President, Viet Nam" in content(page)
    page.get_by_role("link", name="Lương Cường", exact=True).click()
    page.wait_for_url("**/admin/people/person/*/change/")


def test_slash_is_written_where_one_writes(open_start):
    page = open_start()
    page.goto(ADD)

    type_name(page, "a/b")

    assert page.locator("#id_name").input_value() == "a/b"


@pytest.mark.parametrize("typed", ["luong cuong", "cuong"])
def test_choices_have_a_second_line_and_the_chosen_one_has_not(open_start, typed):
    page = open_start()
    page.goto("/admin/events/speaker/add/")

    page.locator(".field-person .select2-selection").click()
    page.keyboard.type(typed)
    option = page.locator(".select2-results__option", has_text="Lương Cường")
    option.wait_for()
    assert option.locator(".chosen-more").inner_text() == "State President, Viet Nam · vi"
    option.click()

    # The cross that empties the box stands before the name.
    chosen = page.locator(".field-person .select2-selection__rendered").inner_text()
    assert chosen.strip("×\n") == "Lương Cường"


def test_name_on_record_is_told_while_it_is_typed_and_never_blocks(open_start):
    page = open_start()
    page.goto(ADD)
    note = page.locator(".same-name")
    assert not note.is_visible()

    type_name(page, "luong cuong")
    note.get_by_role("link", name="Lương Cường").wait_for()
    assert "There is already the person Lương Cường (State President, Viet Nam" in note.inner_text()

    type_name(page, "Luong Cuong the younger")
    note.wait_for(state="hidden")

    type_name(page, "Luong Cuong")
    note.get_by_role("link", name="Lương Cường").wait_for()
    page.locator("#id_sort_name").fill("Luong Cuong")
    page.locator("#id_slug").fill("desk-cuong")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.wait_for_url("**/admin/people/person/")
    assert "There is already the person Lương Cường" in messages(page)
    assert Person.objects.filter(slug="desk-cuong").exists()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Lương Cường", "luong-cuong"),
        ("Đặng Hoàng Giang", "dang-hoang-giang"),
        ("Nguyễn Thị Tư Ứng", "nguyen-thi-tu-ung"),
        ("Søren Çelik-Łuk", "soren-celik-luk"),
        ("Толстой", "tolstoj"),
    ],
)
def test_slug_keeps_every_letter_of_the_name(open_start, name, slug):
    page = open_start()
    page.goto(ADD)

    type_name(page, name)
    page.locator("#id_name").blur()

    assert page.locator("#id_slug").input_value() == slug


def test_slug_that_was_typed_is_not_made_anew(open_start):
    page = open_start()
    page.goto(ADD)

    page.locator("#id_slug").press_sequentially("desk-cuong")
    page.locator("#id_slug").blur()
    type_name(page, "Lương Cường")
    page.locator("#id_name").blur()

    assert page.locator("#id_slug").input_value() == "desk-cuong"


def test_name_on_record_is_told_in_the_window_of_a_link(open_start):
    page = open_start()
    page.goto("/admin/events/speaker/add/")

    with page.expect_popup() as opened:
        page.locator("#add_id_person").click()
    window = opened.value
    window.locator("#id_name").press_sequentially("luong cuong")

    window.locator(".same-name").get_by_role("link", name="Lương Cường").wait_for()


def test_without_scripts_the_search_works_and_the_name_is_told_once_saved(open_start):
    page = open_start(java_script_enabled=False)
    page.get_by_label("Search all records").fill("unodc")
    page.get_by_role("button", name="Search").click()
    assert "Organisations" in content(page)

    page.goto(ADD)
    page.locator("#id_name").fill("Luong Cuong")
    page.locator("#id_sort_name").fill("Luong Cuong")
    page.locator("#id_slug").fill("desk-cuong")
    page.get_by_role("button", name="Save", exact=True).first.click()

    note = page.locator(".messagelist .warning")
    note.get_by_role("link", name="Lương Cường").click()
    page.wait_for_url("**/admin/people/person/*/change/")


def test_start_page_leads_where_it_says(open_start):
    page = open_start()

    page.get_by_role("link", name="New statement from a source").click()
    page.wait_for_url("**/admin/people/source/")
    page.goto("/admin/")
    waiting = page.get_by_role("region", name="Waiting for review")
    waiting.get_by_role("link", name="Statements").click()
    page.wait_for_url("**/admin/events/statement/?status__exact=review")


@in_two_windows
def test_our_part_of_the_desk_is_not_faulted_and_fits(open_start, width, scheme):
    page = open_start(width=width, color_scheme=scheme)
    looks = Looks(page)

    for name, address in {"start": "/admin/", "found": "/admin/search/?q=cuong"}.items():
        page.goto(address)
        looks.at(name, OURS)
    page.goto("/admin/search/?q=zzqq")
    looks.at("nothing found", OURS)
    page.goto(ADD)
    type_name(page, "luong cuong")
    page.locator(".same-name a").wait_for()
    looks.at("name on record", OURS)

    assert not looks.told(), looks.told()

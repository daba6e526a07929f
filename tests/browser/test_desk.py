"""The desk in a browser: its start page, the search from anywhere, choosing, a name on record."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import Group, User
from django.db import connection

from people.models import Person
from tests.browser.live import told
from tests.browser.test_axe import AXE

# What we add to the stock admin, which axe faults itself.
OURS = """async () => {
    const ours = ".desk-start, .desk-search, .desk-found, .same-name";
    const parts = [...document.querySelectorAll(ours)];
    const { violations } = await axe.run(parts, { resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}, as ${nodes[0].html}`);
}"""
ADD = "/admin/people/person/add/"


@pytest.fixture
def editor(site, django_db_blocker, monkeypatch):
    """Somebody at the desk of the running site; whom they add is gone afterwards."""
    # Playwright keeps an event loop in this thread, which waits while we ask the database.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    assert str(connection.settings_dict["NAME"]).endswith("record.sqlite3")
    with django_db_blocker.unblock():
        # The server hashes as in production, not as the tests do.
        password = PBKDF2PasswordHasher().encode("a password", "salt")
        values = {"is_staff": True, "password": password}
        user, _made = User.objects.get_or_create(username="desk-start", defaults=values)
        user.groups.add(Group.objects.get(name="Editors"))
        yield user
        Person.objects.filter(slug__startswith="desk-").delete()
        connection.close()


@pytest.fixture
def open_desk(new_context, editor):
    """Makes windows in which the editor is logged in."""
    contexts = []

    def make(**options):
        contexts.append(new_context(**options))
        page = contexts[-1].new_page()
        page.goto("/admin/login/?next=/admin/")
        page.get_by_label("Username").fill(editor.username)
        page.get_by_label("Password").fill("a password")
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url("**/admin/")
        return page

    yield make
    for context in contexts:
        context.close()


def content(page):
    return page.locator("#content-start").inner_text()


def type_name(page, text):
    page.locator("#id_name").fill("")
    page.locator("#id_name").press_sequentially(text)


def test_search_is_reached_by_one_key_and_finds_without_marks(open_desk):
    page = open_desk()
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


def test_slash_is_written_where_one_writes(open_desk):
    page = open_desk()
    page.goto(ADD)

    type_name(page, "a/b")

    assert page.locator("#id_name").input_value() == "a/b"


@pytest.mark.parametrize("typed", ["luong cuong", "cuong"])
def test_choices_have_a_second_line_and_the_chosen_one_has_not(open_desk, typed):
    page = open_desk()
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


def test_name_on_record_is_told_while_it_is_typed_and_never_blocks(open_desk):
    page = open_desk()
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
    assert "There is already the person Lương Cường" in page.locator(".messagelist").inner_text()
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
def test_slug_keeps_every_letter_of_the_name(open_desk, name, slug):
    page = open_desk()
    page.goto(ADD)

    type_name(page, name)
    page.locator("#id_name").blur()

    assert page.locator("#id_slug").input_value() == slug


def test_slug_that_was_typed_is_not_made_anew(open_desk):
    page = open_desk()
    page.goto(ADD)

    page.locator("#id_slug").press_sequentially("desk-cuong")
    page.locator("#id_slug").blur()
    type_name(page, "Lương Cường")
    page.locator("#id_name").blur()

    assert page.locator("#id_slug").input_value() == "desk-cuong"


def test_name_on_record_is_told_in_the_window_of_a_link(open_desk):
    page = open_desk()
    page.goto("/admin/events/speaker/add/")

    with page.expect_popup() as opened:
        page.locator("#add_id_person").click()
    window = opened.value
    window.locator("#id_name").press_sequentially("luong cuong")

    window.locator(".same-name").get_by_role("link", name="Lương Cường").wait_for()


def test_without_scripts_the_search_works_and_the_name_is_told_once_saved(open_desk):
    page = open_desk(java_script_enabled=False)
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


def test_start_page_leads_where_it_says(open_desk):
    page = open_desk()

    page.get_by_role("link", name="New statement from a source").click()
    page.wait_for_url("**/admin/people/source/")
    page.goto("/admin/")
    waiting = page.get_by_role("region", name="Waiting for review")
    waiting.get_by_role("link", name="Statements").click()
    page.wait_for_url("**/admin/events/statement/?status__exact=review")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_our_part_of_the_desk_is_not_faulted_and_fits(open_desk, width, scheme):
    page = open_desk(width=width, color_scheme=scheme)
    page.context.add_init_script(path=AXE)
    findings = {}

    def look(name):
        findings[name] = page.evaluate(OURS)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            findings[name].append("it scrolls sideways")

    for name, address in {"start": "/admin/", "found": "/admin/search/?q=cuong"}.items():
        page.goto(address)
        look(name)
    page.goto("/admin/search/?q=zzqq")
    look("nothing found")
    page.goto(ADD)
    type_name(page, "luong cuong")
    page.locator(".same-name a").wait_for()
    look("name on record")

    findings = {name: found for name, found in findings.items() if found}
    assert not findings, told(findings)

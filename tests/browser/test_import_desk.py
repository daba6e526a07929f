"""Files brought in at the desk, in a browser: upload, preview, partial apply, stale plan, undo."""

import json

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import Group, User
from django.db import connection

from hanoiconv.imports import progress
from hanoiconv.models import Import
from people.models import Organisation, Person
from tests.browser.live import told
from tests.browser.test_axe import AXE
from tests.interchange.written import organisation, person

LIST = "/admin/hanoiconv/import/"
SCRIPTS = {"scripts": {}, "no scripts": {"java_script_enabled": False}}
# What we add to the stock admin, which axe faults itself.
OURS = """async () => {
    const { violations } = await axe.run("#content-main", { resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}, as ${nodes[0].html}`);
}"""


@pytest.fixture
def stored(site, django_db_blocker, monkeypatch):
    """The database of the running site; what a test brings in is gone afterwards."""
    # Playwright keeps an event loop in this thread, which waits while we ask the database.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    assert str(connection.settings_dict["NAME"]).endswith("record.sqlite3")
    with django_db_blocker.unblock():
        yield
        Import.objects.filter(user__username="desk-editor").delete()
        Person.objects.filter(slug__startswith="desk-").delete()
        Organisation.objects.filter(slug__startswith="desk-").delete()
        connection.close()


@pytest.fixture
def editor(stored):
    # The server hashes as in production, not as the tests do.
    password = PBKDF2PasswordHasher().encode("a password", "salt")
    values = {"is_staff": True, "password": password}
    user, _made = User.objects.get_or_create(username="desk-editor", defaults=values)
    user.groups.add(Group.objects.get(name="Editors"))
    return user


@pytest.fixture
def open_desk(new_context, editor):
    """Makes windows in which the editor is logged in."""
    contexts = []

    def make(**options):
        contexts.append(new_context(**options))
        page = contexts[-1].new_page()
        page.goto(f"/admin/login/?next={LIST}")
        page.get_by_label("Username").fill(editor.username)
        page.get_by_label("Password").fill("a password")
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url(lambda url: url.endswith(LIST) and "next" not in url)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def files(tmp_path):
    """Two files: three organisations as JSON, two people as CSV."""
    rows = [organisation(f"desk-{n}", name=f"Outlet {n}") for n in range(3)]
    (tmp_path / "outlets.json").write_text(json.dumps(rows, indent=2))
    lines = ["slug,name,sort_name", "desk-anna,Anna,Anna", "desk-binh,Bình,Bình"]
    (tmp_path / "people.csv").write_text("\n".join(lines))
    return [tmp_path / "outlets.json", tmp_path / "people.csv"]


def upload(page, files):
    page.goto(f"{LIST}add/")
    page.get_by_label("Files").set_input_files(files)
    press(page, "Upload and see what they would do")


def press(page, name):
    """Press a button and see the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def follow(page, name):
    with page.expect_navigation():
        page.get_by_role("link", name=name).click()


def content(page):
    return page.locator("#content-main").inner_text()


def there():
    return sorted(
        slug
        for model in (Organisation, Person)
        for slug in model.objects.filter(slug__startswith="desk-").values_list("slug", flat=True)
    )


@pytest.mark.parametrize("options", SCRIPTS.values(), ids=SCRIPTS)
def test_files_are_uploaded_previewed_applied_in_part_and_undone(open_desk, files, options):
    page = open_desk(**options)

    upload(page, files)
    assert "5 of 5 records are ticked." in content(page)
    assert "outlets.json, line 10" in content(page)
    assert "people.csv, line 3" in content(page)
    assert there() == []

    page.get_by_label("Outlet 1").uncheck()
    press(page, "People 2")
    assert page.get_by_label("Anna").is_checked()
    assert page.get_by_label("Outlet 1").count() == 0
    press(page, "All kinds")
    press(page, "Not ticked 1")
    assert not page.get_by_label("Outlet 1").is_checked()

    press(page, "Apply what is ticked")
    assert "4 of 5 records were applied" in content(page)
    assert there() == ["desk-0", "desk-2", "desk-anna", "desk-binh"]

    follow(page, "Anna")
    assert "Entered from people.csv, line 2, on " in content(page)
    follow(page, "the import")

    follow(page, "Undo this import")
    assert "4 records that it brought are taken away" in content(page)
    press(page, "Yes, undo it")
    assert "Undone on " in content(page)
    assert there() == []


def test_record_changed_meanwhile_makes_the_plan_ask_again(open_desk, files):
    Person.objects.create(slug="desk-anna", name="Anna Before", sort_name="Anna")
    page = open_desk()
    upload(page, files)
    assert not page.get_by_label("Anna Before").is_checked()
    assert "Not as the last import left it" in content(page)
    page.get_by_label("Anna Before").check()
    Person.objects.filter(slug="desk-anna").update(name="Anna Meanwhile")

    press(page, "Apply what is ticked")

    assert "the record changed meanwhile" in page.locator(".messagelist").inner_text()
    assert "person desk-anna" in page.locator(".messagelist").inner_text()
    assert page.get_by_label("Anna Meanwhile").is_checked()
    assert there() == ["desk-anna"]

    press(page, "Apply what is ticked")

    assert "Applied on " in content(page)
    assert Person.objects.get(slug="desk-anna").name == "Anna"


def test_undo_names_what_was_changed_since(open_desk, files):
    page = open_desk()
    upload(page, files)
    press(page, "Apply what is ticked")
    Organisation.objects.filter(slug="desk-0").update(name="Edited by hand")

    follow(page, "Undo this import")
    press(page, "Yes, undo it")

    assert "organisation “Outlet 0” (desk-0) was changed since." in content(page)
    assert len(there()) == 5
    follow(page, "Back to the import")
    assert "Applied on " in content(page)


def test_faults_are_named_with_their_place(open_desk, tmp_path):
    (tmp_path / "people.csv").write_text("slug,name,sort_name\ndesk-anna,,Anna\n")
    page = open_desk()

    upload(page, [tmp_path / "people.csv"])

    row = page.locator(".import-faults tbody tr").inner_text().split("\t")
    assert row == [
        "people.csv",
        "2",
        "people.person desk-anna",
        "name",
        "This field cannot be blank.",
    ]


@pytest.mark.parametrize("options", SCRIPTS.values(), ids=SCRIPTS)
def test_large_file_tells_how_far_it_is_and_goes_on_to_the_plan(open_desk, tmp_path, options):
    rows = [person(f"desk-{n}", name=f"Person {n}", sort_name=f"{n}") for n in range(11_000)]
    text = json.dumps(rows)
    assert len(text) > progress.LARGE
    (tmp_path / "many.json").write_text(text)
    page = open_desk(**options)

    page.goto(f"{LIST}add/")
    page.get_by_label("Files").set_input_files(tmp_path / "many.json")
    page.get_by_role("button", name="Upload and see what they would do").click(no_wait_after=True)
    lines = page.locator(".import-progress li")
    lines.first.wait_for(state="attached")
    seen = lines.first.inner_text()
    page.wait_for_url(f"**{LIST}*/change/", timeout=60_000)

    assert seen == "Rows read: 5,000"
    assert "11000 of 11000 records are ticked." in content(page)
    assert page.get_by_role("checkbox").count() == 100


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_our_part_of_the_desk_is_not_faulted_and_fits(open_desk, files, width, scheme):
    Person.objects.create(slug="desk-anna", name="Anna Before", sort_name="Anna")
    Person.objects.create(slug="desk-other", name="Binh", sort_name="Binh")
    page = open_desk(width=width, color_scheme=scheme)
    page.context.add_init_script(path=AXE)
    findings = {}

    def look(name):
        findings[name] = page.evaluate(OURS)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            findings[name].append("it scrolls sideways")

    page.goto(f"{LIST}add/")
    look("upload")
    upload(page, files)
    look("plan")
    press(page, "Apply what is ticked")
    look("result")
    follow(page, "Undo this import")
    look("undo")
    (files[1]).write_text("slug,name,sort_name\ndesk-anna,,Anna\n")
    upload(page, files)
    look("faults")

    findings = {name: found for name, found in findings.items() if found}
    assert not findings, told(findings)


def test_plan_is_worked_by_keyboard_alone(open_desk, files):
    page = open_desk(java_script_enabled=False)
    upload(page, files)

    page.get_by_label("Outlet 0").focus()
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert "4 of 5 records are ticked." in content(page)
    assert there() == []

    page.get_by_role("button", name="Apply what is ticked").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert there() == ["desk-1", "desk-2", "desk-anna", "desk-binh"]

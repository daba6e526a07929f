"""Files brought in at the desk, in a browser: upload, preview, partial apply, stale plan, undo."""

import json
from functools import partial

import pytest

from hanoiconv.imports import progress
from hanoiconv.models import Import
from people.models import Organisation, Person
from tests.browser.desk import (
    Looks,
    content,
    follow,
    in_two_windows,
    messages,
    press,
    with_and_without_scripts,
)
from tests.interchange.written import organisation, person

LIST = "/admin/hanoiconv/import/"


@pytest.fixture
def stored(stored):
    """What a test brings in is gone afterwards."""
    yield
    Import.objects.filter(user__username="desk-editor").delete()
    Person.objects.filter(slug__startswith="desk-").delete()
    Organisation.objects.filter(slug__startswith="desk-").delete()


@pytest.fixture
def open_list(open_desk):
    """Makes windows in which an editor has the list of imports open."""
    return partial(open_desk, LIST, "desk-editor")


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


def there():
    return sorted(
        slug
        for model in (Organisation, Person)
        for slug in model.objects.filter(slug__startswith="desk-").values_list("slug", flat=True)
    )


@with_and_without_scripts
def test_files_are_uploaded_previewed_applied_in_part_and_undone(open_list, files, options):
    page = open_list(**options)

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


def test_record_changed_meanwhile_makes_the_plan_ask_again(open_list, files):
    Person.objects.create(slug="desk-anna", name="Anna Before", sort_name="Anna")
    page = open_list()
    upload(page, files)
    assert not page.get_by_label("Anna Before").is_checked()
    assert "Not as the last import left it" in content(page)
    page.get_by_label("Anna Before").check()
    Person.objects.filter(slug="desk-anna").update(name="Anna Meanwhile")

    press(page, "Apply what is ticked")

    assert "the record changed meanwhile" in messages(page)
    assert "person desk-anna" in messages(page)
    assert page.get_by_label("Anna Meanwhile").is_checked()
    assert there() == ["desk-anna"]

    press(page, "Apply what is ticked")

    assert "Applied on " in content(page)
    assert Person.objects.get(slug="desk-anna").name == "Anna"


def test_undo_names_what_was_changed_since(open_list, files):
    page = open_list()
    upload(page, files)
    press(page, "Apply what is ticked")
    Organisation.objects.filter(slug="desk-0").update(name="Edited by hand")

    follow(page, "Undo this import")
    press(page, "Yes, undo it")

    assert "organisation “Outlet 0” (desk-0) was changed since." in content(page)
    assert len(there()) == 5
    follow(page, "Back to the import")
    assert "Applied on " in content(page)


def test_faults_are_named_with_their_place(open_list, tmp_path):
    (tmp_path / "people.csv").write_text("slug,name,sort_name\ndesk-anna,,Anna\n")
    page = open_list()

    upload(page, [tmp_path / "people.csv"])

    row = page.locator(".import-faults tbody tr").inner_text().split("\t")
    assert row == [
        "people.csv",
        "2",
        "people.person desk-anna",
        "name",
        "This field cannot be blank.",
    ]


@with_and_without_scripts
def test_large_file_tells_how_far_it_is_and_goes_on_to_the_plan(open_list, tmp_path, options):
    rows = [person(f"desk-{n}", name=f"Person {n}", sort_name=f"{n}") for n in range(11_000)]
    text = json.dumps(rows)
    assert len(text) > progress.LARGE
    (tmp_path / "many.json").write_text(text)
    page = open_list(**options)

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


@in_two_windows
def test_our_part_of_the_desk_is_not_faulted_and_fits(open_list, files, width, scheme):
    Person.objects.create(slug="desk-anna", name="Anna Before", sort_name="Anna")
    Person.objects.create(slug="desk-other", name="Binh", sort_name="Binh")
    page = open_list(width=width, color_scheme=scheme)
    looks = Looks(page)

    page.goto(f"{LIST}add/")
    looks.at("upload")
    upload(page, files)
    looks.at("plan")
    press(page, "Apply what is ticked")
    looks.at("result")
    follow(page, "Undo this import")
    looks.at("undo")
    (files[1]).write_text("slug,name,sort_name\ndesk-anna,,Anna\n")
    upload(page, files)
    looks.at("faults")

    assert not looks.told(), looks.told()


def test_plan_is_worked_by_keyboard_alone(open_list, files):
    page = open_list(java_script_enabled=False)
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

"""The long ways at the desk, each from its beginning to its end, by two people where it takes two.

An article from the first word to its readers, a version restored, two records merged and parted
again, and two editors on one record.
"""

from functools import partial

import pytest

from events.models import Article, Photo
from hanoiconv.models import Merge, Opening, Version
from people.models import Name, Person
from tests.browser.desk import (
    Looks,
    content,
    delete_photos,
    follow,
    in_two_windows,
    messages,
    press,
    with_and_without_scripts,
)
from tests.drawn import drawn, saved
from tests.make import make_name, make_person

ARTICLES = "/admin/events/article/"
SHOWN = "image => image.complete && image.naturalWidth > 0"


@pytest.fixture
def stored(stored):
    """What a test writes is gone afterwards."""
    yield
    for model in (Merge, Opening, Version):
        model.objects.all().delete()
    Article.objects.filter(slug__startswith="desk-").delete()
    Person.objects.filter(slug__startswith="desk-").delete()
    delete_photos(Photo.objects.filter(slug__startswith="desk-"))


@pytest.fixture
def open_as_editor(open_desk):
    return partial(open_desk, name="desk-editor")


@pytest.fixture
def anna(stored):
    return make_person(slug="desk-anna", name="Anna")


def form_of(person, page="change"):
    return f"/admin/people/person/{person.pk}/{page}/"


def choose(page, field, words):
    """Chooses while typing, by keyboard."""
    page.locator(f".field-{field} .select2-selection").click()
    page.keyboard.type(words)
    page.locator(".select2-results__option--highlighted", has_text=words).wait_for()
    page.keyboard.press("Enter")


def save(page):
    press(page, "Save and continue editing")


def test_article_is_written_previewed_reviewed_scheduled_and_published(
    open_desk, new_context, tmp_path
):
    (tmp_path / "hall.jpg").write_bytes(saved(drawn((600, 400))))
    editor = open_desk("/admin/events/photo/add/", "desk-editor")
    editor.get_by_label("Picture").set_input_files(tmp_path / "hall.jpg")
    editor.locator("#id_caption").fill("Desk hall")
    editor.locator("#id_alt").fill("A red and a blue half")
    editor.locator("#id_credit").fill("Photo: VNA")
    editor.locator("#id_slug").fill("desk-hall")
    save(editor)
    editor.goto(f"{ARTICLES}add/")
    editor.locator("#id_headline").fill("Desk news")
    editor.locator("#id_standfirst").fill("In short.")
    editor.locator("#id_byline").fill("Compiled from reports")
    editor.locator("#id_body").fill("Seventy-two states signed.")
    choose(editor, "lead_photo", "Desk hall")
    choose(editor, "sources", "Overview")

    editor.get_by_role("toolbar").get_by_role("button", name="Live preview").click()
    preview = editor.frame_locator(".article-preview iframe")
    preview.get_by_role("heading", name="Desk news").wait_for()
    picture = preview.get_by_alt_text("A red and a blue half").element_handle()
    editor.wait_for_function(SHOWN, arg=picture)
    assert not Article.objects.filter(slug="desk-news").exists()

    editor.locator("#id_status").select_option(label="In review")
    save(editor)
    follow(editor, "Preview link for a reviewer")
    press(editor, "Make a preview link")
    link = editor.get_by_label("The link").input_value()
    reader = new_context().new_page()
    reader.goto("/preview/" + link.partition("/preview/")[2])
    assert "Seventy-two states signed." in reader.locator("main").inner_text()
    picture = reader.get_by_alt_text("A red and a blue half").element_handle()
    reader.wait_for_function(SHOWN, arg=picture)

    publisher = open_desk("/admin/", "desk-publisher")
    publisher.get_by_role("region", name="Waiting for review").get_by_text("Desk news").click()
    publisher.wait_for_url(f"**{ARTICLES}*/change/")
    publisher.locator("#id_status").select_option(label="Published")
    publisher.locator("#id_publish_at_0").fill("01/01/2099")
    publisher.locator("#id_publish_at_1").fill("10:00")
    save(publisher)
    assert reader.goto("/news/desk-news/").status == 404
    publisher.locator("#id_publish_at_0").fill("01/11/2025")
    save(publisher)

    assert reader.goto("/news/desk-news/").status == 200
    assert reader.locator("h1").inner_text() == "Desk news"
    reader.context.close()


@with_and_without_scripts
def test_version_is_looked_at_and_restored(open_as_editor, anna, options):
    make_name(person=anna, text="Ana")
    page = open_as_editor(form_of(anna), **options)
    page.locator("#id_name").fill("Anna Typed")
    page.locator("#id_names-0-DELETE").check()
    save(page)

    follow(page, "History")
    assert "Version 2" in page.locator(".version-history").inner_text()
    follow(page, "Restore this version")
    assert page.locator(".version-rows ins").all_inner_texts()[0] == "Anna"
    assert Person.objects.get(pk=anna.pk).name == "Anna Typed"
    press(page, "Yes, restore it")

    assert Person.objects.get(pk=anna.pk).name == "Anna"
    assert [name.text for name in Name.objects.filter(person=anna)] == ["Ana"]
    follow(page, "History")
    assert "Version 3" in page.locator(".version-history").inner_text()


@with_and_without_scripts
def test_two_people_are_merged_and_parted_again(open_as_editor, anna, options):
    twin = make_person(slug="desk-anya", name="Anya")
    make_name(person=twin, text="Anja")
    page = open_as_editor(form_of(anna), **options)

    follow(page, "Merge another into this")
    page.get_by_label("or its slug").fill("desk-anya")
    press(page, "Show what would move")
    assert "“Anya” (desk-anya) into “Anna”" in content(page)
    press(page, "Merge")
    assert "“Anya” (desk-anya) was merged into “Anna”." in messages(page)
    assert sorted(name.text for name in anna.names.all()) == ["Anja", "Anya"]
    assert not Person.objects.filter(slug="desk-anya").exists()

    follow(page, "History")
    follow(page, "Undo this merge")
    press(page, "Yes, undo it")
    assert [name.text for name in anna.names.all()] == []
    assert [name.text for name in Person.objects.get(slug="desk-anya").names.all()] == ["Anja"]


@with_and_without_scripts
def test_second_of_two_editors_is_shown_both_and_keeps_what_was_typed(open_desk, anna, options):
    first = open_desk(form_of(anna), "desk-editor", **options)
    second = open_desk(form_of(anna), "desk-second", **options)
    first.locator("#id_name").fill("Anna of the first")
    save(first)

    second.locator("#id_name").fill("Anna of the second")
    second.locator("#id_sort_name").fill("Second")
    save(second)

    conflict = second.locator(".version-conflict").inner_text()
    assert "What changed since you opened this" in conflict
    assert "Anna of the first" in conflict
    assert second.locator("#id_name").input_value() == "Anna of the second"
    assert second.locator("#id_sort_name").input_value() == "Second"
    assert Person.objects.get(pk=anna.pk).name == "Anna of the first"

    save(second)
    assert Person.objects.get(pk=anna.pk).name == "Anna of the second"


@in_two_windows
def test_our_part_of_the_desk_is_not_faulted_and_fits(open_as_editor, anna, width, scheme):
    make_person(slug="desk-anya", name="Anya")
    page = open_as_editor(form_of(anna), width=width, color_scheme=scheme)
    looks = Looks(page)
    page.locator("#id_name").fill("Anna Typed")
    Person.objects.filter(pk=anna.pk).update(name="Anna of another")
    save(page)
    looks.at("conflict", ".version-conflict")
    save(page)
    page.goto(f"{form_of(anna, 'merge')}?slug=desk-anya")
    looks.at("merge")
    page.goto(form_of(anna, "history"))
    looks.at("history", ".version-history")
    follow(page, "Restore this version")
    looks.at("restore")
    page.goto("/admin/checks/")
    looks.at("checks")

    assert not looks.told(), looks.told()

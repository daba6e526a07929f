"""An article written at the desk, in a browser: tools, search, preview, review, publishing."""

from functools import partial

import pytest
from playwright.sync_api import expect

from events.models import Article, Report, Speaker, Statement
from people.models import Person, Source
from tests.browser.desk import Looks, in_two_windows

LIST = "/admin/events/article/"


@pytest.fixture
def stored(stored):
    """What a test writes is gone afterwards."""
    yield
    Article.objects.filter(slug__startswith="desk-").delete()
    Statement.objects.filter(slug__startswith="desk-").delete()
    Person.objects.filter(slug__startswith="desk-").delete()


@pytest.fixture
def draft(stored):
    """A draft in the running site, and a statement that it may embed."""
    person = Person.objects.create(slug="desk-anh", name="Ánh Đặng", sort_name="Đặng")
    statement = Statement.objects.create(slug="desk-point", gist="A desk point.")
    Speaker.objects.create(statement=statement, person=person)
    source = Source.objects.first()
    Report.objects.create(statement=statement, source=source, mode="paraphrase")
    values = {"headline": "At the desk", "standfirst": "In short.", "byline": "By us"}
    article = Article.objects.create(slug="desk-article", body="One two three.", **values)
    article.sources.add(source)
    return article


@pytest.fixture
def open_form(open_desk, draft):
    """Makes windows in which a publisher has the draft open."""
    return partial(open_desk, f"{LIST}{draft.pk}/change/", "desk-publisher")


def body(page):
    return page.get_by_label("Body")


def tool(page, name):
    return page.get_by_role("toolbar").get_by_role("button", name=name)


def choose(page, from_, to):
    body(page).evaluate(f"area => {{ area.focus(); area.setSelectionRange({from_}, {to}); }}")


def test_tools_mark_what_is_chosen_and_undo_takes_it_back(open_form):
    page = open_form()

    choose(page, 4, 7)
    page.keyboard.press("Control+b")
    assert body(page).input_value() == "One **two** three."
    page.keyboard.press("Control+i")
    assert body(page).input_value() == "One ***two*** three."
    page.keyboard.press("Control+i")
    page.keyboard.press("Control+b")
    assert body(page).input_value() == "One two three."
    tool(page, "Heading").click()
    assert body(page).input_value() == "## One two three."
    page.keyboard.press("Control+z")
    assert body(page).input_value() == "One two three."

    tool(page, "Web link").click()
    page.keyboard.type("https://example.org/")
    assert "](https://example.org/)" in body(page).input_value()


def test_lists_and_quotes_are_marked_line_by_line(open_form):
    page = open_form()
    body(page).fill("One\nTwo")

    for name, marked in (
        ("Numbered list", "1. One\n2. Two"),
        ("Numbered list", "One\nTwo"),
        ("List", "- One\n- Two"),
        ("List", "One\nTwo"),
        ("Quote", "> One\n> Two"),
    ):
        body(page).select_text()
        page.get_by_role("toolbar").get_by_role("button", name=name, exact=True).click()
        assert body(page).input_value() == marked


def test_record_and_statement_are_found_and_set_by_keyboard_alone(open_form):
    page = open_form()

    choose(page, 4, 7)
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.dataset.tool") == "bold"
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.keyboard.type("anh dang")
    page.get_by_role("dialog").get_by_text("Ánh Đặng").first.wait_for()
    assert "not yet public" in page.get_by_role("dialog").inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(body(page)).to_have_value("One [two](person:desk-anh) three.")

    tool(page, "Embed a statement").click()
    page.keyboard.type("desk point")
    page.get_by_role("dialog").get_by_text("A desk point.").wait_for()
    page.keyboard.press("Enter")
    linked = "One [two](person:desk-anh) three."
    expect(body(page)).to_have_value(f"{linked}\n\n{{statement: desk-point}}")
    page.keyboard.press("Control+z")
    expect(body(page)).to_have_value(linked)

    tool(page, "Link a record").click()
    page.keyboard.press("Escape")
    expect(body(page)).to_be_focused()
    assert page.url.endswith("/change/")


def test_preview_follows_what_is_typed_and_saves_nothing(open_form, draft):
    page = open_form()
    shown = page.frame_locator(".article-preview iframe")

    tool(page, "Live preview").click()
    shown.get_by_role("heading", name="At the desk").wait_for()
    page.get_by_label("Headline").fill("Typed anew")
    body(page).fill("First.\n\n{statement: desk-point}\n\n[x](person:nobody)")
    shown.get_by_role("heading", name="Typed anew").wait_for()

    assert shown.locator(".pull-quote").inner_text().startswith("A desk point.")
    notices = page.locator(".article-notices li")
    assert notices.all_inner_texts() == [
        "Line 5: there is no person:nobody on record.",
        "Line 3: statement:desk-point is not public yet.",
    ]
    notices.nth(1).click()
    chosen = "area => area.value.slice(area.selectionStart, area.selectionEnd)"
    assert body(page).evaluate(chosen) == "{statement: desk-point}"
    draft.refresh_from_db()
    assert draft.headline == "At the desk"


def test_without_scripts_there_is_the_text_and_a_preview_beside(open_form):
    page = open_form(java_script_enabled=False)

    assert not page.get_by_role("toolbar").is_visible()
    page.get_by_text("How to write it").click()
    assert page.get_by_text("{statement: slug}", exact=True).is_visible()
    body(page).fill("Typed without scripts.")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Preview in a new tab").click()

    assert "Typed without scripts." in opened.value.locator("main").inner_text()
    assert "Preview, not saved" in opened.value.locator("main").inner_text()


def test_reviewer_opens_the_link_that_was_made(open_form, new_context):
    page = open_form()

    page.get_by_role("link", name="Preview link for a reviewer").click()
    page.get_by_role("button", name="Make a preview link").click()
    link = page.get_by_label("The link").input_value()
    assert page.get_by_role("button", name="Copy").is_visible()
    reader = new_context().new_page()
    reader.goto("/preview/" + link.partition("/preview/")[2])

    assert "Preview of a draft" in reader.locator("main").inner_text()
    assert "One two three." in reader.locator("main").inner_text()
    reader.context.close()


def test_article_is_published_with_its_statement(open_form, draft):
    draft.body = "{statement: desk-point}"
    draft.save()
    page = open_form()

    page.get_by_role("link", name="Publish with its statements").click()
    assert "A desk point." in page.locator("#content-main").inner_text()
    page.get_by_role("button", name="Publish these 2 pages now").click()
    page.get_by_text("2 pages published.").wait_for()

    assert Statement.objects.public().filter(slug="desk-point").exists()
    assert Article.objects.public().filter(slug="desk-article").exists()


def test_time_of_publication_is_told_in_utc_and_by_the_editors_clock(open_form):
    page = open_form(timezone_id="Asia/Ho_Chi_Minh")
    told_there = page.locator(".field-publish_at .moment-told")

    page.locator("#id_publish_at_0").fill("25/10/2025")
    page.locator("#id_publish_at_1").fill("02:30")
    page.get_by_text("25 October 2025, 09:30").wait_for()

    assert told_there.inner_text() == (
        "25 October 2025, 02:30 UTC. By your own clock: 25 October 2025, 09:30."
    )


@in_two_windows
def test_our_part_of_the_desk_is_not_faulted_and_fits(open_form, width, scheme):
    page = open_form(width=width, color_scheme=scheme)
    looks = Looks(page)

    tool(page, "Live preview").click()
    page.get_by_text("Shown as typed, not saved.").wait_for()
    page.get_by_text("How to write it").click()
    looks.at("form", ".article-editor")
    tool(page, "Embed a statement").click()
    page.keyboard.type("desk point")
    page.get_by_role("dialog").get_by_text("A desk point.").wait_for()
    looks.at("search", "dialog")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Publish with its statements").click()
    looks.at("publish")
    page.go_back()
    page.get_by_role("link", name="Preview link for a reviewer").click()
    looks.at("asking")
    page.get_by_role("button", name="Make a preview link").click()
    page.get_by_label("The link").wait_for()
    looks.at("link")

    assert not looks.told(), looks.told()

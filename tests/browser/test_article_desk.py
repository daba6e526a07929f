"""An article written at the desk, in a browser: tools, search, preview, review, publishing."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import Group, User
from django.db import connection
from playwright.sync_api import expect

from events.models import Article, Report, Speaker, Statement
from people.models import Person, Source
from tests.browser.live import told
from tests.browser.test_axe import AXE
from tests.browser.test_import_desk import OURS

LIST = "/admin/events/article/"


@pytest.fixture
def draft(site, django_db_blocker, monkeypatch):
    """A draft in the running site, and a statement that it may embed; gone afterwards."""
    # Playwright keeps an event loop in this thread, which waits while we ask the database.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    assert str(connection.settings_dict["NAME"]).endswith("record.sqlite3")
    with django_db_blocker.unblock():
        person = Person.objects.create(slug="desk-anh", name="Ánh Đặng", sort_name="Đặng")
        statement = Statement.objects.create(slug="desk-point", gist="A desk point.")
        Speaker.objects.create(statement=statement, person=person)
        source = Source.objects.first()
        Report.objects.create(statement=statement, source=source, mode="paraphrase")
        values = {"headline": "At the desk", "standfirst": "In short.", "byline": "By us"}
        article = Article.objects.create(slug="desk-article", body="One two three.", **values)
        article.sources.add(source)
        yield article
        Article.objects.filter(slug="desk-article").delete()
        Statement.objects.filter(slug="desk-point").delete()
        person.delete()
        connection.close()


@pytest.fixture
def open_form(new_context, draft):
    """Makes windows in which a publisher has the draft open."""
    # The server hashes as in production, not as the tests do.
    password = PBKDF2PasswordHasher().encode("a password", "salt")
    values = {"is_staff": True, "password": password}
    user, _made = User.objects.get_or_create(username="desk-publisher", defaults=values)
    user.groups.add(Group.objects.get(name="Publishers"))
    contexts = []

    def make(**options):
        contexts.append(new_context(**options))
        page = contexts[-1].new_page()
        page.goto(f"/admin/login/?next={LIST}{draft.pk}/change/")
        page.get_by_label("Username").fill(user.username)
        page.get_by_label("Password").fill("a password")
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url(lambda url: url.endswith("/change/") and "next" not in url)
        return page

    yield make
    for context in contexts:
        context.close()


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_our_part_of_the_desk_is_not_faulted_and_fits(open_form, width, scheme):
    page = open_form(width=width, color_scheme=scheme)
    page.context.add_init_script(path=AXE)
    findings = {}

    def look(name, part="#content-main"):
        findings[name] = page.evaluate(OURS.replace("#content-main", part))
        if page.evaluate("document.documentElement.scrollWidth") > width:
            findings[name].append("it scrolls sideways")

    page.reload()
    tool(page, "Live preview").click()
    page.get_by_text("Shown as typed, not saved.").wait_for()
    page.get_by_text("How to write it").click()
    look("form", ".article-editor")
    tool(page, "Embed a statement").click()
    page.keyboard.type("desk point")
    page.get_by_role("dialog").get_by_text("A desk point.").wait_for()
    look("search", "dialog")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Publish with its statements").click()
    look("publish")
    page.go_back()
    page.get_by_role("link", name="Preview link for a reviewer").click()
    look("asking")
    page.get_by_role("button", name="Make a preview link").click()
    page.get_by_label("The link").wait_for()
    look("link")

    findings = {name: found for name, found in findings.items() if found}
    assert not findings, told(findings)

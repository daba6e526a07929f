"""Statements made from a pasted source in a browser: in few fields, by keyboard, on one page."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import Group, User
from django.db import connection

from events.models import Statement
from hanoiconv.models import SecondCheck
from people.models import Source
from tests.browser.live import told
from tests.browser.test_axe import AXE
from tests.browser.test_import_desk import SCRIPTS
from tests.capturing.texts import HARBOUR, ISLANDS, TEXT
from tests.make import make_source, make_statement

GIST = "desk capture: nobody is safe until all are."
SELECT = """([number, words]) => {
    const paragraph = document.querySelector(`[data-paragraph="${number}"]`);
    const place = (at) => {
        const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
        for (let text; (text = texts.nextNode()); at -= text.length) {
            if (at <= text.length) return [text, at];
        }
    };
    const start = paragraph.textContent.indexOf(words);
    const range = document.createRange();
    range.setStart(...place(start));
    range.setEnd(...place(start + words.length));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""
# What we add to the stock admin; its boxes for choosing while typing have no names for axe.
OURS = """async () => {
    const ours = { include: "#content-main", exclude: ".select2" };
    const { violations } = await axe.run(ours, { resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}, as ${nodes[0].html}`);
}"""
# How often a box was changed by hand, or a button pressed; scripts that fill boxes do not count.
COUNT = """() => {
    window.touched = new Set();
    const note = (event) => {
        if (event.isTrusted) touched.add(event.target.name || event.target.textContent);
    };
    for (const kind of ["input", "click"]) document.addEventListener(kind, (event) => {
        if (kind === "input" || event.target.closest("button, [type=submit]")) note(event);
    }, true);
}"""


@pytest.fixture
def source(site, django_db_blocker, monkeypatch):
    """A source in the database of the running site; what comes of it is gone afterwards."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    assert str(connection.settings_dict["NAME"]).endswith("record.sqlite3")
    with django_db_blocker.unblock():
        publisher = Source.objects.first().publisher
        yield make_source(slug="desk-capture", title="Lighthouses", publisher=publisher)
        Statement.objects.filter(reports__source__slug="desk-capture").delete()
        Source.objects.filter(slug="desk-capture").delete()
        connection.close()


def made(source):
    return [*Statement.objects.filter(reports__source=source).order_by("pk")]


@pytest.fixture
def open_page(new_context, source):
    """Makes windows in which an editor has the page of the source before them."""
    contexts = []
    password = PBKDF2PasswordHasher().encode("a password", "salt")

    def make(name="desk-editor", **options):
        values = {"is_staff": True, "password": password}
        user, _made = User.objects.get_or_create(username=name, defaults=values)
        user.groups.add(Group.objects.get(name="Editors"))
        contexts.append(new_context(**options))
        page = contexts[-1].new_page()
        address = f"/admin/people/source/{source.pk}/statements/"
        page.goto(f"/admin/login/?next={address}")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill("a password")
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url(lambda url: url.endswith(address) and "next" not in url)
        return page

    yield make
    for context in contexts:
        context.close()


def paste(page):
    page.get_by_label("The whole text of the source").fill(TEXT)
    press(page, "Store the text")


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def use_selection(page, number, words, button="Use the selection"):
    said = page.locator("[data-said]")
    before = said.inner_text()
    page.evaluate(SELECT, [number, words])
    page.get_by_role("button", name=button).click()
    page.wait_for_function(
        "([said, was]) => said.textContent !== was", arg=[said.element_handle(), before]
    )
    return said.inner_text()


def test_statement_takes_at_most_six_fields_and_no_other_page(open_page, source):
    page = open_page()
    paste(page)
    address = page.url
    page.evaluate(COUNT)

    said = use_selection(page, 2, HARBOUR)
    page.get_by_label("Gist").fill(GIST)
    page.locator(".select2-selection--multiple").click()
    page.keyboard.type("rights")
    page.locator(".select2-results__option--highlighted").wait_for()
    page.keyboard.press("Enter")
    touched = page.evaluate("[...touched]")
    with page.expect_navigation():
        page.get_by_role("button", name="Save as a draft, and go on").click()

    assert said.startswith(
        "Paragraph 2, quoted. Credited as “UN Secretary-General António Guterres”"
    )
    assert len(touched) + 1 <= 6, touched
    assert page.url.split("?")[0] == address
    [statement] = made(source)
    assert (statement.gist, statement.topics.count()) == (GIST, 1)
    assert statement.speakers.get().person.slug == "antonio-guterres"
    assert statement.reports.get().verdict == "exact"
    assert page.locator("mark").inner_text() == HARBOUR


def test_several_in_a_row_with_further_passages(open_page, source):
    page = open_page()
    paste(page)

    use_selection(page, 3, ISLANDS)
    use_selection(page, 5, "would not replace what", "Add as another passage")
    page.get_by_label("Gist").fill(GIST)
    press(page, "Save as a draft, and go on")
    use_selection(page, 2, f"{HARBOUR},” UN")
    use_selection(page, 2, HARBOUR)
    page.get_by_label("Gist").fill(GIST)
    press(page, "Save as a draft, and go on")

    first, second = made(source)
    places = [*first.reports.get().passages.values_list("paragraph", "starts")]
    assert places == [(3, "small islands would"), (5, "would not replace")]
    assert second.reports.get().passages.get().quoted == HARBOUR
    assert page.locator("mark").all_inner_texts() == [HARBOUR, ISLANDS, "would not replace what"]


@pytest.mark.parametrize("options", SCRIPTS.values(), ids=SCRIPTS)
def test_statement_is_made_by_keyboard_alone(open_page, source, options):
    page = open_page(**options)
    paste(page)

    page.get_by_label("Paragraph", exact=True).first.focus()
    page.keyboard.type("2")
    page.keyboard.press("Tab")
    page.keyboard.type("No harbour ... dark")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("[data-said]", has_text="Paragraph 2, quoted.").wait_for()
    page.get_by_label("Gist").focus()
    page.keyboard.type(GIST)
    with page.expect_navigation():
        page.keyboard.press("Enter")

    [statement] = made(source)
    assert statement.reports.get().passages.get().quoted == HARBOUR
    assert statement.speakers.get().person.slug == "antonio-guterres"


def test_fault_keeps_what_was_typed(open_page, source):
    page = open_page()
    paste(page)
    use_selection(page, 2, HARBOUR)
    page.get_by_label("Gist").fill(GIST)
    page.get_by_label("Quoted").first.fill("Every harbour is safe")

    press(page, "Save as a draft, and go on")

    assert made(source) == []
    assert page.get_by_text("No paragraph, or more than one, has these words").count() == 1
    assert page.get_by_label("Gist").input_value() == GIST
    assert page.get_by_label("Quoted").first.input_value() == "Every harbour is safe"


def test_second_person_checks_and_the_first_cannot(open_page, source):
    statement = make_statement(gist=GIST, status="draft", report={"source": source})
    page = open_page("desk-second")

    page.goto(f"/admin/events/statement/{statement.pk}/change/")
    press(page, "I checked this against the source")

    assert (
        "Checked against the source by desk-second on" in page.locator(".second-check").inner_text()
    )
    assert SecondCheck.objects.get(statement=statement).user.username == "desk-second"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_our_part_of_the_desk_is_not_faulted_and_fits(open_page, source, width, scheme):
    page = open_page(width=width, color_scheme=scheme)
    page.context.add_init_script(path=AXE)
    findings = {}

    def look(name):
        findings[name] = page.evaluate(OURS)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            findings[name].append("it scrolls sideways")

    page.reload()
    look("paste")
    paste(page)
    use_selection(page, 2, HARBOUR)
    look("read off")
    page.get_by_label("Gist").fill(GIST)
    page.get_by_label("Quoted").first.fill("Every harbour is safe")
    press(page, "Save as a draft, and go on")
    look("fault")
    page.get_by_label("Quoted").first.fill(HARBOUR)
    press(page, "Save as a draft, and go on")
    look("made")

    findings = {name: found for name, found in findings.items() if found}
    assert not findings, told(findings)

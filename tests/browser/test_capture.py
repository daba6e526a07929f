"""Statements made from a pasted source in a browser: in few fields, by keyboard, on one page."""

import pytest

from events.models import Statement
from hanoiconv.models import SecondCheck
from people.models import Source
from tests.browser.desk import Looks, in_two_windows, press, with_and_without_scripts
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
def source(stored):
    """A source in the database of the running site; what comes of it is gone afterwards."""
    publisher = Source.objects.first().publisher
    yield make_source(slug="desk-capture", title="Lighthouses", publisher=publisher)
    Statement.objects.filter(reports__source__slug="desk-capture").delete()
    Source.objects.filter(slug="desk-capture").delete()


def made(source):
    return [*Statement.objects.filter(reports__source=source).order_by("pk")]


@pytest.fixture
def open_page(open_desk, source):
    """Makes windows in which an editor has the page of the source before them."""

    def make(name="desk-editor", **options):
        return open_desk(f"/admin/people/source/{source.pk}/statements/", name, **options)

    return make


def paste(page):
    page.get_by_label("The whole text of the source").fill(TEXT)
    press(page, "Store the text")


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


@with_and_without_scripts
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


@in_two_windows
def test_our_part_of_the_desk_is_not_faulted_and_fits(open_page, source, width, scheme):
    page = open_page(width=width, color_scheme=scheme)
    looks = Looks(page)

    looks.at("paste")
    paste(page)
    use_selection(page, 2, HARBOUR)
    looks.at("read off")
    page.get_by_label("Gist").fill(GIST)
    page.get_by_label("Quoted").first.fill("Every harbour is safe")
    press(page, "Save as a draft, and go on")
    looks.at("fault")
    page.get_by_label("Quoted").first.fill(HARBOUR)
    press(page, "Save as a draft, and go on")
    looks.at("made")

    assert not looks.told(), looks.told()

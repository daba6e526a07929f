"""By keyboard alone: the task of the issue, at both widths, with and without scripts."""

import pytest

from tests.browser.live import told
from tests.browser.test_every_page import BARE

MOST_STOPS = 600
KINDS = [
    *("front-page", "convention", "timeline", "search", "report-error", "design", "data"),
    *("article-list", "event-list", "statement-list", "person-list", "organisation-list"),
    *("article-detail", "event-detail", "statement-detail", "person-detail", "source-detail"),
]
READERS = {
    "wide": {},
    "wide, no scripts": {"java_script_enabled": False},
    "400% zoom": {"width": 320, "height": 256},
    "400% zoom, no scripts": {"width": 320, "height": 256, "java_script_enabled": False},
}


def go_to(page, selector):
    """Press Tab until an element has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{page.url}: Tab never reaches {selector}")


def follow(page, selector):
    """Go to a link or button and press Enter."""
    go_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("options", READERS.values(), ids=READERS)
def test_statement_is_found_opened_and_cited_by_keyboard_alone(new_context, options):
    context = new_context(**options)
    page = context.new_page()
    page.goto("/")

    follow(page, "nav a[href='/statements/']")
    if not page.locator("#filter-speaker").is_visible():
        go_to(page, "summary")
        page.keyboard.press("Enter")
    for name, typed in (("speaker", "Ant"), ("topic", "Ratif")):
        go_to(page, f"#filter-{name}")
        page.keyboard.type(typed, delay=60)
        page.wait_for_timeout(500)  # as a reader who looks what came of it
    if "speaker=antonio-guterres&topic=entry-into-force" not in page.url:
        follow(page, "#filter button")
    assert page.locator("#found").inner_text() == "3 found", page.url
    follow(page, "main a[href^='/statements/guterres-']")
    assert "Guterres" in page.locator("main").inner_text()
    follow(page, "main a[href^='/sources/']")
    go_to(page, "main a[href^='https://']")
    page.go_back()
    follow(page, "main a[href$='/cite.txt']")

    assert "Guterres" in page.locator("body").inner_text()
    context.close()


@pytest.mark.parametrize("options", READERS.values(), ids=READERS)
def test_search_finds_the_statement_by_keyboard_alone(new_context, options):
    context = new_context(**options)
    page = context.new_page()
    page.goto("/")

    go_to(page, "header [name=q]")
    page.keyboard.type("signatures action")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    follow(page, "main a[href='/statements/guterres-signatures-into-action/']")

    assert page.locator("h1").is_visible()
    context.close()


def test_skip_link_is_the_first_stop_and_leads_to_the_content(site, reader):
    skipping = {}
    for path in set(site.samples) - BARE:
        site.open(reader, path)
        if reader.locator("[autofocus]").count():
            continue  # a refused form puts the reader before what is wrong
        reader.keyboard.press("Tab")
        seen = reader.evaluate("({...checks.focus(), is: document.activeElement.hash})")
        if seen["is"] != "#main" or seen["found"]:
            skipping[path] = [f"the first stop is {seen}"]
            continue
        reader.keyboard.press("Enter")
        reader.keyboard.press("Tab")
        if not reader.evaluate("Boolean(document.activeElement.closest('main, footer'))"):
            skipping[path] = ["it does not skip"]

    assert not skipping, told(skipping)


@pytest.mark.parametrize("width", [320, 1280])
def test_focus_reaches_everything_is_always_seen_and_never_trapped(site, new_context, width):
    context = new_context(width)
    page = context.new_page()
    findings = {}
    for path in (paths[0] for kind in KINDS if (paths := site.paths(kind))):
        page.goto(path)
        findings[path] = tabbed_through(page)
    context.close()

    findings = {path: found for path, found in findings.items() if found}
    assert not findings, told(findings)


def tabbed_through(page):
    """What is wrong with the focus, from the first stop of a page to the last."""
    findings = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate("checks.focus()")
        if stop is None:
            return findings + page.evaluate("checks.neverFocused()")
        findings += [f"{stop['name']}: {fault}" for fault in stop["found"]]
    return [*findings, "Tab never leaves the page"]

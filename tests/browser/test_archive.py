"""Filtering in place where scripts run, and the same lists by the plain form where they do not."""

import re

import pytest

CHOSEN = "/statements/?speaker=antonio-guterres"


@pytest.fixture
def archive(reader):
    """The list of statements, its filters open, in a window that remembers whether it was left."""
    reader.goto("/statements/")
    reader.evaluate("window.wasNotLeft = true")
    opened(reader)
    return reader


def opened(page):
    if not page.locator("#filter-speaker").is_visible():
        page.locator("summary").first.click()


def chosen(page):
    """Choose a speaker, and wait for the list."""
    page.locator("#filter-speaker").focus()
    page.locator("#filter-speaker").select_option("antonio-guterres")
    page.wait_for_url(f"**{CHOSEN}")
    page.wait_for_function("document.querySelector('.chip')")


def listed(page):
    return [link.get_attribute("href") for link in page.locator(".results .gist a").all()]


def served(site, path):
    """The statements on a list page as the server sends it."""
    results = site.ask(path).tree.one("section", class_="results")
    gists = results.all("p", class_="gist")
    return [gist.one("a").attributes["href"] for gist in gists]


def test_choice_changes_the_list_and_the_address_in_place(site, archive):
    chosen(archive)

    assert archive.evaluate("window.wasNotLeft")
    assert listed(archive) == served(site, CHOSEN) != []
    assert archive.locator("[data-archive-status]").text_content().strip().startswith("9 found")
    assert archive.evaluate("document.activeElement.id") == "filter-speaker"


def test_back_brings_the_former_list(site, archive):
    chosen(archive)

    archive.go_back()
    archive.wait_for_function("!document.querySelector('.chip')")

    assert archive.url == f"{site.url}/statements/"
    assert listed(archive) == served(site, "/statements/")
    assert archive.locator("#filter-speaker").input_value() == ""
    assert archive.evaluate("window.wasNotLeft")


def test_removed_chip_removes_its_filter(site, archive):
    chosen(archive)

    archive.locator(".chip").click()
    archive.wait_for_function("!document.querySelector('.chip')")

    assert archive.url.partition("?")[0] == f"{site.url}/statements/"
    assert "speaker" not in archive.url
    assert listed(archive) == served(site, "/statements/")


def test_typed_words_change_the_list_after_a_moment(site, archive):
    archive.locator("#filter-q").press_sequentially("ratif", delay=20)
    archive.wait_for_url("**/statements/?q=ratif")
    archive.wait_for_function("document.querySelector('.chip')")

    assert listed(archive) == served(site, "/statements/?q=ratif") != []
    assert archive.evaluate("document.activeElement.id") == "filter-q"
    assert archive.locator("#filter-q").input_value() == "ratif"


def test_link_to_a_filtered_list_shows_it(site, reader):
    reader.goto(CHOSEN)

    assert listed(reader) == served(site, CHOSEN)
    assert reader.locator("#filter-speaker").input_value() == "antonio-guterres"


def test_form_filters_without_scripts(site, new_context):
    context = new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto("/statements/")
    opened(page)

    page.locator("#filter-speaker").select_option("antonio-guterres")
    with page.expect_navigation():
        page.locator("#filter button").click()

    assert "speaker=antonio-guterres" in page.url
    assert listed(page) == served(site, CHOSEN)
    context.close()


def test_every_page_reads_the_same_without_scripts(site, new_context):
    texts = {}
    for scripts in (True, False):
        context = new_context(java_script_enabled=scripts)
        page = context.new_page()
        for path in site.samples:
            site.open(page, path)
            words = re.sub(r"\s+", " ", page.locator("main").inner_text())
            texts.setdefault(path, []).append(words)
        context.close()

    assert {path: both for path, both in texts.items() if both[0] != both[1]} == {}

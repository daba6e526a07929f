"""On paper: the words and their sources, without what only a screen can use."""

import pytest

HIDDEN = "nav, form, .skip"
ADDRESSES = """() => [...document.querySelectorAll("main a[href^='http']")]
    .filter((link) => link.checkVisibility() && !link.textContent.includes(link.href))
    .filter((link) => !getComputedStyle(link, "::after").content.includes(link.href))
    .map((link) => link.outerHTML)"""


@pytest.mark.parametrize("kind", ["article-detail", "statement-detail"])
def test_printed_page_shows_words_and_addresses_of_sources_alone(site, reader, kind):
    reader.emulate_media(media="print")
    reader.goto(site.paths(kind)[0])

    assert [box.inner_text() for box in reader.locator(HIDDEN).all() if box.is_visible()] == []
    assert reader.locator("main h1").is_visible()
    assert reader.evaluate(ADDRESSES) == []


def test_printed_article_fits_the_paper(site, reader):
    reader.set_viewport_size({"width": 680, "height": 960})  # A4 within its margins, at 96 dpi
    reader.emulate_media(media="print")
    reader.goto(site.paths("article-detail")[0])

    assert reader.evaluate("checks.sideways()") == []
    assert reader.pdf(format="A4").startswith(b"%PDF-")

"""The page that shows the design: it stands with an empty record, and hides what is not public."""

import re

import pytest
from django.conf import settings

from tests.make import make_article, make_event, make_report, make_statement
from tests.pages import page

TOKENS = settings.BASE_DIR / "hanoiconv/static/css/tokens.css"
AA = 4.5  # WCAG 2.2, 1.4.3

pytestmark = pytest.mark.django_db


def test_design_page_stands_with_an_empty_record(client):
    shown = page(client.get("/about/design/"))

    assert "Cards show records, and none is public yet." in shown.texts("p")


def test_design_page_shows_public_records_only(client):
    article, event = make_article(), make_event()
    statement = make_statement(event=event, report={"mode": "quotation"})
    make_article(status="draft"), make_event(status="draft", date="2026-10-10")
    make_report(statement=make_statement(status="draft"), mode="quotation")

    shown = client.get("/about/design/").context

    assert (shown["article"], shown["event"], shown["statement"]) == (article, event, statement)


def test_design_page_names_every_colour_of_the_tokens(client):
    shown = page(client.get("/about/design/")).one("ul", class_="swatches").texts("code")

    assert sorted(shown) == sorted(f"--{name}" for name in colours() if name != "rule")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_meets_the_contrast_of_wcag_on_every_ground(scheme):
    shade = {name: pair[scheme] for name, pair in colours().items()}
    grounds = ["paper", "surface", "brand-tint", "accent-tint", "bronze-tint"]
    pairs = [(text, ground) for text in ("ink", "soft") for ground in grounds]
    pairs += [(text, ground) for text in ("brand", "accent", "bronze") for ground in grounds[:2]]
    pairs += [(text, f"{text}-tint") for text in ("brand", "accent", "bronze")]

    too_low = {
        pair: round(contrast(*(shade[name] for name in pair)), 2)
        for pair in pairs
        if contrast(*(shade[name] for name in pair)) < AA
    }

    assert too_low == {}


def colours():
    """The colours of tokens.css by name, in the light and the dark scheme."""
    found = re.findall(r"--([\w-]+): light-dark\(#(\w{6}), #(\w{6})\)", TOKENS.read_text())
    return {name: {"light": light, "dark": dark} for name, light, dark in found}


def contrast(one, other):
    """The contrast ratio of two colours (WCAG 2.2)."""
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    """The relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

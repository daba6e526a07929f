"""Every page of the site in the browser, once: built right, quiet, and readable at 400% zoom."""

from collections import defaultdict

import pytest

from tests.browser.live import told

ZOOMED = {"width": 320, "height": 256}  # WCAG 1.4.10: 1280 x 1024 at 400%


# Pages of our own faults ask nothing of the database, so they have no lists to lead to or to skip.
BARE = {"/500/", "/503/"}


@pytest.fixture(scope="module")
def findings(site, new_context):
    """What is wrong on each page, by check and then by path."""
    found = defaultdict(dict)
    context = new_context(**ZOOMED)
    page = context.new_page()
    noise = listened(page, site.url)
    for path in [*site.pages, *site.apart]:
        noise.clear()
        site.open(page, path)
        for check, what in page.evaluate("checks.everything()").items():
            found[check][path] = what
        if path in BARE:
            found["structure"][path] = [line for line in found["structure"][path] if "h1" in line]
        # A page that says 404 or 410 is one of these complaints itself.
        found["noise"][path] = [line for line in noise if not line.endswith(site.url + path)]
    found["cookies"]["all"] = [cookie["name"] for cookie in context.cookies()]
    context.close()
    return {check: {path: what for path, what in by.items() if what} for check, by in found.items()}


def listened(page, own):
    """A list that fills with what the browser complains of, and whom else it asks."""
    noise = []
    page.on(
        "console",
        lambda said: (
            said.type in ("error", "warning")
            and noise.append(f"{said.text} {said.location['url']}")
        ),
    )
    page.on("pageerror", lambda error: noise.append(str(error)))
    # What the page before had not fetched yet is aborted by the next visit.
    page.on(
        "requestfailed",
        lambda request: (
            request.failure == "net::ERR_ABORTED" or noise.append(f"failed: {request.url}")
        ),
    )
    page.on(
        "response",
        lambda answer: answer.status >= 400 and noise.append(f"{answer.status}: {answer.url}"),
    )
    page.on(
        "request",
        lambda request: request.url.startswith((own, "data:")) or noise.append(request.url),
    )
    return noise


def test_every_page_has_one_h1_landmarks_a_skip_link_and_a_language(findings):
    assert not findings["structure"], told(findings["structure"])


def test_no_page_has_a_style_or_a_script_inside(findings):
    assert not findings["inline"], told(findings["inline"])


def test_no_page_makes_the_browser_complain_or_ask_anybody_else(findings):
    assert not findings["noise"], told(findings["noise"])


def test_no_page_sets_a_cookie(site, findings):
    kept = {path for path, answer in site.answers.items() if "Set-Cookie" in answer.headers}

    assert not findings["cookies"], told(findings["cookies"])
    assert kept == set()


def test_no_page_scrolls_sideways_or_cuts_words_off_at_400_percent(findings):
    assert not findings["zoomed"], told(findings["zoomed"])


def test_no_page_loses_words_by_wider_spacing(findings):
    assert not findings["spaced"], told(findings["spaced"])

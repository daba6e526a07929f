"""At the desk, in a browser: a reader's report becomes a correction; several are published."""

from functools import partial

import pytest

from events.models import Article, Topic
from hanoiconv.models import ErrorReport
from people.models import Source
from tests.browser.desk import (
    Looks,
    content,
    follow,
    in_two_windows,
    messages,
    press,
    with_and_without_scripts,
)
from tests.make import make_article, make_error_report

NEWS = "/admin/events/article/"


@pytest.fixture
def stored(stored):
    """What a test makes is gone afterwards."""
    yield
    Article.objects.filter(slug__startswith="desk-").delete()
    Topic.objects.filter(slug__startswith="desk-").delete()
    ErrorReport.objects.filter(nonce__startswith="desk-").delete()


@pytest.fixture
def open_list(open_desk):
    """Makes windows in which a publisher has the list of articles open."""
    return partial(open_desk, NEWS, "desk-publisher")


@pytest.fixture
def reported(stored):
    """A published article, and what a reader who may be named says of it."""
    article = make_article(slug="desk-wrong", headline="It has 71 chapters", body="Words.")
    report = make_error_report(
        nonce="desk-report",
        page=article.get_absolute_url(),
        what="These are articles.",
        name="Nguyễn An",
        may_be_named=True,
    )
    return article, report


@pytest.fixture
def drafts(stored):
    """An article that can be published, and one without sources."""
    ready = make_article(slug="desk-ready", headline="Ready to go", status="draft")
    ready.sources.add(Source.objects.first())
    return ready, make_article(slug="desk-bare", headline="Without sources", status="draft")


def act(page, rows, action):
    """Chooses rows of the list and an action for them."""
    page.goto(f"{NEWS}?q=desk-")
    for row in rows:
        page.locator(f'input[name="_selected_action"][value="{row.pk}"]').check()
    page.locator('select[name="action"]').select_option(label=action)
    with page.expect_navigation():
        page.locator('.actions button[type="submit"]').first.click()


@with_and_without_scripts
def test_what_a_reader_reports_becomes_a_correction_on_the_page(open_list, reported, options):
    article, report = reported
    page = open_list(**options)

    page.goto(f"/admin/hanoiconv/errorreport/{report.pk}/change/")
    follow(page, "Make a correction")
    assert "These are articles." in content(page)
    assert page.get_by_label("Told by").input_value() == "Nguyễn An"

    page.get_by_label("It said").fill("71 chapter")
    page.get_by_label("It says now").fill("71 articles")
    page.get_by_label("Why").fill("We took articles for chapters.")
    press(page, "Correct and publish the note")
    assert "It still stands in “Headline”" in content(page)
    assert page.get_by_label("It says now").input_value() == "71 articles"

    page.get_by_label("It said").fill("71 chapters")
    page.get_by_label("Headline").check()
    page.get_by_label("Settle the reader’s report").check()
    press(page, "Correct and publish the note")
    assert "“It has 71 articles”, put right in: Headline." in (messages(page))
    report.refresh_from_db()
    assert report.state == "settled"

    follow(page, "The correction stands on its page.")
    assert page.url.endswith(f"/news/desk-wrong/#{article.corrections.get().key}")
    assert page.locator("h1").inner_text() == "It has 71 articles"
    note = page.locator(".correction").inner_text()
    for words in ("71 chapters", "71 articles", "We took articles", "told by Nguyễn An"):
        assert words in note


def test_page_is_corrected_by_its_address(open_list, reported):
    article, _report = reported
    page = open_list()

    page.goto("/admin/")
    follow(page, "Correct a published page")
    page.get_by_label("Address of the page").fill("/people/luong-cuong/")
    press(page, "Go on")
    assert "Corrections stand on articles, events and statements." in content(page)
    page.get_by_label("Address of the page").fill(article.get_absolute_url())
    press(page, "Go on")

    assert "The correction, as readers will see it" in content(page)
    assert "It has 71 chapters" in content(page)


@with_and_without_scripts
def test_several_are_published_and_one_is_held_back(open_list, drafts, options):
    ready, bare = drafts
    page = open_list(**options)

    act(page, drafts, "Publish now")
    assert "1 would change" in content(page)
    assert "Draft → Published" in page.locator(".is-changing").inner_text()
    assert "It names no source" in page.locator(".is-refused").inner_text()
    assert [row.status for row in Article.objects.filter(slug__in=[ready.slug, bare.slug])] == [
        "draft",
        "draft",
    ]

    press(page, "Yes, do this to 1")

    assert "1 page published." in messages(page)
    assert "q=desk-" in page.url
    states = dict(Article.objects.filter(slug__startswith="desk-").values_list("slug", "status"))
    assert states == {"desk-ready": "published", "desk-bare": "draft"}


def test_action_asks_for_what_it_needs_and_is_left_by_the_way_back(open_list, drafts):
    ready, _bare = drafts
    page = open_list()

    act(page, [ready], "Publish at a time")
    page.get_by_label("Publish at").fill("2099-01-01T10:00")
    press(page, "Show what would happen")
    assert "Draft → Published, from 1 January 2099, 10:00" in content(page)
    follow(page, "No, take me back")

    ready.refresh_from_db()
    assert "q=desk-" in page.url
    assert ready.status == "draft"


@in_two_windows
def test_our_part_of_the_desk_is_not_faulted_and_fits(open_list, reported, drafts, width, scheme):
    article, report = reported
    page = open_list(width=width, color_scheme=scheme)
    looks = Looks(page)

    page.goto("/admin/correct/?page=/people/luong-cuong/")
    looks.at("address")
    page.goto(f"{NEWS}{article.pk}/correct/?report={report.pk}")
    looks.at("correction")
    press(page, "Correct and publish the note")
    looks.at("faults")
    act(page, [*drafts, article], "Publish now")
    looks.at("bulk")
    act(page, drafts, "Withdraw")
    looks.at("bulk with a question")

    assert not looks.told(), looks.told()

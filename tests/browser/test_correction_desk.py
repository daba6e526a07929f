"""At the desk, in a browser: a reader's report becomes a correction; several are published."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import Group, User
from django.db import connection

from events.models import Article, Topic
from hanoiconv.models import ErrorReport
from people.models import Source
from tests.browser.live import told
from tests.browser.test_axe import AXE
from tests.browser.test_import_desk import OURS, SCRIPTS
from tests.make import make_article, make_error_report

NEWS = "/admin/events/article/"


@pytest.fixture
def stored(site, django_db_blocker, monkeypatch):
    """The database of the running site; what a test makes is gone afterwards."""
    # Playwright keeps an event loop in this thread, which waits while we ask the database.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    assert str(connection.settings_dict["NAME"]).endswith("record.sqlite3")
    with django_db_blocker.unblock():
        yield
        Article.objects.filter(slug__startswith="desk-").delete()
        Topic.objects.filter(slug__startswith="desk-").delete()
        ErrorReport.objects.filter(nonce__startswith="desk-").delete()
        connection.close()


@pytest.fixture
def publisher(stored):
    # The server hashes as in production, not as the tests do.
    password = PBKDF2PasswordHasher().encode("a password", "salt")
    values = {"is_staff": True, "password": password}
    user, _made = User.objects.get_or_create(username="desk-publisher", defaults=values)
    user.groups.add(Group.objects.get(name="Publishers"))
    return user


@pytest.fixture
def open_desk(new_context, publisher):
    """Makes windows in which the publisher is logged in."""
    contexts = []

    def make(**options):
        contexts.append(new_context(**options))
        page = contexts[-1].new_page()
        page.goto(f"/admin/login/?next={NEWS}")
        page.get_by_label("Username").fill(publisher.username)
        page.get_by_label("Password").fill("a password")
        press(page, "Log in")
        return page

    yield make
    for context in contexts:
        context.close()


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


def press(page, name):
    """Press a button and see the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def follow(page, name):
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()


def act(page, rows, action):
    """Chooses rows of the list and an action for them."""
    page.goto(f"{NEWS}?q=desk-")
    for row in rows:
        page.locator(f'input[name="_selected_action"][value="{row.pk}"]').check()
    page.locator('select[name="action"]').select_option(label=action)
    with page.expect_navigation():
        page.locator('.actions button[type="submit"]').first.click()


def content(page):
    return page.locator("#content-main").inner_text()


@pytest.mark.parametrize("options", SCRIPTS.values(), ids=SCRIPTS)
def test_what_a_reader_reports_becomes_a_correction_on_the_page(open_desk, reported, options):
    article, report = reported
    page = open_desk(**options)

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
    assert "“It has 71 articles”, put right in: Headline." in (
        page.locator(".messagelist").inner_text()
    )
    report.refresh_from_db()
    assert report.state == "settled"

    follow(page, "The correction stands on its page.")
    assert page.url.endswith(f"/news/desk-wrong/#{article.corrections.get().key}")
    assert page.locator("h1").inner_text() == "It has 71 articles"
    note = page.locator(".correction").inner_text()
    for words in ("71 chapters", "71 articles", "We took articles", "told by Nguyễn An"):
        assert words in note


def test_page_is_corrected_by_its_address(open_desk, reported):
    article, _report = reported
    page = open_desk()

    page.goto("/admin/")
    follow(page, "Correct a published page")
    page.get_by_label("Address of the page").fill("/people/luong-cuong/")
    press(page, "Go on")
    assert "Corrections stand on articles, events and statements." in content(page)
    page.get_by_label("Address of the page").fill(article.get_absolute_url())
    press(page, "Go on")

    assert "The correction, as readers will see it" in content(page)
    assert "It has 71 chapters" in content(page)


@pytest.mark.parametrize("options", SCRIPTS.values(), ids=SCRIPTS)
def test_several_are_published_and_one_is_held_back(open_desk, drafts, options):
    ready, bare = drafts
    page = open_desk(**options)

    act(page, drafts, "Publish now")
    assert "1 would change" in content(page)
    assert "Draft → Published" in page.locator(".is-changing").inner_text()
    assert "It names no source" in page.locator(".is-refused").inner_text()
    assert [row.status for row in Article.objects.filter(slug__in=[ready.slug, bare.slug])] == [
        "draft",
        "draft",
    ]

    press(page, "Yes, do this to 1")

    assert "1 page published." in page.locator(".messagelist").inner_text()
    assert "q=desk-" in page.url
    states = dict(Article.objects.filter(slug__startswith="desk-").values_list("slug", "status"))
    assert states == {"desk-ready": "published", "desk-bare": "draft"}


def test_action_asks_for_what_it_needs_and_is_left_by_the_way_back(open_desk, drafts):
    ready, _bare = drafts
    page = open_desk()

    act(page, [ready], "Publish at a time")
    page.get_by_label("Publish at").fill("2099-01-01T10:00")
    press(page, "Show what would happen")
    assert "Draft → Published, from 1 January 2099, 10:00" in content(page)
    follow(page, "No, take me back")

    ready.refresh_from_db()
    assert "q=desk-" in page.url
    assert ready.status == "draft"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_our_part_of_the_desk_is_not_faulted_and_fits(open_desk, reported, drafts, width, scheme):
    article, report = reported
    page = open_desk(width=width, color_scheme=scheme)
    page.context.add_init_script(path=AXE)
    findings = {}

    def look(name):
        findings[name] = page.evaluate(OURS)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            findings[name].append("it scrolls sideways")

    page.goto("/admin/correct/?page=/people/luong-cuong/")
    look("address")
    page.goto(f"{NEWS}{article.pk}/correct/?report={report.pk}")
    look("correction")
    press(page, "Correct and publish the note")
    look("faults")
    act(page, [*drafts, article], "Publish now")
    look("bulk")
    act(page, drafts, "Withdraw")
    look("bulk with a question")

    findings = {name: found for name, found in findings.items() if found}
    assert not findings, told(findings)

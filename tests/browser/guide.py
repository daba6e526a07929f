"""The pictures of docs/editing.md, taken on the way that it tells, and those of the README.

`make guide` writes them anew. The site runs in this process, so that its clock can be set: the
same pictures come of the same pages. A step that the desk no longer offers under its name stops
the script. Everybody and everything at the pictured desk is invented.
"""

import io
import os
import tempfile
from datetime import UTC, datetime, timedelta

import django
from django.utils import timezone


class Clock:
    """What the site takes for now: a Monday morning, moved on by hand."""

    at = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

    @classmethod
    def pass_minutes(cls, minutes):
        cls.at += timedelta(minutes=minutes)


# Models take it as a default, so before they are loaded.
timezone.now = lambda: Clock.at
folder = tempfile.TemporaryDirectory()
os.environ["DATABASE_URL"] = f"sqlite:///{folder.name}/record.sqlite3"
os.environ["DJANGO_SETTINGS_MODULE"] = "hanoiconv.settings"
# Playwright keeps an event loop in this thread, which waits while we ask the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first, here and below
from django.contrib.auth.models import Group, User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test.testcases import LiveServerThread  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from tests.browser.conftest import CHROMIUM, FLAGS  # noqa: E402
from tests.browser.test_capture import SELECT  # noqa: E402
from tests.make import make_event, make_organisation, make_person, make_role  # noqa: E402

IMAGES = settings.BASE_DIR / "docs" / "images"
SIZE = {"width": 1100, "height": 800}
MOST_BYTES = 120_000
# Pages that the README shows, with how much of their height.
READ = {"front": ("/", 1250), "statement": ("/statements/guterres-common-defence/", 1480)}
PASSWORD = "a password"
TEXT = """\
NORHAVEN — Keepers of forty lighthouses met in the capital of Norland on Friday.
“No harbour is safe while one lighthouse stays dark,” said Berta Lindqvist, Minister of Justice \
of Norland.
Berta Lindqvist told the keepers that small islands would get help with training before the end \
of next year.
The meeting goes on until Sunday."""
DARK = "No harbour is safe while one lighthouse stays dark"
TRAINING = "small islands would get help with training before the end of next year"
GISTS = (
    "Every lighthouse must be lit for any harbour to be safe.",
    "Small islands will get help with training by the end of next year.",
)


def prepare():
    """The record as it ships, two accounts, and what an editor finds on file."""
    call_command("migrate", verbosity=0)
    # The desk tells whence it came: a path that is the same everywhere.
    os.chdir(settings.BASE_DIR)
    call_command("import_fixtures", "fixtures", publish=True, stdout=io.StringIO())
    for name, group in {"linh": "Editors", "minh": "Publishers"}.items():
        user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
        user.groups.add(Group.objects.get(name=group))
    norland = make_organisation(slug="norland", name="Norland", kind="state")
    make_organisation(slug="norland-post", name="The Norland Post", kind="outlet")
    berta = make_person(slug="berta-lindqvist", name="Berta Lindqvist", sort_name="Lindqvist")
    make_role(person=berta, organisation=norland, title="Minister of Justice")
    make_event(
        slug="keepers-meeting", title="Meeting of lighthouse keepers", date="2026-11-20",
        status="draft", publish_at=None,
    )  # fmt: skip
    make_event(
        slug="islands-visit", title="Visit to the islands", date="2026-12", status="draft",
        publish_at=None,
    )  # fmt: skip


def keep(shot, name, scale=1):
    """Writes a screenshot as docs/images/<name>.webp.

    Raises:
        SystemExit: the file is too heavy for a page of documentation.
    """
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    if scale != 1:
        picture = picture.resize([round(side * scale) for side in picture.size], Image.LANCZOS)
    file = IMAGES / f"{name}.webp"
    picture.save(file, quality=75, method=6)
    if file.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{file} has {file.stat().st_size:,} bytes: picture less of the page.")


def for_readers(browser, url):
    page = browser.new_page(viewport={"width": 1280, "height": 800}, base_url=url)
    for name, (path, height) in READ.items():
        page.goto(path)
        area = {"x": 0, "y": 0, "width": 1280, "height": height}
        keep(page.screenshot(clip=area, full_page=True), name, scale=0.75)


class Desk:
    """One editor's window, with what they do there."""

    def __init__(self, browser, url, name):
        context = browser.new_context(viewport=SIZE, base_url=url, locale="en-GB")
        context.set_default_timeout(10_000)
        self.page = context.new_page()
        self.page.clock.set_fixed_time(Clock.at)
        self.page.goto("/admin/")
        self.page.evaluate("localStorage.setItem('django.admin.navSidebarIsOpen', 'false')")
        self.fill("Username:", name)
        self.fill("Password:", PASSWORD)
        self.press("Log in")

    def fill(self, label, text):
        self.page.get_by_label(label, exact=True).first.fill(text)

    def press(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=True).first.click()

    def choose(self, field, text):
        """Chooses while typing, in the box of a field."""
        self.page.locator(f"select[name$='{field}'] + .select2 .select2-selection").first.click()
        self.page.keyboard.type(text)
        self.page.locator(".select2-results__option--highlighted", has_text=text).wait_for()
        self.page.keyboard.press("Enter")

    def select(self, paragraph, words):
        """Selects words of a stored text, and has them read off."""
        said = self.page.locator("[data-said]")
        before = said.inner_text()
        self.page.evaluate(SELECT, [paragraph, words])
        self.page.get_by_role("button", name="Use the selection").click()
        self.page.wait_for_function(
            "([said, was]) => said.textContent !== was", arg=[said.element_handle(), before]
        )

    def find(self, tool, typed, name):
        """Sets a record into the text of an article."""
        self.page.get_by_role("button", name=tool).click()
        self.page.keyboard.type(typed)
        self.page.get_by_role("dialog").get_by_text(name).first.wait_for()
        self.page.keyboard.press("Enter")

    def picture(self, name, top, bottom):
        """Keeps what the window shows from one part of the page to another."""
        self.page.evaluate("scrollTo(0, 0)")
        first, last = (self.page.locator(part).first.bounding_box() for part in (top, bottom))
        right = max(part["x"] + part["width"] for part in (first, last))
        x, y, bottom = first["x"], first["y"], last["y"] + last["height"]
        area = {"x": x, "y": y, "width": right - x, "height": bottom - y}
        shot = self.page.screenshot(clip=area, full_page=True, animations="disabled", caret="hide")
        keep(shot, f"desk-{name}")


def statements_from_a_source(linh):
    linh.page.goto("/admin/")
    linh.follow("New source")
    linh.page.get_by_label("Title:").press_sequentially("Keepers of forty lighthouses meet")
    linh.choose("publisher", "The Norland Post")
    linh.fill("Published on:", "2026-11-20")
    linh.fill("Read on:", "23/11/2026")
    linh.press("Save and continue editing")
    linh.follow("Statements from its text")
    linh.fill("The whole text of the source, as printed", TEXT)
    linh.press("Store the text")

    linh.select(2, DARK)
    linh.fill("Gist:", GISTS[0])
    linh.choose("event", "Meeting of lighthouse keepers")
    linh.page.evaluate(SELECT, [2, DARK])  # the box took the selection
    linh.picture("statement", "#content", "#id_report-mode")
    linh.press("Save as a draft, and go on")
    linh.select(3, TRAINING)
    linh.fill("Gist:", GISTS[1])
    linh.press("Save as a draft, and go on")
    linh.follow(GISTS[0])
    linh.page.get_by_label("Status:").select_option(label="In review")
    linh.press("Save")


def second_person(minh):
    minh.page.goto("/admin/")
    minh.follow(GISTS[0])
    minh.picture("second-person", "#content", ".field-gist")
    minh.press("I checked this against the source")


def start_page(linh):
    linh.page.goto("/admin/")
    linh.picture("start", "#header", ".desk-start")


def article(linh):
    linh.page.goto("/admin/")
    linh.follow("New article")
    linh.page.get_by_label("Headline:").press_sequentially("Norland wants every lighthouse lit")
    linh.fill("Standfirst:", "Keepers met in Norhaven, and small islands were promised help.")
    linh.fill("Byline:", "Compiled from a report by The Norland Post")
    linh.fill("Body:", "Keepers of forty lighthouses met on Friday.\n\nThe minister is ")
    linh.find("Link a record…", "berta", "Berta Lindqvist")
    linh.page.keyboard.type(".")
    linh.find("Embed a statement…", "harbour", GISTS[0])
    linh.find("Embed a statement…", "islands help", GISTS[1])
    linh.choose("events", "Meeting of lighthouse keepers")
    linh.choose("sources", "Keepers of forty lighthouses")
    linh.page.get_by_role("button", name="Live preview").click()
    shown = linh.page.frame_locator(".article-preview iframe")
    shown.get_by_text("No harbour is safe").wait_for()
    linh.page.set_viewport_size({"width": 1400, "height": 640})
    linh.picture("article", ".article-tools", ".article-panes")
    linh.page.set_viewport_size(SIZE)
    linh.page.get_by_label("Status:").select_option(label="In review")
    linh.press("Save")


def publishing(minh):
    minh.page.goto("/admin/")
    minh.follow("Norland wants every lighthouse lit")
    minh.follow("Publish with its statements")
    minh.picture("publish", "#content", ".submit-row")
    minh.press("Publish these 4 pages now")


def proposal(linh, minh):
    linh.page.goto("/admin/search/?q=berta")
    linh.follow(GISTS[0])
    linh.follow("Propose a change")
    linh.fill("Gist:", "No harbour is safe until every lighthouse is lit.")
    linh.fill("Why", "Nearer to the words as printed.")
    linh.press("Propose this")
    minh.page.goto("/admin/")
    minh.follow(GISTS[0])
    minh.picture("proposal", "#content", ".proposal-decision")
    minh.press("Accept")


def conflict(linh, minh):
    for desk in (linh, minh):
        desk.page.goto("/admin/search/?q=island+visit")
        desk.follow("Visit to the islands")
    Clock.pass_minutes(5)
    minh.fill("Date:", "2026-12-05")
    minh.press("Save")
    linh.fill("Summary:", "The minister goes by boat.")
    linh.press("Save and continue editing")
    linh.picture("conflict", "#content", ".field-title")
    linh.press("Save and continue editing")
    linh.follow("History")


def main():
    prepare()
    server = LiveServerThread("127.0.0.1", lambda handler: handler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    url = f"http://127.0.0.1:{server.port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for_readers(browser, url)
        linh, minh = Desk(browser, url, "linh"), Desk(browser, url, "minh")
        statements_from_a_source(linh)
        second_person(minh)
        article(linh)
        start_page(linh)
        publishing(minh)
        proposal(linh, minh)
        conflict(linh, minh)
        browser.close()
    server.terminate()


if __name__ == "__main__":
    main()

"""One server and one browser for all checks, and a table of what they measured at the end."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import RequestFactory
from django.urls import get_resolver
from playwright.sync_api import sync_playwright

from tests.browser import rows
from tests.browser.desk import ACCOUNTS, log_in
from tests.browser.live import Site, serving

CHROMIUM = "/usr/bin/chromium"
# The last four keep a browser that is measured from doing anything else.
FLAGS = [
    "--no-sandbox",  # it refuses to sandbox for root, and meets our own pages alone
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHECKS = Path(__file__).parent / "checks.js"
MEASURED = pytest.StashKey[dict[str, list[list[str]]]]()


@pytest.fixture(scope="session")
def server(django_db_blocker, settings_for_tests, tmp_path_factory):
    """The running site with the fixtures and the hardest rows we can think of."""
    assert connection.vendor == "sqlite", "run these as `make browser-test` does"
    folder = tmp_path_factory.mktemp("site")
    # A file of our own in place of the one in the settings, before anything is read or written.
    connection.settings_dict["NAME"] = str(folder / "record.sqlite3")
    with django_db_blocker.unblock():
        call_command("migrate", verbosity=0)
        fixtures = settings.BASE_DIR / "fixtures"
        call_command("import_fixtures", fixtures, publish=True, stdout=io.StringIO())
        rows.add()
        faults = fault_pages()
        connection.close()
    with serving(folder / "record.sqlite3", folder / "log") as url:
        yield Site(url, apart=faults)


@pytest.fixture(scope="session")
def site(server):
    """The same, crawled: the desk needs none of that."""
    server.crawl()
    server.apart |= {path: answer.text for path, answer in refusals(server).items()}
    return server


def fault_pages():
    """The pages of our own faults; their style sheets have plain names here."""
    answers = {}
    for path, error in {"/500/": ValueError(), "/503/": OperationalError()}.items():
        try:
            raise error
        except Exception:  # the handler looks for it where Django has it
            handle = get_resolver().resolve_error_handler(500)
            answers[path] = handle(RequestFactory().get("/")).content.decode()
    return answers


def refusals(site):
    """The pages that say no, and the form sent in empty: no link leads to them."""
    form = "/report-an-error/"
    return {
        "/400/": site.ask("/", Host="elsewhere.example"),
        "/403/": site.ask("/admin/login/", "POST"),
        "/413/": site.ask(form, "POST", "x" * 3_000_000, Origin=site.url),
        f"{form}refused/": site.ask(form, "POST", "what=", Origin=site.url),
    }


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium: no other is downloaded."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def new_context(server, browser):
    """Makes a reader: a window, with options of Playwright's, that knows addresses of the site.

    The content policy is bypassed, because axe and our own checks are scripts inside the page.
    """

    def make(width=1280, height=800, **options):
        size = {"width": width, "height": height}
        context = browser.new_context(
            viewport=size, base_url=server.url, bypass_csp=True, locale="en-GB", **options
        )
        context.set_default_timeout(10_000)
        context.add_init_script(path=CHECKS)
        return context

    return make


@pytest.fixture
def reader(new_context):
    """A window at 1280 pixels, for one test."""
    context = new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def stored(server, django_db_blocker, monkeypatch):
    """The database of the running site. A file of tests that leaves rows overrides this."""
    # Playwright keeps an event loop in this thread, which waits while we ask the database.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    assert str(connection.settings_dict["NAME"]).endswith("record.sqlite3")
    with django_db_blocker.unblock():
        yield
        connection.close()


@pytest.fixture(scope="session")
def cookies():
    """Of those who have logged in, by name: the form is filled in once for each."""
    return {}


@pytest.fixture
def open_desk(new_context, stored, cookies):
    """Opens pages of the desk, each in a window of its own, for one of the ACCOUNTS."""
    contexts = []

    def make(address, name, **options):
        if name not in cookies:
            cookies[name] = logged_in(new_context, name)
        contexts.append(new_context(storage_state=cookies[name], **options))
        page = contexts[-1].new_page()
        page.goto(address)
        return page

    yield make
    for context in contexts:
        context.close()


def logged_in(new_context, name):
    # The server hashes as in production, not as the tests do.
    password = PBKDF2PasswordHasher().encode("a password", "salt")
    user = User.objects.create(username=name, is_staff=True, password=password)
    user.groups.add(Group.objects.get(name=ACCOUNTS[name]))
    context = new_context()
    page = context.new_page()
    page.goto("/admin/login/")
    log_in(page, name)
    cookies = context.storage_state()
    context.close()
    return cookies


@pytest.fixture(scope="session")
def measured(request):
    """Takes rows for the table at the end: `measured(title, cell, cell, ...)`."""
    tables = request.config.stash.setdefault(MEASURED, {})
    return lambda title, *cells: tables.setdefault(title, []).append([str(cell) for cell in cells])


def pytest_terminal_summary(terminalreporter, config):
    for title, lines in sorted(config.stash.get(MEASURED, {}).items()):
        terminalreporter.section(title)
        lines = sorted(lines)
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        for cells in lines:
            first, *others = [
                cell.ljust(width) if n == 0 else cell.rjust(width)
                for n, (cell, width) in enumerate(zip(cells, widths, strict=True))
            ]
            terminalreporter.write_line("  ".join([first, *others]))

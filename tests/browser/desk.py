"""What tests of the desk share: how to press and follow, and what axe says of our part of it."""

import pytest
from django.conf import settings

from tests.browser.live import told
from tests.browser.test_axe import AXE

ACCOUNTS = {"desk-editor": "Editors", "desk-second": "Editors", "desk-publisher": "Publishers"}
SCRIPTS = {"scripts": {}, "no scripts": {"java_script_enabled": False}}
with_and_without_scripts = pytest.mark.parametrize("options", SCRIPTS.values(), ids=SCRIPTS)
# No layout of ours depends on the scheme, and no colour on the width: two windows tell of both.
in_two_windows = pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
RUN = """async ([include, exclude]) => {
    const parts = { include: [...document.querySelectorAll(include)], exclude: [exclude] };
    const { violations } = await axe.run(parts, { resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}, as ${nodes[0].html}`);
}"""


class Looks:
    """What is wrong with pages as they are looked at, by name."""

    def __init__(self, page):
        self.page = page
        self.findings = {}

    def at(self, name, ours="#content-main"):
        """Our part alone: axe faults the stock admin, whose boxes for choosing have no names."""
        if self.page.evaluate("typeof axe === 'undefined'"):
            self.page.add_script_tag(path=AXE)
        found = self.page.evaluate(RUN, [ours, ".select2"])
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("it scrolls sideways")
        if found:
            self.findings[name] = found

    def told(self):
        return told(self.findings) if self.findings else ""


def press(page, name):
    """Press a button and see the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def follow(page, name):
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()


def log_in(page, name):
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("a password")
    press(page, "Log in")


def content(page):
    return page.locator("#content-main").inner_text()


def delete_photos(photos):
    """With their files, which the server keeps where `make run` does."""
    for photo in photos.exclude(file=""):
        for file in settings.MEDIA_ROOT.glob(f"photos/{photo.file}*"):
            file.unlink()
    photos.delete()


def messages(page):
    return page.locator(".messagelist").inner_text()

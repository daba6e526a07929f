"""The site as readers meet it: granian, DEBUG off, hashed, compressed files, its own database."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.urls import Resolver404, resolve

from tests.browser import rows
from tests.pages import page

SECONDS_TO_START = 30
# Each filter is a link from many pages, and filters multiply: a few show what all are like.
QUERIES_ASKED = 6
FILES_ASKED = 3  # of each kind of file for machines: one view makes all of a kind
# Pages that look different for what is asked of them, or that no page links to.
STATES = [
    "/search/?q=Guterres",
    "/search/?q=zzzz",
    "/statements/?q=zzzz",
    "/statements/?year=abc",
    "/statements/?q=ratification",
    "/statements/?page=2",
    "/nothing/",
    rows.WITHDRAWN,
]


@dataclass
class Answer:
    """What the server sent, untouched: no redirect is followed and nothing is unpacked."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    @property
    def is_page(self):
        return self.headers["Content-Type"].startswith("text/html")

    @cached_property
    def tree(self):
        return page(self.text)


@dataclass
class Site:
    """A running site: its own address, and every answer on the way from the front page, by path.

    `apart` holds the pages of faults, which no address leads to while all is well.
    """

    url: str
    answers: dict[str, Answer] = field(default_factory=dict)
    apart: dict[str, str] = field(default_factory=dict)

    @property
    def pages(self):
        return {path: answer for path, answer in self.answers.items() if answer.is_page}

    def paths(self, kind):
        """The pages of one kind (the name of its address), the longest first, without queries."""
        found = [path for path in self.pages if "?" not in path and kind_of(path) == kind]
        return sorted(found, key=lambda path: (-len(self.pages[path].body), path))

    @property
    def samples(self):
        """The longest page of every kind, every state that we know of, and the pages of faults."""
        kinds = sorted({kind_of(path) for path in self.pages if path not in STATES})
        return [*(self.paths(kind)[0] for kind in kinds), *STATES, *self.apart]

    def ask(self, path, method="GET", body=None, **headers):
        """One answer of the server to a path as it stands, however wrong it is."""
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=30)
        try:
            if method == "POST":
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def open(self, page, path):
        """Let a page of Playwright's visit the path. A route costs the cache: only for faults."""
        if html := self.apart.get(path):
            kind = "text/html; charset=utf-8"
            page.route(self.url + path, lambda route: route.fulfill(body=html, content_type=kind))
        page.goto(path)

    def crawl(self):
        todo, asked = ["/", *STATES], Counter()
        while todo:
            path = todo.pop(0)
            plain, _, query = path.partition("?")
            kind = (kind_of(path), bool(query))
            limit = QUERIES_ASKED if query else 10_000 if plain.endswith("/") else FILES_ASKED
            if path in self.answers or (asked[kind] >= limit and path not in STATES):
                continue
            asked[kind] += 1
            self.answers[path] = self.ask(path)
            if self.answers[path].is_page:
                todo += self.links_on(path)

    def links_on(self, path):
        hrefs = [item.attributes.get("href") or "" for item in self.answers[path].tree.all("a")]
        own = [href.removeprefix(self.url).partition("#")[0] for href in hrefs]
        full = [path.partition("?")[0] + href if href.startswith("?") else href for href in own]
        return [href for href in full if href.startswith("/") and not href.startswith("/static/")]


def told(findings):
    """Findings by path, told once each: on how many pages, and the first of them."""
    paths = {}
    for path, found in findings.items():
        for finding in dict.fromkeys(found):
            paths.setdefault(finding, []).append(path)
    lines = [f"{len(where)} x, as on {where[0]}: {what}" for what, where in paths.items()]
    return "\n".join(["", *sorted(lines)])


def kind_of(path):
    """The name of the address, as urls.py gives it; of one that is not there, none."""
    try:
        return resolve(path.partition("?")[0]).url_name
    except Resolver404:
        return ""


@contextmanager
def serving(database, log):
    """The address of a server of our own with that SQLite file; what it says goes into the log.

    Raises:
        RuntimeError: it does not answer in time; the log is quoted.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    # An empty variable counts as not set, and keeps a line of .env out.
    ours = {"DATABASE_URL": f"sqlite:///{database}", "SITE_URL": url, "SECRET_KEY": "x" * 50}
    ours |= dict.fromkeys(["DEBUG", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "TIME_ZONE"], "")
    command = [sys.executable, "deploy/serve.py", str(port)]
    with log.open("w") as file:
        server = subprocess.Popen(  # noqa: S603  our own server
            command, cwd=settings.BASE_DIR, env=os.environ | ours, stdout=file, stderr=file
        )
    try:
        wait_for(Site(url), server, log)
        yield url
    finally:
        server.terminate()
        server.wait()


def wait_for(site, server, log):
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        try:
            if site.ask("/healthz/").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The server does not answer:\n{log.read_text()}")

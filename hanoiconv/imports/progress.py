"""Work at the desk that may take long: done at once where it is small, else with lines on the way.

Large work runs in a thread of its own, with a database connection of its own, because the import is
one call that tells how far it is on the way; the answer sends on what it tells. A reader who goes
away stops nothing: the import is whole or it is nothing, and stands in the list of imports.
"""

import logging
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import close_old_connections, connections
from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.html import escape, format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from hanoiconv.interchange.planning import Progress
from hanoiconv.interchange.rows import Fault

# Less than this is done in about a second, and is answered like any other form.
LARGE = 1024 * 1024  # bytes of files
QUIET = 10  # seconds of silence after which a proxy is shown that somebody is still here
MOST_SHOWN = 500  # faults or problems on a page
MOST_IN_MESSAGE = 20  # messages travel in a cookie
HERE = "<!-- what is told on the way -->"
TEMPLATE = "admin/hanoiconv/import/work.html"
FRAGMENT = "admin/hanoiconv/import/_ending.html"
FAILED = _("Something went wrong on our side, and nothing was written. Try again, or tell us.")
logger = logging.getLogger("django.request")


@dataclass
class Ending:
    """What came of the work: a sentence, more of them, faults of files, and where to go on.

    `level` is one of Django's messages: SUCCESS goes on by itself, ERROR stays to be read.
    """

    sentence: str
    level: int
    url: str
    label: str
    problems: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def tag(self) -> str:
        return messages.DEFAULT_TAGS[self.level]

    @property
    def goes_on(self) -> bool:
        return self.level == messages.SUCCESS

    @property
    def shown_problems(self) -> list[str]:
        return self.problems[:MOST_SHOWN]

    @property
    def more_problems(self) -> int:
        return max(0, len(self.problems) - MOST_SHOWN)

    @property
    def shown_faults(self) -> list[Fault]:
        return self.faults[:MOST_SHOWN]

    @property
    def more_faults(self) -> int:
        return max(0, len(self.faults) - MOST_SHOWN)


Work = Callable[[Progress], Ending]


def answer(
    request: HttpRequest, context: dict[str, Any], work: Work, *, size: int, back: str
) -> Any:
    """Does the work and says what came of it.

    `size` is that of the files it is about, `back` where to go when it fails by our own fault.
    """
    if size >= LARGE:
        page = render_to_string(TEMPLATE, context | {"here": HERE}, request)
        response = StreamingHttpResponse(_pieces(page, work, back))
        response.headers["X-Accel-Buffering"] = "no"  # for nginx, and hanoiconv/compression.py
        return response
    ending = work(lambda _what, _rows: None)
    if ending.level == messages.ERROR:
        return TemplateResponse(request, TEMPLATE, context | {"ending": ending})
    messages.add_message(request, ending.level, _message(ending))
    return redirect(ending.url)


def _message(ending: Ending) -> str:
    """The ending as one message."""
    shown = ending.problems[:MOST_IN_MESSAGE]
    if not shown:
        return ending.sentence
    if more := len(ending.problems) - len(shown):
        shown = [*shown, gettext("… and %d more") % more]
    items = format_html_join("", "<li>{}</li>", ((line,) for line in shown))
    return format_html("{}<ul>{}</ul>", ending.sentence, items)


def _pieces(page: str, work: Work, back: str) -> Iterator[str]:
    """The page, with lines on how far the work is where they belong, then what came of it."""
    before, _here, after = page.partition(HERE)
    yield before
    told: queue.SimpleQueue[tuple[str, int] | Ending] = queue.SimpleQueue()
    # PostgreSQL has few connections for a process, and this thread only waits from here on.
    close_old_connections()
    given = (work, told, get_language(), back)
    threading.Thread(target=_run, args=given, daemon=True, name="import at the desk").start()
    last = ""
    while True:
        try:
            news = told.get(timeout=QUIET)
        except queue.Empty:
            yield "\n"
            continue
        if isinstance(news, Ending):
            break
        what, rows = news
        # The style sheet hides a line that a later one of the same kind stands behind.
        again = ' class="again"' if what == last else ""
        last = what
        words = gettext("%(what)s: %(rows)s") % {"what": what, "rows": f"{rows:,}"}
        yield f"<li{again}>{escape(capfirst(words if rows else what))}</li>\n"
    yield render_to_string(FRAGMENT, {"ending": news})
    yield after


def _run(work: Work, told: Any, language: str | None, back: str) -> None:
    """The work, in a thread: all that it tells goes into the queue, its ending last."""
    try:
        with override(language):
            told.put(work(lambda what, rows: told.put((str(what), rows))))
    except Exception:
        logger.exception("An import at the desk failed.")
        told.put(Ending(str(FAILED), messages.ERROR, back, gettext("Back")))
    finally:
        connections.close_all()

"""A reader's browser: it opens the form, and a minute later sends it."""

from datetime import UTC, datetime, timedelta

import time_machine
from django.test import Client

from hanoiconv.error_reports import fresh_stamp

ADDRESS = "/report-an-error/"
THANKS = "/report-an-error/thanks/"
SITE = "http://testserver"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TYPED = {"page": "/statements/x/", "what": "It was the 26th."}


def stamp(at=NOW - MINUTE):
    """The stamp of a form handed out at that moment."""
    with time_machine.travel(at, tick=False):
        return fresh_stamp()


def send(*, at=NOW, headers=None, address="192.0.2.1", stamped=None, **typed):
    """The answer to the form, sent at that moment by a browser of its own."""
    sent_headers = {"origin": SITE} if headers is None else headers
    form = {**TYPED, "stamp": stamp(at - MINUTE) if stamped is None else stamped, **typed}
    with time_machine.travel(at, tick=False):
        return Client().post(ADDRESS, form, headers=sent_headers, REMOTE_ADDR=address)

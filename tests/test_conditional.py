"""Every JSON answer has an ETag of its content: 304 until something is another, and no longer."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from events.models import Event, Statement
from tests.make import make_event, make_instrument, make_source, make_statement

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ADDRESSES = [
    "/events/opening.json",
    "/statements/answer.json",
    "/convention.json",
    "/data/events.json",
    "/data/events.csv",
    "/data/statements.json",
    "/data/statements.csv",
]


def record():
    """An event, an answer to what is not due yet, and what else falls due in an hour."""
    event = make_event(slug="opening")
    due = {"publish_at": NOW + timedelta(hours=1)}
    question = make_statement(slug="question", event=event, **due)
    make_statement(slug="answer", event=event, responds_to=[question])
    make_event(slug="scheduled", **due)
    make_instrument(sources=[make_source()])


@pytest.mark.parametrize("address", ADDRESSES)
def test_answer_is_not_modified_until_a_row_is_due_or_withdrawn(client, address, time_machine):
    time_machine.move_to(NOW, tick=False)
    record()
    etags = [client.get(address)["ETag"]]

    def status():
        headers = {
            "If-None-Match": etags[-1],
            "If-Modified-Since": "Sun, 01 Jan 2090 00:00:00 GMT",
        }
        answer = client.get(address, headers=headers)
        assert "Last-Modified" not in answer
        etags.append(answer.get("ETag", etags[-1]))
        return answer.status_code

    seen = [status()]
    time_machine.move_to(NOW + timedelta(hours=1), tick=False)
    seen += [status(), status()]
    for model in (Event, Statement):
        model.objects.update(status="withdrawn", withdrawn_reason="Wrong.")
    seen.append(status())

    # The answer names the question once that is to be seen; the event and the treaty name neither.
    due = {"/events/opening.json": 304, "/convention.json": 304}.get(address, 200)
    gone = {"/events/opening.json": 410, "/statements/answer.json": 410, "/convention.json": 304}
    assert seen == [304, due, 304, gone.get(address, 200)]


@pytest.mark.parametrize(
    "address", ["/", "/events/opening.json", "/data/events.csv", "/events.ics"]
)
def test_answer_is_sent_compressed_and_still_not_modified(client, address):
    record()
    plain = client.get(address)
    wanted = {"Accept-Encoding": "gzip"}

    sent = client.get(address, headers=wanted)

    packed = b"".join(sent.streaming_content) if sent.streaming else sent.content
    bare = b"".join(plain.streaming_content) if plain.streaming else plain.content
    assert (sent["Content-Encoding"], sent["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(packed) == bare
    assert sent["ETag"] == f"W/{plain['ETag'].removeprefix('W/')}"
    again = client.get(address, headers=wanted | {"If-None-Match": sent["ETag"]})
    assert (again.status_code, again.content) == (304, b"")

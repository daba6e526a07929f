"""What an address answers once its record was withdrawn, and before it is public."""

from datetime import UTC, datetime

import pytest

from tests.make import make_article, make_event, make_statement
from tests.pages import page

pytestmark = pytest.mark.django_db

FUTURE = datetime(9000, 1, 1, tzinfo=UTC)
SECRET = "Zqsecret"
ROOTS = {
    "article": lambda **values: make_article(
        headline=SECRET, standfirst=SECRET, body=SECRET, byline=SECRET, kicker=SECRET, **values
    ),
    "event": lambda **values: make_event(title=SECRET, summary=SECRET, date_words=SECRET, **values),
    "statement": lambda **values: make_statement(
        gist=SECRET,
        speaker={"described_as": SECRET},
        report={"printed_as": SECRET, "occasion": SECRET, "passage": {"quoted": SECRET}},
        **values,
    ),
}


def answers(client, record):
    """What the page and its twins for machines answer: status and text."""
    endings = ("/", ".json", ".ics") if record._meta.model_name == "event" else ("/", ".json")
    own = record.get_absolute_url().rstrip("/")
    return [(client.get(own + ending)) for ending in endings]


@pytest.mark.parametrize("kind", ROOTS)
def test_withdrawn_record_answers_410_with_the_reason_and_nothing_else_of_it(client, kind):
    record = ROOTS[kind](status="withdrawn", withdrawn_reason="The photograph was of another.")

    for answer in answers(client, record):
        text = answer.content.decode()
        assert answer.status_code == 410
        assert page(text).one("main").texts("h1") == ["This page was withdrawn"]
        assert page(text).one("main").texts("p")[0] == "The photograph was of another."
        assert SECRET not in text
        assert page(text).one("form", role="search").texts("button") == ["Search"]


@pytest.mark.parametrize("kind", ROOTS)
@pytest.mark.parametrize(
    "hidden",
    [
        {"status": "draft"},
        {"status": "draft", "publish_at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"status": "review"},
        {"publish_at": FUTURE},
        {"status": "withdrawn", "publish_at": None, "withdrawn_reason": SECRET},
        {"status": "withdrawn", "publish_at": FUTURE, "withdrawn_reason": SECRET},
    ],
)
def test_record_that_nobody_could_see_answers_404(client, kind, hidden):
    record = ROOTS[kind](**hidden)

    for answer in answers(client, record):
        assert answer.status_code == 404
        assert page(answer).texts("h1") == ["There is no such page"]
        assert SECRET not in answer.content.decode()


@pytest.mark.parametrize("above", [{"status": "draft"}, {"publish_at": FUTURE}])
def test_withdrawn_event_of_a_hidden_event_answers_404(client, above):
    values = {"status": "withdrawn", "withdrawn_reason": SECRET}
    record = make_event(parent=make_event(**above), **values)

    for answer in answers(client, record):
        assert answer.status_code == 404
        assert SECRET not in answer.content.decode()


def test_withdrawn_event_of_a_withdrawn_event_answers_410(client):
    gone = {"status": "withdrawn", "withdrawn_reason": "Both were cancelled."}
    record = make_event(parent=make_event(**gone), **gone)

    assert [answer.status_code for answer in answers(client, record)] == [410, 410, 410]


def test_event_under_a_withdrawn_event_is_hidden(client):
    record = make_event(parent=make_event(status="withdrawn"), title=SECRET)

    for answer in answers(client, record):
        assert answer.status_code == 404
        assert SECRET not in answer.content.decode()

"""What is sent to the desk and can be no key, or no year: refused in words, never a fault."""

import pytest

from events.models import Article
from tests.articles.pages import NEW_PREVIEW
from tests.checks import change_screen, filled_in, opened, screen, the_record
from tests.make import make_report, make_speaker, make_statement

pytestmark = pytest.mark.django_db
NO_CHOICE = "Select a valid choice. That choice is not one of the available choices."
ODD = ["abc", "-1", "1e5", "\x00", "9" * 19, "٣"]


@pytest.mark.parametrize("odd", ODD)
def test_forged_links_are_refused_and_all_else_stays_in_the_form(publisher_client, odd):
    row = make_statement(speaker=None, report=None)
    make_speaker(statement=row)
    make_report(statement=row)
    before = the_record()
    forged = {
        "gist": "As typed.",
        "event": odd,
        "topics": odd,
        "speakers-0-person": odd,
        "reports-0-source": odd,
    }

    answer = publisher_client.post(
        change_screen(row), filled_in(row) | forged | {"_opened": opened(row)}
    )

    form = answer.context["adminform"].form
    assert form.errors["event"] == [NO_CHOICE]
    assert list(form.errors) == ["event", "topics"]
    assert form["gist"].value() == "As typed."
    assert the_record() == before


@pytest.mark.parametrize("odd", ODD)
def test_preview_takes_forged_links_for_nothing(editor_client, odd):
    links = dict.fromkeys(["lead_photo", "events", "topics", "sources"], odd)

    answer = editor_client.post(NEW_PREVIEW, {"headline": "As typed"} | links)

    assert answer.status_code == 200
    assert "As typed" in answer.content.decode()


def test_year_of_many_digits_shows_the_whole_list(publisher_client):
    address = screen(Article, "changelist")

    answer = publisher_client.get(address, {"publish_at__year": "9" * 19})

    assert answer.url == f"{address}?e=1"

"""Nothing is published that a check holds back: by no form, by no action, by no forged field."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Article, Statement
from tests.checks import acted, as_new, change_screen, filled_in, looked, screen, the_record
from tests.make import (
    make_article,
    make_event,
    make_photo,
    make_source,
    make_statement,
)

pytestmark = pytest.mark.django_db

NO_SOURCES = "Article without sources. It names no source: add those that it rests on."
NO_REPORT = "Statement without a report. No source reports it: add a report."
NO_ALT = (
    "Lead photo without alternative text or credit. "
    "The lead photo has no alternative text: add it on the form of the photo."
)
LATER = timezone.localtime(timezone.now() + timedelta(days=9))
TIME = {"publish_at_0": f"{LATER:%Y-%m-%d}", "publish_at_1": f"{LATER:%H:%M:%S}"}
REPORT = {
    "reports-TOTAL_FORMS": "1",
    "reports-0-mode": "quotation",
    "reports-0-lang": "en",
    "reports-0-printed_as": "Words as typed",
}


def held_back():
    """A row of each kind that a check holds back, with what the form says of it."""
    bare = make_photo(alt="", credit="Photo: VNA")
    return [
        (make_article(status="draft"), [NO_SOURCES]),
        (make_statement(status="draft", report=None), [NO_REPORT]),
        (make_article(status="review", sources=[make_source()], lead_photo=bare), [NO_ALT]),
        (make_article(status="draft", lead_photo=bare), [NO_SOURCES, NO_ALT]),
    ]


@pytest.mark.parametrize("time", [{}, TIME], ids=["now", "later"])
@pytest.mark.parametrize("page", ["change", "add"])
def test_form_publishes_nothing_that_is_held_back(publisher_client, page, time):
    for row, reasons in held_back():
        form = filled_in(row) | {"status": "published"} | time
        args = [row.pk] if page == "change" else []
        form = form if args else as_new(form, slug=f"{row.slug}-new")
        before = the_record()

        answer = publisher_client.post(screen(row, page, *args), form)

        assert answer.status_code == 200
        assert answer.context["adminform"].errors == {"__all__": reasons}
        assert the_record() == before


def test_form_keeps_what_was_typed(publisher_client):
    article = make_article(status="draft")
    form = filled_in(article) | {"status": "published", "headline": "As typed"}

    answer = publisher_client.post(change_screen(article), form)

    assert answer.context["adminform"].form["headline"].value() == "As typed"
    assert answer.context["adminform"].form["status"].value() == "published"


def test_form_publishes_with_what_is_added_at_once(publisher_client):
    article = make_article(status="draft")
    statement = make_statement(status="draft", report=None)
    source = make_source()
    publisher_client.post(
        change_screen(article),
        filled_in(article) | {"status": "published", "sources": [source.pk]},
    )
    publisher_client.post(
        change_screen(statement),
        filled_in(statement) | REPORT | {"status": "published", "reports-0-source": source.pk},
    )

    assert list(Article.objects.public()) == [article]
    assert list(Statement.objects.public()) == [statement]


def test_form_publishes_nothing_of_which_the_last_source_is_taken_away(publisher_client):
    article = make_article(sources=[make_source()])
    form = filled_in(article) | {"sources": []}
    before = the_record()

    answer = publisher_client.post(change_screen(article), form)

    assert answer.context["adminform"].errors == {"__all__": [NO_SOURCES]}
    assert the_record() == before


def test_what_is_public_already_can_be_mended(publisher_client):
    article = make_article()

    answer = publisher_client.post(
        change_screen(article), filled_in(article) | {"headline": "Mended"}
    )

    article.refresh_from_db()
    assert (answer.status_code, article.headline) == (302, "Mended")


def test_what_was_withdrawn_is_not_published_again_as_it_is(publisher_client):
    article = make_article(status="withdrawn")
    before = the_record()

    answer = publisher_client.post(
        change_screen(article), filled_in(article) | {"status": "published"}
    )

    assert answer.context["adminform"].errors == {"__all__": [NO_SOURCES]}
    assert the_record() == before


@pytest.mark.parametrize("status", ["draft", "review"])
def test_what_is_not_published_is_saved_all_the_same(editor_client, status):
    article = make_article(status="draft")

    answer = editor_client.post(change_screen(article), filled_in(article) | {"status": status})

    article.refresh_from_db()
    assert (answer.status_code, article.status) == (302, status)


def test_publish_now_tells_what_is_held_back_and_leaves_it(publisher_client):
    for row, reasons in held_back():
        good = make_article(status="draft", sources=[make_source()])
        if isinstance(row, Statement):
            good = make_statement(status="draft")
        before = the_record()

        plan = looked(publisher_client, [good, row], "publish_now").context["plan"]

        assert [line.row for line in plan.changing] == [good]
        assert [(line.row, line.reasons) for line in plan.refused] == [(row, reasons)]
        assert the_record() == before
        acted(publisher_client, [good, row], "publish_now")
        assert [type(row).objects.get(pk=one.pk).status for one in (good, row)] == [
            "published",
            row.status,
        ]


def test_events_are_held_back_by_nothing(publisher_client):
    event = make_event(status="draft")

    publisher_client.post(change_screen(event), filled_in(event) | {"status": "published"})

    event.refresh_from_db()
    assert event.status == "published"


def test_editor_who_forges_a_status_hears_of_no_check(editor_client):
    article = make_article(status="draft")
    before = the_record()

    answer = editor_client.post(
        change_screen(article), filled_in(article) | {"status": "published"} | TIME
    )

    assert answer.context["adminform"].errors == {
        "status": ["Select a valid choice. published is not one of the available choices."]
    }
    assert the_record() == before

"""Bodies of articles name records on file; published ones name what readers may see."""

import pytest

from events.models import Article, Statement
from tests.interchange.written import (
    PUBLISHED,
    article,
    imported,
    person,
    refused,
    small_record,
    statement,
    words,
)
from tests.make import make_statement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def test_body_that_names_what_is_nowhere_is_refused_with_the_line():
    body = "One.\n\n[Two](person:luong-cuong) and [three](person:nobody).\n\n{statement: nothing}"

    faults = refused(person(), article(body=body))

    assert faults == [
        "a.json:3: events.article our-article: body: Line 3: there is no person:nobody on record.",
        "a.json:3: events.article our-article: body: "
        "Line 5: there is no statement:nothing on record.",
    ]


def test_body_may_name_what_stands_later_in_the_files():
    body = "[He](person:luong-cuong) said:\n\n{statement: point}"

    result = imported(article(body=body), *small_record())

    assert words(result.faults) == []
    assert Article.objects.get().body == body


def test_published_article_that_names_a_draft_is_refused():
    rows = small_record()
    rows[3] = statement(status="draft")

    faults = refused(*rows, article(body="So:\n\n{statement: point}", **PUBLISHED), publish=True)

    reason = "Line 3: statement:point is not public yet."
    assert faults == [f"a.json:9: events.article our-article: body: {reason}"]


def test_published_article_may_name_what_the_same_files_publish():
    rows = small_record()
    rows[3] = statement(**PUBLISHED)

    result = imported(article(body="So:\n\n{statement: point}", **PUBLISHED), *rows, publish=True)

    assert words(result.faults) == []
    assert Statement.objects.public().get().slug == "point"


def test_article_that_is_held_back_may_name_a_draft():
    rows = small_record()
    rows[3] = statement(status="draft")

    result = imported(*rows, article(body="So:\n\n{statement: point}", **PUBLISHED))

    assert words(result.faults) == []
    assert Article.objects.get().status == "review"


def test_draft_article_may_name_a_draft():
    make_statement(slug="point", status="draft")

    result = imported(article(body="So:\n\n{statement: point}"))

    assert words(result.faults) == []

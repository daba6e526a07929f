from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from events.models import Statement
from events.references import Reference, check_references, known, references_in
from hanoiconv.core.former_slugs import FormerSlug
from tests.make import (
    make_article,
    make_event,
    make_participation,
    make_person,
    make_statement,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def messages_of(errors):
    return [message for error in errors for message in error.messages]


def refused_body(article):
    with pytest.raises(ValidationError) as refusal:
        article.full_clean()
    return refusal.value.message_dict


def test_references_are_found_in_order_with_their_lines():
    body = (
        "# The [opening](event:opening)\n"
        "\n"
        "First line,\n"
        "[President Lương Cường](person:luong-cuong) spoke\n"
        "in [Hanoi](place:hanoi), [UNODC](organisation:unodc)\n"
        "and [VOV](source:vov-report) said.\n"
        "\n"
        "{statement: cuong-thanks}\n"
        "\n"
        "- one\n"
        "- [two](statement:giang-thanks)\n"
        "> quoted\n"
        "> [three](person:giang)\n"
    )

    assert references_in(body) == [
        Reference("event", "opening", 1),
        Reference("person", "luong-cuong", 4),
        Reference("place", "hanoi", 5),
        Reference("organisation", "unodc", 5),
        Reference("source", "vov-report", 6),
        Reference("statement", "cuong-thanks", 8),
        Reference("statement", "giang-thanks", 11),
        Reference("person", "giang", 13),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Nothing here.",
        "`[code](person:luong-cuong)`",
        "    [code](person:luong-cuong)",
        "```\n{statement: giang-thanks}\n```",
        "[web](https://example.org/person:luong-cuong)",
        "\\[no link](person:luong-cuong)",
        "person:luong-cuong",
    ],
)
def test_text_that_only_looks_like_a_reference_is_none(body):
    assert references_in(body) == []


@pytest.mark.parametrize(
    "line",
    ["{statement: giang-thanks}", "{statement:giang-thanks}", "  {statement:  giang-thanks }"],
)
def test_embed_may_have_spaces(line):
    assert references_in(f"Before.\n\n{line}\n") == [Reference("statement", "giang-thanks", 3)]


@pytest.mark.django_db
def test_unknown_references_are_errors_that_name_them_and_their_lines():
    make_person(slug="luong-cuong")
    body = (
        "[Known](person:luong-cuong), [gone](person:luong-coung)\n"
        "and [never](event:luong-cuong).\n"
        "\n"
        "{statement: giang-thank}\n"
    )

    errors = check_references(body)

    assert messages_of(errors) == [
        "Line 1: there is no person:luong-coung on record.",
        "Line 2: there is no event:luong-cuong on record.",
        "Line 4: there is no statement:giang-thank on record.",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["persn:luong-cuong", "topic:cybercrime", "Person:luong-cuong"])
def test_reference_of_an_unknown_kind_is_an_error(target):
    make_person(slug="luong-cuong")

    errors = check_references(f"First.\n[Somebody]({target})")

    assert messages_of(errors) == [f"Line 2: there is no {target} on record."]


@pytest.mark.django_db
def test_references_not_yet_public_are_noticed():
    shown = make_participation(person=make_person(slug="shown")).person
    make_person(slug="hidden")
    make_statement(slug="due", publish_at=NOON)
    body = f"[a](person:{shown.slug}) [b](person:hidden)\n\n{{statement: due}}"

    assert check_references(body) == []
    assert messages_of(check_references(body, NOON)) == ["Line 1: person:hidden is not public yet."]
    assert messages_of(check_references(body, NOON - timedelta(microseconds=1))) == [
        "Line 1: person:hidden is not public yet.",
        "Line 3: statement:due is not public yet.",
    ]


@pytest.mark.django_db
def test_references_are_checked_in_one_query(django_assert_num_queries):
    kinds = ["person", "organisation", "source", "event", "statement", "place"]
    body = "\n".join(f"[x]({kind}:nothing-{n})" for kind in kinds for n in range(5))

    with django_assert_num_queries(1):
        assert len(check_references(body)) == 30
    with django_assert_num_queries(1):
        assert len(check_references(body, NOON)) == 30
    with django_assert_num_queries(0):
        assert check_references("No references.") == []


@pytest.mark.django_db
def test_reference_to_a_merged_record_is_one_to_the_record_it_is_part_of():
    make_person(slug="luong-cuong", name="Lương Cường")
    shown = make_participation(person=make_person(slug="giang", name="Giang")).person
    for slug, now in [("cuong", "luong-cuong"), ("dang-giang", shown.slug), ("ring", "ring-2")]:
        FormerSlug.objects.create(kind="people.person", slug=slug, now=now)
    FormerSlug.objects.create(kind="people.person", slug="ring-2", now="ring")
    references = references_in(
        "[a](person:cuong) [b](person:dang-giang) [c](person:ring) [d](event:cuong)"
    )

    assert known(references) == {
        ("person", "cuong"): ("luong-cuong", "Lương Cường"),
        ("person", "dang-giang"): ("giang", "Giang"),
    }
    assert known(references, NOON) == {("person", "dang-giang"): ("giang", "Giang")}
    assert messages_of(check_references("[a](person:cuong)", NOON)) == [
        "Line 1: person:cuong is not public yet."
    ]


@pytest.mark.django_db
def test_reference_goes_to_a_hidden_record_before_a_former_slug():
    make_event(slug="is")
    make_event(slug="was", status="draft")
    FormerSlug.objects.create(kind="events.event", slug="was", now="is")

    assert known([Reference("event", "was", 1)], NOON) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["draft", "review", "published"])
def test_article_with_an_unknown_reference_is_never_kept(status):
    article = make_article(status=status, publish_at=NOON, body="One.\n\n[x](person:nobody)")

    assert refused_body(article) == {"body": ["Line 3: there is no person:nobody on record."]}


@pytest.mark.django_db
def test_article_is_published_only_when_what_it_names_is_public():
    make_statement(slug="hidden", status="draft")
    article = make_article(status="draft", body="One.\n\n{statement: hidden}")

    article.full_clean()
    article.status, article.publish_at = "published", timezone.now()

    assert refused_body(article) == {"body": ["Line 3: statement:hidden is not public yet."]}
    Statement.objects.update(status="published", publish_at=NOON)
    assert article.full_clean() is None


@pytest.mark.django_db
def test_article_may_be_scheduled_for_when_what_it_names_is_public():
    tomorrow = timezone.now() + timedelta(days=1)
    make_statement(slug="tomorrow", publish_at=tomorrow)
    article = make_article(publish_at=tomorrow, body="{statement: tomorrow}")

    article.full_clean()
    article.publish_at = tomorrow - timedelta(minutes=1)

    assert refused_body(article) == {"body": ["Line 1: statement:tomorrow is not public yet."]}


@pytest.mark.django_db
def test_old_article_is_checked_against_today():
    make_statement(slug="newer", publish_at=timezone.now() - timedelta(minutes=1))
    article = make_article(publish_at=NOON - timedelta(days=300), body="{statement: newer}")

    assert article.full_clean() is None


@pytest.mark.django_db
def test_article_stays_published_when_what_it_names_is_withdrawn():
    make_statement(slug="taken-back", status="withdrawn")
    make_statement(slug="not-yet", status="draft")
    stays = make_article(body="[It](statement:taken-back).\n\n{statement: taken-back}\n")
    refused = make_article(body="[It](statement:taken-back), [that](statement:not-yet).\n")

    stays.full_clean()

    assert refused_body(refused) == {"body": ["Line 1: statement:not-yet is not public yet."]}


@pytest.mark.django_db
def test_more_references_than_a_query_takes_are_all_looked_up(monkeypatch):
    monkeypatch.setattr("events.references.MOST_ASKED", 2)
    slugs = [make_person(slug=f"person-{n}").slug for n in range(5)]
    FormerSlug.objects.create(kind="people.person", slug="was", now="person-4")
    references = [Reference("person", slug, 1) for slug in [*slugs, "was", "nobody"]]

    found = known(references)

    assert sorted(slug for _kind, slug in found) == [*slugs, "was"]
    assert found["person", "was"].slug == "person-4"

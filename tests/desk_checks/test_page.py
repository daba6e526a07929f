"""The list of what checks find, and what is told beside a form: to whom, filtered, bounded."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from events.models import Statement
from hanoiconv.checks.catalogue import CHECKS, findings_of
from tests.checks import change_screen, logged_in, screen
from tests.make import (
    make_article,
    make_event,
    make_participation,
    make_person,
    make_report,
    make_source,
    make_statement,
)

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:checks")


def found(answer):
    """The check, what it counts and the keys it lists."""
    return [
        (section.check.slug, section.number, [told.finding.pk for told in section.told])
        for section in answer.context["found"]
    ]


def desk_user(*codenames):
    user = User.objects.create_user("limited", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    return logged_in(user)


def test_page_lists_what_is_found_by_check(onlooker):
    statement = make_statement(report=None, gist="A point.")
    article = make_article(headline="A headline")

    answer = logged_in(onlooker).get(PAGE)

    assert found(answer)[:2] == [
        ("no-report", 1, [statement.pk]),
        ("no-sources", 1, [article.pk]),
    ]
    assert [section.told[0].title for section in answer.context["found"][:2]] == [
        "A point.",
        "A headline",
    ]
    shown = answer.content.decode()
    assert f'href="{change_screen(statement)}#reports-group"' in shown
    assert f'href="{change_screen(article)}#id_sources"' in shown
    assert len(answer.context["found"]) + len(answer.context["clean"]) == len(CHECKS)


def test_page_is_for_staff_who_may_view_something(stranger):
    answers = [Client().get(PAGE), logged_in(stranger).get(PAGE), desk_user().get(PAGE)]

    assert [answer.status_code for answer in answers] == [302, 302, 403]
    assert all(answer.url.startswith(reverse("admin:login")) for answer in answers[:2])


def test_page_changes_nothing(publisher_client):
    assert publisher_client.post(PAGE).status_code == 405


def test_page_tells_of_the_kinds_alone_that_the_user_may_view():
    make_article(headline="Secret headline")
    make_person(name="Hidden Person")
    stranger = make_person(name="Ann Other")
    event = make_event(title="Secret event")
    make_participation(event=event)
    make_statement(event=event, speaker={"person": stranger})
    bare = make_statement(report=None)
    client = desk_user("view_statement")

    answer = client.get(PAGE)
    asked = client.get(PAGE, {"kind": "article", "check": "no-sources"})

    assert found(answer) == found(asked) == [("no-report", 1, [bare.pk])]
    kinds = [offer.value for offer in answer.context["filters"]["kind"]]
    assert kinds == ["statement"]
    checks = [offer.value for offer in answer.context["filters"]["check"]]
    assert checks == ["no-report", "figures-disagree"]
    for word in ("Secret", "Hidden", "Ann Other"):
        assert word not in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ({"check": "no-report"}, ["no-report"]),
        ({"severity": "blocking"}, ["no-report", "no-sources"]),
        ({"severity": "note"}, ["nobody-links"]),
        ({"kind": "article"}, ["no-sources"]),
        ({"kind": "statement", "severity": "note"}, []),
        ({"kind": "topic", "check": "no-report"}, []),
    ],
)
def test_page_filters(publisher_client, query, slugs):
    make_statement(report=None)
    make_article()
    make_person()

    answer = publisher_client.get(PAGE, query)

    assert [slug for slug, *_ in found(answer)] == slugs


@pytest.mark.parametrize("garbage", ["", "x", "no-report'--", "\x00", "é" * 500, "event.pk"])
def test_page_passes_over_values_it_does_not_offer(publisher_client, garbage):
    make_statement(report=None)
    whole = found(publisher_client.get(PAGE))

    answer = publisher_client.get(
        PAGE, {"check": garbage, "kind": garbage, "severity": garbage, "page": garbage}
    )

    assert answer.status_code == 200
    assert found(answer) == whole == [("no-report", 1, [Statement.objects.get().pk])]


def test_page_lists_the_first_of_many(publisher_client):
    rows = [Statement(slug=f"s{n}", gist=f"Point {n}.") for n in range(201)]
    Statement.objects.bulk_create(rows)
    newest = [*Statement.objects.order_by("-pk").values_list("pk", flat=True)]

    page = publisher_client.get(PAGE)
    alone = publisher_client.get(PAGE, {"check": "no-report"})

    assert found(page) == [("no-report", 201, newest[:5])]
    assert found(alone) == [("no-report", 201, newest[:200])]
    assert "more than 200" in page.content.decode()


@pytest.mark.parametrize("rows", [1, 5])
def test_page_needs_the_same_queries_for_any_number_of_findings(
    publisher_client, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_statement(report=None)
        make_article(body="[x](person:none)")
        make_person(name="Same Name")
        make_person(name="Same Name")
    publisher_client.get(PAGE)

    # Session, user and permissions 4, checks 33, titles 3.
    with django_assert_num_queries(39):
        publisher_client.get(PAGE)


def told_beside(answer):
    shown = answer.content.decode()
    return shown.count('<li class="is-blocking">'), shown.count('<li class="is-note">')


def test_form_tells_what_is_wrong_with_its_record(editor_client):
    make_statement(report=None)
    whole = make_statement(status="draft")
    bare = make_statement(status="draft", report=None)
    person = make_person()

    pages = [editor_client.get(change_screen(row)) for row in (whole, bare, person)]

    assert [told_beside(page) for page in pages] == [(0, 0), (1, 0), (0, 1)]
    assert "No source reports it: add a report." in pages[1].content.decode()


def test_forms_for_new_records_and_of_parts_tell_nothing(editor_client):
    report = make_statement(status="draft").reports.get()

    for address in (screen(Statement, "add"), change_screen(report)):
        page = editor_client.get(address)
        assert page.status_code == 200
        assert "check-notes" not in page.content.decode()


def test_form_quotes_no_record_that_the_user_may_not_view():
    event = make_event()
    make_participation(event=event)
    stranger = make_person(name="Ann Other")
    statement = make_statement(event=event, speaker={"person": stranger}, report=None)

    page = desk_user("view_statement").get(change_screen(statement)).content.decode()

    assert "No source reports it" in page
    assert "Ann Other" not in page


@pytest.mark.parametrize("rows", [1, 5])
def test_checks_beside_a_form_cost_one_query_where_nothing_is_found(
    publisher, rows, django_assert_num_queries
):
    statement = make_statement()
    for _ in range(rows):
        make_source()
    assert [*findings_of(Statement, statement.pk, publisher)] == []

    with django_assert_num_queries(1):
        assert [*findings_of(Statement, statement.pk, publisher)] == []


@pytest.mark.parametrize("rows", [1, 5])
def test_checks_beside_a_form_need_the_same_queries_for_any_number_of_findings(
    publisher, rows, django_assert_num_queries
):
    statement = make_statement(report=None)
    checked = {"checked_on": date(2026, 11, 21), "checked_sha256": "0" * 64}
    for _ in range(rows):
        make_report(statement=statement, verdict="not-found", **checked)
    publisher.get_all_permissions()

    with django_assert_num_queries(2):  # whether there is something, and what
        found = [*findings_of(Statement, statement.pk, publisher)]

    assert [check.slug for check, _finding in found] == ["not-found"] * rows


def test_desk_leads_to_the_checks(onlooker):
    link = f'href="{PAGE}"'

    assert link in logged_in(onlooker).get(reverse("admin:index")).content.decode()
    assert link not in desk_user().get(reverse("admin:index")).content.decode()

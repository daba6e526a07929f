"""Choosing while typing: finds without marks, tells two of one name apart, and to whom."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from tests.checks import logged_in
from tests.make import (
    make_article,
    make_event,
    make_name,
    make_organisation,
    make_person,
    make_photo,
    make_place,
    make_report,
    make_role,
    make_source,
    make_statement,
    make_topic,
)

pytestmark = pytest.mark.django_db


def choose(client, field, term, **more):
    app, model, name = field.split(".")
    query = {"app_label": app, "model_name": model, "field_name": name, "term": term}
    return client.get(reverse("admin:autocomplete"), query | more)


def results(answer):
    return [(one["text"], one["more"]) for one in answer.json()["results"]]


def desk_user(*codenames):
    user = User.objects.create_user("limited", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    return logged_in(user)


@pytest.mark.parametrize("typed", ["luong cuong", "Lương Cường", "cuong", "CƯỜNG luong"])
def test_person_is_found_however_the_name_is_typed(editor_client, typed):
    make_person(name="Đặng Hoàng Giang")
    make_person(name="Lương Cường", lang="vi")

    assert results(choose(editor_client, "events.speaker.person", typed)) == [("Lương Cường", "vi")]


@pytest.mark.parametrize("typed", ["UNODC", "unodc", "office on drugs", "drugs office"])
def test_organisation_is_found_by_acronym_and_by_words_of_its_name(editor_client, typed):
    make_organisation(name="Office for Outer Space Affairs")
    office = make_organisation(
        name="United Nations Office on Drugs and Crime",
        kind="un-body",
        parent=make_organisation(name="United Nations"),
    )
    make_name(organisation=office, text="UNODC", kind="acronym")

    found = results(choose(editor_client, "events.speaker.organisation", typed))

    assert found == [(office.name, "United Nations body · United Nations")]


def two_people():
    make_role(person=make_person(name="A. Lee"), title="Judge")
    held = {"title": "Envoy", "organisation": make_organisation(name="Chile")}
    lee = make_person(name="A. Lee", lang="es")
    make_role(person=lee, title="Judge", ended_on="2020")
    make_role(person=lee, started_on="2021", **held)
    return "A. Lee", "Envoy, Chile · es"


def former_office():
    role = {"title": "Judge", "organisation": make_organisation(name="The Hague")}
    make_role(person=make_person(name="A. Lee"), ended_on="2020", **role)
    return "A. Lee", "formerly Judge, The Hague"


def nothing_known():
    make_person(name="A. Lee", slug="a-lee-2")
    return "A. Lee", "a-lee-2"


def one_event():
    make_event(title="Talks", date="2025-10", place=make_place(name="Hanoi"), status="draft")
    return "Talks", "Draft · Meeting · October 2025 · Hanoi"


def one_source():
    outlet = make_organisation(name="VOV")
    make_source(title="A report", publisher=outlet, published_on="2025-10-25", lang="vi")
    return "A report", "VOV · 25 October 2025 · vi"


def one_statement():
    speaker = {"person": make_person(name="Lương Cường")}
    make_statement(gist="A point.", date="2025-10-25", speaker=speaker)
    return "A point.", "Published · Lương Cường · 25 October 2025"


def one_place():
    city, state = make_place(name="Hanoi"), make_organisation(name="Viet Nam", kind="state")
    make_place(name="Opera", kind="venue", parent=city, country=state)
    return "Opera", "Venue · Hanoi · Viet Nam"


def one_article():
    make_article(headline="News", status="draft", slug="news-2")
    return "News", "Draft · news-2"


def one_photo():
    make_photo(caption="A hall.", credit="Photo: VNA", event=make_event(title="Talks"))
    return "A hall.", "Photo: VNA · Talks"


def one_topic():
    make_topic(name="Extradition", slug="extradition")
    return "Extradition", "extradition"


def one_role():
    role = {"title": "Envoy", "organisation": make_organisation(name="Chile")}
    make_role(person=make_person(name="A. Lee"), started_on="2021", ended_on="2022", **role)
    return "A. Lee, Envoy, Chile", "from 2021 to 2022"


def one_report():
    source, statement = make_source(title="A report"), make_statement(gist="A point.")
    make_report(statement=statement, source=source, printed_as="The envoy")
    return "Quotation: The envoy", "A report · A point."


TOLD = {
    two_people: "events.speaker.person",
    former_office: "events.speaker.person",
    nothing_known: "events.speaker.person",
    one_event: "events.statement.event",
    one_source: "events.report.source",
    one_statement: "events.speaker.statement",
    one_place: "events.event.place",
    one_article: "hanoiconv.frontpage.lead",
    one_photo: "events.article.lead_photo",
    one_topic: "events.event.topics",
    one_role: "events.speaker.role",
    one_report: "events.passage.report",
}


@pytest.mark.parametrize(("make_it", "field"), TOLD.items(), ids=[make.__name__ for make in TOLD])
def test_result_says_what_tells_it_from_others(publisher_client, make_it, field):
    expected = make_it()

    assert expected in results(choose(publisher_client, field, ""))


def test_result_quotes_no_row_that_the_user_may_not_view():
    make_role(person=make_person(name="Ann", lang="en"), title="Zqenvoy")

    found = results(choose(desk_user("view_person"), "events.speaker.person", "ann"))

    assert found == [("Ann", "en")]


def test_choosing_is_for_who_may_view_the_kind(stranger):
    make_person(name="Ann")
    clients = [Client(), logged_in(stranger), desk_user("view_event")]

    answers = [choose(client, "events.speaker.person", "ann") for client in clients]

    assert [answer.status_code for answer in answers] == [302, 302, 403]


def test_pages_of_results_go_on_until_there_is_no_more(editor_client):
    for _ in range(21):
        make_topic()

    pages = [choose(editor_client, "events.event.topics", "", page=n).json() for n in (1, 2, 3)]

    assert [len(page["results"]) for page in pages] == [20, 1, 0]
    assert [page["pagination"]["more"] for page in pages] == [True, False, False]


@pytest.mark.parametrize("page", ["0", "-1", "9" * 30, "x"])
def test_page_that_cannot_be_is_not_found(editor_client, page):
    assert choose(editor_client, "events.event.topics", "", page=page).status_code == 404


@pytest.mark.parametrize("typed", ["\x00", "\ud800", "'", '"a', "%", "a" * 5000])
def test_any_text_may_be_typed(editor_client, typed):
    term = typed.encode("utf-8", "surrogatepass")

    assert choose(editor_client, "events.speaker.person", term).status_code == 200


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize(
    ("make_it", "field", "queries"),
    [
        (make_role, "events.speaker.person", 6),
        (make_role, "events.speaker.role", 6),
        (make_statement, "events.speaker.statement", 6),
        (make_report, "events.passage.report", 5),
        (make_photo, "events.article.lead_photo", 5),
        (make_source, "events.report.source", 5),
    ],
)
def test_choosing_needs_the_same_queries_for_any_number(
    editor_client, rows, make_it, field, queries, django_assert_num_queries
):
    for _ in range(rows):
        make_it()

    with django_assert_num_queries(queries):  # session, user, two for permissions, rows, parts
        choose(editor_client, field, "")

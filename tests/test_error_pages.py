"""400, 403, 404, 410, 500 and 503 in our design, whatever has failed."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import ConnectionHandler, InterfaceError, OperationalError
from django.http import HttpRequest
from django.test import Client, override_settings
from django.urls import path

from hanoiconv import urls
from tests.make import make_event
from tests.pages import faults_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

NOWHERE = {"ENGINE": "django.db.backends.sqlite3", "NAME": "/nowhere/record.sqlite3"}


def fails_with(error):
    def view(request: HttpRequest):
        raise error

    return view


def reads_a_database_that_is_away(request):
    ConnectionHandler({"default": NOWHERE})["default"].cursor()


def fails_in_a_context_processor(request):
    raise OSError("The disk is full.")


handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
urlpatterns = [
    path("fails/", fails_with(ValueError("secret"))),
    path("locked/", fails_with(OperationalError("database is locked"))),
    path("closed/", fails_with(InterfaceError("connection already closed"))),
    path("away/", reads_a_database_that_is_away),
    path("forbidden/", fails_with(PermissionDenied("secret"))),
    path("damaged/", fails_with(BadRequest("secret"))),
    *urls.urlpatterns,
]


@pytest.fixture
def reader():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "title"),
    [
        ("/damaged/", 400, "We could not understand that request"),
        ("/forbidden/", 403, "You may not open this"),
        ("/nothing/", 404, "There is no such page"),
        ("/fails/", 500, "Something went wrong"),
        ("/away/", 503, "The record cannot be reached just now"),
        ("/locked/", 503, "The record cannot be reached just now"),
        ("/closed/", 503, "The record cannot be reached just now"),
    ],
)
def test_error_page_is_in_our_design_and_tells_no_secret(reader, address, status, title):
    answer = reader.get(address)

    tree = page(answer)
    sheets = [item.attributes["href"] for item in tree.all("link", rel="stylesheet")]
    assert answer.status_code == status
    assert tree.texts("h1") == [title]
    assert faults_of(tree) == []
    assert sheets[:2] == ["/static/css/tokens.css", "/static/css/base.css"]
    assert "/" in [item.attributes["href"] for item in tree.one("main").all("a")] or status == 404
    assert tree.one("meta", name="robots").attributes["content"] == "noindex"
    assert "secret" not in answer.content.decode()
    assert not answer.cookies


@pytest.mark.parametrize("address", ["/fails/", "/away/"])
def test_failure_is_never_cached_and_asks_the_database_nothing(
    reader, address, django_assert_num_queries
):
    with django_assert_num_queries(0):
        answer = reader.get(address)

    assert "no-store" in answer["Cache-Control"]


def test_reader_is_told_when_to_come_back(reader):
    answers = [reader.get("/away/"), reader.get("/fails/")]

    assert [answer.get("Retry-After") for answer in answers] == ["30", None]


@pytest.mark.parametrize(("address", "status"), [("/fails/", 500), ("/away/", 503)])
@pytest.mark.parametrize("broken", ["context", "templates"])
def test_failure_has_a_page_even_where_pages_fail(reader, settings, address, status, broken):
    (engine,) = settings.TEMPLATES
    if broken == "context":
        processors = [f"{__name__}.fails_in_a_context_processor"]
        engine = engine | {"OPTIONS": {"context_processors": processors}}
    else:
        engine = engine | {"DIRS": []}

    with override_settings(TEMPLATES=[engine]):
        answer = reader.get(address)

    assert answer.status_code == status
    assert faults_of(page(answer)) in ([], ["its titles are ['Something went wrong']"])


def test_missing_page_offers_a_search_lists_and_a_way_to_tell_us(client):
    main = page(client.get('/statements/"x"&b/')).one("main")

    form = main.one("form")
    links = [item.attributes["href"] for item in main.all("a")]
    assert (form.attributes["action"], form.one("input").attributes["name"]) == ("/search/", "q")
    assert main.texts("label") == ["Search the record for a name or a few words"]
    assert links == [
        "/news/",
        "/events/",
        "/statements/",
        "/people/",
        "/organisations/",
        "/sources/",
        "/report-an-error/?page=%2Fstatements%2F%22x%22%26b%2F",
    ]


def test_withdrawn_page_says_why_and_what_remains(client):
    event = make_event(slug="x", status="withdrawn", withdrawn_reason="<b>It</b> was another.")

    answer = client.get(event.get_absolute_url())

    tree = page(answer)
    main = tree.one("main")
    assert answer.status_code == 410
    assert faults_of(tree) == []
    assert main.texts("h1") == ["This page was withdrawn"]
    assert main.texts("h2") == ["The reason", "What remains"]
    assert main.texts("p")[0] == "<b>It</b> was another."
    assert [item.attributes["href"] for item in main.all("a")] == [
        "/events/",
        "/corrections/",
        "/",
        "/report-an-error/?page=%2Fevents%2Fx%2F",
    ]
    assert main.texts("a")[0] == "All events"
    assert tree.one("meta", name="robots").attributes["content"] == "noindex"


def test_host_that_is_not_ours_is_refused_in_our_design(client):
    answer = client.get("/", headers={"host": "evil.example"})

    assert answer.status_code == 400
    assert page(answer).texts("h1") == ["We could not understand that request"]
    assert "evil.example" not in answer.content.decode()


def test_form_of_the_desk_without_a_token_keeps_what_was_typed_in_the_browser(publisher):
    desk = Client(enforce_csrf_checks=True)
    desk.force_login(publisher)

    answer = desk.post("/admin/events/event/add/", {"title": "X"})

    assert answer.status_code == 403
    assert page(answer).texts("h1") == ["The form could not be checked"]
    assert faults_of(page(answer)) == []


def test_screen_of_the_desk_that_is_not_allowed_answers_in_our_design(editor_client):
    answer = editor_client.get("/admin/auth/user/")

    assert answer.status_code == 403
    assert page(answer).texts("h1") == ["You may not open this"]

"""Who may make statements from the text of a source, which no reader ever sees."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from events.models import Statement
from hanoiconv.capture_admin import MADE, SHOWN
from people.models import Capture, Person
from tests.capturing.sent import address, sent
from tests.capturing.texts import TEXT
from tests.checks import change_screen, logged_in, screen, the_record
from tests.make import make_capture, make_report, make_source, make_statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    row = make_source()
    make_capture(source=row, text=TEXT)
    return row


def ways(source):
    """Every way to the page, each with what is sent."""
    reading = screen(source, "reading", source.pk)
    return {
        "look": ("get", address(source), {}),
        "read": ("get", reading, {"paragraph": "2", "words": ""}),
        "read by form": ("post", address(source), {"read": "2"}),
        "paste": ("post", address(source), {"text-text": "Another text."}),
        "make": ("post", address(source), sent()),
    }


def outcomes(client, source):
    """What comes of each way: a status, or "login"; and whether anything was written."""
    found = {}
    for name, (how, url, values) in ways(source).items():
        before = the_record()
        answer = getattr(client, how)(url, values)
        is_login = answer.status_code == 302 and "/login/" in answer.url
        found[name] = ("login" if is_login else answer.status_code, the_record() != before)
    return found


def test_every_way_by_everybody(source, stranger, onlooker, editor, publisher):
    found = {user.username: outcomes(logged_in(user), source) for user in (stranger, onlooker)}
    found["anonymous"] = outcomes(Client(), source)
    worked = {
        "look": (200, False),
        "read": (200, False),
        "read by form": (200, False),
        "paste": (302, True),
        "make": (302, True),
    }

    assert found["anonymous"] == found["stranger"] == dict.fromkeys(worked, ("login", False))
    assert found["onlooker"] == dict.fromkeys(worked, (403, False))
    assert outcomes(logged_in(editor), source) | {"make": worked["make"]} == worked
    make_capture(source=source, text=TEXT + "\nMore.", captured_on="2026-12-31")
    other = make_source()
    make_capture(source=other, text=TEXT)
    again = outcomes(logged_in(publisher), other)
    assert again | {"make": worked["make"]} == worked


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model.__name__)
def test_who_may_not_view_all_that_is_shown_is_refused(editor, source, model):
    rights = editor.groups.get().permissions
    name = model._meta.model_name
    rights.remove(*rights.filter(codename__in=[f"view_{name}", f"change_{name}"]))

    assert {*outcomes(logged_in(editor), source).values()} == {(403, False)}


@pytest.mark.parametrize("model", MADE, ids=lambda model: model.__name__)
def test_who_may_not_add_all_that_is_made_is_refused_and_not_led_there(editor, source, model):
    rights = editor.groups.get().permissions
    rights.remove(rights.get(codename=f"add_{model._meta.model_name}"))
    client = logged_in(editor)

    assert {*outcomes(client, source).values()} == {(403, False)}
    assert "Statements from its text" not in client.get(change_screen(source)).content.decode()


def test_who_may_not_add_captures_makes_statements_of_what_is_stored(editor, source):
    rights = editor.groups.get().permissions
    rights.remove(rights.get(codename="add_capture"))
    client = logged_in(editor)

    shown = client.get(address(source)).content.decode()
    answer = client.post(address(source), {"text-text": "Another text."})

    assert ("statement-form" in shown, "text-text" in shown) == (True, False)
    assert (answer.status_code, Capture.objects.count()) == (403, 1)
    assert client.post(address(source), sent()).status_code == 302


def test_editor_makes_drafts_of_a_source_that_readers_see(editor_client, client, source):
    seen = make_report(source=source).statement
    page = source.get_absolute_url()
    before = client.get(page).content

    answer = editor_client.post(address(source), sent())

    made = Statement.objects.exclude(pk=seen.pk).get()
    assert (answer.status_code, made.status) == (302, "draft")
    assert client.get(page).content == before
    assert client.get(made.get_absolute_url()).status_code == 404


def test_nothing_is_published_by_naming_it(publisher_client, source):
    values = {"status": "published", "publish_at": "2026-01-01", "slug": "mine"}
    prefixed = {f"statement-{name}": value for name, value in values.items()}

    publisher_client.post(address(source), sent() | values | prefixed)

    made = Statement.objects.get()
    assert (made.status, made.publish_at, made.slug) == (
        "draft",
        None,
        "nobody-is-safe-until-all-are",
    )


def test_text_shows_nowhere_to_readers(client, source):
    make_statement(report={"source": source})

    answers = [
        client.get(url).content.decode()
        for url in (source.get_absolute_url(), f"{source.get_absolute_url()[:-1]}.json")
    ]

    assert ["lighthouse" in answer for answer in answers] == [False, False]


def test_names_are_not_told_to_who_may_not_view_them(editor, source):
    Person.objects.create(slug="a", name="António Guterres", sort_name="Guterres")
    rights = editor.groups.get().permissions
    rights.remove(*Permission.objects.filter(codename__in=["view_person", "change_person"]))

    answer = logged_in(editor).get(
        screen(source, "reading", source.pk), {"paragraph": "2", "words": ""}
    )

    assert answer.status_code == 403


@pytest.mark.parametrize("pk", ["99999", "x", "0", "-1", "9" * 40])
def test_source_that_is_not_there_has_no_page(editor_client, source, pk):
    for name in ("statements", "reading"):
        assert editor_client.get(screen(source, name, pk)).status_code == 404


def test_form_without_a_token_is_refused(editor, source):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    assert client.post(address(source), sent()).status_code == 403
    assert not Statement.objects.exists()

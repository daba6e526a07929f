import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User

from events.models import Statement
from hanoiconv.interchange.shape import record_kinds
from tests.checks import logged_in, screen
from tests.make import make_event, make_person, make_statement

pytestmark = pytest.mark.django_db


def asked(client, rows):
    chosen = {"_selected_action": [row.pk for row in rows], "action": "export_as_fixtures"}
    return client.post(screen(rows[0], "changelist"), chosen)


def files_of(answer):
    """The slugs of the records in each file of the ZIP."""
    with ZipFile(BytesIO(answer.getvalue())) as archive:
        files = {name: json.loads(archive.read(name)) for name in archive.namelist()}
    return {
        name: [row["fields"]["slug"] for row in rows if "slug" in row["fields"]]
        for name, rows in files.items()
    }


@pytest.mark.parametrize("model", record_kinds(), ids=lambda model: model._meta.model_name)
def test_action_stands_on_every_list_of_records(onlooker, rf, model):
    request = rf.get("/")
    request.user = onlooker

    assert [*admin.site.get_model_admin(model).get_actions(request)] == ["export_as_fixtures"]


def test_chosen_records_come_as_fixtures_with_all_they_refer_to(editor_client):
    event = make_event(slug="day")
    person = make_person(slug="guterres")
    rows = [
        make_statement(slug=slug, event=event, speaker={"person": person}, report=None)
        for slug in ("a", "b")
    ]
    make_statement(slug="other")

    answer = asked(editor_client, rows)

    assert answer["Content-Type"] == "application/zip"
    assert "attachment" in answer["Content-Disposition"]
    assert files_of(answer) == {
        "03-people.json": ["guterres"],
        "07-events.json": ["day"],
        "articles/unsourced.json": ["a", "b"],
    }


def test_what_the_user_may_not_view_is_not_exported():
    user = User.objects.create_user("clerk", is_staff=True)
    codes = ["view_statement", "view_speaker"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=codes))
    row = make_statement(report=None)

    answer = asked(logged_in(user), [row])

    assert answer.status_code == 302
    assert [str(message) for message in messages_of(answer)] == [
        "Nothing was exported: it would take people with it, which you may not view."
    ]


def messages_of(answer):
    return answer.wsgi_request._messages


def test_who_may_not_view_the_list_gets_nothing(stranger):
    row = make_statement()

    answer = asked(logged_in(stranger), [row])

    assert (answer.status_code, Statement.objects.count()) == (302, 1)
    assert "login" in answer.url

"""The record and the accounts of a fresh clone."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from events.models import Event
from hanoiconv.models import Import
from tests.make import make_topic

pytestmark = pytest.mark.django_db


def told():
    out = StringIO()
    call_command("setup_demo", stdout=out)
    return out.getvalue()


def test_empty_record_is_filled_and_published():
    out = told()

    log = Import.objects.get()
    number = sum(log.counts["new"].values())
    assert out.splitlines()[0] == f"Loaded the record: {number} records."
    assert Event.objects.public().exists()
    assert (log.state, log.user, log.publish) == ("applied", None, True)


def test_record_that_is_there_is_left_alone():
    make_topic()

    out = told()

    assert "Loaded" not in out
    assert not Event.objects.exists()
    assert not Import.objects.exists()


def test_accounts_are_made_once_and_their_passwords_shown_once():
    make_topic()

    first, again = told(), told()

    names = ["demo-editor", "demo-publisher"]
    assert [line.split()[3] for line in first.splitlines()] == [f"{name}," for name in names]
    assert again == ""
    groups = User.objects.order_by("username").values_list("username", "groups__name")
    assert [*groups] == [("demo-editor", "Editors"), ("demo-publisher", "Publishers")]
    password = first.splitlines()[0].split()[5]
    assert User.objects.get(username="demo-editor").check_password(password)

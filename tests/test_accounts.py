"""Who keeps the accounts of the desk, and how far that goes."""

import pytest
from django.contrib.auth.models import Group, Permission, User

from tests.checks import change_screen, logged_in, screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(administrator):
    return logged_in(administrator)


def sent(account, **values):
    """The form of an account as the browser sends it back."""
    moments = {"date_joined_0": "2026-11-22", "date_joined_1": "10:00:00"}
    return {"username": account.username, "is_active": "on"} | moments | values


def test_administrator_adds_an_account_and_puts_it_in_a_group(client):
    words = {"username": "new", "usable_password": "true"}
    words |= dict.fromkeys(["password1", "password2"], "pencil-and-paper-9")
    editors = Group.objects.get(name="Editors")

    client.post(screen(User, "add"), words)
    account = User.objects.get(username="new")
    client.post(change_screen(account), sent(account, is_staff="on", groups=[editors.pk]))

    account.refresh_from_db()
    assert (account.is_staff, [*account.groups.all()]) == (True, [editors])


def test_administrator_makes_nobody_a_superuser(client, editor, administrator):
    right = Permission.objects.get(codename="delete_group")
    more = {"is_superuser": "on", "user_permissions": [right.pk]}

    for account in (editor, administrator):
        answer = client.post(change_screen(account), sent(account, is_staff="on", **more))

        account.refresh_from_db()
        assert answer.status_code == 302
        assert account.is_superuser is False
        assert [*account.user_permissions.all()] == []


def test_administrator_takes_no_superuser_over(client, admin_user):
    before = User.objects.filter(pk=admin_user.pk).values().get()
    password = dict.fromkeys(["password1", "password2"], "pencil-and-paper-9")
    chosen = {"action": "delete_selected", "post": "yes", "_selected_action": [admin_user.pk]}

    answers = [
        client.post(change_screen(admin_user), sent(admin_user, username="mine")),
        client.post(screen(User, "password_change", admin_user.pk), password),
        client.post(screen(User, "delete", admin_user.pk), {"post": "yes"}),
        client.post(screen(User, "changelist"), chosen),
    ]

    assert [answer.status_code for answer in answers[:3]] == [403] * 3
    assert User.objects.filter(pk=admin_user.pk).values().get() == before


def test_groups_are_as_the_migrations_made_them(client):
    editors = Group.objects.get(name="Editors")
    before = {*editors.permissions.all()}

    answer = client.post(change_screen(editors), {"name": "Editors", "permissions": []})

    assert client.get(change_screen(editors)).status_code == 200
    assert answer.status_code == 403
    assert {*editors.permissions.all()} == before


def test_superuser_may_do_all_that(admin_client, admin_user, editor):
    answer = admin_client.post(change_screen(editor), sent(editor, is_superuser="on"))

    editor.refresh_from_db()
    assert (answer.status_code, editor.is_superuser) == (302, True)
    assert admin_client.get(screen(User, "password_change", admin_user.pk)).status_code == 200


@pytest.mark.parametrize("name", ["viewer", "editor", "publisher"])
def test_nobody_else_sees_accounts(request, name, admin_user):
    client = logged_in(request.getfixturevalue(name))

    pages = [screen(User, "changelist"), change_screen(admin_user), screen(Group, "changelist")]

    assert [client.get(page).status_code for page in pages] == [403] * 3


@pytest.mark.parametrize("is_active", [True, False])
def test_administrator_comes_to_no_rights_of_a_larger_group(client, administrator, is_active):
    larger = Group.objects.create(name="Keepers of groups")
    larger.permissions.add(Permission.objects.get(codename="change_group"))
    member = User.objects.create_user("member", is_staff=True, is_active=is_active)
    member.groups.add(larger)
    own = [*administrator.groups.all()]
    password = dict.fromkeys(["password1", "password2"], "pencil-and-paper-9")
    chosen = [group.pk for group in [*own, larger]]

    answer = client.post(
        change_screen(administrator), sent(administrator, is_staff="on", groups=chosen)
    )
    taken = client.post(screen(User, "password_change", member.pk), password)

    assert answer.status_code == 200
    assert [*administrator.groups.all()] == own
    assert taken.status_code == 403

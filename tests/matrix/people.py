"""Everybody who may come to the desk, and what comes of what they try there."""

from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.checks import logged_in

WHO = ["anonymous", "stranger", "viewer", "editor", "publisher", "administrator"]
GROUPS = {
    "viewer": "Viewers",
    "editor": "Editors",
    "publisher": "Publishers",
    "administrator": "Administrators",
}

WRITING = ("INSERT", "UPDATE", "DELETE")


def everybody():
    """A browser of each, by the names of WHO."""
    clients = {"anonymous": Client(), "stranger": logged_in(User.objects.create_user("stranger"))}
    for name, group in GROUPS.items():
        user = User.objects.create_user(name, is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        clients[name] = logged_in(user)
    return clients


def row(text):
    """A line of a table: one word for each group, from viewers on; nobody else passes the door."""
    return dict(zip(WHO, ["login", "login", *text.split()], strict=True))


class Undrawn:
    """A middleware that leaves pages undrawn: half of their time, which tells nothing of rights."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        response.content = b""
        return response


def outcome(answer):
    """What a person meets, in a word.

    "form" is a row that can be saved, "read" one that cannot, "shown" any other page, "data" no
    page; "on" leads elsewhere. "refused" is 403, "none" 404, "never" 405, "wrong" 400.
    """
    if answer.status_code == 302:
        return "login" if answer.url.startswith(reverse("admin:login")) else "on"
    if answer.status_code != 200:
        return {400: "wrong", 403: "refused", 404: "none", 405: "never"}[answer.status_code]
    context = getattr(answer, "context_data", None) or {}
    if "adminform" in context:
        may_save = context["has_change_permission"] or context["add"]
        return "form" if may_save else "read"
    return "shown" if answer["Content-Type"].startswith("text/html") else "data"


def tried(send, client):
    """What comes of what is sent, with "done" where any row was written; that is then undone.

    That nothing was written says more than that all rows are as before, and is known at once.
    """
    with transaction.atomic():
        with CaptureQueriesContext(connection) as queries:
            found = outcome(send(client))
        is_done = any(each["sql"].startswith(WRITING) for each in queries.captured_queries)
        transaction.set_rollback(True)
    return f"{found},done" if is_done else found

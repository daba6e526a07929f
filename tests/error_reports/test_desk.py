"""The desk reads, answers and files what readers reported; who may, and what stays unseen."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from hanoiconv.interchange.shape import record_models
from hanoiconv.models import ErrorReport
from tests.checks import acted, change_screen, logged_in, refusal_of, screen
from tests.make import make_error_report
from tests.pages import page

pytestmark = pytest.mark.django_db

SECRET = {"name": "Nguyễn An", "email": "an@example.org"}
LIST = screen(ErrorReport, "changelist")
WHO = ["anonymous", "stranger", "onlooker", "editor", "publisher"]
# What comes of it, in the order of WHO. "done" changes the row; the others leave it as it is:
# "shown" is a page, "passed over" a page to go on to, "refused" is 403, "login" leads there.
OUTCOMES = {
    "read the list": ["login", "login", "shown", "shown", "shown"],
    "read one": ["login", "login", "shown", "shown", "shown"],
    "read its history": ["login", "login", "shown", "shown", "shown"],
    "search": ["login", "login", "shown", "shown", "shown"],
    "open the form for a new one": ["login", "login", "refused", "refused", "refused"],
    "add one": ["login", "login", "refused", "refused", "refused"],
    "file it": ["login", "login", "refused", "done", "done"],
    "ask to delete it": ["login", "login", "refused", "refused", "shown"],
    "delete it": ["login", "login", "refused", "refused", "done"],
    "take_in_hand": ["login", "login", "shown", "done", "done"],
    "settle": ["login", "login", "shown", "done", "done"],
    "refuse": ["login", "login", "shown", "done", "done"],
    "delete_selected": ["login", "login", "shown", "passed over", "done"],
    "find it by autocomplete": ["login", "login", "refused", "refused", "refused"],
}


@pytest.fixture
def everybody(stranger, onlooker, editor_client, publisher_client):
    clients = [Client(), logged_in(stranger), logged_in(onlooker), editor_client, publisher_client]
    return dict(zip(WHO, clients, strict=True))


def answer_to(act, client, row):
    """The answer when the client tries the act on the row."""
    match act:
        case "read the list":
            return client.get(LIST)
        case "search":
            return client.get(LIST, {"q": "mistake", "state": "new"})
        case "read one":
            return client.get(change_screen(row))
        case "read its history":
            return client.get(screen(row, "history", row.pk))
        case "open the form for a new one":
            return client.get(screen(row, "add"))
        case "add one":
            return client.post(screen(row, "add"), {"state": "new", "note": "Mine."})
        case "file it":
            return client.post(change_screen(row), {"state": "in-hand", "note": "Asked VNA."})
        case "ask to delete it":
            return client.get(screen(row, "delete", row.pk))
        case "delete it":
            return client.post(screen(row, "delete", row.pk), {"post": "yes"})
        case "find it by autocomplete":
            asked = {"app_label": "hanoiconv", "model_name": "errorreport", "field_name": "nonce"}
            return client.get(reverse("admin:autocomplete"), asked | {"term": ""})
    if act == "delete_selected":
        return client.post(LIST, {"_selected_action": [row.pk], "action": act, "post": "yes"})
    return acted(client, [row], act)


def outcome(act, client):
    """What comes of it for a fresh row."""
    row = make_error_report(**SECRET)
    before = list(ErrorReport.objects.order_by("pk").values())
    answer = answer_to(act, client, row)
    is_changed = list(ErrorReport.objects.order_by("pk").values()) != before
    if answer.status_code == 302 and answer.url.startswith(reverse("admin:login")):
        found = "login"
    else:
        found = {200: "shown", 403: "refused", 302: "passed over"}[answer.status_code]
    return "done" if is_changed and found == "passed over" else found + " after all" * is_changed


@pytest.mark.parametrize("act", OUTCOMES)
def test_every_act_by_everybody(everybody, act):
    found = {who: outcome(act, client) for who, client in everybody.items()}

    assert found == dict(zip(WHO, OUTCOMES[act], strict=True))


@pytest.mark.parametrize(("who", "sees"), [("onlooker", False), ("editor", True)])
@pytest.mark.parametrize("where", ["list", "one", "history"])
def test_sender_is_shown_to_those_who_answer(everybody, who, sees, where):
    row = make_error_report(**SECRET)
    addresses = {"list": LIST, "one": change_screen(row), "history": screen(row, "history", row.pk)}

    text = everybody[who].get(addresses[where]).content.decode()

    is_there = sees and where == "one"
    assert [word in text for word in SECRET.values()] == [is_there, is_there]


def test_what_a_reader_wrote_cannot_be_rewritten(publisher_client):
    row = make_error_report(what="As written.", **SECRET)
    forged = {
        "what": "Forged.",
        "page": "/forged/",
        "email": "forged@example.org",
        "nonce": "forged",
        "received_at": "2020-01-01",
        "linked_page": "/forged/",
    }

    publisher_client.post(change_screen(row), forged | {"state": "in-hand", "note": "Asked."})

    before = {name: getattr(row, name) for name in ("what", "page", "email", "nonce")}
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in before} == before
    assert (row.state, row.note) == ("in-hand", "Asked.")


def test_screen_shows_no_hash_and_no_nonce(publisher_client):
    row = make_error_report(client="c" * 64, nonce="secret-nonce")

    text = publisher_client.get(change_screen(row)).content.decode()

    assert "c" * 64 not in text
    assert "secret-nonce" not in text


@pytest.mark.parametrize(
    ("path", "links"),
    [
        ("/statements/x/?a=%22&b=1#c", ["/statements/x/?a=%22&b=1#c"]),
        ("/a/\"onmouseover='x'", ["/a/\"onmouseover='x'"]),
        ("//evil.example/", []),
        ("javascript:alert(1)", []),
        ("/\\evil.example/", []),
        ("/admin/logout/", []),
    ],
)
def test_reported_page_is_linked_where_it_is_one_of_ours(editor_client, path, links):
    row = make_error_report(page=path)

    tree = page(editor_client.get(change_screen(row)))

    field = next(
        item
        for item in tree.all("div")
        if "field-linked_page" in (item.attributes.get("class") or "").split()
    )
    assert [item.attributes["href"] for item in field.all("a")] == links
    assert path in field.text


def test_filing_is_kept_in_the_history(editor_client):
    row = make_error_report()

    acted(editor_client, [row], "settle")

    assert LogEntry.objects.values_list("change_message", flat=True).get() == "Settled."


@pytest.mark.parametrize("state", ["settled", "refused"])
@pytest.mark.parametrize(
    ("may_be_named", "name"), [(False, ""), (True, "Nguyễn An")], ids=["unnamed", "named"]
)
def test_closed_report_forgets_who_sent_it(editor_client, state, may_be_named, name):
    row = make_error_report(may_be_named=may_be_named, **SECRET)

    editor_client.post(change_screen(row), {"state": state, "note": ""})

    row.refresh_from_db()
    assert (row.state, row.email, row.name) == (state, "", name)


def test_report_in_hand_keeps_who_sent_it(editor_client):
    row = make_error_report(**SECRET)

    acted(editor_client, [row], "take_in_hand")

    row.refresh_from_db()
    assert (row.state, row.email, row.name) == ("in-hand", SECRET["email"], SECRET["name"])


@pytest.mark.parametrize("values", [{"state": "settled"}, {"state": "lost"}])
def test_database_keeps_no_address_of_a_closed_report_and_no_other_state(values):
    row = make_error_report(**SECRET)

    with pytest.raises(IntegrityError), transaction.atomic():
        ErrorReport.objects.filter(pk=row.pk).update(**values)


def test_filing_erases_hashes_that_are_no_longer_counted(editor_client):
    old = make_error_report(client="c" * 64)
    chosen = make_error_report(client="c" * 64, received_at=datetime(9000, 1, 1, tzinfo=UTC))

    acted(editor_client, [chosen], "refuse")

    rows = ErrorReport.objects.filter(pk__in=[old.pk, chosen.pk]).order_by("received_at")
    assert [row.client for row in rows] == ["", "c" * 64]


@pytest.mark.parametrize("path", ["statements/x/", "//evil.example/", "/\\evil.example/", "x:y"])
def test_page_is_a_path_on_this_site(path):
    row = make_error_report(page=path)

    assert refusal_of(row) == {"page": ["Give the path of a page on this site: /statements/…"]}


def test_reports_are_no_part_of_the_record():
    assert "hanoiconv.errorreport" not in record_models()


def test_reports_show_nowhere_on_the_site(client):
    row = make_error_report(page="/", what="Zqsecret", evidence="Zqsecret", **SECRET)
    addresses = ["/", "/search/?q=zqsecret", "/corrections/", "/report-an-error/", "/sitemap.xml"]
    addresses += ["/feeds/corrections.rss", "/report-an-error/thanks/", "/about/"]

    texts = [client.get(address).content.decode() for address in addresses]

    words = [SECRET["email"], SECRET["name"], row.nonce]
    assert [word for word in words for text in texts if word in text] == []
    assert [text.count("Zqsecret") for text in texts] == [0] * len(addresses)

"""The form: what a reader finds in it, what is taken, what is shown again and kept."""

import pytest
from django.test import Client

from hanoiconv.error_reports import path_here
from hanoiconv.models import ErrorReport
from tests.error_reports.sent import ADDRESS, NOW, SITE, THANKS, TYPED, send, stamp
from tests.pages import faults_of, page

pytestmark = pytest.mark.django_db

NO_PAGE = "That is not a page of this site. An address here looks like /statements/…"


def typed_in(answer):
    """What stands in the fields that a reader can see."""
    form = page(answer).one("form", method="post")
    boxes = {
        item.attributes["name"]: item.attributes.get("value", "") for item in form.all("input")
    }
    # A browser passes over the line feed that a textarea begins with (HTML 13.1.2.5).
    areas = {
        item.attributes["name"]: "".join(item.inside).lstrip("\r").removeprefix("\n")
        for item in form.all("textarea")
    }
    return boxes | areas


def wrong_with(answer):
    """What is said beside each field."""
    found = page(answer).all("p", class_="field-error")
    return {item.attributes["id"][len("id_") : -len("_error")]: item.text for item in found}


def stored():
    fields = ["page", "what", "evidence", "name", "may_be_named", "email"]
    return list(ErrorReport.objects.values(*fields))


@pytest.mark.parametrize(
    ("asked", "filled_in"),
    [
        ("/statements/x/", "/statements/x/"),
        ("/statements/?q=a%26b", "/statements/?q=a&b"),
        ("http://testserver/events/x/%23c1", "/events/x/#c1"),
        ("http://127.0.0.1:8000/events/x/", "/events/x/"),
        ("/people/%C4%91/", "/people/đ/"),
        ("", ""),
        ("statements/x/", ""),
        ("//evil.example/", ""),
        ("/%5Cevil.example/", ""),
        ("http://evil.example/", ""),
        ("http://testserver//evil.example/", ""),
        ("javascript:alert(1)", ""),
        ("/%00", ""),
        ("/admin/", ""),
        ("http://[", ""),
    ],
)
def test_form_names_the_page_it_was_opened_from(client, asked, filled_in):
    answer = client.get(f"{ADDRESS}?page={asked}")

    assert answer.status_code == 200
    assert typed_in(answer)["page"] == filled_in


def test_form_page_is_whole_and_asks_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get(ADDRESS)

    assert faults_of(page(answer)) == []


def test_form_page_sets_no_cookie_and_is_kept_by_the_browser_alone(client):
    answer = client.get(ADDRESS)

    assert not answer.cookies
    assert answer["Vary"] == "Accept-Encoding"  # not Cookie
    assert answer["Cache-Control"] == "private, no-cache"


def test_two_forms_have_two_stamps(client):
    stamps = {typed_in(client.get(ADDRESS))["stamp"] for _ in range(2)}

    assert len(stamps) == 2


def test_form_may_be_read_and_sent_and_nothing_else(client):
    statuses = [client.head(ADDRESS).status_code, client.put(ADDRESS).status_code]

    assert statuses == [200, 405]
    assert client.post(THANKS).status_code == 405


def test_report_is_stored_and_the_reader_thanked():
    answer = send(
        page="http://testserver/statements/x/?a=b",
        what="  It was the 26th.\r\nNot the 25th. ",
        evidence="Tuổi Tre\u0309",
        name="Nguyễn  An",
        may_be_named="on",
        email="an@example.org",
    )

    assert (answer.status_code, answer["Location"]) == (303, THANKS)
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert stored() == [
        {
            "page": "/statements/x/?a=b",
            "what": "It was the 26th.\nNot the 25th.",
            "evidence": "Tuổi Trẻ",
            "name": "Nguyễn An",
            "may_be_named": True,
            "email": "an@example.org",
        }
    ]
    assert ErrorReport.objects.get().received_at == NOW


def test_report_needs_a_page_and_a_sentence_and_nothing_more():
    send()

    rest = {"evidence": "", "name": "", "may_be_named": False, "email": ""}
    assert stored() == [TYPED | rest]


def test_thanks_say_what_happens_next(client):
    answer = client.get(THANKS)

    tree = page(answer)
    assert faults_of(tree) == []
    assert tree.texts("h1") == ["Thank you: your report has arrived"]
    assert tree.one("meta", name="robots").attributes["content"] == "noindex"
    assert not answer.cookies


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"page": ""}, {"page": "Give the address of the page."}),
        ({"what": " \n"}, {"what": "Say what is wrong."}),
        ({"page": "//evil.example/"}, {"page": NO_PAGE}),
        ({"page": "/admin/events/event/"}, {"page": NO_PAGE}),
        ({"page": "javascript:alert(1)"}, {"page": NO_PAGE}),
        (
            {"email": "an@"},
            {"email": "Give the whole address, such as reader@example.org."},
        ),
        (
            {"what": "x" * 5001},
            {"what": "Ensure this value has at most 5000 characters (it has 5001)."},
        ),
        (
            {"evidence": "x" * 1_000_000},
            {"evidence": "Ensure this value has at most 5000 characters (it has 1000000)."},
        ),
        (
            {"name": "x" * 201},
            {"name": "Ensure this value has at most 200 characters (it has 201)."},
        ),
        (
            {"page": "", "what": ""},
            {"page": "Give the address of the page.", "what": "Say what is wrong."},
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_wrong_stands_beside_its_field_and_in_a_linked_list(typed, errors):
    answer = send(email=typed.pop("email", "an@example.org"), **typed)

    tree = page(answer)
    summary = tree.one("div", class_="problems")
    links = [item.attributes["href"] for item in summary.all("a")]
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert wrong_with(answer) == errors
    assert links == [f"#id_{name}" for name in errors]
    assert tree.texts("title") == ["Not sent yet: Report an error · The Hanoi Convention Record"]
    assert "autofocus" in summary.attributes
    assert faults_of(tree) == []
    assert stored() == []


def test_wrong_field_is_marked_and_described_by_its_hint_and_its_error():
    answer = send(email="an@")

    box = page(answer).one("input", name="email").attributes
    assert box["aria-invalid"] == "true"
    assert box["aria-describedby"] == "id_email_helptext id_email_error"


def test_all_that_was_typed_is_kept_with_the_stamp():
    handed_out = stamp()
    typed = {
        "page": "/a/?b=<c>",
        "what": "",
        "evidence": "</textarea><script>alert(1)</script>\n& more",
        "name": 'An "x"',
        "email": "an@example.org",
    }

    answer = send(stamped=handed_out, may_be_named="on", **typed)

    shown = typed_in(answer)
    assert {name: shown[name] for name in typed} == typed
    assert "checked" in page(answer).one("input", name="may_be_named").attributes
    assert shown["stamp"] == handed_out
    assert "<script>alert(1)" not in answer.content.decode()


def test_what_nobody_can_see_is_left_out():
    send(page="/a/\x00", what="It was\x00 the\x1f 26th.\u0085", name="A\tn")

    report = ErrorReport.objects.get()
    assert (report.page, report.what, report.name) == ("/a/", "It was the 26th.", "A n")


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_more_than_can_be_read_is_answered_in_our_design(kind):
    huge = b"what=" + b"x" * 3_000_000

    answer = Client().post(
        ADDRESS, huge, content_type=f"{kind}; boundary=x", headers={"origin": SITE}
    )

    assert answer.status_code == 413
    assert page(answer).texts("h1") == ["That was too much at once"]
    assert "no-store" in answer["Cache-Control"]
    assert stored() == []


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b"{", 200),
        ("text/plain", b"x", 200),
        ("multipart/form-data", b"x", 400),
        ("application/x-www-form-urlencoded", b"%ff=%ff&what=%ff&what=", 200),
        ("application/x-www-form-urlencoded", b"a=1&" * 2000, 400),
    ],
)
def test_bodies_that_no_browser_sends_never_fail(kind, body, status):
    answer = Client().post(ADDRESS, body, content_type=kind, headers={"origin": SITE})

    assert answer.status_code == status
    assert faults_of(page(answer)) == []
    assert stored() == []


def test_field_that_only_machines_fill_in_is_hidden_from_people(client):
    tree = page(client.get(ADDRESS))

    trap = tree.one("input", name="subject")
    assert trap.above.attributes == {"class": "visually-hidden", "aria-hidden": "true"}
    assert (trap.attributes["tabindex"], trap.attributes["autocomplete"]) == ("-1", "off")


def test_machine_that_fills_it_in_is_thanked_and_nothing_is_kept():
    answer = send(subject="Cheap watches")

    assert (answer.status_code, answer["Location"]) == (303, THANKS)
    assert stored() == []


def test_form_without_a_script_or_a_style_of_its_own(client):
    tree = page(client.get(ADDRESS))

    assert [item for item in tree.all() if "style" in item.attributes] == []
    assert [item.attributes.get("type") for item in tree.all("script")] == ["application/ld+json"]


@pytest.mark.parametrize("page", ["/admin/", "/admin", "/x/../admin/", "/./admin/", "/%61dmin/x/"])
def test_form_takes_no_page_of_the_desk(page):
    assert path_here(page) is None

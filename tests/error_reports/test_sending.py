"""From where a report may come, on which form, how often."""

from datetime import timedelta

import pytest
from django.core.signing import TimestampSigner
from django.test import override_settings

from hanoiconv.error_reports import client_hash
from hanoiconv.models import ErrorReport
from tests.error_reports.sent import MINUTE, NOW, SITE, THANKS, TYPED, send, stamp
from tests.make import make_error_report
from tests.pages import faults_of, page

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
ELSEWHERE = (
    "Your browser did not say that this was sent from our own page, so we have not taken it. "
    "Nothing is lost: please send it once more from here."
)
TOO_OLD = (
    "This page had been open for too long. Nothing is lost: please look over what you wrote, "
    "and send it once more."
)
TOO_QUICK = "That was quicker than people type. Please send it once more."
SENT_BEFORE = "You have sent this form already. If this is about something else, send it again."


def told(answer):
    """What stands above the form."""
    return [text for box in page(answer).all("div", class_="problems") for text in box.texts("p")]


def new_stamp(answer):
    return page(answer).one("input", name="stamp").attributes["value"]


def what_is_stored():
    return sorted(ErrorReport.objects.values_list("what", flat=True))


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": SITE},
        {"origin": "http://127.0.0.1:8000"},
        {"origin": SITE, "sec-fetch-site": "same-origin", "referer": "http://evil.example/"},
        {"origin": "null", "sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "same-origin"},
        {"referer": f"{SITE}/report-an-error/?page=/"},
        {"referer": "http://127.0.0.1:8000/report-an-error/"},
    ],
)
def test_report_from_our_own_page_is_taken(headers):
    answer = send(headers=headers)

    assert (answer.status_code, answer["Location"]) == (303, THANKS)
    assert what_is_stored() == [TYPED["what"]]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "null", "referer": f"{SITE}/"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"origin": "http://evil.example"},
        {"origin": "http://evil.example", "sec-fetch-site": "same-origin"},
        {"origin": "http://evil.example", "referer": f"{SITE}/"},
        {"origin": "https://testserver"},
        {"origin": "http://testserver:8000"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "http://testserver@evil.example"},
        {"origin": "http://["},
        {"origin": "testserver"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "referer": f"{SITE}/"},
        {"sec-fetch-site": "none"},
        {"referer": "http://evil.example/?http://testserver/"},
        {"referer": "http://["},
        {"referer": "/report-an-error/"},
        {"x-forwarded-host": "evil.example", "origin": "http://evil.example"},
    ],
)
def test_report_from_elsewhere_is_not_taken_and_its_text_is_kept(headers):
    answer = send(headers=headers)

    assert answer.status_code == 403
    assert told(answer) == [ELSEWHERE]
    assert TYPED["what"] in page(answer).one("textarea", name="what").text
    assert what_is_stored() == []


@pytest.mark.parametrize("origin", ["https://record.example.org", "http://testserver"])
def test_site_behind_a_proxy_that_ends_tls_is_known_by_its_own_address(origin):
    with override_settings(SITE_URL="https://Record.example.org"):
        answer = send(headers={"origin": origin})

    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("age", "message"),
    [
        (timedelta(0), TOO_QUICK),
        (timedelta(seconds=3), TOO_QUICK),
        (timedelta(seconds=4), None),
        (timedelta(hours=12), None),
        (timedelta(hours=12, seconds=1), TOO_OLD),
        (-MINUTE, TOO_QUICK),
    ],
)
def test_form_is_good_from_three_seconds_to_twelve_hours(age, message):
    answer = send(stamped=stamp(NOW - age))

    assert answer.status_code == (200 if message else 303)
    assert told(answer) == ([message] if message else [])
    assert what_is_stored() == ([] if message else [TYPED["what"]])


@pytest.mark.parametrize(
    "forged",
    ["", "x", "a:b:c", "x" * 100_000, stamp()[:-1], "x" + stamp(), TimestampSigner().sign("nonce")],
    # Fixed names: a stamp is another in each process that shares the tests out.
    ids=["empty", "a letter", "three words", "long", "cut", "longer", "another signer's"],
)
def test_forged_stamp_is_not_taken_and_its_text_is_kept(forged):
    answer = send(stamped=forged)

    assert (answer.status_code, told(answer)) == (200, [TOO_OLD])
    assert TYPED["what"] in page(answer).one("textarea", name="what").text
    assert what_is_stored() == []


def test_form_that_was_open_too_long_can_be_sent_with_its_fresh_stamp():
    answer = send(stamped=stamp(NOW - 13 * HOUR))

    again = send(stamped=new_stamp(answer), at=NOW + MINUTE)

    assert again.status_code == 303
    assert what_is_stored() == [TYPED["what"]]


def test_form_sent_too_quickly_keeps_its_stamp():
    early = stamp(NOW)

    answer = send(stamped=early)

    assert new_stamp(answer) == early
    assert send(stamped=early, at=NOW + timedelta(seconds=4)).status_code == 303


def test_form_sent_too_late_shows_what_else_is_wrong_at_once():
    answer = send(stamped=stamp(NOW - 13 * HOUR), what="")

    assert told(answer) == [TOO_OLD, "What is wrong? Say what is wrong."]


def test_double_click_is_stored_once_and_thanked_twice():
    handed_out = stamp()

    answers = [send(stamped=handed_out, email="an@example.org") for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [THANKS, THANKS]
    assert what_is_stored() == [TYPED["what"]]


def test_form_sent_again_with_other_words_is_not_lost():
    handed_out = stamp()
    send(stamped=handed_out)

    answer = send(stamped=handed_out, what="Another mistake.")
    again = send(stamped=new_stamp(answer), what="Another mistake.", at=NOW + MINUTE)

    assert (answer.status_code, told(answer)) == (200, [SENT_BEFORE])
    assert again.status_code == 303
    assert what_is_stored() == ["Another mistake.", TYPED["what"]]


def sent_by(address, number, at):
    for _ in range(number):
        make_error_report(client=client_hash(address, NOW), received_at=at)


def test_one_client_sends_ten_reports_an_hour():
    sent_by("192.0.2.1", 9, NOW - 10 * MINUTE)

    tenth, eleventh = send(), send(what="One more.")

    assert (tenth.status_code, eleventh.status_code) == (303, 429)
    assert eleventh["Retry-After"] == "3000"
    assert eleventh["Cache-Control"] == "no-store"
    assert told(eleventh) == [
        "We take only so many reports an hour, and there have been as many already. Nothing is "
        "lost: please leave this page open, and send it again in 50 minutes."
    ]
    assert page(eleventh).one("textarea", name="what").text == "One more."
    assert faults_of(page(eleventh)) == []


@pytest.mark.parametrize(("ago", "status"), [(HOUR - MINUTE, 429), (HOUR, 303)])
def test_hour_goes_with_the_clock(ago, status):
    sent_by("192.0.2.1", 10, NOW - ago)

    answer = send()

    assert answer.status_code == status


def test_sent_again_after_the_last_one_taken_is_thanked_still():
    handed_out = stamp()
    sent_by("192.0.2.1", 9, NOW)

    answers = [send(stamped=handed_out) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("192.0.2.1", "192.0.2.2", 303),
        ("2001:db8::1", "2001:db8::ffff", 429),
        ("2001:db8::1", "2001:db8:0:1::1", 303),
        ("192.0.2.1", "::ffff:192.0.2.1", 429),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", 303),
        ("fe80::1%eth0", "fe80::2%eth0", 429),
        ("", "", 429),
        ("", "192.0.2.1", 303),
    ],
)
def test_clients_are_told_apart_by_their_network(first, second, status):
    sent_by(first, 10, NOW)

    answer = send(address=second)

    assert answer.status_code == status


@pytest.mark.parametrize("name", ["x-forwarded-for", "forwarded", "x-real-ip", "client-ip"])
def test_client_cannot_name_another_address(name):
    sent_by("192.0.2.1", 10, NOW)

    answer = send(headers={"origin": SITE, name: "198.51.100.7"})

    assert answer.status_code == 429


def test_all_clients_together_send_sixty_reports_an_hour():
    for number in range(59):
        sent_by(f"198.51.100.{number}", 1, NOW - MINUTE)

    sixtieth, next_one = send(), send(address="192.0.2.2")

    assert (sixtieth.status_code, next_one.status_code) == (303, 429)
    assert next_one["Retry-After"] == "3540"


def test_no_address_is_stored_and_the_hash_is_erased_after_its_hour():
    sent_by("192.0.2.9", 1, NOW - HOUR)
    sent_by("192.0.2.8", 1, NOW - HOUR + MINUTE)

    send(address="192.0.2.1")

    rows = ErrorReport.objects.order_by("received_at").values()
    clients = [row["client"] for row in rows]
    assert clients == ["", client_hash("192.0.2.8", NOW), client_hash("192.0.2.1", NOW)]
    assert "192.0.2" not in str(list(rows))


def test_hash_is_another_the_next_day_and_with_another_key():
    day = client_hash("192.0.2.1", NOW)

    with override_settings(SECRET_KEY="another"):
        other_key = client_hash("192.0.2.1", NOW)

    assert len({day, client_hash("192.0.2.1", NOW + timedelta(days=1)), other_key}) == 3


def test_taking_a_report_needs_few_queries(django_assert_num_queries):
    sent_by("192.0.2.7", 5, NOW - 2 * HOUR)

    with django_assert_num_queries(8):
        send()

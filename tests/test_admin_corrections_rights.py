"""Who may correct published pages, who is led there, and that nobody else changes anything."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hanoiconv.models import ErrorReport
from tests.checks import change_screen, logged_in, opened, screen, the_record
from tests.make import make_article, make_error_report, make_event, make_statement

pytestmark = pytest.mark.django_db

ASKED = reverse("admin:correct")
ROOTS = {"headline": make_article, "title": make_event, "gist": make_statement}


def form_of(row):
    return screen(row, "correct", row.pk)


def sent(row, field):
    """What a browser would send to correct a field of the row."""
    return {
        "_opened": opened(row),
        "said": "71 chapters",
        "says": "71 articles",
        "why": "A slip.",
        "made_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
        "places": [field],
    }


def outcome(client, row, field):
    """What comes of looking and of sending, and whether anything changed."""
    before = the_record()
    answers = [client.get(form_of(row)), client.post(form_of(row), sent(row, field))]
    codes = [
        "login" if each.status_code == 302 and "/login/" in each.url else each.status_code
        for each in answers
    ]
    return *codes, the_record() != before


@pytest.mark.parametrize("field", ROOTS)
def test_correcting_by_everybody(stranger, onlooker, editor, publisher, field):
    found = {}
    for user in (stranger, onlooker, editor, publisher):
        row = ROOTS[field](**{field: "It has 71 chapters"})
        found[user.username] = outcome(logged_in(user), row, field)
    row = ROOTS[field](**{field: "It has 71 chapters"})

    assert outcome(Client(), row, field) == ("login", "login", False)
    assert found == {
        "stranger": ("login", "login", False),
        "onlooker": (403, 403, False),
        "editor": (403, 403, False),
        "publisher": (200, 302, True),
    }


def test_asking_for_a_page_by_everybody(stranger, onlooker, editor, publisher):
    users = (stranger, onlooker, editor, publisher)

    codes = [logged_in(user).get(ASKED).status_code for user in users]

    assert Client().get(ASKED).status_code == 302
    assert codes == [302, 403, 403, 200]


@pytest.mark.parametrize("missing", ["publish_article", "change_article", "add_correction"])
def test_each_right_is_needed(publisher, missing):
    rights = publisher.groups.get().permissions
    rights.remove(rights.get(codename=missing))
    row = make_article(headline="It has 71 chapters")

    assert outcome(logged_in(publisher), row, "headline") == (403, 403, False)


def test_who_corrects_one_kind_learns_nothing_of_others(db):
    user = User.objects.create_user("one", is_staff=True)
    names = ["view_event", "change_event", "publish_event", "add_correction"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client = logged_in(user)
    draft = make_article(status="draft", headline="Zqsecret")

    answers = [
        client.get(ASKED, {"page": path}) for path in (draft.get_absolute_url(), "/news/nobody/")
    ]

    reasons = [answer.context["form"].errors["page"] for answer in answers]
    assert reasons == [["You may not view what this page shows."]] * 2
    assert client.get(form_of(draft)).status_code == 403
    report = make_error_report(page=draft.get_absolute_url())
    assert client.get(f"{ASKED}?report={report.pk}").status_code == 403
    assert client.get(f"{form_of(make_event())}?report={report.pk}").status_code == 403


def test_only_who_may_is_led_there(onlooker, editor_client, publisher_client):
    article, report = make_article(), make_error_report()
    pages = [change_screen(article), change_screen(report), reverse("admin:index")]
    words = ["Correct this", "Make a correction", "Correct a published page"]

    def led(client):
        texts = [client.get(url).content.decode() for url in pages]
        return [word in text for word, text in zip(words, texts, strict=True)]

    assert led(publisher_client) == [True, True, True]
    assert led(editor_client) == [False, False, False]
    assert led(logged_in(onlooker)) == [False, False, False]


def test_form_without_a_token_is_refused(publisher):
    client = Client(enforce_csrf_checks=True)
    client.force_login(publisher)
    row = make_article(headline="It has 71 chapters")
    before = the_record()

    assert client.post(form_of(row), sent(row, "headline")).status_code == 403
    assert the_record() == before


def test_form_that_was_not_opened_is_refused(publisher_client):
    row = make_article(headline="It has 71 chapters")
    before = the_record()

    for forged in ({}, {"_opened": ""}, {"_opened": "0" * 64}, {"_opened": "\x00"}):
        form = {**sent(row, "headline"), "_opened": "", **forged}
        assert publisher_client.post(form_of(row), form).status_code == 200

    assert the_record() == before


def test_address_page_takes_nothing_that_is_sent(publisher_client):
    assert publisher_client.post(ASKED, {"page": "/"}).status_code == 405


def test_public_pages_do_not_lead_there(publisher_client):
    article = make_article()

    answer = publisher_client.get(article.get_absolute_url())

    assert "correct/" not in answer.content.decode()
    assert not answer.cookies
    assert not ErrorReport.objects.exists()

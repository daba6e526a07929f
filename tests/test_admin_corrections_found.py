"""The page that a correction is about: found by its address or by a reader's report."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from events.models import Article
from hanoiconv.models import ErrorReport
from tests.checks import change_screen, said, screen, the_record
from tests.correcting import corrected, form_of
from tests.make import (
    make_article,
    make_error_report,
    make_event,
    make_instrument,
    make_participation,
    make_statement,
)

pytestmark = pytest.mark.django_db

ASKED = reverse("admin:correct")
NO_PAGE = "There is no page at this address."
NOT_OURS = "That is not a page of this site. An address here looks like /statements/…"
NO_RECORD = "This page shows no record of its own: give that of the record."


def test_report_prefills_who_may_be_named_and_is_filed(publisher_client):
    article = make_article(headline="It has 71 chapters")
    report = make_error_report(
        page=f"{article.get_absolute_url()}#body",
        what="Chapters are articles.",
        name="Nguyễn An",
        may_be_named=True,
        email="an@example.org",
        note="Asked VNA.",
    )

    way = publisher_client.get(ASKED, {"report": report.pk})
    form = publisher_client.get(way.url)
    assert way.url == form_of(article, report)
    assert form.context["form"]["told_by"].value() == "Nguyễn An"
    assert form.context["form"]["is_settled"].value() is False
    assert "Chapters are articles." in form.content.decode()
    assert "an@example.org" not in form.content.decode()

    answer = corrected(publisher_client, article, report, places=["headline"], is_settled="on")

    report.refresh_from_db()
    note = article.corrections.get()
    assert answer.url == change_screen(report)
    assert (report.state, report.email, report.name) == ("settled", "", "Nguyễn An")
    assert report.note == f"Asked VNA.\nCorrected: {article.get_absolute_url()}#{note.key}"


@pytest.mark.parametrize(
    ("state", "then"), [("new", "in-hand"), ("in-hand", "in-hand"), ("refused", "refused")]
)
def test_report_that_is_not_settled_keeps_who_sent_it(publisher_client, state, then):
    article = make_article(headline="It has 71 chapters")
    report = make_error_report(state=state, name="Zqsecret", email="")

    form = publisher_client.get(form_of(article, report))
    corrected(publisher_client, article, report, places=["headline"])

    assert "Zqsecret" not in form.content.decode()
    assert form.context["form"]["told_by"].value() == ""
    assert form.context["form"]["is_settled"].value() is True
    report.refresh_from_db()
    assert report.state == then
    assert report.name == ("" if state == "refused" else "Zqsecret")


def test_failed_correction_files_no_report(publisher_client):
    article, report = make_article(), make_error_report()

    corrected(publisher_client, article, report, places=["headline"], is_settled="on")

    report.refresh_from_db()
    assert (report.state, report.note) == ("new", "")


@pytest.mark.parametrize(
    "address",
    [
        "{path}",
        "{path}?a=1#corrections",
        settings.SITE_URL + "{path}",
        "http://testserver{path}",
        "{path}card.png",
    ],
)
@pytest.mark.parametrize("make_row", [make_article, make_event, make_statement])
def test_page_is_found_by_its_address(publisher_client, make_row, address):
    row = make_row()

    answer = publisher_client.get(ASKED, {"page": address.format(path=row.get_absolute_url())})

    assert (answer.status_code, answer.url) == (302, form_of(row))


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("/news/nobody/", NO_PAGE),
        ("/nowhere", NO_PAGE),
        ("/", NO_RECORD),
        ("/corrections/", NO_RECORD),
        ("/convention/", NO_RECORD),
        ("/search/?q=x", NO_RECORD),
        ("https://elsewhere.example/news/a/", NOT_OURS),
        ("//elsewhere.example/news/a/", NOT_OURS),
        ("/admin/events/article/1/change/", NOT_OURS),
        ("javascript:alert(1)", NOT_OURS),
        ("news", NOT_OURS),
        ("", "This field is required."),
    ],
)
def test_address_of_no_page_is_told(publisher_client, address, reason):
    make_instrument()

    answer = publisher_client.get(ASKED, {"page": address})

    assert answer.context["form"].errors == {"page": [reason]}


def test_page_without_corrections_leads_to_its_own_form(publisher_client):
    person = make_participation().person

    answer = publisher_client.get(ASKED, {"page": person.get_absolute_url()})

    (reason,) = answer.context["form"].errors["page"]
    assert reason.startswith("Corrections stand on articles, events and statements.")
    assert f'<a href="{change_screen(person)}">{person}</a>' in reason


@pytest.mark.parametrize(
    "values",
    [
        {"status": "draft"},
        {"status": "review"},
        {"status": "withdrawn"},
        {"publish_at": timezone.now() + timedelta(days=9)},
    ],
)
def test_what_readers_do_not_see_needs_no_correction(publisher_client, values):
    article = make_article(headline="It has 71 chapters", **values)
    before = the_record()

    looked = publisher_client.get(form_of(article))
    answer = corrected(publisher_client, article, places=["headline"])

    assert [looked.url, answer.url] == [change_screen(article)] * 2
    assert said(answer)[-1] == "Readers do not see this: mend it here, no correction is needed."
    assert the_record() == before
    assert "Correct this" not in publisher_client.get(change_screen(article)).content.decode()


def test_report_that_is_not_there_is_not_found(publisher_client):
    article = make_article()

    for pk in ("0", "x", "99999", "-1", "9" * 40, ""):
        assert publisher_client.get(f"{form_of(article)}?report={pk}").status_code == 404
        assert publisher_client.get(ASKED, {"report": pk}).status_code == 404
    assert not ErrorReport.objects.exists()


def test_form_of_no_record_is_not_found(publisher_client):
    for pk in ("0", "x", "99999", "9" * 40):
        assert publisher_client.get(screen(Article, "correct", pk)).status_code == 404

import json
from datetime import UTC, date, datetime

import pytest
from django.test import override_settings

from hanoiconv.citations import as_bibtex, as_csl, as_ris, as_text, citation
from tests.make import LONG_AGO, make_article, make_person, make_speaker, make_statement

TODAY = date(2026, 11, 21)


@pytest.fixture
def cited(db):
    statement = make_statement(slug="a-point", gist="100% of {us} & _more_.", publish_at=LONG_AGO)
    statement.speakers.all().delete()
    make_speaker(statement=statement, person=make_person(name="Đặng Hoàng Giang"))
    return citation(statement, TODAY)


def test_text_says_who_what_where_and_when(cited):
    assert as_text(cited) == (
        "The Hanoi Convention Record. Đặng Hoàng Giang: 100% of {us} & _more_. 1 January 2026. "
        "http://127.0.0.1:8000/statements/a-point/ (read 21 November 2026).\n"
    )


def test_bibtex_escapes_what_tex_would_read(cited):
    assert as_bibtex(cited) == (
        "@online{a-point,\n"
        "  author = {{The Hanoi Convention Record}},\n"
        "  title = {{Đặng Hoàng Giang: 100\\% of \\{us\\} \\& \\_more\\_.}},\n"
        "  date = {2026-01-01},\n"
        "  year = {2026},\n"
        "  url = {http://127.0.0.1:8000/statements/a-point/},\n"
        "  urldate = {2026-11-21},\n"
        "}\n"
    )


def test_ris_has_one_tag_a_line(cited):
    assert as_ris(cited).split("\r\n") == [
        "TY  - ELEC",
        "AU  - The Hanoi Convention Record",
        "TI  - Đặng Hoàng Giang: 100% of {us} & _more_.",
        "PY  - 2026",
        "DA  - 2026/01/01",
        "UR  - http://127.0.0.1:8000/statements/a-point/",
        "Y2  - 2026/11/21",
        "ID  - a-point",
        "ER  - ",
        "",
    ]


def test_csl_is_a_list_of_one_item(cited):
    assert json.loads(as_csl(cited)) == [
        {
            "id": "a-point",
            "type": "webpage",
            "title": "Đặng Hoàng Giang: 100% of {us} & _more_.",
            "author": [{"literal": "The Hanoi Convention Record"}],
            "URL": "http://127.0.0.1:8000/statements/a-point/",
            "issued": {"date-parts": [[2026, 1, 1]]},
            "accessed": {"date-parts": [[2026, 11, 21]]},
        }
    ]


@pytest.mark.parametrize("style", ["txt", "bib", "ris", "csl.json"])
def test_citations_are_served_for_public_pages_alone(client, db, style):
    make_article(slug="shown", headline="Shown")
    make_article(slug="draft", headline="Hidden", status="draft")
    make_article(slug="gone", headline="Hidden", status="withdrawn")

    shown, draft, gone = (
        client.get(f"/news/{slug}/cite.{style}") for slug in ("shown", "draft", "gone")
    )

    assert (shown.status_code, draft.status_code, gone.status_code) == (200, 404, 410)
    assert "Shown" in shown.content.decode()
    assert "Hidden" not in (draft.content + gone.content).decode()


def test_citation_in_an_unknown_style_is_not_found(client, db):
    article = make_article()

    assert client.get(f"{article.get_absolute_url()}cite.docx").status_code == 404


@override_settings(TIME_ZONE="Asia/Ho_Chi_Minh")
def test_citation_dates_by_the_time_zone_of_the_site(db):
    article = make_article(publish_at=datetime(2025, 10, 24, 20, tzinfo=UTC))

    assert citation(article, TODAY).published == date(2025, 10, 25)

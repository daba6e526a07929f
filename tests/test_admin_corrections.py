"""One form corrects a published page: the record, the note for readers, the reader's report."""

import json
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from events.models import Article
from hanoiconv.corrections import LINK
from hanoiconv.models import ErrorReport, Version
from tests.checks import change_screen, opened_by, said, the_record
from tests.correcting import corrected, form_of
from tests.machines import described
from tests.make import (
    make_article,
    make_correction,
    make_error_report,
    make_event,
    make_person,
    make_speaker,
    make_statement,
)
from tests.pages import page
from tests.versions.kept import kept, version

pytestmark = pytest.mark.django_db


def errors_of(answer):
    assert answer.status_code == 200
    return dict(answer.context["form"].errors)


def test_article_is_put_right_where_ticked_and_says_so(publisher_client, publisher):
    article = make_article(
        headline="It has 71 chapters", standfirst="All 71 chapters.", body="Body."
    )
    started = timezone.now().replace(second=0, microsecond=0)

    answer = corrected(
        publisher_client, article, places=["headline", "standfirst"], told_by="A reader"
    )

    assert (answer.status_code, answer.url) == (302, change_screen(article))
    article.refresh_from_db()
    assert (article.headline, article.standfirst) == ("It has 71 articles", "All 71 articles.")
    note = article.corrections.get()
    assert (note.said, note.says, note.why) == ("71 chapters", "71 articles", "A slip of ours.")
    assert note.told_by == "A reader"
    assert started <= note.made_at == article.updated_at <= timezone.now()
    assert said(answer) == [
        "“It has 71 articles”, put right in: Headline and Standfirst. "
        f'<a href="{article.get_absolute_url()}#{note.key}">The correction stands on its page.</a>'
    ]
    assert kept(article) == [("found", None), ("desk", "publisher")]
    assert version(article, 2).why == "Correction: A slip of ours."
    assert LogEntry.objects.get().user == publisher


@pytest.mark.parametrize(("make_row", "field"), [(make_article, "headline"), (make_event, "title")])
def test_correction_shows_wherever_readers_look(publisher_client, client, make_row, field):
    row = make_row(**{field: "It has 71 chapters"})
    corrected(publisher_client, row, places=[field], told_by="Nguyễn An")
    note = row.corrections.get()

    record = page(client.get(row.get_absolute_url()))
    shown = record.one("div", id=note.key).text
    listed = page(client.get("/corrections/")).one("div", id=note.key).text
    feed = client.get("/feeds/corrections.json").json()["items"]
    document = client.get(f"{row.get_absolute_url().rstrip('/')}.json").json()
    about = described(record)[0]

    for text in (shown, listed):
        for words in ("71 chapters", "71 articles", "A slip of ours.", "told by Nguyễn An"):
            assert words in text
        assert f"{note.made_at:%-d %B %Y}" in text
    assert [item["url"].partition("#")[2] for item in feed] == [note.key]
    assert "Told by: Nguyễn An" in json.dumps(feed, ensure_ascii=False)
    (told,) = document["corrections"]
    assert [told[name] for name in ("said", "says", "told_by")] == [
        "71 chapters",
        "71 articles",
        "Nguyễn An",
    ]
    assert about.get("subjectOf", about)["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "71 chapters → 71 articles A slip of ours.",
            "datePublished": note.made_at.isoformat(),
            "creditText": "Nguyễn An",
        }
    ]


def test_statement_is_put_right_too(publisher_client, client):
    statement = make_statement(gist="It has 71 chapters.")

    corrected(publisher_client, statement, places=["gist"])

    statement.refresh_from_db()
    assert statement.gist == "It has 71 articles."
    assert "71 articles" in client.get(statement.get_absolute_url()).content.decode()


def test_what_was_put_right_before_is_only_told(publisher_client):
    article = make_article(headline="It has 71 articles", updated_at=None)

    answer = corrected(publisher_client, article)

    assert said(answer)[0].startswith("“It has 71 articles”, put right already.")
    before = article.headline
    article.refresh_from_db()
    assert article.headline == before
    assert article.updated_at == article.corrections.get().made_at


def test_older_correction_does_not_set_the_update_back(publisher_client):
    article = make_article(updated_at=timezone.now() - timedelta(hours=1))

    corrected(publisher_client, article, made_at="2026-02-01T10:00")

    updated = article.updated_at
    article.refresh_from_db()
    assert article.updated_at == updated


TWICE = "71 chapters, yes, 71 chapters"
WRONG = {
    "nowhere": (
        {"headline": "Other"},
        {"places": ["headline"]},
        {"said": ["It does not stand in “Headline” to the letter."]},
    ),
    "twice": (
        {"headline": TWICE},
        {"places": ["headline"]},
        {"said": ["It stands in “Headline” 2 times: quote more, so that it is once."]},
    ),
    "elsewhere too": (
        {"headline": "71 chapters", "body": "The 71 chapters."},
        {"places": ["headline"]},
        {"said": ["It still stands in “Body”: tick that, or quote more of it."]},
    ),
    "not ticked": (
        {"headline": "71 chapters"},
        {},
        {"said": ["It still stands in “Headline”: tick that, or quote more of it."]},
    ),
    "no reason": ({}, {"why": " "}, {"why": ["This field is required."]}),
    "to come": (
        {},
        {"made_at": "9000-01-01T00:00"},
        {"made_at": ["No correction was made in time to come."]},
    ),
    "the same": ({}, {"says": "71 chapters"}, {"says": ["It says now what it said."]}),
    "a control": (
        {},
        {"why": "a\x07"},
        {"why": ["Character 2 is U+0007, which cannot be shown: delete it."]},
    ),
    "no such field": (
        {},
        {"places": ["slug"]},
        {"places": ["Select a valid choice. slug is not one of the available choices."]},
    ),
    "its status": (
        {},
        {"places": ["withdrawn_reason"]},
        {
            "places": [
                "Select a valid choice. withdrawn_reason is not one of the available choices."
            ]
        },
    ),
    "a broken reference": (
        {"body": "The 71 chapters."},
        {"places": ["body"], "says": "[x](person:nobody)"},
        {"says": ["Body: Line 1: there is no person:nobody on record."]},
    ),
    "too long": (
        {"headline": "71 chapters"},
        {"places": ["headline"], "says": "x" * 300},
        {
            "says": [
                "Headline: Ensure this value has at most 200 characters (it has 300).",
            ]
        },
    ),
}


@pytest.mark.parametrize(("row", "sent", "errors"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_and_nothing_is_written(publisher_client, row, sent, errors):
    article = make_article(**row)
    before = the_record()

    answer = corrected(publisher_client, article, **sent)

    assert errors_of(answer) == errors
    assert the_record() == before
    assert not Version.objects.exists()
    typed = {"said": "71 chapters", "why": "A slip of ours."} | sent
    assert {name: answer.context["form"][name].value() for name in typed} == typed


def test_note_names_no_target_of_a_link(publisher_client):
    make_speaker(person=make_person(slug="her"), statement=make_statement())
    article = make_article(body="So [she](person:her) said.")

    corrected(
        publisher_client,
        article,
        said="[she](person:her) said",
        says="[she](person:her) denied",
        places=["body"],
    )

    article.refresh_from_db()
    note = article.corrections.get()
    assert article.body == "So [she](person:her) denied."
    assert (note.said, note.says) == ("she said", "she denied")


def test_what_others_changed_meanwhile_is_shown_and_kept(publisher_client):
    article = make_article(headline="It has 71 chapters")
    seen = opened_by(publisher_client, form_of(article))
    Article.objects.filter(pk=article.pk).update(standfirst="Theirs.")
    before = the_record()

    answer = corrected(publisher_client, article, places=["headline"], **seen)

    assert errors_of(answer) == {
        "__all__": ["Nothing was saved: see above what changed meanwhile."]
    }
    assert answer.context["conflict"].sentence.startswith("This was changed while you had it open.")
    assert the_record() == before
    again = corrected(publisher_client, article, places=["headline"])
    article.refresh_from_db()
    assert (again.status_code, article.standfirst) == (302, "Theirs.")


@pytest.mark.parametrize("number", [1, 5])
def test_form_takes_the_same_queries_for_any_number_of_corrections(
    publisher_client, django_assert_num_queries, number
):
    article = make_article()
    for _ in range(number):
        make_correction(article=article)

    with django_assert_num_queries(13):
        publisher_client.get(form_of(article))


@pytest.mark.parametrize("number", [1, 5])
def test_correcting_takes_the_same_queries_for_any_number_of_corrections(
    publisher_client, django_assert_num_queries, number
):
    article, report = make_article(headline="It has 71 chapters"), make_error_report()
    for _ in range(number):
        make_correction(article=article)
    form = {
        "said": "71 chapters",
        "says": "71 articles",
        "why": "A slip.",
        "made_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
        "places": ["headline"],
        **opened_by(publisher_client, form_of(article)),
    }

    ContentType.objects.get_for_models(Article, ErrorReport)  # asked once a process

    with django_assert_num_queries(57 if connection.vendor == "postgresql" else 55):
        publisher_client.post(form_of(article, report), form)

    assert article.corrections.count() == number + 1


@pytest.mark.parametrize("words", ["[" * 50_000, "[](" * 50_000])
def test_brackets_without_end_are_no_links(words):
    # Looked for without bounds, they would take minutes.
    assert LINK.sub("", words) == words

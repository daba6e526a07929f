"""The page of an article as its form stands: what it shows, to whom, and that it saves nothing."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from tests.articles.pages import NEW_PREVIEW, inside, preview_of, previewed
from tests.checks import filled_in, logged_in, the_record
from tests.make import (
    make_article,
    make_event,
    make_person,
    make_photo,
    make_source,
    make_statement,
    make_topic,
)
from tests.pages import page

pytestmark = pytest.mark.django_db

DRAFT = {"status": "draft"}


def test_preview_shows_what_is_typed_and_saves_nothing(editor_client):
    article = make_article(body="Stored.", headline="Stored", **DRAFT)
    event, topic, source = make_event(title="A day", **DRAFT), make_topic(), make_source()
    photo = make_photo(caption="A hall")
    typed = {
        "headline": "Typed",
        "kicker": "News",
        "body": "One **two** <script>three</script>",
        "lead_photo": photo.pk,
        "events": [event.pk],
        "topics": [topic.pk],
        "sources": [source.pk],
    }
    before = the_record()

    shown = previewed(editor_client, article, **typed)

    assert shown.texts("h1") == ["Typed"]
    assert inside(shown, "body", "p") == ["One two <script>three</script>"]
    assert inside(shown, "body", "strong") == ["two"]
    assert inside(shown, "photo", "figcaption")[0].startswith("A hall")
    assert [link.text for link in shown.one("ul", id="events").all("a")] == ["A day"]
    assert inside(shown, "tags", "a") == [topic.name]
    assert inside(shown, "sources", "a")[0] == source.title
    assert the_record() == before


def test_preview_shows_drafts_as_they_will_be_and_says_that_they_are_not(editor_client):
    person = make_person(slug="hidden", name="Hidden")
    statement = make_statement(slug="draft", gist="A draft point.", report={"mode": "paraphrase"})
    statement.status = "draft"
    statement.save()
    make_statement(slug="bare", gist="Nobody printed it.", report=None, **DRAFT)
    event = make_event(title="A day", **DRAFT)
    body = "[He](person:hidden)\n\n{statement: draft}\n\n{statement: bare}\n\n[x](person:nobody)"

    shown = previewed(editor_client, make_article(**DRAFT), body=body, events=[event.pk])

    assert inside(shown, "body", "a")[0] == "He"
    assert shown.one("div", class_="body").one("a", href=person.get_absolute_url()).text == "He"
    assert inside(shown, "pull-quote", "p") == ["A draft point."]
    assert inside(shown, "preview-notices", "li") == [
        "Line 7: there is no person:nobody on record.",
        "Line 1: person:hidden is not public yet.",
        "Line 3: statement:draft is not public yet.",
        "Line 5: statement:bare is not public yet.",
        "The event “A day” is not public yet.",
    ]
    assert [
        item.attributes.get("data-line")
        for item in shown.all("li")
        if item.above.attributes.get("class") == "preview-notices"
    ] == ["7", "1", "3", "5", None]


def test_withdrawn_statement_is_not_shown_as_if_it_were_to_come(editor_client):
    make_statement(slug="gone", gist="Gone.", status="withdrawn")

    shown = previewed(editor_client, make_article(**DRAFT), body="One.\n\n{statement: gone}")

    assert inside(shown, "body", "p") == ["One."]


def test_incomplete_form_is_previewed_too(editor_client):
    article = make_article(headline="Stored", body="Stored.", **DRAFT)

    shown = previewed(
        editor_client, article, headline="", body="", lead_photo="99999", kicker="k" * 61
    )

    assert shown.texts("h1") == [""]
    assert inside(shown, "body", "p") == []
    assert inside(shown, "preview-notices", "li") == [
        "Kicker: Ensure this value has at most 60 characters (it has 61).",
        "Lead photo: Select a valid choice. That choice is not one of the available choices.",
    ]


def test_article_that_is_not_stored_yet_is_previewed(editor_client):
    answer = editor_client.post(NEW_PREVIEW, {"headline": "New", "body": "Words."})

    assert page(answer).texts("h1") == ["New"]
    assert inside(page(answer), "body", "p") == ["Words."]


def test_preview_is_kept_by_nobody_and_framed_by_nobody(editor_client):
    answer = editor_client.post(NEW_PREVIEW, {"headline": "New"})
    text = answer.content.decode()

    assert "no-store" in answer["Cache-Control"]
    assert (answer["X-Robots-Tag"], answer["X-Frame-Options"]) == ("noindex, nofollow", "DENY")
    for mark in ("og:title", "canonical", "ld+json", "cite.bib"):
        assert mark not in text


def test_preview_by_everybody(stranger, onlooker, editor, publisher):
    draft, published = make_article(**DRAFT), make_article()
    form = filled_in(draft)
    before = the_record()

    def codes(user):
        client = logged_in(user) if user else Client()
        pages = [preview_of(draft), preview_of(published), NEW_PREVIEW]
        return [client.post(each, form).status_code for each in pages]

    assert codes(None) == codes(stranger) == [302, 302, 302]
    assert codes(onlooker) == [403, 403, 403]
    assert codes(editor) == [200, 403, 200]
    assert codes(publisher) == [200, 200, 200]
    assert the_record() == before


def test_preview_is_asked_for_by_post_with_a_token_alone(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    assert client.get(NEW_PREVIEW).status_code == 405
    assert client.post(NEW_PREVIEW, {"headline": "x"}).status_code == 403


@pytest.mark.parametrize("pk", ["99999", "x", "9" * 40])
def test_article_that_is_not_there_has_no_preview(publisher_client, pk):
    assert publisher_client.post(f"/admin/events/article/{pk}/preview/").status_code == 404


def test_preview_shows_nobody_what_they_may_not_view():
    writer = User.objects.create_user("writer", is_staff=True)
    writer.user_permissions.add(
        *Permission.objects.filter(codename__in=["change_article", "view_article"])
    )
    make_person(slug="hidden", name="Secret")
    make_statement(slug="draft", gist="A secret point.", **DRAFT)
    make_statement(slug="seen", gist="A public point.", report={"mode": "paraphrase"})
    event = make_event(title="A secret day", **DRAFT)
    body = "[He](person:hidden)\n\n{statement: draft}\n\n{statement: seen}"
    article = make_article(body=body, events=[event], topics=[make_topic(name="Mum")], **DRAFT)

    shown = previewed(logged_in(writer), article)

    assert inside(shown, "pull-quote", "p") == ["A public point."]
    for word in ("Secret", "secret", "Mum"):
        assert word not in shown.one("main").text.replace("statement:draft", "")


@pytest.mark.parametrize("rows", [1, 5])
def test_preview_needs_the_same_queries_for_any_number_of_records(
    editor_client, rows, django_assert_num_queries
):
    statements = [make_statement(**DRAFT) for _ in range(rows)]
    events = [make_event(**DRAFT) for _ in range(rows)]
    body = "".join(f"\n\n{{statement: {row.slug}}}" for row in statements)
    links = {"events": events, "topics": [make_topic()], "sources": [make_source()]}
    article = make_article(body=body, lead_photo=make_photo(), **links, **DRAFT)
    form = filled_in(article)

    with django_assert_num_queries(23):
        editor_client.post(preview_of(article), form)

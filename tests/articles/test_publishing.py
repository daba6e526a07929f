"""An article published with the statements and events that it needs, or nothing at all."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from events.models import Article, Event, Statement
from hanoiconv.models import Version
from tests.articles.pages import inside, publish_page
from tests.checks import change_screen, logged_in, said, the_record
from tests.make import make_article, make_event, make_person, make_source, make_statement
from tests.pages import page

pytestmark = pytest.mark.django_db

DRAFT = {"status": "draft"}


def drafted(**values):
    """A draft that rests on a source."""
    return make_article(**{"sources": [make_source()]} | DRAFT | values)


def shown(client, article):
    """What is sent once the page was seen."""
    return {"shown": client.get(publish_page(article)).context["plan"].fingerprint}


def named(client, article):
    return [piece.record for piece in client.get(publish_page(article)).context["plan"].pieces]


def test_what_is_not_public_yet_is_published_with_the_article(publisher_client):
    speaker = make_person(slug="speaker")
    above = make_event(slug="above", **DRAFT)
    event = make_event(slug="event", parent=above, status="review")
    own, linked = make_event(**DRAFT), make_event(slug="linked", **DRAFT)
    seen = make_statement(slug="seen")
    make_statement(slug="other", **DRAFT)
    quoted = make_statement(slug="quoted", event=event, speaker={"person": speaker}, **DRAFT)
    body = "[S](person:speaker) [E](event:linked) [T](statement:seen)\n\n{statement: quoted}"
    article = drafted(body=body, events=[own])
    started = timezone.now()

    assert named(publisher_client, article) == [above, own, linked, event, quoted, article]
    answer = publisher_client.post(publish_page(article), shown(publisher_client, article))

    assert (answer.url, said(answer)) == (change_screen(article), ["6 pages published."])
    assert {*Event.objects.public()} == {above, event, own, linked}
    assert {*Statement.objects.public()} == {seen, quoted}
    assert [*Article.objects.public()] == [article]
    quoted.refresh_from_db()
    assert started <= quoted.publish_at <= timezone.now()


def test_versions_say_why(publisher_client, publisher):
    statement = make_statement(slug="quoted", **DRAFT)
    article = drafted(headline="The day", body="{statement: quoted}")

    publisher_client.post(publish_page(article), shown(publisher_client, article))

    kept = Version.objects.filter(user=publisher).order_by("kind").values_list("record_id", "why")
    why = "Published with “The day”."
    assert [*kept] == [(article.pk, why), (statement.pk, why)]


def test_looking_writes_nothing_and_tells_what_stands_against_it(publisher_client):
    make_statement(slug="bare", gist="A bare point.", report=None, **DRAFT)
    make_person(slug="hidden")
    article = drafted(body="[H](person:hidden)\n\n{statement: bare}", sources=[])
    before = the_record()

    answer = publisher_client.get(publish_page(article))

    assert inside(page(answer), "article-problems", "li") == [
        "Statement without a report. No source reports it: add a report.",
        "Article without sources. It names no source: add those that it rests on.",
        "Line 1: person:hidden is not public yet.",
        "Line 3: statement:bare is not public yet.",
    ]
    assert 'name="shown"' not in answer.content.decode()
    assert the_record() == before


def test_all_or_nothing(publisher_client):
    make_person(slug="hidden")
    make_statement(slug="quoted", event=make_event(**DRAFT), **DRAFT)
    article = drafted(headline="Bad", body="[H](person:hidden)\n\n{statement: quoted}")
    before = the_record()

    answer = publisher_client.post(publish_page(article), shown(publisher_client, article))

    assert said(answer) == ["Nothing was published. Bad: Line 1: person:hidden is not public yet."]
    assert the_record() == before
    assert not Version.objects.exists()


def test_source_that_is_public_by_the_article_alone_may_be_linked(publisher_client):
    source = make_source(slug="source")
    article = drafted(body="[S](source:source)", sources=[source])

    publisher_client.post(publish_page(article), shown(publisher_client, article))

    assert [*Article.objects.public()] == [article]


@pytest.mark.parametrize("forged", [{}, {"shown": ""}, {"shown": "0" * 64}, {"shown": "\x00"}])
def test_what_was_not_shown_is_not_published(publisher_client, forged):
    article = drafted()
    before = the_record()

    answer = publisher_client.post(publish_page(article), forged)

    assert said(answer) == ["What would be published has changed: look once more."]
    assert the_record() == before


def test_what_changed_since_the_look_is_looked_at_again(publisher_client):
    make_statement(slug="quoted", **DRAFT)
    article = drafted()
    form = shown(publisher_client, article)
    article.body = "{statement: quoted}"
    article.save()
    before = the_record()

    answer = publisher_client.post(publish_page(article), form)

    assert said(answer) == ["What would be published has changed: look once more."]
    assert the_record() == before


@pytest.mark.parametrize("status", ["published", "withdrawn"])
def test_what_is_not_being_written_is_not_published(publisher_client, status):
    article = make_article(status=status, headline="Old")

    answer = publisher_client.get(publish_page(article))

    assert said(answer) == ["“Old” is not being written: nothing to publish."]
    assert "Publish with" not in publisher_client.get(change_screen(article)).content.decode()


def test_publishing_by_everybody(stranger, onlooker, editor, publisher):
    article = drafted()

    def codes(user):
        client = logged_in(user) if user else Client()
        form = shown(client, article) if user == publisher else {}
        return client.get(publish_page(article)).status_code, client.post(
            publish_page(article), form
        ).status_code

    assert codes(None) == codes(stranger) == (302, 302)
    assert codes(onlooker) == codes(editor) == (403, 403)
    assert not Article.objects.public()
    assert codes(publisher) == (200, 302)
    assert [*Article.objects.public()] == [article]


def test_form_leads_only_those_there_who_may_publish(editor_client, publisher_client):
    article = drafted()

    assert "Publish with" not in editor_client.get(change_screen(article)).content.decode()
    assert "Publish with" in publisher_client.get(change_screen(article)).content.decode()


def test_rights_are_asked_for_each_kind(publisher):
    rights = publisher.groups.get().permissions
    rights.remove(Permission.objects.get(codename="publish_statement"))
    make_statement(slug="quoted", gist="A point.", **DRAFT)
    article = drafted(headline="Mine", body="{statement: quoted}")
    client, before = logged_in(publisher), the_record()

    looked = client.get(publish_page(article))
    answer = client.post(publish_page(article), shown(client, article))

    reason = "1 of the statements takes somebody who may publish them."
    assert inside(page(looked), "article-problems", "li") == [reason]
    assert "A point." not in looked.content.decode()
    assert said(answer) == [f"Nothing was published. Mine: {reason}"]
    assert the_record() == before


@pytest.mark.parametrize("rows", [1, 5])
def test_looking_needs_the_same_queries_for_any_number_of_records(
    publisher_client, rows, django_assert_num_queries
):
    above = make_event(**DRAFT)
    events = [make_event(parent=above, **DRAFT) for _ in range(rows)]
    statements = [make_statement(event=event, **DRAFT) for event in events]
    article = drafted(body="".join(f"\n\n{{statement: {row.slug}}}" for row in statements))

    with django_assert_num_queries(25):
        publisher_client.get(publish_page(article))

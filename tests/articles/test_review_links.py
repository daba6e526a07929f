"""Links by which somebody without an account reads a draft, and how they end."""

from base64 import b64decode
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.signing import Signer
from django.test import Client
from PIL import Image

from hanoiconv.articles import review_links
from tests.articles.pages import inside, link_page
from tests.checks import logged_in, the_record
from tests.drawn import kept, make_picture
from tests.make import (
    make_article,
    make_event,
    make_person,
    make_source,
    make_statement,
)
from tests.pages import page

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DRAFT = {"status": "draft"}


def link_to(article, user, now=None):
    """The path of a link to the article."""
    url = review_links.new_link(article, user, now or datetime.now(UTC)).url
    return "/preview/" + url.partition("/preview/")[2]


def test_editor_makes_a_link_that_a_reviewer_opens(editor_client, client):
    article = make_article(headline="A draft", body="Words to review.", **DRAFT)
    before = the_record()

    with time_machine.travel(NOW, tick=False):
        asked = page(editor_client.get(link_page(article)))
        made = page(editor_client.post(link_page(article)))
        url = made.one("input", id="review-link").attributes["value"]
        answer = client.get(url)

    assert not [*asked.all("input", id="review-link")]
    assert url.startswith("http://127.0.0.1:8000/preview/")
    assert (
        "It works until 29 November 2026, 09:30 UTC" in made.one("div", class_="article-link").text
    )
    shown = page(answer)
    assert shown.texts("h1") == ["A draft"]
    assert inside(shown, "body", "p") == ["Words to review."]
    assert "until 29 November 2026, 09:30 UTC" in shown.one("div", role="note").text
    assert "Not published yet" in shown.one("main").text
    assert the_record() == before


def test_reviewer_reads_the_words_of_drafts_but_no_link_leads_nowhere(client, editor):
    known, hidden = make_person(name="Known"), make_person(name="Hidden")
    make_statement(speaker={"person": known})
    draft = make_statement(speaker={"person": hidden}, report={"mode": "paraphrase"}, **DRAFT)
    event, source = make_event(**DRAFT), make_source()
    body = (
        f'[K](person:{known.slug}) [H](person:{hidden.slug} "a > b")\n\n{{statement: {draft.slug}}}'
    )
    article = make_article(body=body, events=[event], sources=[source], **DRAFT)

    main = page(client.get(link_to(article, editor))).one("main")

    assert inside(main, "body", "p") == ["K H", draft.gist]
    for words in ("Hidden", event.title, source.title):
        assert words in main.text
    assert {link.attributes["href"] for link in main.all("a")} == {known.get_absolute_url()}


def test_reviewer_sees_the_picture_of_a_draft_without_asking_for_it(client, editor, media):
    hidden = make_picture(event=make_event(**DRAFT), file=kept(size=(700, 350)))
    lost = make_picture(event=hidden.event, file=f"{'0' * 64}-640x360")
    article = make_article(lead_photo=hidden, **DRAFT)

    image = page(client.get(link_to(article, editor))).one("img", alt=hidden.alt).attributes

    head, _comma, dots = image["src"].partition(",")
    assert head == "data:image/webp;base64"
    with Image.open(BytesIO(b64decode(dots))) as shown:
        assert shown.size == (480, 240)
    assert "srcset" not in image
    assert client.get(hidden.picture.src).status_code == 404

    article.lead_photo = lost
    article.save()
    image = page(client.get(link_to(article, editor))).one("img", alt=lost.alt).attributes
    assert image["src"] == lost.picture.src


def test_review_is_kept_listed_and_told_by_nobody(client, editor):
    article = make_article(**DRAFT)
    path = link_to(article, editor)

    answer = client.get(path)

    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "no-referrer"
    text = answer.content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in text
    for mark in ("og:title", "canonical", "ld+json", "cite.bib", path, f"{article.slug}.json"):
        assert mark not in text


def test_link_follows_the_draft_until_it_is_published(client, editor):
    article = make_article(body="First.", **DRAFT)
    path = link_to(article, editor)
    article.body = "Second."
    article.save()
    assert inside(page(client.get(path)), "body", "p") == ["Second."]

    article.status, article.publish_at = "published", datetime.now(UTC) + timedelta(days=1)
    article.save()
    assert client.get(path).status_code == 200

    article.publish_at = datetime.now(UTC) - timedelta(days=1)
    article.save()
    answer = client.get(path)
    assert (answer.status_code, answer.url) == (302, article.get_absolute_url())


def test_link_ends_with_its_time(client, editor):
    path = link_to(make_article(headline="Secret", **DRAFT), editor, NOW)

    with time_machine.travel(NOW + timedelta(days=7, seconds=-1), tick=False):
        assert client.get(path).status_code == 200
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        answer = client.get(path)

    assert answer.status_code == 410
    assert page(answer).texts("h1") == ["This preview has ended"]
    assert "Secret" not in answer.content.decode()


def lose_the_group(user, article):
    user.groups.clear()


def leave(user, article):
    user.is_active = False
    user.save()


def leave_the_desk(user, article):
    user.is_staff = False
    user.save()


def delete_the_account(user, article):
    user.delete()


def delete_the_article(user, article):
    article.delete()


@pytest.mark.parametrize(
    "end", [lose_the_group, leave, leave_the_desk, delete_the_account, delete_the_article]
)
def test_link_ends_with_the_rights_of_who_made_it_and_with_the_article(client, editor, end):
    article = make_article(**DRAFT)
    path = link_to(article, editor)
    assert client.get(path).status_code == 200

    end(editor, article)

    assert client.get(path).status_code == 410


@pytest.mark.parametrize("token", ["x", "a:b", "W10:x", ":", "%00", "x" * 5000])
def test_forged_link_leads_nowhere(client, token):
    assert client.get(f"/preview/{token}/").status_code == 404


def test_what_is_signed_for_anything_else_is_no_link(client, editor):
    article = make_article(**DRAFT)
    far = int(datetime(2999, 1, 1, tzinfo=UTC).timestamp())
    other = Signer(salt="something else").sign_object([article.pk, editor.pk, far])
    path = link_to(article, editor)

    assert client.get(f"/preview/{other}/").status_code == 404
    assert client.get(path[:-2] + ("A/" if path[-2] != "A" else "B/")).status_code == 404
    assert client.post(path).status_code == 405


def test_links_are_made_by_those_who_may_change_the_article(stranger, onlooker, editor, publisher):
    draft, published = make_article(**DRAFT), make_article()

    def codes(user):
        client = logged_in(user) if user else Client()
        return [client.post(link_page(article)).status_code for article in (draft, published)]

    assert codes(None) == codes(stranger) == [302, 302]
    assert codes(onlooker) == [403, 403]
    assert codes(editor) == [200, 403]
    assert codes(publisher) == [200, 200]


def test_what_readers_see_or_saw_gets_no_link(publisher_client):
    for status in ("published", "withdrawn"):
        answer = publisher_client.post(link_page(make_article(status=status)))
        assert answer.context["link"] is None


def test_link_is_made_with_a_token_alone(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    assert client.post(link_page(make_article(**DRAFT))).status_code == 403


@pytest.mark.parametrize("rows", [1, 5])
def test_review_needs_the_same_queries_for_any_number_of_records(
    client, editor, rows, django_assert_num_queries
):
    statements = [make_statement(**DRAFT) for _ in range(rows)]
    body = "".join(f"\n\n{{statement: {row.slug}}}" for row in statements)
    events, sources = ([make() for _ in range(rows)] for make in (make_event, make_source))
    article = make_article(body=body, events=events, sources=sources, **DRAFT)
    path = link_to(article, editor)

    with django_assert_num_queries(19):
        client.get(path)

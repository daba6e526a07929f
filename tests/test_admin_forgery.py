"""What an editor may send that no form offered: each attempt leaves the record as it was."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.utils import timezone

from events.models import Article, Instrument, Photo
from people.models import Source
from tests.checks import as_new, change_screen, filled_in, logged_in, said, screen, the_record
from tests.make import (
    make_article,
    make_event,
    make_instrument,
    make_organisation,
    make_participation,
    make_person,
    make_photo,
    make_place,
    make_report,
    make_source,
    make_statement,
    make_topic,
)

pytestmark = pytest.mark.django_db

ROOTS = [make_article, make_event, make_statement]


@pytest.mark.parametrize(
    ("make_root", "status", "page"),
    [
        (make_article, "published", "change"),
        (make_article, "withdrawn", "change"),
        (make_article, "published", "add"),
        (make_article, "withdrawn", "add"),
        (make_event, "published", "change"),
        (make_statement, "published", "add"),
    ],
)
def test_editor_cannot_send_a_status_that_publishes(editor_client, make_root, status, page):
    row = make_root(status="draft")
    time = {"publish_at_0": "2026-11-01", "publish_at_1": "12:00:00"}
    form = filled_in(row) | {"status": status, "withdrawn_reason": "Forged."} | time
    if page == "add":
        form = as_new(form, slug="forged")
    before = the_record()

    answer = editor_client.post(screen(row, page, *([row.pk] if page == "change" else [])), form)

    assert answer.context["adminform"].errors == {
        "status": [f"Select a valid choice. {status} is not one of the available choices."]
    }
    assert the_record() == before


@pytest.mark.parametrize("make_root", ROOTS)
def test_editor_cannot_send_a_time_or_a_reason(editor_client, make_root):
    row = make_root(status="draft")
    page = change_screen(row)
    form = filled_in(row) | {
        "status": "review",
        "publish_at_0": "2026-11-01",
        "publish_at_1": "12:00:00",
        "withdrawn_reason": "Forged.",
    }

    answer = editor_client.post(page, form)

    row.refresh_from_db()
    assert answer.status_code == 302
    assert (row.status, row.publish_at, row.withdrawn_reason) == ("review", None, "")


@pytest.mark.parametrize("make_root", ROOTS)
def test_editor_is_offered_what_an_editor_may_set(editor_client, make_root):
    page = editor_client.get(change_screen(make_root(status="draft")))

    form = page.context["adminform"].form
    assert [value for value, _ in form.fields["status"].choices] == ["draft", "review"]
    assert {"publish_at", "withdrawn_reason"} & {*form.fields} == set()


@pytest.mark.parametrize("make_root", ROOTS)
def test_editor_reads_what_is_published_without_a_form(editor_client, make_root):
    page = editor_client.get(change_screen(make_root()))

    assert page.context["has_change_permission"] is False
    assert page.context["has_delete_permission"] is False
    assert [*page.context["adminform"].form.fields] == []


@pytest.mark.parametrize("make_root", ROOTS)
def test_editor_cannot_publish_by_action(editor_client, make_root):
    rows = [make_root(status="draft"), make_root(status="review"), make_root(status="withdrawn")]
    chosen = {"_selected_action": [row.pk for row in rows], "index": 0, "select_across": 1}
    before = the_record()

    answer = editor_client.post(screen(rows[0], "changelist"), chosen | {"action": "publish_now"})

    assert said(answer) == ["No action selected."]
    assert the_record() == before


def test_editor_is_offered_the_actions_of_editors(editor, publisher, rf):
    request = rf.get("/")
    first, topics = ["delete_selected", "send_to_review"], ["add_topic", "remove_topic"]
    offered = {}
    for user in (editor, publisher):
        request.user = user
        offered[user.username] = [*admin.site.get_model_admin(Article).get_actions(request)]

    assert offered == {
        "editor": [*first, *topics, "export_as_fixtures"],
        "publisher": [
            *first,
            "publish_now",
            "schedule",
            "withdraw",
            *topics,
            "export_as_fixtures",
        ],
    }


@pytest.mark.parametrize("make_root", ROOTS)
def test_editor_cannot_delete_a_published_one_among_drafts(editor_client, make_root):
    rows = [make_root(status="draft"), make_root()]
    chosen = {"_selected_action": [row.pk for row in rows], "post": "yes"}
    before = the_record()

    answer = editor_client.post(
        screen(rows[0], "changelist"), chosen | {"action": "delete_selected"}
    )

    assert answer.status_code == 403
    assert the_record() == before


NAMED = {
    "a person": (lambda **root: make_participation(event=make_event(**root)).person, "name"),
    "an organisation": (
        lambda **root: (
            make_participation(
                event=make_event(**root), organisation=make_organisation()
            ).organisation
        ),
        "name",
    ),
    "a source": (lambda **root: make_report(statement=make_statement(**root)).source, "title"),
    "a place": (lambda **root: make_event(place=make_place(), **root).place, "name"),
    "a topic": (
        lambda **root: make_article(topics=[make_topic()], **root).topics.get(),
        "name",
    ),
    "a photo": (lambda **root: make_photo(event=make_event(**root)), "caption"),
}


@pytest.mark.parametrize(("make_named", "name"), NAMED.values(), ids=NAMED)
def test_editor_changes_named_rows_until_something_public_names_them(
    editor_client, publisher_client, make_named, name
):
    draft = make_named(status="draft")
    settled = [make_named(), make_named(publish_at=timezone.now() + timedelta(days=9))]
    forms = {row: filled_in(row) | {name: f"Changed {row.pk}"} for row in [draft, *settled]}
    before = the_record()

    refused = [
        answer.status_code
        for row in settled
        for answer in (
            editor_client.post(change_screen(row), forms[row]),
            editor_client.post(screen(row, "delete", row.pk), {"post": "yes"}),
        )
    ]
    assert refused == [403] * 4
    assert the_record() == before

    assert editor_client.post(change_screen(draft), forms[draft]).status_code == 302
    assert publisher_client.post(change_screen(settled[0]), forms[settled[0]]).status_code == 302
    changed = type(draft).objects.filter(**{f"{name}__startswith": "Changed"}).order_by("pk")
    assert list(changed) == [draft, settled[0]]


def test_editor_cannot_change_or_delete_an_instrument(editor_client):
    instrument = make_instrument()
    form = filled_in(instrument) | {"name": "Forged"}
    before = the_record()

    answers = [
        editor_client.post(change_screen(instrument), form),
        editor_client.post(screen(instrument, "delete", instrument.pk), {"post": "yes"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert the_record() == before


def test_editor_cannot_add_an_instrument_which_readers_would_see(editor_client):
    form = as_new(filled_in(make_instrument()), slug="forged")

    editor_client.post(screen(Instrument, "add"), form)

    assert not Instrument.objects.filter(slug="forged").exists()


def test_editor_cannot_add_a_photo_to_a_published_event(editor_client):
    form = filled_in(make_photo())

    editor_client.post(screen(Photo, "add"), as_new(form, slug="forged"))

    assert not Photo.objects.filter(slug="forged").public().exists()


def test_editor_cannot_move_a_photo_to_a_published_event(editor_client):
    photo, event = make_photo(event=make_event(status="draft")), make_event()
    form = filled_in(photo)

    editor_client.post(change_screen(photo), form | {"event": event.pk})

    assert not Photo.objects.public().exists()


def test_editor_cannot_list_a_source_under_a_public_one(editor_client):
    source, listed = make_report().source, make_source()
    form = filled_in(listed)

    editor_client.post(change_screen(listed), form | {"listed_by": source.pk})

    assert list(Source.objects.public()) == [source]


def test_onlooker_cannot_send_anything(onlooker):
    client = logged_in(onlooker)
    rows = [make_event(status="draft"), make_person(), make_instrument(), make_photo()]
    forms = [filled_in(row) for row in rows]
    before = the_record()

    for row, form in zip(rows, forms, strict=True):
        answers = [
            client.get(change_screen(row)),
            client.post(change_screen(row), form),
            client.post(screen(row, "add"), as_new(form, slug="forged")),
            client.post(screen(row, "delete", row.pk), {"post": "yes"}),
        ]
        assert [answer.status_code for answer in answers] == [200, 403, 403, 403]

    assert the_record() == before

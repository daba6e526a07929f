"""Who may merge what, and what somebody may send that no form offered."""

import pytest
from django.contrib import admin
from django.test import Client

from hanoiconv.core.former_slugs import FormerSlug
from hanoiconv.merge_admin import MERGED
from hanoiconv.merging.planning import plan
from people.models import Person
from tests.checks import change_screen, logged_in, said, screen, the_record
from tests.make import (
    make_article,
    make_event,
    make_participation,
    make_person,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
)
from tests.merging.naming import KINDS

pytestmark = pytest.mark.django_db


def rows_of(model, *, seen):
    """Two records of the kind, of which readers see the second or none."""
    values = {"status": "draft"} if model.__name__ == "Event" else {}
    rows = [KINDS[model](**values) for _ in range(2)]
    if seen and values:
        rows[1].status, rows[1].publish_at = "published", make_event().publish_at
        rows[1].save()
    elif seen:
        name = model._meta.model_name
        if name in ("person", "organisation"):
            make_participation(**{name: rows[1]})
        elif name == "place":
            make_event(place=rows[1])
        else:
            make_article(topics=[rows[1]])
    return rows


def address(kept):
    return screen(kept, "merge", kept.pk)


def sent(kept, gone, user):
    """What would be sent if the preview offered its button."""
    return {"other": gone.pk, "shown": plan(kept, gone, user).fingerprint}


def outcome(client, user, kept, gone):
    """What comes of looking and of sending, and whether anything changed."""
    before = the_record()
    looked = client.get(address(kept), {"other": gone.pk})
    assert the_record() == before
    answer = client.post(address(kept), sent(kept, gone, user))
    codes = [
        "login" if each.status_code == 302 and "/login/" in each.url else each.status_code
        for each in (looked, answer)
    ]
    return *codes, the_record() != before


@pytest.mark.parametrize("model", MERGED)
def test_merging_drafts_by_everybody(stranger, onlooker, editor, publisher, model):
    found = {}
    for user in (stranger, onlooker, editor, publisher):
        kept, gone = rows_of(model, seen=False)
        found[user.username] = outcome(logged_in(user), user, kept, gone)
    kept, gone = rows_of(model, seen=False)

    assert outcome(Client(), stranger, kept, gone) == ("login", "login", False)
    assert found == {
        "stranger": ("login", "login", False),
        "onlooker": (403, 403, False),
        "editor": (200, 302, True),
        "publisher": (200, 302, True),
    }


@pytest.mark.parametrize("model", MERGED)
def test_merging_what_readers_see_takes_a_publisher(editor, publisher, model):
    hidden, seen = rows_of(model, seen=True)

    into_seen = outcome(logged_in(editor), editor, seen, hidden)
    seen_away = outcome(logged_in(editor), editor, hidden, seen)
    by_publisher = outcome(logged_in(publisher), publisher, seen, hidden)

    assert (into_seen, seen_away) == ((403, 403, False), (200, 302, False))
    assert by_publisher == (200, 302, True)


def test_editor_is_shown_why_and_no_button(editor_client):
    hidden, seen = rows_of(Person, seen=True)

    answer = editor_client.get(address(hidden), {"other": seen.pk})

    assert len(answer.context["plan"].problems) == 2
    assert 'name="shown"' not in answer.content.decode()


def test_editor_moves_no_part_of_a_withdrawn_statement(editor_client, editor):
    kept, gone = make_person(), make_person()
    make_statement(status="withdrawn", speaker={"person": gone})
    before = the_record()

    answer = editor_client.post(address(kept), sent(kept, gone, editor))

    assert said(answer) == [
        "1 of the speakers that would move is or was to be seen by readers: "
        "changing it takes a publisher."
    ]
    assert the_record() == before


def test_what_is_published_between_look_and_click_stays(editor_client, editor):
    kept, gone = make_person(), make_person()
    statement = make_statement(status="draft", speaker={"person": gone})
    form = sent(kept, gone, editor)
    statement.status, statement.publish_at = "published", make_event().publish_at
    statement.save()
    before = the_record()

    answer = editor_client.post(address(kept), form)

    assert len(said(answer)) == 2
    assert the_record() == before


def test_who_may_not_delete_is_not_led_there(editor_client, editor):
    row = make_person()
    rights = editor.groups.get().permissions
    rights.remove(rights.get(codename="delete_person"))

    assert "Merge another" not in editor_client.get(change_screen(row)).content.decode()
    assert editor_client.get(address(row)).status_code == 403


def test_editor_is_not_led_from_what_readers_see(editor_client, publisher_client):
    _hidden, seen = rows_of(Person, seen=True)

    assert "Merge another" not in editor_client.get(change_screen(seen)).content.decode()
    assert "Merge another" in publisher_client.get(change_screen(seen)).content.decode()


FORGED = [
    *[{"other": other} for other in ("", "x", "-1", "0", "9" * 40, "\x00", "1 OR 1=1", "1,2")],
    *[{"slug": slug} for slug in ("", "nobody", "../../", "\x00", "'; --", "a" * 5000)],
    {},
]


@pytest.mark.parametrize("form", FORGED)
def test_forged_choice_changes_nothing(publisher_client, form):
    kept = make_person()
    make_speaker(person=kept)
    before = the_record()

    for sent_form in (form, form | {"shown": "0" * 64}):
        answer = publisher_client.post(address(kept), sent_form)
        assert (answer.status_code, answer.url) == (302, address(kept))
        assert said(answer) != []

    assert the_record() == before


def test_record_is_not_merged_into_itself(publisher_client, publisher):
    kept = make_person()
    make_speaker(person=kept)
    before = the_record()

    answer = publisher_client.post(address(kept), sent(kept, kept, publisher))

    assert said(answer) == ["This is one and the same record: choose another."]
    assert the_record() == before


def test_id_of_another_kind_is_no_choice(publisher_client):
    kept, source = make_person(), make_source()
    while source.pk == kept.pk or Person.objects.filter(pk=source.pk).exists():
        source = make_source()
    before = the_record()

    answer = publisher_client.post(address(kept), {"other": source.pk, "shown": "0"})

    assert said(answer)[0].startswith("Select a valid choice.")
    assert the_record() == before


def test_fingerprint_of_another_pair_is_refused(publisher_client, publisher):
    kept, gone, third = (make_topic() for _ in range(3))
    make_article(topics=[gone])
    form = sent(kept, third, publisher) | {"other": gone.pk}
    swapped = {"other": gone.pk, "shown": plan(gone, kept, publisher).fingerprint}
    before = the_record()

    for forged in (form, swapped, {"other": gone.pk}, {"other": gone.pk, "shown": "\x00"}):
        answer = publisher_client.post(address(kept), forged)
        assert said(answer)[-1].startswith("What would move has changed")

    assert the_record() == before
    assert not FormerSlug.objects.exists()


@pytest.mark.parametrize("pk", ["99999", "x", "0", "-1", "9" * 40])
@pytest.mark.parametrize("model", MERGED)
def test_record_that_is_not_there_has_no_page(publisher_client, model, pk):
    url = screen(model, "merge", pk)

    assert publisher_client.get(url).status_code == 404
    assert publisher_client.post(url, {"other": "1"}).status_code == 404


def test_form_without_a_token_is_refused(publisher):
    client = Client(enforce_csrf_checks=True)
    client.force_login(publisher)
    kept, gone = make_person(), make_person()

    answer = client.post(address(kept), sent(kept, gone, publisher))

    assert answer.status_code == 403
    assert Person.objects.count() == 2


def test_only_kinds_that_are_merged_have_the_page():
    screens = [url for entry in admin.site.urls[0] for url in getattr(entry, "url_patterns", [])]

    found = {url.name for url in screens if str(url.name).endswith("_merge")}

    assert found == {f"{model._meta.app_label}_{model._meta.model_name}_merge" for model in MERGED}

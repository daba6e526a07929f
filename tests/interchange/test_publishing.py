"""Who publishes by files: nobody unasked, and nobody who may not."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from events.models import Event, Photo, Statement
from hanoiconv.interchange.desk import carry_out, prepare
from hanoiconv.interchange.planning import Wish, planned
from people.models import Person
from tests.interchange.written import (
    PUBLISHED,
    event,
    imported,
    inputs,
    organisation,
    passage,
    person,
    photo,
    row,
    said,
    small_record,
    source,
    statement,
    uploaded,
    words,
)
from tests.make import (
    LONG_AGO,
    make_event,
    make_organisation,
    make_participation,
    make_person,
    make_source,
    make_statement,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]

NOW = "Readers see it: changing it takes a publisher."
LATER = "Readers would see it: that takes a publisher."


def stored(model=Event):
    return model.objects.values_list("status", "publish_at").get()


def prepared(*rows, user, publish=False):
    """What the desk says of each record: why it is barred, and whether it waits in review."""
    outcome = prepare(uploaded(*rows), user, publish=publish)
    assert words(outcome.faults) == []
    entries = outcome.log.entries.order_by("pk")
    return {entry.slug: (entry.barred, entry.waits_in_review) for entry in entries}


def give(user, codename):
    user.user_permissions.add(Permission.objects.get(codename=codename))


def take(user, codename):
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename=codename))


def test_what_files_call_published_waits_in_review():
    result = imported(event(**PUBLISHED))

    assert [entry.waits_in_review for entry in result.entries] == [True]
    assert stored() == ("review", LONG_AGO)
    assert not Event.objects.public().exists()


def test_what_waits_in_review_is_unchanged_by_the_same_files():
    imported(event(**PUBLISHED))

    assert imported(event(**PUBLISHED)).counts == {"unchanged": {"events.event": 1}}


def test_what_waits_in_review_is_published_when_that_is_asked_for():
    imported(event(**PUBLISHED))

    result = imported(event(**PUBLISHED), publish=True)

    assert said(result) == {"ceremony": ["status: review -> published"]}
    assert Event.objects.public().get().slug == "ceremony"


def test_new_record_is_published_when_that_is_asked_for():
    result = imported(event(**PUBLISHED), publish=True)

    assert [entry.waits_in_review for entry in result.entries] == [False]
    assert stored() == ("published", LONG_AGO)


def test_draft_on_record_stays_a_draft_and_the_rest_of_it_changes():
    imported(event(status="draft"))

    result = imported(event(title="Signing", **PUBLISHED))

    assert said(result) == {"ceremony": ["title: Ceremony -> Signing"]}
    assert [entry.waits_in_review for entry in result.entries] == [True]
    assert stored() == ("draft", None)


def test_published_record_stays_published_when_it_changes():
    imported(event(**PUBLISHED), publish=True)

    result = imported(event(title="Signing", **PUBLISHED))

    assert said(result) == {"ceremony": ["title: Ceremony -> Signing"]}
    assert stored() == ("published", LONG_AGO)


def test_withdrawn_record_is_not_published_again_unasked():
    withdrawn = {"status": "withdrawn", "withdrawn_reason": "An error."}
    imported(event(**withdrawn | {"publish_at": PUBLISHED["publish_at"]}))

    result = imported(event(title="Signing", **PUBLISHED))

    assert said(result) == {"ceremony": ["title: Ceremony -> Signing"]}
    assert Event.objects.get().withdrawn_reason == "An error."
    assert stored() == ("withdrawn", LONG_AGO)


def test_scheduled_record_is_held_back_as_a_published_one():
    later = {"status": "published", "publish_at": "2999-01-01T00:00:00Z"}

    result = imported(event(**later))

    assert [entry.waits_in_review for entry in result.entries] == [True]
    assert stored()[0] == "review"


def test_published_without_a_time_is_refused_only_where_it_would_be_published():
    assert words(imported(event(status="published")).faults) == []

    faults = words(imported(event("other", status="published"), publish=True).faults)

    reason = "Say from when on the published page is to be seen."
    assert faults == [f"a.json:2: events.event other: {reason}"]


def test_user_without_the_right_publishes_nothing(editor):
    assert prepared(event(**PUBLISHED), user=editor, publish=True) == {"ceremony": ("", True)}


def test_publisher_publishes(publisher):
    told = prepared(event(**PUBLISHED), user=publisher, publish=True)

    assert told == {"ceremony": ("", False)}


def test_right_to_publish_one_kind_is_none_for_another(editor, django_user_model):
    give(editor, "publish_event")
    again = django_user_model.objects.get(pk=editor.pk)

    told = prepared(event(**PUBLISHED), statement(**PUBLISHED), user=again, publish=True)

    assert told == {"ceremony": ("", False), "point": ("", True)}


@pytest.mark.parametrize("status", ["published", "scheduled", "withdrawn"])
def test_editor_may_not_change_what_readers_see_or_will_see(editor, status):
    values = {"status": status}
    if status == "scheduled":
        values = {"status": "published", "publish_at": timezone.now() + timedelta(days=9)}
    make_event(slug="ceremony", **values)

    assert prepared(event(), user=editor) == {"ceremony": (NOW, False)}


def test_editor_may_not_withdraw(editor):
    make_event(slug="ceremony", status="draft")
    rows = [event(status="withdrawn", withdrawn_reason="An error.")]

    assert prepared(*rows, user=editor) == {"ceremony": (LATER, False)}


def test_editor_may_not_add_a_part_to_what_readers_see(editor):
    make_statement(slug="point", report={"key": "point-r1", "passage": None})

    assert prepared(passage(), user=editor) == {"point": (NOW, False)}


def test_editor_may_not_remove_a_part_of_what_readers_see(editor):
    make_participation(person=make_person(slug="luong-cuong", name="A", sort_name="A"))
    name = row("people.name", key="n", text="Other", person=["luong-cuong"])
    imported(name, overwrite=True)

    told = prepared(person(name="A", sort_name="A"), user=editor)

    assert told == {"luong-cuong": (NOW, False)}


def test_editor_may_not_change_a_person_whom_readers_see(editor):
    make_participation(person=make_person(slug="luong-cuong"))

    assert prepared(person(), user=editor) == {"luong-cuong": (NOW, False)}


def test_editor_may_not_add_a_photo_to_a_public_event(editor):
    make_event(slug="ceremony")
    make_source(slug="vov-report")

    assert prepared(photo(event=["ceremony"]), user=editor) == {"x": (LATER, False)}


def test_editor_may_add_a_photo_to_a_draft(editor):
    make_event(slug="ceremony", status="draft")
    make_source(slug="vov-report")

    assert prepared(photo(event=["ceremony"]), user=editor) == {"x": ("", False)}


def test_editor_may_not_add_a_source_that_a_public_one_lists(editor):
    make_statement(report={"source": make_source(slug="listing")})
    make_organisation(slug="vov")

    assert prepared(source(listed_by=["listing"]), user=editor) == {"vov-report": (LATER, False)}


def test_publisher_may_do_all_of_it(publisher):
    make_event(slug="ceremony")
    make_source(slug="vov-report")
    make_participation(person=make_person(slug="luong-cuong"))

    told = prepared(person(), event(**PUBLISHED), photo(event=["ceremony"]), user=publisher)

    assert told == {"ceremony": ("", False), "luong-cuong": ("", False), "x": ("", False)}


def test_user_without_rights_to_a_kind_is_told_so(onlooker):
    make_person(slug="luong-cuong")

    told = prepared(person(), organisation(), user=onlooker)

    assert told == {
        "luong-cuong": ("You may not change people.", False),
        "vov": ("You may not add organisations.", False),
    }


def test_user_needs_the_right_to_remove_parts(editor, django_user_model):
    role = {"person": ["luong-cuong"], "organisation": ["vov"], "title": "President"}
    imported(organisation(), person(), row("people.role", key="r", **role))
    take(editor, "delete_role")
    again = django_user_model.objects.get(pk=editor.pk)

    assert prepared(person(), user=again) == {"luong-cuong": ("You may not remove roles.", False)}


def test_what_is_barred_is_not_applied_though_it_is_ticked(editor):
    make_event(slug="ceremony", title="As it was")
    log = prepare(uploaded(event(), person()), editor, publish=False).log
    log.entries.update(is_chosen=True)

    outcome = carry_out(log, editor)

    assert (words(outcome.faults), outcome.stale) == ([], [])
    assert Event.objects.get().title == "As it was"
    assert Person.objects.get().slug == "luong-cuong"


def test_editor_may_not_choose_records_so_that_one_of_them_comes_to_be_seen(editor):
    """All of the plan would take the source that lists it out of sight; the editor may not."""
    shown = make_statement(slug="point", report=None)
    imported(organisation())
    shown.reports.create(source=make_source(slug="listing"), mode="paraphrase", key="point-r1")
    rows = [statement(), source(listed_by=["listing"])]
    assert prepared(*rows, user=editor) == {"point": (NOW, False), "vov-report": ("", False)}
    wish = Wish(user=editor, chosen={("people.source", "vov-report")})

    with planned(inputs(*rows), wish) as plan:
        faults = words(plan.faults)

    assert faults == [f"a.json:1: people.source vov-report: {LATER}"]


def test_small_record_is_published_whole():
    rows = small_record()
    rows[3] = statement(**PUBLISHED)

    imported(*rows, publish=True)

    assert Statement.objects.public().get().slug == "point"
    assert Person.objects.public().get().slug == "luong-cuong"
    assert not Photo.objects.exists()

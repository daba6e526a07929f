"""A merge undone: all as before to the letter, or nothing, with the reasons."""

import pytest

from hanoiconv.core.former_slugs import FormerSlug
from hanoiconv.merging.undoing import NotUndone, undo
from hanoiconv.models import Merge
from people.models import Person
from tests.checks import the_record
from tests.make import (
    make_article,
    make_event,
    make_name,
    make_organisation,
    make_participation,
    make_person,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
)
from tests.merging.naming import NAMING, WAYS, merged, states
from tests.versions.kept import document, kept

pytestmark = pytest.mark.django_db


def problems(merge, user):
    """Why it is not undone."""
    before = the_record()
    with pytest.raises(NotUndone) as refusal:
        undo(merge, user)
    assert the_record() == before
    return refusal.value.problems


@pytest.mark.parametrize(("model", "way"), WAYS, ids=str)
def test_row_of_every_way_names_the_one_that_went_again(publisher, model, way):
    stays, gone = states(model)
    NAMING[way](**{way.rpartition(".")[2]: gone})
    slugs = {stays.slug: document(stays), gone.slug: document(gone)}
    merged(stays, gone, publisher)

    undo(Merge.objects.get(), publisher)

    assert {slug: document(model.objects.get(slug=slug)) for slug in slugs} == slugs
    assert not FormerSlug.objects.exists()


def test_offices_said_twice_come_back_with_all_that_names_them(publisher):
    stays, gone, body = make_person(slug="is"), make_person(slug="was"), make_organisation()
    roles = [make_role(person=person, organisation=body) for person in (stays, gone)]
    roles[1].sources.set([make_source()])
    make_name(person=gone, text="G. Waly")
    statement = make_statement(speaker={"person": stays, "role": roles[0]})
    make_speaker(statement=statement, person=gone, role=roles[1])
    part = make_participation(person=gone, role=roles[1])
    rows = [statement, part.event, stays]
    before = [document(row) for row in [*rows, gone]]
    merged(stays, gone, publisher)

    undo(Merge.objects.get(), publisher)

    back = Person.objects.get(slug="was")
    assert [document(row) for row in [*rows, back]] == before
    merge = ("merge", "publisher")
    assert kept(stays) == [("found", None), merge, merge]
    assert kept(back) == [("found", None), merge, merge]


def test_topics_named_twice_are_named_twice_again(publisher):
    stays, gone = make_topic(slug="is"), make_topic(slug="was")
    both = make_article(topics=[stays, gone])
    one = make_event(topics=[gone])
    before = [document(row) for row in (both, one)]
    merged(stays, gone, publisher)

    undo(Merge.objects.get(), publisher)

    assert [document(row) for row in (both, one)] == before


def test_slugs_lead_where_they_led(publisher):
    first, second, third = (make_person(slug=slug) for slug in ("first", "second", "third"))
    merged(second, first, publisher)
    before = [*FormerSlug.objects.values("slug", "now", "was_public")]
    merged(third, second, publisher)

    undo(Merge.objects.get(slug="second"), publisher)

    assert [*FormerSlug.objects.values("slug", "now", "was_public")] == before
    undo(Merge.objects.get(slug="first"), publisher)
    assert not FormerSlug.objects.exists()
    assert Person.objects.count() == 3


def test_what_was_changed_since_is_told(publisher):
    stays, gone = make_person(name="Is"), make_person(name="Was")
    event = make_participation(person=gone, event=make_event(title="Conference")).event
    merged(stays, gone, publisher)
    event.title = "Changed"
    event.save()

    assert problems(Merge.objects.get(), publisher) == [
        "The event “Conference” was changed since the merge."
    ]


def test_what_names_a_part_that_would_go_back_is_told(publisher):
    stays, gone = make_person(), make_person()
    role = make_role(person=gone)
    merged(stays, gone, publisher)
    role.refresh_from_db()
    make_statement(gist="Said since.", speaker={"person": role.person, "role": role})

    assert problems(Merge.objects.get(), publisher) == [
        "The statement “Said since.” names what would go back."
    ]


def test_slug_that_another_has_by_now_is_told(publisher):
    stays, gone = make_person(), make_person(slug="was")
    merged(stays, gone, publisher)
    make_person(slug="was", name="Somebody else")

    assert problems(Merge.objects.get(), publisher) == ["There is another person “was” by now."]


def test_undone_twice_says_so(publisher):
    merged(make_person(), make_person(), publisher)
    undo(Merge.objects.get(), publisher)

    assert problems(Merge.objects.get(), publisher) == ["This merge was undone already."]


def test_editor_undoes_nothing_that_readers_see(publisher, editor):
    stays, gone = make_person(), make_person()
    make_participation(person=gone, event=make_event())
    merged(stays, gone, publisher)

    assert problems(Merge.objects.get(), editor) == [
        "Readers see it: changing it takes a publisher.",
        "Readers would see it: that takes a publisher.",
    ]


def test_editor_undoes_the_merge_of_drafts(editor):
    stays, gone = make_person(slug="is"), make_person(slug="was")
    merged(stays, gone, editor)

    undo(Merge.objects.get(), editor)

    assert Person.objects.count() == 2


def test_onlooker_undoes_nothing(onlooker, publisher):
    merged(make_person(), make_person(), publisher)

    assert problems(Merge.objects.get(), onlooker) == ["You may not change all of it: people."]

"""A merge carried out: rows moved, slugs that lead on, the log; or nothing at all."""

import pytest
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Event, Speaker
from hanoiconv.core.former_slugs import FormerSlug
from hanoiconv.merging.planning import plan
from hanoiconv.merging.writing import merge
from hanoiconv.models import Version
from people.models import Name, Person, Role
from tests.make import (
    make,
    make_article,
    make_event,
    make_name,
    make_organisation,
    make_participation,
    make_person,
    make_place,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
)
from tests.merging.naming import NAMING, WAYS, merged, refused, states
from tests.versions.kept import kept

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("model", "way"), WAYS, ids=str)
def test_row_of_every_way_names_the_other(publisher, model, way):
    kept, gone = states(model)
    NAMING[way](**{way.rpartition(".")[2]: gone})
    [move] = plan(kept, gone, publisher).moves

    done = merged(kept, gone, publisher)

    rows = move.way.model._base_manager.filter(pk__in=move.rows)
    assert [*rows.values_list(move.way.link.attname, flat=True)] == [kept.pk]
    assert not model.objects.filter(pk=gone.pk).exists()
    assert done.moved.startswith("1 ")


def test_all_that_is_said_of_a_person_is_said_of_the_other(publisher):
    kept, gone, body = make_person(slug="is"), make_person(slug="was"), make_organisation()
    own = make_name(person=kept, text="Waly")
    same = make_name(person=gone, text="Waly")
    other = make_name(person=gone, text="G. Waly")
    source = make_source()
    same.sources.add(source)
    role = make_role(person=gone, organisation=body)
    speaker = make_statement(speaker={"person": gone, "role": role}).speakers.get()

    merged(kept, gone, publisher)

    assert {*kept.names.values_list("pk", "key")} == {(own.pk, own.key), (other.pk, other.key)}
    assert [*own.sources.all()] == [source]
    assert [*kept.roles.values_list("pk", "key")] == [(role.pk, role.key)]
    speaker.refresh_from_db()
    assert (speaker.person, speaker.role) == (kept, role)
    assert Name.objects.count() == 2


def test_office_that_both_have_is_kept_once_with_all_that_names_it(publisher):
    kept, gone, body = make_person(), make_person(), make_organisation()
    roles = [make_role(person=person, organisation=body) for person in (kept, gone)]
    sources = [make_source(), make_source()]
    roles[0].sources.set(sources[:1])
    roles[1].sources.set(sources)
    statement = make_statement(speaker={"person": kept, "role": roles[0]})
    make_speaker(statement=statement, person=gone, role=roles[1])
    part = make_participation(person=gone, role=roles[1])

    merged(kept, gone, publisher)

    assert [*Role.objects.all()] == roles[:1]
    assert [*roles[0].sources.order_by("pk")] == sources
    assert [(row.person, row.role) for row in Speaker.objects.all()] == [(kept, roles[0])]
    part.refresh_from_db()
    assert (part.person, part.role) == (kept, roles[0])


def test_office_in_two_merged_bodies_is_kept_once(publisher):
    kept, gone, person = make_organisation(), make_organisation(), make_person()
    roles = [make_role(person=person, organisation=body) for body in (kept, gone)]
    statement = make_statement(speaker={"person": person, "organisation": kept, "role": roles[0]})
    make_speaker(statement=statement, person=person, organisation=gone, role=roles[1])

    merged(kept, gone, publisher)

    assert [*Role.objects.all()] == roles[:1]
    speakers = Speaker.objects.values_list("organisation", "role")
    assert [*speakers] == [(kept.pk, roles[0].pk)]


def test_topics_are_named_once(publisher):
    kept, gone, other = make_topic(), make_topic(), make_topic()
    both = make_article(topics=[kept, gone])
    one = make_event(topics=[gone, other])

    merged(kept, gone, publisher)

    assert [*both.topics.all()] == [kept]
    assert {*one.topics.all()} == {kept, other}
    assert both.topics.through.objects.count() == 1


def test_event_takes_the_topics_of_the_other(publisher):
    topics = [make_topic() for _ in range(3)]
    kept, gone = make_event(topics=topics[:2]), make_event(topics=topics[1:])

    merged(kept, gone, publisher)

    assert {*kept.topics.all()} == {*topics}


def test_links_to_either_lead_to_what_stays(publisher):
    kept, gone = make_person(slug="is"), make_person(slug="was")
    make_participation(person=gone)
    make(FormerSlug, kind="people.person", slug="once", now="was", was_public=True)
    make(FormerSlug, kind="people.person", slug="is", now="was")
    make(FormerSlug, kind="people.organisation", slug="once", now="was")

    merged(kept, gone, publisher)

    rows = FormerSlug.objects.order_by("kind", "slug").values_list("kind", "slug", "now")
    assert [*rows] == [
        ("people.organisation", "once", "was"),
        ("people.person", "once", "is"),
        ("people.person", "was", "is"),
    ]
    assert Person.objects.get_by_natural_key("once") == kept


def test_slug_that_was_free_once_leads_to_the_record_merged_last(publisher):
    kept, gone = make_person(slug="is"), make_person(slug="was")
    make(FormerSlug, kind="people.person", slug="was", now="elsewhere", was_public=True)

    merged(kept, gone, publisher)

    assert FormerSlug.objects.values_list("now", "was_public").get() == ("is", False)


@pytest.mark.parametrize(
    ("values", "was_public"),
    [({}, True), ({"status": "withdrawn"}, True), ({"status": "review"}, False)],
)
def test_address_leads_on_where_readers_knew_it(publisher, values, was_public):
    kept, gone = make_event(), make_event(**values)

    merged(kept, gone, publisher)

    assert FormerSlug.objects.get().was_public is was_public


def test_log_tells_of_both(publisher):
    kept, gone = make_person(slug="is", name="One"), make_person(slug="was", name="Two")
    make_role(person=gone)
    make_role(person=gone, title="Chair")
    make_name(person=gone)

    merged(kept, gone, publisher)

    rows = LogEntry.objects.order_by("pk")
    said = [(row.action_flag, row.object_id, row.object_repr, row.change_message) for row in rows]
    assert said == [
        (CHANGE, str(kept.pk), "One", "Merged “Two” (was) into this: 1 name, 2 roles moved."),
        (DELETION, str(gone.pk), "Two", "Merged into “One” (is)."),
    ]
    assert {row.user for row in rows} == {publisher}


def test_log_tells_when_nothing_moved(publisher):
    merged(make_topic(), make_topic(slug="was", name="Two"), publisher)

    first = LogEntry.objects.order_by("pk").first()
    assert first.change_message == "Merged “Two” (was) into this: nothing moved."


def test_name_of_what_goes_is_kept_where_asked_for(publisher):
    for keep in (True, False):
        kept, gone = make_organisation(slug=f"is-{keep}"), make_organisation(name="VOV", lang="vi")
        shown = plan(kept, gone, publisher).fingerprint

        merge(kept, gone, publisher, shown, keep_spelling=keep)

        names = [(row.text, row.lang, row.kind) for row in kept.names.all()]
        assert names == ([("VOV", "vi", "spelling")] if keep else [])


def test_plan_that_has_changed_since_is_refused(publisher):
    kept, gone = make_person(), make_person()
    shown = plan(kept, gone, publisher).fingerprint
    make_speaker(person=gone)

    said = ["What would move has changed since it was shown: look again."]
    assert refused(kept, gone, publisher, shown) == said
    assert refused(kept, gone, publisher, "") == said


def test_record_that_is_gone_is_not_merged_again(publisher):
    kept, gone = make_person(), make_person()
    shown = plan(kept, gone, publisher).fingerprint
    Person.objects.filter(pk=gone.pk).delete()

    said = ["One of the two is no longer on record."]
    assert refused(kept, gone, publisher, shown) == said


def test_row_that_breaks_a_rule_takes_everything_back(publisher):
    kept, gone = make_person(), make_person()
    make_name(person=gone)
    make_speaker(person=gone, role=make_role(title="Another's"))

    [said] = refused(kept, gone, publisher)

    assert said.startswith("The speaker “")
    assert said.endswith("”: This role is another person's.")


def test_merge_needs_as_many_statements_for_many_rows(publisher):
    def cost(rows):
        kept, gone, event = make_place(), make_place(), make_event(place=None)
        for n in range(rows):
            make_event(place=gone, parent=event, order=n)
        shown = plan(kept, gone, publisher).fingerprint
        with CaptureQueriesContext(
            connection,
        ) as queries:
            merge(kept, gone, publisher, shown)
        return len(queries)

    assert cost(1) == cost(30)


def test_calendars_are_told_of_the_place_that_events_have_now(publisher):
    kept, gone = make_place(), make_place()
    event = make_event(place=gone)
    before = Event.objects.select_related("revision").get(pk=event.pk).revision.sequence

    merged(kept, gone, publisher)

    after = Event.objects.select_related("revision").get(pk=event.pk).revision.sequence
    assert after == before + 1


def test_merge_stands_in_the_history_of_all_that_it_changes(publisher):
    kept_one, gone = make_person(slug="is", name="Is"), make_person(slug="was", name="Was")
    said = make_statement(speaker={"person": gone})

    merged(kept_one, gone, publisher)

    both = [("found", None), ("merge", publisher.username)]
    assert kept(said) == both
    assert kept(Person(pk=gone.pk or Version.objects.get(slug="was", number=1).record_id)) == both
    assert [*Version.objects.filter(slug="was").values_list("document", flat=True)][-1] is None
    assert {*Version.objects.filter(how="merge").values_list("why", flat=True)} == {
        "Merged “Was” (was) into this: 1 speaker moved."
    }

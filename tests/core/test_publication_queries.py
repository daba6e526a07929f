"""Public rows inside larger queries: the compiled rule means the same as the plain one."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Count, Exists, OuterRef, Q

from events.models import Event, Place, Topic
from hanoiconv.core.publication import Named
from people.models import Organisation, Person, Source
from tests.make import (
    make_article,
    make_event,
    make_name,
    make_organisation,
    make_participation,
    make_person,
    make_photo,
    make_place,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
    make_wording,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)
MODELS = [Organisation, Person, Source, Place, Topic]


def make_a_record():
    """Rows of every kind near roots of every state, a good part of them hidden."""
    parent = make_organisation()
    for root in [{}, {"status": "draft"}, {"publish_at": NOON}, {"publish_at": NOON + TICK}]:
        body = make_organisation(parent=make_organisation(parent=parent))
        state = make_organisation(kind="state")
        place = make_place(parent=make_place(country=state))
        event = make_event(place=place, topics=[make_topic()], **root)
        source = make_source(credited_to=make_organisation(), listed_by=make_source())
        statement = make_statement(report={"source": source, "via": make_organisation()}, **root)
        speaker = make_speaker(statement=statement, person=make_person(), organisation=body)
        make_role(person=speaker.person, organisation=make_organisation(), sources=[make_source()])
        make_name(person=speaker.person, sources=[make_source()])
        make_participation(event=event, person=make_person())
        make_wording(place=place.parent)
        make_photo(event=event, source=make_source())
        make_article(topics=[make_topic()], sources=[make_source()], **root)
        make_source(listed_by=source)


def by_the_rule(model, now=NOON):
    """The public rows by the rule as it is written."""
    return set(model.objects.filter(model.public_q(now)))


def test_the_models_are_all_those_that_something_names():
    assert {*MODELS} == {*Named.__subclasses__()}


@pytest.mark.parametrize("model", MODELS)
def test_compiled_rule_finds_what_the_rule_finds(model):
    make_a_record()

    found = set(model.objects.public(NOON))

    assert found == by_the_rule(model)
    assert 0 < len(found) < model.objects.count()


@pytest.mark.parametrize("model", MODELS)
def test_public_rows_may_be_counted_sliced_excluded_and_joined_with_others(model):
    make_a_record()
    public = by_the_rule(model)
    hidden = set(model.objects.all()) - public
    rows = model.objects.public(NOON)

    assert rows.count() == len(public)
    assert len(rows.order_by("pk")[1:3]) == 2
    assert rows.aggregate(number=Count("pk")) == {"number": len(public)}
    assert set(model.objects.exclude(pk__in=rows)) == hidden
    assert set(rows.public(NOON)) == public
    assert set(rows | model.objects.filter(pk__in=[row.pk for row in hidden])) == public | hidden
    assert set(rows & model.objects.filter(pk=min(row.pk for row in public))) <= public
    assert set(rows.order_by().union(rows.order_by())) == public
    assert {pk for (pk,) in rows.values_list("pk").distinct()} == {row.pk for row in public}


@pytest.mark.parametrize(
    ("model", "link"), [(Organisation, "parent"), (Place, "parent"), (Source, "listed_by")]
)
def test_public_rows_may_be_asked_for_inside_a_query_about_the_same_table(model, link):
    make_a_record()
    public = by_the_rule(model)
    expected = {row for row in public if getattr(row, link) in public}

    above = model.objects.public(NOON).filter(pk=OuterRef(link))
    by_exists = model.objects.public(NOON).filter(Exists(above))
    by_pk = model.objects.public(NOON).filter(**{f"{link}__in": model.objects.public(NOON)})

    assert set(by_exists) == set(by_pk) == expected
    assert expected


def test_public_rows_may_be_asked_for_after_joins():
    make_a_record()
    public = by_the_rule(Person)
    expected = {row for row in public if row.roles.exists()}

    rows = Person.objects.filter(roles__organisation__kind="other").public(NOON)
    other_way = Person.objects.public(NOON).filter(roles__organisation__kind="other")

    assert set(rows) == set(other_way) == expected
    assert expected


def test_two_moments_may_stand_in_one_query():
    make_a_record()
    before, later = by_the_rule(Person, NOON - TICK), by_the_rule(Person, NOON)

    early = Person.objects.public(NOON - TICK)
    between = Person.objects.public(NOON).exclude(pk__in=early)

    assert set(between) == later - before
    assert len(between) == 3


def test_public_rows_of_two_models_may_stand_in_one_query():
    make_a_record()
    public = by_the_rule(Organisation)
    expected = {row for row in by_the_rule(Source) if row.publisher in public}

    publishers = Organisation.objects.public(NOON)
    rows = Source.objects.public(NOON).filter(publisher__in=publishers)

    assert set(rows) == expected == by_the_rule(Source)


def test_public_rows_may_be_annotated_and_grouped():
    make_a_record()
    number = Count("events", filter=Q(events__status="published"))

    rows = Place.objects.public(NOON).annotate(number=number).order_by("pk")

    venues = {place for place in by_the_rule(Place) if place.parent_id}
    assert {row: row.number for row in rows} == {
        row: int(row in venues) for row in by_the_rule(Place)
    }
    assert Event.objects.public(NOON).filter(place__in=venues).count() == len(venues) == 2


def test_public_rows_may_be_updated():
    make_a_record()
    public = by_the_rule(Person)

    number = Person.objects.public(NOON).update(sort_name="Seen")

    assert number == len(public)
    assert set(Person.objects.filter(sort_name="Seen")) == public

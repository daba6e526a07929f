"""The rings around what is public: every path by which a row may be named has a case here."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps

from events.models import Photo, Place, Topic
from hanoiconv.core.publication import Named
from people.models import Organisation, Person, Source
from tests.make import (
    make_article,
    make_depiction,
    make_event,
    make_figure,
    make_instrument,
    make_name,
    make_organisation,
    make_participation,
    make_person,
    make_photo,
    make_place,
    make_provision,
    make_report,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
    make_wording,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)
NAMED = [
    model
    for label in ("people", "events")
    for model in apps.get_app_config(label).get_models()
    if issubclass(model, Named)
]

# How a row comes to be named by a root; the root is made with the values given.
FIRST_RING = {
    (Person, "speakers__statement"): lambda **root: (
        make_speaker(statement=make_statement(**root)).person
    ),
    (Person, "participations__event"): lambda **root: (
        make_participation(event=make_event(**root)).person
    ),
    (Person, "depictions__photo"): lambda **root: (
        make_depiction(photo=make_photo(event=make_event(**root))).person
    ),
    (Organisation, "speakers__statement"): lambda **root: (
        make_speaker(
            statement=make_statement(**root), organisation=make_organisation()
        ).organisation
    ),
    (Organisation, "participations__event"): lambda **root: (
        make_participation(event=make_event(**root), organisation=make_organisation()).organisation
    ),
    (Organisation, "depictions__photo"): lambda **root: (
        make_depiction(
            photo=make_photo(event=make_event(**root)), organisation=make_organisation()
        ).organisation
    ),
    (Organisation, "reports_carried__statement"): lambda **root: (
        make_report(statement=make_statement(**root), via=make_organisation()).via
    ),
    (Source, "reports__statement"): lambda **root: (
        make_report(statement=make_statement(**root)).source
    ),
    (Source, "participations__event"): lambda **root: (
        make_participation(event=make_event(**root)).source
    ),
    (Source, "figures__event"): lambda **root: make_figure(event=make_event(**root)).source,
    (Source, "figures__instrument"): lambda: make_figure(instrument=make_instrument()).source,
    (Source, "figures__statement"): lambda **root: (
        make_figure(statement=make_statement(**root)).source
    ),
    (Source, "wordings__event"): lambda **root: make_wording(event=make_event(**root)).source,
    (Source, "wordings__instrument"): lambda: make_wording(instrument=make_instrument()).source,
    (Source, "provisions__instrument"): lambda: make_provision().source,
    (Source, "photos"): lambda **root: (
        make_photo(event=make_event(**root), source=make_source()).source
    ),
    (Source, "articles"): lambda **root: only(
        make_article(sources=[make_source()], **root).sources
    ),
    (Source, "instruments"): lambda: only(make_instrument(sources=[make_source()]).sources),
    (Place, "events"): lambda **root: make_event(place=make_place(), **root).place,
    (Topic, "statements"): lambda **root: only(
        make_statement(topics=[make_topic()], **root).topics
    ),
    (Topic, "events"): lambda **root: only(make_event(topics=[make_topic()], **root).topics),
    (Topic, "articles"): lambda **root: only(make_article(topics=[make_topic()], **root).topics),
    (Photo, "event"): lambda **root: make_photo(event=make_event(**root)),
    (Photo, "leads"): lambda **root: (
        make_article(lead_photo=make_photo(event=None), **root).lead_photo
    ),
}


def only(rows):
    return rows.get()


def a_person(**root):
    return FIRST_RING[Person, "speakers__statement"](**root)


def an_organisation(**root):
    return FIRST_RING[Organisation, "speakers__statement"](**root)


def a_source(**root):
    return FIRST_RING[Source, "reports__statement"](**root)


# How a row comes to be named by one of the first ring.
SECOND_RING = {
    (Organisation, "roles__person"): lambda **root: make_role(person=a_person(**root)).organisation,
    (Organisation, "children"): lambda **root: (
        make_participation(
            event=make_event(**root), organisation=make_organisation(parent=make_organisation())
        ).organisation.parent
    ),
    (Source, "roles__person"): lambda **root: only(
        make_role(person=a_person(**root), sources=[make_source()]).sources
    ),
    (Source, "names__person"): lambda **root: only(
        make_name(person=a_person(**root), sources=[make_source()]).sources
    ),
    (Source, "names__organisation"): lambda **root: only(
        make_name(organisation=an_organisation(**root), sources=[make_source()]).sources
    ),
    (Source, "listed_by"): lambda **root: make_source(listed_by=a_source(**root)),
    (Place, "children"): lambda **root: (
        make_event(place=make_place(parent=make_place()), **root).place.parent
    ),
}

# What a public row cannot be shown without: here, for a row of the second ring.
NEEDED = {
    (Organisation, "publications"): lambda **root: (
        SECOND_RING[Source, "listed_by"](**root).publisher
    ),
    (Organisation, "credited_sources"): lambda **root: (
        make_source(listed_by=a_source(**root), credited_to=make_organisation()).credited_to
    ),
    (Organisation, "places"): lambda **root: (
        make_event(
            place=make_place(parent=make_place(country=make_organisation(kind="state"))), **root
        ).place.parent.country
    ),
    (Source, "wordings__place"): lambda **root: (
        make_wording(place=SECOND_RING[Place, "children"](**root)).source
    ),
}
NEEDED_NEARER = {
    (Organisation, "publications"): lambda **root: a_source(**root).publisher,
    (Organisation, "credited_sources"): lambda **root: (
        make_report(
            statement=make_statement(**root), source=make_source(credited_to=make_organisation())
        ).source.credited_to
    ),
    (Organisation, "places"): lambda **root: (
        make_event(place=make_place(country=make_organisation(kind="state")), **root).place.country
    ),
    (Source, "wordings__place"): lambda **root: (
        make_wording(place=make_event(place=make_place(), **root).place).source
    ),
}

# What a row of the second ring, or what it needs, names in turn.
TOO_FAR = {
    "the parent of a parent": lambda: (
        make_participation(
            organisation=make_organisation(parent=make_organisation(parent=make_organisation()))
        ).organisation.parent.parent
    ),
    "the parent of a publisher": lambda: (
        make_report(
            source=make_source(publisher=make_organisation(parent=make_organisation()))
        ).source.publisher.parent
    ),
    "a source listed by a listed source": lambda: make_source(
        listed_by=SECOND_RING[Source, "listed_by"]()
    ),
    "the source that lists a public one": lambda: (
        make_report(source=make_source(listed_by=make_source())).source.listed_by
    ),
    "the source of the name of a publisher": lambda: only(
        make_name(organisation=a_source().publisher, sources=[make_source()]).sources
    ),
    "the person in a role at a publisher": lambda: (
        make_role(organisation=a_source().publisher).person
    ),
    "the person in a role at a public organisation": lambda: (
        make_role(organisation=an_organisation()).person
    ),
    "a part of a public organisation": lambda: make_organisation(parent=an_organisation()),
    "another publication of a publisher": lambda: make_source(publisher=a_source().publisher),
    "the place of a place of a place": lambda: (
        make_event(place=make_place(parent=make_place(parent=make_place()))).place.parent.parent
    ),
    "a place in a public country": lambda: make_place(
        country=make_event(place=make_place(country=make_organisation(kind="state"))).place.country
    ),
    "a venue in a public city": lambda: make_place(parent=make_event(place=make_place()).place),
    "another picture of a public source": lambda: make_photo(event=None, source=a_source()),
}


RINGS = {"first": FIRST_RING, "second": SECOND_RING, "needed": NEEDED, "nearer": NEEDED_NEARER}
ALL_CASES = [
    pytest.param(make_row, id=f"{ring}-{model._meta.model_name}-{path}")
    for ring, cases in RINGS.items()
    for (model, path), make_row in cases.items()
]
# An instrument is public always, so what it names is, too.
OF_INSTRUMENTS = [case for case in ALL_CASES if "instrument" in case.id]
OF_ROOTS = [case for case in ALL_CASES if "instrument" not in case.id]


def public_among(rows):
    """Those of the rows, all of one model, that a visitor may see at noon."""
    shown = type(rows[0]).objects.public(NOON).filter(pk__in=[row.pk for row in rows])
    return list(shown.order_by("pk"))


def test_every_declared_path_has_a_case():
    first = {(model, path) for model in NAMED for path in model.named_by}
    second = {(model, path) for model in NAMED for path in model.named_further_by}
    needed = {(model, path) for model in NAMED for path in model.public_by}

    assert {case for case in FIRST_RING if case[0] is not Photo} == first
    assert set(SECOND_RING) == second
    assert set(NEEDED) == set(NEEDED_NEARER) == needed


@pytest.mark.django_db
@pytest.mark.parametrize("make_row", OF_ROOTS)
def test_named_row_is_public_exactly_when_the_root_behind_it_is(make_row):
    shown, due_at_noon = make_row(), make_row(publish_at=NOON)
    hidden = [{"publish_at": NOON + TICK}, {"status": "draft"}, {"status": "withdrawn"}]
    rows = [shown, due_at_noon, *(make_row(**root) for root in hidden)]

    assert public_among(rows) == [shown, due_at_noon]


@pytest.mark.django_db
@pytest.mark.parametrize("make_row", OF_INSTRUMENTS)
def test_row_named_by_an_instrument_is_public(make_row):
    row = make_row()

    assert public_among([row]) == [row]


@pytest.mark.django_db
@pytest.mark.parametrize("make_row", TOO_FAR.values(), ids=TOO_FAR)
def test_there_is_no_third_ring(make_row):
    row = make_row()

    assert public_among([row]) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "make_row", [make_person, make_organisation, make_source, make_place, make_topic]
)
def test_row_that_nothing_names_is_hidden(make_row):
    row = make_row()

    assert public_among([row]) == []


@pytest.mark.django_db
def test_photo_without_a_public_event_or_article_is_hidden():
    shown = make_photo()
    make_photo(event=None, source=a_source())
    make_photo(event=make_event(status="draft"), source=a_source())

    assert list(Photo.objects.public(NOON)) == [shown]


@pytest.mark.django_db
def test_what_an_unfinished_statement_names_is_hidden():
    shown = a_person()
    hidden = a_person(report=None)
    unspoken = make_report(statement=make_statement(speaker=None)).source

    assert public_among([shown, hidden]) == [shown]
    assert public_among([unspoken]) == []


@pytest.mark.django_db
def test_what_a_sub_event_of_a_draft_names_is_hidden():
    shown = make_event(parent=make_event(), place=make_place(), topics=[make_topic()])
    hidden = make_event(
        parent=make_event(status="draft"), place=make_place(), topics=[make_topic()]
    )

    assert list(Place.objects.public(NOON)) == [shown.place]
    assert list(Topic.objects.public(NOON)) == [only(shown.topics)]
    assert hidden.parent.status == "draft"


@pytest.mark.django_db
def test_row_named_by_a_draft_and_by_a_published_root_is_public():
    place, person = make_place(), make_person()
    for status in ["draft", "published", "withdrawn"]:
        event = make_event(place=place, status=status)
        make_participation(event=event, person=person)

    assert list(Place.objects.public(NOON)) == [place]
    assert list(Person.objects.public(NOON)) == [person]

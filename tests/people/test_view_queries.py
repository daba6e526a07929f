"""What a page costs: the same queries however much it shows."""

import pytest
from django.urls import reverse

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
    make_report,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_wording,
)

pytestmark = pytest.mark.django_db


def spoken_by(n, **who):
    """A statement at an event, with two reports that came by agencies."""
    event = make_event(place=make_place(parent=make_place()))
    statement = make_statement(event=event, speaker=None, report=None, order=n)
    make_speaker(statement=statement, role=make_role(**who) if "person" in who else None, **who)
    for _ in range(2):
        source = make_source(credited_to=make_organisation())
        make_report(statement=statement, source=source, via=make_organisation())
    return statement


def fill_person(person, rows):
    for n in range(rows):
        make_role(person=person, sources=[make_source(published_on="2025-10")])
        make_name(person=person, sources=[make_source()])
        spoken_by(n, person=person)
        make_participation(person=person, role=make_role(person=person))
        make_depiction(person=person, photo=make_photo(source=make_source()))


def fill_organisation(organisation, rows):
    for n in range(rows):
        make_participation(organisation=make_organisation(parent=organisation))
        role = make_role(organisation=organisation, sources=[make_source()])
        make_participation(person=role.person, organisation=organisation)
        make_name(organisation=organisation, sources=[make_source()])
        spoken_by(n, organisation=organisation)
        source = make_source(publisher=organisation, credited_to=make_organisation())
        make_report(statement=make_statement(), source=source)
        make_report(statement=make_statement(), via=organisation)
        make_depiction(organisation=organisation, photo=make_photo(source=make_source()))


def fill_source(source, rows):
    for n in range(rows):
        make_report(statement=spoken_by(n, person=make_person()), source=source)
        role = make_role(sources=[source])
        body = make_organisation(parent=make_organisation())
        make_participation(source=source, person=role.person, role=role, organisation=body)
        make_figure(event=make_event(), source=source)
        make_figure(instrument=make_instrument(), source=source)
        make_figure(statement=make_statement(), source=source)
        make_wording(event=make_event(), source=source)
        make_wording(place=make_event(place=make_place()).place, source=source)
        make_wording(instrument=make_instrument(), source=source)
        photo = make_photo(source=source)
        make_depiction(photo=photo, role=role, person=role.person)
        make_depiction(photo=photo, organisation=make_organisation())
        make_name(person=role.person, sources=[source])
        make_name(organisation=role.organisation, sources=[source])
        make_source(listed_by=source)
        make_article(sources=[source])


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize(
    ("make_record", "fill", "queries"),
    [
        (make_person, fill_person, 12),
        (make_organisation, fill_organisation, 12),
        (make_source, fill_source, 12),
    ],
)
def test_record_page_needs_the_same_queries_for_any_number_of_rows(
    client, rows, make_record, fill, queries, django_assert_num_queries
):
    record = make_record()
    fill(record, rows)

    with django_assert_num_queries(queries):
        client.get(record.get_absolute_url())


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize(
    ("name", "make_record", "fill", "query", "queries"),
    [
        # the keys, the rows and all choices of filters; where countries are among the filters, the
        # public states; for people also their roles, and the sources of those
        ("person", make_person, fill_person, "q=person&kind=other", 6),
        ("organisation", make_organisation, fill_organisation, "q=organisation&kind=other", 4),
        ("source", make_source, fill_source, "q=source&kind=press-report", 3),
    ],
)
@pytest.mark.parametrize("filtered", [True, False], ids=["filtered", "whole"])
def test_list_needs_the_same_queries_for_any_number_of_rows(
    client, rows, name, make_record, fill, query, queries, filtered, django_assert_num_queries
):
    for _ in range(rows):
        fill(make_record(), 1)

    with django_assert_num_queries(queries):
        client.get(reverse(f"people:{name}-list") + (f"?{query}" if filtered else ""))

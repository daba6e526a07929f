from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection

from events.models import Event, Place, Statement, Topic
from hanoiconv.interchange.stored import documents_of
from people.models import Organisation, Person
from tests.make import (
    make_correction,
    make_event,
    make_figure,
    make_name,
    make_organisation,
    make_participation,
    make_passage,
    make_person,
    make_place,
    make_report,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
    make_wording,
)

pytestmark = pytest.mark.django_db


def names(rows):
    return [(label, fields.get("slug") or fields["key"]) for label, fields in rows]


def test_document_is_the_row_of_the_record_then_its_parts_each_with_its_own():
    statement = make_statement(slug="point", speaker=None, report=None)
    for order in (2, 1):
        make_speaker(statement=statement, order=order)
    report = make_report(statement=statement, passage=None)
    for order in (2, 1):
        make_passage(report=report, order=order)
    make_report(statement=statement)
    make_correction(statement=statement)
    make_figure(statement=statement)
    make_statement()

    [(pk, rows)] = documents_of(Statement, [statement.pk])

    assert pk == statement.pk
    assert names(rows) == [
        ("events.statement", "point"),
        ("events.report", "point-r1"),
        ("events.passage", "point-r1-p2"),
        ("events.passage", "point-r1-p1"),
        ("events.report", "point-r2"),
        ("events.passage", "point-r2-p1"),
        ("events.speaker", "point-s2"),
        ("events.speaker", "point-s1"),
        ("events.correction", "point-c1"),
        ("events.figure", "point-f1"),
    ]


def test_values_stand_as_in_files():
    place = make_place(slug="hall", latitude=Decimal("21.5"), longitude=Decimal("-105.85"))
    moment = datetime(2026, 11, 21, 8, 0, 0, 120, tzinfo=UTC)
    topics = [make_topic(slug="b"), make_topic(slug="a"), make_topic(slug="a-b")]
    event = make_event(slug="day", place=place, order=3, topics=topics, publish_at=moment)

    [(_pk, [(_label, hall)])] = documents_of(Place)
    [(_pk, [(label, fields)])] = documents_of(Event)

    assert (hall["latitude"], hall["longitude"]) == ("21.50000", "-105.85000")
    assert (label, fields) == (
        "events.event",
        {
            "slug": "day",
            "title": event.title,
            "kind": "meeting",
            "standing": "held",
            "date": "2025-10-25",
            "date_words": "",
            "place": ["hall"],
            "parent": None,
            "order": 3,
            "instrument": None,
            "summary": "",
            "topics": [["a"], ["a-b"], ["b"]],
            "status": "published",
            "publish_at": "2026-11-21T08:00:00.000120Z",
            "withdrawn_reason": "",
        },
    )
    assert next(iter(fields)) == "slug"


def test_part_names_its_record_and_parts_of_others():
    role = make_role(person=make_person(slug="guterres"), sources=[make_source(slug="un")])
    organisation = make_organisation(slug="vna")
    make_name(organisation=organisation, text="VNA")
    event = make_event(slug="day")
    make_participation(event=event, person=role.person, role=role)

    person = dict(next(rows for _pk, rows in documents_of(Person)))
    [(_pk, body)] = documents_of(Organisation, [organisation.pk])
    [(_pk, day)] = documents_of(Event)

    assert person["people.role"]["sources"] == [["un"]]
    assert (body[1][1]["organisation"], body[1][1]["person"]) == (["vna"], None)
    assert (day[1][1]["event"], day[1][1]["role"]) == (["day"], ["guterres-role1"])


def test_all_records_stand_by_slug_and_others_as_asked_for():
    rows = {slug: make_topic(slug=slug).pk for slug in ["b", "a-b", "a", "a0"]}

    in_order = [fields["slug"] for _pk, [(_l, fields)] in documents_of(Topic)]
    asked = [pk for pk, _rows in documents_of(Topic, [rows["b"], -5, rows["a"]], size=2)]

    assert in_order == ["a", "a-b", "a0", "b"]
    assert asked == [rows["b"], rows["a"]]


@pytest.mark.parametrize("rows", [1, 5])
def test_records_need_the_same_queries_for_any_number_of_rows(rows, django_assert_num_queries):
    for _ in range(rows):
        event = make_event(topics=[make_topic()])
        make_wording(event=event)
        make_figure(event=event)

    # the slugs; events, pairs, topics; participations, corrections, figures, wordings; the named
    with django_assert_num_queries(11):
        assert len([*documents_of(Event)]) == rows


def test_documents_are_read_through_views_that_stand_before_the_tables():
    person = make_person(slug="one", name="One")
    real, temporary = {"sqlite": ("main", "temp"), "postgresql": ("public", "pg_temp")}[
        connection.vendor
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP VIEW people_person AS "  # noqa: S608 - the name of a schema
            f"SELECT id, slug, name, lang, sort_name FROM {real}.people_person "
            "UNION ALL SELECT -7, 'two', 'Two', '', 'Two'"
        )
        found = [(pk, rows[0][1]["name"]) for pk, rows in documents_of(Person)]
        cursor.execute(f"DROP VIEW {temporary}.people_person")

    assert found == [(person.pk, "One"), (-7, "Two")]

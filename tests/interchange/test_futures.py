"""The record as it would be, for the ordinary ORM; and the record itself again afterwards."""

import pytest
from django.db import DatabaseError, connection, transaction

from events.models import Event, Passage, Report, Statement
from hanoiconv.interchange.applying import apply
from hanoiconv.interchange.futures import future
from hanoiconv.interchange.planning import Wish, planned
from hanoiconv.interchange.staleness import Stale
from people.models import Organisation, Person, Role, Source
from tests.interchange.written import (
    PUBLISHED,
    event,
    imported,
    inputs,
    organisation,
    person,
    row,
    small_record,
    source,
    statement,
    tables,
)
from tests.make import make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def temporary():
    """The names of all temporary tables, views and indexes of this connection."""
    if connection.vendor == "sqlite":
        sql = "SELECT name FROM sqlite_temp_master"
    else:
        sql = "SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema()"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return sorted(name for (name,) in cursor.fetchall())


def test_orm_sees_the_record_as_it_would_be():
    imported(*small_record(), organisation("vna"))
    rows = [
        person(name="Luong Cuong"),
        organisation("kept", parent=["vna"]),
        *[statement(), row("events.speaker", key="point-s2", statement=["point"], person=["x"])],
        person("x", name="X"),
    ]

    with planned(inputs(*rows), Wish()) as plan:
        with future(plan.stage):
            people = [*Person.objects.order_by("name").values_list("slug", "name")]
            new = Organisation.objects.get(slug="kept")
            parent = new.parent.slug
            speakers = [*Statement.objects.get().speakers.values_list("key", "person__slug")]
            reports = (Report.objects.count(), Passage.objects.count())
        now = [*Person.objects.values_list("slug", "name")]

    assert people == [("luong-cuong", "Luong Cuong"), ("x", "X")]
    assert (new.pk < 0, parent) == (True, "vna")
    assert speakers == [("point-s2", "x")]
    assert reports == (0, 0)
    assert now == [("luong-cuong", "Lương Cường")]


def test_orm_sees_many_to_many_links_as_they_would_be():
    role = {"key": "r", "person": ["luong-cuong"], "organisation": ["vov"], "title": "President"}
    base = [organisation(), source("s1"), source("s2"), person()]
    imported(*base, row("people.role", **role, sources=[["s1"], ["s2"]]))
    rows = [person(), source("s3"), row("people.role", **role, sources=[["s3"], ["s2"]])]

    with planned(inputs(*rows), Wish()) as plan, future(plan.stage):
        sources = sorted(each.slug for each in Role.objects.get().sources.all())
        roles = {each.slug: each.roles.count() for each in Source.objects.all()}

    assert sources == ["s2", "s3"]
    assert roles == {"s1": 0, "s2": 1, "s3": 1}


def test_derived_days_are_there_for_new_rows():
    with planned(inputs(event(date="2025-10")), Wish()) as plan, future(plan.stage):
        days = Event.objects.values_list("date_earliest", "date_latest").get()

    assert [str(day) for day in days] == ["2025-10-01", "2025-10-31"]


def test_what_would_be_public_is_public_there():
    rows = small_record()
    rows[3] = statement(**PUBLISHED)

    with planned(inputs(*rows), Wish(publish=True)) as plan:
        with future(plan.stage):
            seen = [
                *Statement.objects.public().values_list("slug", flat=True),
                *Person.objects.public().values_list("slug", flat=True),
                *Organisation.objects.public().values_list("slug", flat=True),
            ]
        now = Statement.objects.public().count() + Person.objects.public().count()

    assert seen == ["point", "luong-cuong", "vov"]
    assert now == 0


def test_nothing_temporary_is_left():
    before = temporary()

    imported(*small_record())

    assert before == temporary() == []


def test_nothing_temporary_is_left_after_a_refusal():
    imported(organisation(country_code="VN"), source(publisher=["nobody"]), person(name=5))

    assert temporary() == []


def test_nothing_temporary_is_left_after_an_exception_in_a_future():
    with (
        pytest.raises(ZeroDivisionError),
        planned(inputs(*small_record()), Wish()) as plan,
        future(plan.stage),
    ):
        raise ZeroDivisionError

    assert temporary() == []
    assert Statement.objects.count() == 0


def test_nothing_temporary_is_left_after_an_exception_amid_the_entries():
    def give_up(entry):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), planned(inputs(*small_record()), Wish()) as plan:
        [*map(give_up, plan.entries)]

    assert temporary() == []


def test_nothing_temporary_is_left_when_progress_is_not_wanted_any_more():
    def tell(what, rows):
        if what == "checking":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), planned(inputs(*small_record()), Wish(), tell):
        raise AssertionError("not reached")

    assert temporary() == []


def test_nothing_temporary_is_left_when_the_record_changed_meanwhile():
    with planned(inputs(organisation()), Wish()) as plan:
        make_organisation(slug="vov")
        with pytest.raises(Stale):
            apply(plan)

    assert temporary() == []


def test_views_are_gone_between_two_futures():
    imported(organisation(name="Voice"))

    with planned(inputs(organisation(name="VOV")), Wish()) as plan:
        names = []
        for _ in range(2):
            names.append(Organisation.objects.get().name)
            with future(plan.stage):
                names.append(Organisation.objects.get().name)
        names.append(Organisation.objects.get().name)

    assert names == ["Voice", "VOV", "Voice", "VOV", "Voice"]


def test_error_of_the_database_in_a_future_is_the_one_that_is_told():
    with (
        pytest.raises(DatabaseError, match="no_such_table"),
        planned(inputs(organisation()), Wish()) as plan,
        transaction.atomic(),
        future(plan.stage),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM no_such_table")

    assert temporary() == []
    assert tables()[Organisation] == []

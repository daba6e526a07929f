import pytest

from events.models import Event, Photo, Statement
from hanoiconv.interchange.layout import BY_SOURCE, SHARED, laid_out
from hanoiconv.interchange.shape import record_kinds
from people.models import Organisation, Source
from tests.make import (
    make_event,
    make_organisation,
    make_photo,
    make_report,
    make_source,
    make_statement,
)

pytestmark = pytest.mark.django_db


def files(*models):
    """The slugs of all records of these models by file, in order."""
    rows = {model: dict(model.objects.values_list("slug", "pk")) for model in models}
    found = {}
    for place in laid_out(rows):
        slug = place.model.objects.get(pk=place.pk).slug
        found.setdefault(place.file, []).append(slug)
    return found


def test_every_kind_of_record_has_its_place():
    assert {*SHARED, *BY_SOURCE} == {*record_kinds()}


def test_records_stand_by_slug_behind_those_they_are_part_of():
    z = make_organisation(slug="z")
    b = make_organisation(slug="b", parent=z)
    make_organisation(slug="a", parent=b)
    make_organisation(slug="c", parent=z)
    make_organisation(slug="b-b")

    assert files(Organisation) == {"01-organisations": ["z", "b", "a", "b-b", "c"]}


def test_sources_stand_behind_those_that_list_them_and_events_behind_their_parents():
    publisher = make_organisation()
    upper = make_source(slug="z", publisher=publisher)
    make_source(slug="a", publisher=publisher, listed_by=upper)
    make_event(slug="a", parent=make_event(slug="b"))

    assert files(Source, Event) == {"02-sources": ["z", "a"], "07-events": ["b", "a"]}


def test_ring_of_parents_is_written_all_the_same():
    one, two = make_organisation(slug="one"), make_organisation(slug="two")
    Organisation.objects.filter(pk=one.pk).update(parent=two)
    Organisation.objects.filter(pk=two.pk).update(parent=one)

    assert files(Organisation) == {"01-organisations": ["two", "one"]}


def test_parent_that_is_not_chosen_is_passed_over():
    child = make_organisation(slug="child", parent=make_organisation())

    placed = [*laid_out({Organisation: {"child": child.pk}})]

    assert [place.pk for place in placed] == [child.pk]


def test_statements_and_photos_stand_with_the_source_that_gives_them():
    vna, vov = make_source(slug="vna-report"), make_source(slug="vov-report")
    both = make_statement(slug="said-by-both", report=None)
    make_report(statement=both, source=vna, key="said-by-both-r2")
    make_report(statement=both, source=vov, key="said-by-both-r1")
    make_statement(slug="a", report={"source": vov})
    make_statement(slug="said-by-none", report=None)
    event = make_event()
    make_photo(slug="picture", source=vna, event=event)
    make_photo(slug="b", source=vov, event=event)
    make_photo(slug="c", source=None, event=event)

    assert files(Statement, Photo) == {
        "articles/unsourced": ["said-by-none", "c"],
        "articles/vna-report": ["picture"],
        "articles/vov-report": ["a", "said-by-both", "b"],
    }


def test_slug_that_would_lead_out_of_the_folder_names_no_file():
    make_statement(slug="a", report={"source": make_source(slug="../../etc/x")})

    assert files(Statement) == {"articles/unsourced": ["a"]}

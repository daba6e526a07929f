"""New records that look like others are noted in the plan."""

import pytest

from tests.interchange.written import (
    event,
    imported,
    organisation,
    person,
    statement,
)
from tests.make import make_name, make_organisation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def test_new_record_with_a_folded_name_of_another_is_noted():
    make_person(slug="luong-cuong-1", name="Lương Cường")
    make_name(person=make_person(slug="president", name="The president"), text="LUONG CUONG")
    make_organisation(slug="cuong", name="Luong Cuong")

    (entry,) = imported(person("new", name="Luong Cuong")).entries

    assert entry.notes == [
        "looks like the person “luong-cuong-1”, which has the same name",
        "looks like the person “president”, which has the same name",
    ]


def test_two_new_records_of_one_name_are_noted_both():
    result = imported(person("a", name="Đỗ"), person("b", name="Do"))

    assert {entry.slug: entry.notes for entry in result.entries} == {
        "a": ["looks like the person “b”, which has the same name"],
        "b": ["looks like the person “a”, which has the same name"],
    }


def test_of_a_name_that_many_records_have_the_first_few_are_noted():
    result = imported(*[event(f"e{n}") for n in range(9)])

    assert [len(entry.notes) for entry in result.entries] == [5] * 9
    assert result.entries[0].notes[0] == "looks like the event “e1”, which has the same name"


def test_changed_records_and_those_without_names_are_not_noted():
    imported(organisation("a"), event("e"), statement("s"))
    make_organisation(slug="b", name="Same")

    result = imported(organisation("a", name="Same"), statement("t"))

    assert [entry.notes for entry in result.entries] == [[], []]

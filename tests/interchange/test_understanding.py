"""What a row says: its values, or everything that is wrong with it. See also test_refusals.py."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from events.models import Correction, Event, Place, Report, Statement
from hanoiconv.interchange.rows import Row
from hanoiconv.interchange.shape import completed, file_fields, record_models
from hanoiconv.interchange.understanding import Form, form_of, model_of
from people.models import Name, Person
from tests.interchange.written import words


def understood(model, fields):
    """The values by the name of their column, the groups, and what is wrong."""
    faults = []
    row = Row("a.json", 2, model._meta.label_lower, fields)
    form = form_of(model)
    result = form.understood(row, faults)
    if result is None:
        return None, None, words(faults)
    names = [column.name for column in form.columns]
    return dict(zip(names, result[0], strict=True)), result[1], words(faults)


EVENT = {
    "slug": "ceremony",
    "title": "Lễ ký",
    "kind": "ceremony",
    "standing": "held",
    "place": ["hanoi"],
    "order": 3,
    "topics": [["signature"], ["law"], ["signature"]],
    "publish_at": "2026-11-21T15:00:00+07:00",
}
VALUES = {
    "slug": "ceremony",
    "title": "Lễ ký",
    "kind": "ceremony",
    "standing": "held",
    "date": "",
    "date_words": "",
    "place": "hanoi",
    "parent": None,
    "order": 3,
    "instrument": None,
    "summary": "",
    "status": "draft",
    "publish_at": datetime(2026, 11, 21, 8, tzinfo=UTC),
    "withdrawn_reason": "",
}


def test_row_is_understood_whatever_the_order_and_number_of_its_fields():
    backwards = dict(reversed(EVENT.items()))
    whole = completed(Event, EVENT)

    for fields in (EVENT, backwards, whole):
        values, groups, faults = understood(Event, fields)

        assert values == VALUES
        assert groups == {"topics": ["signature", "law"]}
        assert faults == []


def test_values_are_plain_ones():
    values, _groups, _faults = understood(Event, {**EVENT, "status": "draft"})

    assert {type(value) for value in values.values()} == {str, int, datetime, type(None)}
    assert type(understood(Event, EVENT)[0]["status"]) is str


def test_groups_that_a_row_does_not_name_have_no_keys_each_row_its_own():
    fields = {"slug": "a", "gist": "A point."}

    groups = understood(Statement, fields)[1]
    groups["topics"].append("x")

    assert understood(Statement, fields)[1] == {"responds_to": [], "topics": []}


def test_decimals_are_exact():
    fields = {"slug": "hanoi", "name": "Hà Nội", "kind": "city", "latitude": "21.02851"}

    values, _groups, _faults = understood(Place, {**fields, "longitude": 105})

    assert (values["latitude"], values["longitude"]) == (Decimal("21.02851"), Decimal(105))


@pytest.mark.parametrize(("written", "stored"), [("0E+99999999", "0.00000"), ("-0", "0.00000")])
def test_zero_has_one_form(written, stored):
    fields = {"slug": "hanoi", "name": "Hà Nội", "kind": "city", "latitude": written}

    assert str(understood(Place, fields)[0]["latitude"]) == stored


def test_values_nested_nearly_too_deep_are_refused_with_the_start():
    value = []
    for _depth in range(2000):
        value = [value]

    faults = understood(Person, {"slug": "a", "name": value, "sort_name": "A"})[2]

    assert faults == ["a.json:2: people.person a: name: text is wanted, not [[[…"]


def test_row_of_many_unknown_fields_is_refused_for_the_first_hundred():
    fields = {f"field{number}": 1 for number in range(1000)}

    assert len(understood(Person, fields)[2]) == 100


def test_text_is_stored_in_form():
    fields = {"slug": "a", "name": "Lu\u031bo\u031bng", "sort_name": "A\u00a0B"}

    assert understood(Person, fields)[0]["name"] == "Lương"


@pytest.mark.parametrize("fields", [{}, {"name": 5, "born": 1957}, {"slug": None}, {"slug": ""}])
def test_all_that_is_wrong_is_named_at_once(fields):
    _values, _groups, faults = understood(Person, fields)

    slug = {
        None: "this may be empty text, but not null",
        "": "This field cannot be blank.",
        "-": "a row needs one, to be known by",
    }[fields.get("slug", "-")]
    name = "text is wanted, not 5" if "name" in fields else "This field cannot be blank."
    expected = {
        f"a.json:2: people.person ?: slug: {slug}",
        f"a.json:2: people.person ?: name: {name}",
        "a.json:2: people.person ?: sort_name: This field cannot be blank.",
    }
    if "born" in fields:
        expected.add("a.json:2: people.person ?: born: there is no such field")
    assert (set(faults), len(faults)) == (expected, len(expected))


def test_wrong_value_in_a_row_that_names_all_fields_is_named():
    fields = completed(Event, EVENT) | {"order": "3", "place": "hanoi", "topics": [5]}

    assert [fault.split(": ")[2] for fault in understood(Event, fields)[2]] == [
        "place",
        "order",
        "topics",
    ]


def test_empty_key_of_a_part_is_refused():
    fields = completed(Name, {"text": "A", "key": ""})

    assert understood(Name, fields)[2] == [
        "a.json:2: people.name ?: key: a row needs one, to be known by"
    ]


def test_links_and_times_that_a_row_must_name_are_asked_for():
    assert understood(Report, {"key": "r", "mode": "quotation"})[2] == [
        "a.json:2: events.report r: statement: this must name a record",
        "a.json:2: events.report r: source: this must name a record",
    ]
    assert (
        "a.json:2: events.correction c: made_at: This field cannot be null."
        in (understood(Correction, {"key": "c"})[2])
    )


@pytest.fixture
def timed_correction(monkeypatch):
    """Corrections made now unless they say otherwise."""
    target = Correction._meta.get_field("made_at")
    monkeypatch.setattr(target, "_get_default", timezone.now)
    monkeypatch.setattr(target, "default", timezone.now)
    return Form(Correction)


def test_default_that_is_made_anew_is_made_for_each_row(timed_correction):
    row = Row("a.json", 1, "events.correction", {"key": "c", "said": "a", "says": "b", "why": "c"})
    place = [column.name for column in timed_correction.columns].index("made_at")
    faults = []

    first, second = (timed_correction.understood(row, faults)[0][place] for _ in range(2))

    assert faults == []
    assert first < second


@pytest.mark.parametrize("model", record_models().values(), ids=record_models())
def test_form_has_every_field_of_our_files(model):
    form = form_of(model)

    names = {each.name for each in [*form.columns, *form.groups]}
    assert names == {field.name for field in file_fields(model)}
    assert [each.name for each in form.columns] == [
        field.name for field in file_fields(model) if not field.many_to_many
    ]


def test_model_is_one_of_the_record():
    faults = []

    assert model_of(Row("a.json", 2, "people.person", {}), faults) is Person
    assert model_of(Row("a.json", 3, "auth.user", {"slug": "root"}), faults) is None
    assert words(faults) == [
        "a.json:3: root: auth.user is not part of the record, so files cannot write it"
    ]

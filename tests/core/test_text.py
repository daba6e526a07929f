import json
from datetime import date
from unicodedata import normalize

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.serializers.base import DeserializationError
from django.db.models import F, Value
from django.db.models.functions import Concat
from hypothesis import given
from hypothesis import strategies as st

from events.models import Event
from hanoiconv.core.text import FORBIDDEN, LineField, ProseField, fold, nfc, storable
from people.models import Person
from tests.make import make_event, make_person

NAME = "Đặng Hoàng Giang"
DECOMPOSED = normalize("NFD", NAME)


def stored_name(person):
    return Person.objects.values_list("name", flat=True).get(pk=person.pk)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (DECOMPOSED, NAME),
        ("e\u0301", "é"),
        ("A\u030a", "Å"),
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("“Just” – a dash…", "“Just” – a dash…"),
        ("ﬁ", "ﬁ"),
        ("", ""),
    ],
)
def test_nfc_gives_form_c_and_plain_line_feeds(typed, stored):
    assert nfc(typed) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("a\x00b", "ab"),
        ("a\x0bb\x1fc\x7fd\x85e", "abcde"),
        ("a\ud800b\udfffc", "abc"),
        ("a\ufffeb\uffffc", "abc"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\u200db", "a\u200db"),
        ("📰", "📰"),
    ],
)
def test_storable_leaves_out_what_no_file_can_carry(typed, stored):
    assert storable(typed) == stored


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Lương Cường", "luong cuong"),
        (NAME, "dang hoang giang"),
        (DECOMPOSED, "dang hoang giang"),
        ("đ Đ", "d d"),
        ("António Guterres", "antonio guterres"),
        ("HÀ NỘI", "ha noi"),
        ("  Hà\t\n Nội ", "ha noi"),
        ("Straße", "strasse"),
        ("People’s – “Army”", 'people\'s - "army"'),
        ("", ""),
    ],
)
def test_fold_leaves_no_case_no_marks_and_single_spaces(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_fold_is_the_same_for_every_form_of_a_text_and_twice(text):
    folded = fold(text)

    assert fold(normalize("NFD", text)) == folded
    assert fold(folded) == folded


@given(st.text(st.characters()))
def test_storable_text_is_in_form_c_and_stays_as_it_is(text):
    stored = storable(text)

    assert storable(stored) == stored
    assert FORBIDDEN.search(stored) is None


@pytest.mark.django_db
def test_text_is_stored_in_nfc_by_create():
    person = make_person(name=DECOMPOSED)

    assert stored_name(person) == NAME


@pytest.mark.django_db
def test_text_is_stored_in_nfc_by_save():
    person = make_person()
    person.name = DECOMPOSED

    person.save()

    assert stored_name(person) == NAME


@pytest.mark.django_db
def test_text_is_stored_in_nfc_by_update():
    person = make_person()

    Person.objects.update(name=DECOMPOSED)
    assert stored_name(person) == NAME

    Person.objects.update(name=Value(DECOMPOSED, output_field=LineField()))
    assert stored_name(person) == NAME


@pytest.mark.django_db
def test_text_is_stored_in_nfc_by_bulk_create_and_bulk_update():
    [person] = Person.objects.bulk_create([Person(slug="giang", name=DECOMPOSED, sort_name="G")])
    person.sort_name = DECOMPOSED

    Person.objects.bulk_update([person], ["sort_name"])

    assert list(Person.objects.values_list("name", "sort_name")) == [(NAME, NAME)]


@pytest.mark.django_db
def test_text_is_stored_in_nfc_by_get_or_create_which_then_finds_it():
    values = {"slug": "giang", "sort_name": "G"}

    person, made = Person.objects.get_or_create(name=DECOMPOSED, defaults=values)
    again, made_again = Person.objects.get_or_create(name=DECOMPOSED, defaults=values)

    assert (made, made_again, again) == (True, False, person)
    assert stored_name(person) == NAME


@pytest.mark.django_db
def test_prose_is_stored_in_nfc_with_its_lines():
    event = make_event(summary=f"{DECOMPOSED}\r\nspoke.\x00")

    event.refresh_from_db()

    assert event.summary == f"{NAME}\nspoke."


@pytest.mark.django_db
def test_expressions_are_written_as_they_are():
    person = make_person(name="Giang", sort_name="Giang, Đặng")

    Person.objects.update(name=F("sort_name"), sort_name=Concat("name", Value("!")))

    assert list(Person.objects.values_list("name", "sort_name")) == [("Giang, Đặng", "Giang!")]
    assert stored_name(person) == "Giang, Đặng"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "lookup",
    [
        {"name": DECOMPOSED},
        {"name__exact": DECOMPOSED},
        {"name__in": ["nobody", DECOMPOSED]},
        {"name__range": (DECOMPOSED, DECOMPOSED)},
        {"name__gte": DECOMPOSED},
    ],
)
def test_lookups_take_text_in_any_form(lookup):
    person = make_person(name=NAME)
    make_person(name="Dang Hoang Giang")

    assert list(Person.objects.filter(**lookup)) == [person]


def fixture_file(folder, **fields):
    row = {"model": "people.person", "fields": {"slug": "giang", "sort_name": "Giang"} | fields}
    path = folder / "people.json"
    path.write_text(json.dumps([row]))
    return str(path)


@pytest.mark.django_db
def test_loaddata_stores_text_in_nfc(tmp_path):
    path = fixture_file(tmp_path, name=DECOMPOSED)

    call_command("loaddata", path, verbosity=0)

    assert Person.objects.get().name == NAME


WRONG = [
    ("a\x00b", "Character 2 is U+0000, which cannot be shown: delete it."),
    ("\x1f", "Character 1 is U+001F, which cannot be shown: delete it."),
    ("ab\x85", "Character 3 is U+0085, which cannot be shown: delete it."),
    ("a\ud800", "Character 2 is U+D800, which cannot be shown: delete it."),
    ("\uffff", "Character 1 is U+FFFF, which cannot be shown: delete it."),
    (5, "Text is wanted here, not 5."),
    (True, "Text is wanted here, not True."),
    (["a"], "Text is wanted here, not ['a']."),
]
BREAKS = [
    ("a\nb", "Character 2 is U+000A, which cannot be shown: delete it."),
    ("a\tb", "Character 2 is U+0009, which cannot be shown: delete it."),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("value", "message"), WRONG + BREAKS)
def test_loaddata_refuses_what_is_no_line_of_text(tmp_path, value, message):
    path = fixture_file(tmp_path, name=value)

    with pytest.raises(DeserializationError) as refusal:
        call_command("loaddata", path, verbosity=0)

    assert message in str(refusal.value)
    assert not Person.objects.exists()


@pytest.mark.parametrize(("value", "message"), WRONG + BREAKS)
def test_line_field_refuses_what_is_no_line_of_text(value, message):
    with pytest.raises(ValidationError) as refusal:
        LineField(max_length=50).clean(value, None)

    assert refusal.value.messages == [message]


@pytest.mark.parametrize(("value", "message"), [*WRONG, (date(2025, 10, 25), None)])
def test_prose_field_refuses_what_is_no_text(value, message):
    with pytest.raises(ValidationError) as refusal:
        ProseField().clean(value, None)

    assert refusal.value.messages == [
        message or "Text is wanted here, not datetime.date(2025, 10, 25)."
    ]


def test_prose_field_takes_lines_and_tabs():
    assert ProseField().clean("a\tb\r\nc", None) == "a\tb\nc"


def test_fields_keep_null_apart_from_the_empty_text():
    assert LineField(null=True).to_python(None) is None
    assert LineField(null=True).get_prep_value(None) is None
    assert LineField().get_prep_value("") == ""


@pytest.mark.django_db
def test_full_clean_measures_the_text_as_it_is_stored():
    person = Person(slug="long", name=normalize("NFD", "ệ" * 200), sort_name="Long")

    person.full_clean()

    assert person.name == "ệ" * 200


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["luong cuong", "Lương Cường", "LƯƠNG CƯỜNG", "Luong  Cuong"])
def test_folded_lookup_finds_a_name_without_case_and_marks(typed):
    person = make_person(name="Lương Cường")
    make_person(name="Lương Cường Quốc")
    make_person(name="Đặng Hoàng Giang")

    assert list(Person.objects.filter(name__folded=fold(typed))) == [person]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Đặng Hoàng Giang", "dang"),
        ("Đặng Hoàng Giang", "hoàng gi"),
        ("António Guterres", "antonio"),
        ("Ghada Fathy Ismail Waly", "WALY"),
        ("Straße", "strasse"),
        ("Łukasz Żółw", "lukasz zolw"),
        ("People’s Army", "people's"),
        ("Øresund – Ærø", "oresund - aero"),
        ("Вена", "вена"),
        ("联合国", "联合国"),
    ],
)
def test_folded_lookup_folds_the_column_as_the_typed_text(name, typed):
    person = make_person(name=name)
    make_person(name="Nobody")

    assert list(Person.objects.filter(name__folded__contains=fold(typed))) == [person]


@pytest.mark.django_db
def test_folded_lookup_reads_prose_and_is_never_stale():
    event = make_event(summary="Lễ mở ký")
    assert list(Event.objects.filter(summary__folded__contains="le mo ky")) == [event]

    Event.objects.update(summary="Họp báo")

    assert list(Event.objects.filter(summary__folded__contains="le mo ky")) == []
    assert list(Event.objects.filter(summary__folded__contains="hop bao")) == [event]


@pytest.mark.django_db
def test_folded_text_can_be_sorted_by():
    for name in ["Đặng", "Ân", "Zoë", "ba"]:
        make_person(name=name)

    rows = Person.objects.order_by("name__folded").values_list("name", flat=True)

    assert list(rows) == ["Ân", "ba", "Đặng", "Zoë"]

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from events.models import Correction, Participation, Report, Speaker
from hanoiconv.core.records import LanguageField, Part, Record, exactly_one, slug_form
from people.models import Capture, Name, Person, Role
from tests import make
from tests.make import (
    make_article,
    make_capture,
    make_correction,
    make_event,
    make_figure,
    make_instrument,
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
    make_wording,
)

MODELS = [
    model for label in ("people", "events") for model in apps.get_app_config(label).get_models()
]
RECORDS = [model for model in MODELS if issubclass(model, Record)]
PARTS = [model for model in MODELS if issubclass(model, Part)]


def name_of(model):
    return model._meta.model_name


def make_row(model, **values):
    return getattr(make, f"make_{name_of(model)}")(**values)


def test_every_model_is_a_record_a_part_or_a_capture():
    assert {*RECORDS, *PARTS, Capture} == set(MODELS)
    assert (len(RECORDS), len(PARTS)) == (10, 11)


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_every_row_is_found_by_its_natural_key(model):
    row = make_row(model)
    make_row(model)

    assert model.objects.get_by_natural_key(*row.natural_key()) == row


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_a_natural_key_of_nothing_says_that_there_is_no_row(model):
    row = make_row(model)
    wrong = ["no-such-key"] * len(row.natural_key())

    with pytest.raises(model.DoesNotExist):
        model.objects.get_by_natural_key(*wrong)


@pytest.mark.django_db
def test_natural_keys_are_slugs_keys_and_fingerprints():
    person = make_person(slug="luong-cuong")
    role = make_role(person=person)
    capture = make_capture(source=make_source(slug="vov-report"), text="A line.\n")

    assert person.natural_key() == ("luong-cuong",)
    assert role.natural_key() == ("luong-cuong-role1",)
    assert capture.natural_key() == ("vov-report", capture.sha256)
    assert Capture.natural_key.dependencies == ["people.source"]


OWNERS = [
    (make_role, "person", make_person, "role1"),
    (make_name, "person", make_person, "n1"),
    (make_name, "organisation", make_organisation, "n1"),
    (make_participation, "event", make_event, "part1"),
    (make_wording, "event", make_event, "w1"),
    (make_wording, "place", make_place, "w1"),
    (make_wording, "instrument", make_instrument, "w1"),
    (make.make_provision, "instrument", make_instrument, "v1"),
    (make_figure, "event", make_event, "f1"),
    (make_figure, "instrument", make_instrument, "f1"),
    (make_figure, "statement", make_statement, "f1"),
    (make_speaker, "statement", lambda **values: make_statement(speaker=None, **values), "s1"),
    (make_report, "statement", lambda **values: make_statement(report=None, **values), "r1"),
    (make.make_depiction, "photo", make.make_photo, "d1"),
    (make_correction, "article", make_article, "c1"),
    (make_correction, "event", make_event, "c1"),
    (make_correction, "statement", make_statement, "c1"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("make_part", "link", "make_owner", "ending"), OWNERS)
def test_part_makes_its_key_from_its_owner(make_part, link, make_owner, ending):
    owner = make_owner(slug="the-owner")

    part = make_part(**{link: owner})

    assert part.owner == owner
    assert type(part).objects.get().key == f"the-owner-{ending}"


def test_every_way_to_own_a_part_has_a_case_above():
    cases = {(name_of(model), link) for model in PARTS for link in model.part_of}

    tried = {(case[0].__name__.removeprefix("make_"), case[1]) for case in OWNERS}

    assert tried | {("passage", "report")} == cases


@pytest.mark.django_db
def test_part_of_a_part_makes_its_key_from_the_larger_part():
    report = make_report(statement=make_statement(slug="giang-thanks", report=None), passage=None)

    passages = [make_passage(report=report) for _ in range(2)]

    assert [passage.key for passage in passages] == ["giang-thanks-r1-p1", "giang-thanks-r1-p2"]


@pytest.mark.django_db
def test_part_keys_count_on_from_what_is_taken():
    person = make_person(slug="giang")
    keys = [make_name(person=person).key for _ in range(11)]
    Name.objects.get(key="giang-n2").delete()

    assert keys == [f"giang-n{n}" for n in range(1, 12)]
    assert make_name(person=person).key == "giang-n2"
    assert make_name(person=person).key == "giang-n12"


@pytest.mark.django_db
def test_part_keys_of_two_owners_with_one_slug_do_not_collide():
    event = make_event(slug="signing")
    statement = make_statement(slug="signing")

    keys = [make_figure(event=event).key, make_figure(statement=statement).key]

    assert keys == ["signing-f1", "signing-f2"]


@pytest.mark.django_db
def test_part_keeps_a_key_that_it_is_given():
    role = make_role(key="cuong-president")

    role.title = "President"
    role.save()

    assert Role.objects.get().key == "cuong-president"


@pytest.mark.django_db
def test_part_key_never_changes_with_its_owner():
    first, second = make_person(slug="first"), make_person(slug="second")
    role = make_role(person=first)
    Person.objects.filter(pk=first.pk).update(slug="renamed")

    role.refresh_from_db()
    role.save()
    assert role.key == "first-role1"

    role.person = second
    role.save()
    assert Role.objects.get().key == "first-role1"


@pytest.mark.django_db
@pytest.mark.parametrize("model", PARTS, ids=name_of)
def test_part_without_an_owner_says_so(model):
    part = model()

    with pytest.raises(ValidationError) as refusal:
        part.save()

    assert part.owner is None
    assert refusal.value.messages == ["This row belongs to no record yet, so it has no key."]


@pytest.mark.django_db
@pytest.mark.parametrize("model", PARTS, ids=name_of)
def test_part_passes_full_clean_before_it_has_a_key(model):
    row = make_row(model)
    key = row.key
    row.delete()
    row.key = ""

    row.full_clean()
    row.save()

    assert model.objects.get().key == key


@pytest.mark.django_db
@pytest.mark.parametrize("model", PARTS, ids=name_of)
def test_part_key_is_unique(model):
    row = make_row(model)
    other = make_row(model)

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=other.pk).update(key=row.key)


@pytest.mark.django_db
@pytest.mark.parametrize("model", RECORDS, ids=name_of)
def test_record_slug_is_unique_and_refused_with_a_message(model):
    row = make_row(model)
    other = make_row(model)
    other.slug = row.slug

    with pytest.raises(ValidationError) as refusal:
        other.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()

    name = model._meta.verbose_name.capitalize()
    assert refusal.value.message_dict == {"slug": [f"{name} with this Slug already exists."]}


@pytest.mark.django_db
@pytest.mark.parametrize("event", [True, False])
@pytest.mark.parametrize("article", [True, False])
@pytest.mark.parametrize("statement", [True, False])
def test_exactly_one_agrees_with_the_database(article, event, statement):
    chosen = {"article": article, "event": event, "statement": statement}
    rows = {"article": make_article(), "event": make_event(), "statement": make_statement()}
    values = {name: rows[name] if is_set else None for name, is_set in chosen.items()}
    note = Correction(made_at=make.LONG_AGO, said="a", says="b", why="c", key="note", **values)
    fits = sum(chosen.values()) == 1

    if fits:
        note.full_clean()
        Correction.objects.bulk_create([note])
    else:
        with pytest.raises(ValidationError) as refusal:
            note.full_clean()
        assert refusal.value.messages == [
            "A correction is about one page: an article, an event or a statement."
        ]
        with pytest.raises(IntegrityError), transaction.atomic():
            Correction.objects.bulk_create([note])

    assert Correction.objects.exists() == fits


@pytest.mark.django_db
def test_exactly_one_selects_rows():
    kept = [make_correction(article=make_article()), make_correction(event=make_event())]

    assert list(Correction.objects.filter(exactly_one("article", "event")).order_by("pk")) == kept
    assert list(Correction.objects.filter(exactly_one("event"))) == kept[1:]
    assert not Correction.objects.filter(exactly_one("statement")).exists()


@pytest.mark.parametrize("slug", ["a", "un", "luong-cuong", "2019-to-vienna", "a-1-b"])
def test_slug_form_takes_small_letters_digits_and_single_hyphens(slug):
    assert slug_form(slug) is None


@pytest.mark.parametrize(
    "slug",
    ["", "-", "a-", "-a", "a--b", "Luong", "a_b", "lương", "a b", "a/b", "a.b", "a\n", "٣", "a–b"],
)
def test_slug_form_refuses_everything_else(slug):
    with pytest.raises(ValidationError) as refusal:
        slug_form(slug)

    assert refusal.value.messages == [
        "Write small letters, digits and single hyphens, such as luong-cuong."
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("model", RECORDS, ids=name_of)
def test_record_refuses_a_slug_in_another_form(model):
    row = make_row(model)
    row.slug = "Luong-Cuong"

    with pytest.raises(ValidationError) as refusal:
        row.full_clean()

    assert refusal.value.message_dict == {
        "slug": ["Write small letters, digits and single hyphens, such as luong-cuong."]
    }


@pytest.mark.parametrize("code", ["", "en", "vi", "zh-Hans", "pt-BR", "sgn", "de-CH-1996"])
def test_language_field_takes_bcp_47_codes(code):
    assert LanguageField().clean(code, None) == code


@pytest.mark.parametrize(
    "code", ["EN", "e", "english", "en_GB", "en-", "zh-Hans-", "vi\n", "en GB"]
)
def test_language_field_refuses_other_codes(code):
    with pytest.raises(ValidationError) as refusal:
        LanguageField().clean(code, None)

    assert refusal.value.messages == ["Write a language code, such as en, vi or zh-Hans (BCP 47)."]


def test_keys_of_parts_end_with_letters_of_their_own():
    letters = {model.key_letters: model for model in PARTS}

    assert len(letters) == len(PARTS)
    assert (letters["s"], letters["r"], letters["part"]) == (Speaker, Report, Participation)

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from people.models import Name, Organisation, Person, Role
from tests.checks import refusal_of
from tests.make import (
    make_name,
    make_organisation,
    make_person,
    make_role,
    make_source,
    make_statement,
)

pytestmark = pytest.mark.django_db


def test_person_is_written_in_their_own_orthography_and_sorted_by_family_name():
    guterres = make_person(name="António Guterres", sort_name="Guterres, António", lang="pt")
    cuong = make_person(name="Lương Cường", sort_name="Lương Cường", lang="vi")
    giang = make_person(name="Đặng Hoàng Giang", sort_name="Dang Hoang Giang")
    for row in (guterres, cuong, giang):
        row.full_clean()

    assert list(Person.objects.by_name()) == [giang, guterres, cuong]
    assert list(Person.objects.all()) == [giang, guterres, cuong]
    assert str(cuong) == "Lương Cường"


def test_names_of_a_person_keep_their_sources():
    vov, vna = make_source(), make_source()
    person = make_person(name="António Guterres")
    name = make_name(person=person, text="Antonio Guterres", lang="en", sources=[vov, vna])
    name.full_clean()

    [stored] = person.names.all()

    assert (stored.text, stored.kind, stored.lang) == ("Antonio Guterres", "spelling", "en")
    assert list(stored.sources.order_by("pk")) == [vov, vna]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("UNODC", "acronym"), ("Office on Drugs and Crime", "short"), ("ONUDC", "translation")],
)
def test_names_of_an_organisation_are_of_a_kind(text, kind):
    organisation = make_organisation(name="United Nations Office on Drugs and Crime")
    name = make_name(organisation=organisation, text=text, kind=kind)
    name.full_clean()

    assert list(organisation.names.all()) == [name]
    assert name.owner == organisation


@pytest.mark.parametrize("bearers", [0, 2])
def test_name_has_one_bearer(bearers):
    values = {"person": make_person(), "organisation": make_organisation()} if bearers else {}
    name = Name(text="Waly", key="waly", **values)

    assert refusal_of(name) == {"__all__": ["A name is a person's or an organisation's, not both."]}
    with pytest.raises(IntegrityError), transaction.atomic():
        name.save()


@pytest.mark.parametrize(
    ("link", "make_bearer", "message"),
    [
        ("person", make_person, "This person has this name already."),
        ("organisation", make_organisation, "This organisation has this name already."),
    ],
)
def test_name_stands_once_with_its_bearer(link, make_bearer, message):
    bearer = make_bearer()
    make_name(text="Luong Cuong", **{link: bearer})
    make_name(text="Luong Cuong", **{link: make_bearer()})
    again = Name(text="Luong Cuong", key="again", **{link: bearer})

    assert refusal_of(again) == {"__all__": [message]}
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_people_whose_folded_names_are_equal_stay_apart():
    first = make_person(name="Trần Đăng", slug="tran-dang")
    second = make_person(name="Trân Dạng", slug="tran-dang-2")

    assert list(Person.objects.filter(name__folded="tran dang").order_by("pk")) == [first, second]


def test_organisation_is_part_of_another():
    state = make_organisation(kind="state", name="Viet Nam", country_code="VN")
    ministry = make_organisation(kind="ministry", parent=state)
    mission = make_organisation(kind="mission", parent=state)
    for row in (state, ministry, mission):
        row.full_clean()

    assert list(state.children.order_by("pk")) == [ministry, mission]
    with pytest.raises(ProtectedError):
        state.delete()


@pytest.mark.parametrize("size", [1, 2, 3])
def test_organisation_is_not_part_of_itself(size):
    chain = [make_organisation()]
    for _ in range(size - 1):
        chain.append(make_organisation(parent=chain[-1]))
    chain[0].parent = chain[-1]

    assert refusal_of(chain[0]) == {"parent": ["An organisation cannot be part of itself."]}


def test_organisation_under_a_ring_of_others_can_be_checked():
    first = make_organisation()
    second = make_organisation(parent=first)
    Organisation.objects.filter(pk=first.pk).update(parent=second)

    assert make_organisation(parent=second).full_clean() is None


def test_country_code_is_for_states():
    body = make_organisation(kind="un-body")
    body.country_code = "VN"

    assert refusal_of(body) == {"__all__": ["Only a state has a country code."]}
    with pytest.raises(IntegrityError), transaction.atomic():
        body.save()


def test_country_code_is_one_states():
    make_organisation(kind="state", country_code="VN")
    make_organisation(kind="state")
    other = make_organisation(kind="state")
    other.country_code = "VN"

    assert refusal_of(other) == {"__all__": ["Another state has this country code."]}
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


@pytest.mark.parametrize("code", ["vn", "V", "V1", "VN\n", "ВН"])
def test_country_code_is_two_capital_letters(code):
    state = Organisation(slug="viet-nam", name="Viet Nam", kind="state", country_code=code)

    messages = refusal_of(state)["country_code"]

    assert "Write two capital letters (ISO 3166-1)." in messages


@pytest.mark.parametrize(
    ("started_on", "ended_on", "published", "when"),
    [
        ("2017-01-01", "2026-12-31", [], "from 1 January 2017 to 31 December 2026"),
        ("2017", "2026", ["2025-10"], "from 2017 to 2026"),
        ("", "2020-02", ["2019"], "until February 2020"),
        (
            "2024-10-21",
            "",
            ["2025-10-25"],
            "from 21 October 2024, still held as of 25 October 2025",
        ),
        ("2024-10", "", [], "from October 2024"),
        ("2024-10", "", [""], "from October 2024"),
        ("", "", ["2025-10"], "as of October 2025"),
        ("", "", ["2025-02-20", "2025-10", "2025-09"], "as of October 2025"),
        ("", "", ["2025-10", "2025-10-25"], "as of October 2025"),
        ("", "", ["", "2025-09"], "as of September 2025"),
        ("", "", [""], "dates not known"),
        ("", "", [], "dates not known"),
    ],
)
def test_role_says_when_it_was_held(started_on, ended_on, published, when):
    sources = [make_source(published_on=day) for day in published]
    role = make_role(started_on=started_on, ended_on=ended_on, sources=sources)
    role.full_clean()

    assert Role.objects.get().when == when


def test_role_reads_its_sources_once_they_are_prefetched(django_assert_num_queries):
    for _ in range(3):
        make_role(sources=[make_source(published_on="2025-10")])

    with django_assert_num_queries(2):
        said = [role.when for role in Role.objects.prefetch_related("sources")]

    assert said == ["as of October 2025"] * 3


@pytest.mark.parametrize(
    ("started_on", "ended_on", "held"),
    [
        ("", "", True),
        ("2025-10-25", "", True),
        ("2025-10-26", "", False),
        ("2025-10", "", True),
        ("2025-11", "", False),
        ("2025", "2025", True),
        ("", "2025-10-25", True),
        ("", "2025-10-24", False),
        ("", "2025-10", True),
        ("2017", "2024", False),
        ("2025-10-25", "2025-10-25", True),
        ("2024/..", "", True),
        ("../2024", "2026", True),
    ],
)
def test_role_is_possibly_held_unless_its_dates_rule_the_day_out(started_on, ended_on, held):
    role = make_role(started_on=started_on, ended_on=ended_on)

    rows = Role.objects.possibly_held_on(date(2025, 10, 25))

    assert list(rows) == ([role] if held else [])


def test_roles_are_possibly_held_for_one_person():
    person = make_person()
    before = make_role(person=person, title="Vice President", ended_on="2024-10-20")
    now = make_role(person=person, title="President", started_on="2024-10-21")
    make_role(title="President")

    assert list(person.roles.possibly_held_on(date(2024, 10, 20))) == [before]
    assert list(person.roles.possibly_held_on(date(2024, 10, 21))) == [now]
    assert str(now) == f"{person}, President, {now.organisation}"


def test_role_goes_with_its_person_and_keeps_its_organisation():
    role = make_role()

    with pytest.raises(ProtectedError):
        role.organisation.delete()
    role.person.delete()

    assert not Role.objects.exists()


def test_person_and_source_that_are_used_cannot_be_deleted():
    statement = make_statement()
    speaker, report = statement.speakers.get(), statement.reports.get()

    for row in (speaker.person, report.source, report.source.publisher):
        with pytest.raises(ProtectedError):
            row.delete()

    assert Person.objects.get() == speaker.person

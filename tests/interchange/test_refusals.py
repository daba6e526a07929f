"""Every kind of bad value and key: named with file, line, record and field; nothing is loaded."""

import pytest
from django.db import connection

from hanoiconv.interchange.importing import import_fixtures
from tests.interchange.written import (
    event,
    organisation,
    person,
    refused,
    row,
    source,
    tables,
    words,
    written,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]

NO_FIELD = "there is no such field"
NULL = "this may be empty text, but not null"
UNSHOWN = "which cannot be shown: delete it."
STANDINGS = "none of: planned, held, postponed, cancelled"
LINK = 'a list with one slug is wanted, such as ["luong-cuong"], not'
LINKS = 'a list of keys is wanted, such as [["vov"], ["vna"]]'
DAYS = "write a day from 01 to 28."
ZONE = "the time zone is missing: write 2026-11-21T08:00:00Z"

TEXTS = {
    "unknown": ("birthday", "1957", NO_FIELD),
    "primary key": ("id", 5, NO_FIELD),
    "primary key by its short name": ("pk", 5, NO_FIELD),
    "of another table": ("speakers", [["point-s1"]], NO_FIELD),
    "number": ("name", 5, "text is wanted, not 5"),
    "fraction": ("name", 5.5, "text is wanted, not 5.5"),
    "no number": ("name", float("nan"), "text is wanted, not nan"),
    "list": ("name", ["Lương Cường"], "text is wanted, not ['Lương Cường']"),
    "object": ("name", {"vi": "Lương"}, "text is wanted, not {'vi': 'Lương'}"),
    "truth": ("name", True, "text is wanted, not True"),
    "long list": ("name", [9] * 99, f"text is wanted, not {str([9] * 99)[:80]}"),
    "null": ("name", None, NULL),
    "blank": ("name", "", "This field cannot be blank."),
    "too long": ("name", "x" * 201, "Ensure this value has at most 200 characters (it has 201)."),
    "control character": ("name", "Lương\x00", f"Character 6 is U+0000, {UNSHOWN}"),
    "line end": ("name", "Lương\n", f"Character 6 is U+000A, {UNSHOWN}"),
    "lone surrogate": ("name", "\ud800", f"Character 1 is U+D800, {UNSHOWN}"),
    "language": ("lang", "english!", "Write a language code, such as en, vi or zh-Hans (BCP 47)."),
}


@pytest.mark.parametrize(("name", "value", "reason"), TEXTS.values(), ids=TEXTS)
def test_bad_text_is_refused(name, value, reason):
    faults = refused(person(**{name: value}))

    assert faults == [f"a.json:2: people.person luong-cuong: {name}: {reason}"]


VALUES = {
    "text for a number": ("order", "7", "a whole number is wanted, not '7'"),
    "fraction for a number": ("order", 7.0, "a whole number is wanted, not 7.0"),
    "truth for a number": ("order", True, "a whole number is wanted, not True"),
    "null for a number": ("order", None, NULL),
    "below zero": ("order", -1, "Ensure this value is greater than or equal to 0."),
    "unknown choice": ("standing", "over", f"“over” is {STANDINGS}"),
    "choice by its label": ("standing", "Held", f"“Held” is {STANDINGS}"),
    "empty choice": ("standing", "", f"“” is {STANDINGS}"),
    "number for a choice": ("standing", 1, "text is wanted, not 1"),
    "day first": (
        "date",
        "25/10/2025",
        "“25” is not a date: write 2025, 2025-10, 2025-10-25, 2025-10-25T09:30+07:00 "
        "or 2025-10-25/2025-10-26.",
    ),
    "no such day": (
        "date",
        "2026-02-30",
        "February 2026 has no day 30: write a day from 01 to 28.",
    ),
    "no such month": ("date", "2025-13", "There is no month 13: write a month from 01 to 12."),
    "number for a date": ("date", 2025, "text is wanted, not 2025"),
    "derived day": ("date_latest", "2025-10-26", NO_FIELD),
    "moment without a zone": ("publish_at", "2026-11-21T08:00:00", ZONE),
    "day for a moment": ("publish_at", "2026-11-21", ZONE),
    "no such moment": (
        "publish_at",
        "2026-11-21T25:00:00Z",
        "“2026-11-21T25:00:00Z” value has the correct format "
        "(YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]) but it is an invalid date/time.",
    ),
    "moment after all years": (
        "publish_at",
        "9999-12-31T23:00:00-02:00",
        "this is before the year 1 or after the year 9999",
    ),
}


@pytest.mark.parametrize(("name", "value", "reason"), VALUES.values(), ids=VALUES)
def test_bad_number_choice_or_date_is_refused(name, value, reason):
    faults = refused(event(**{name: value}))

    assert faults == [f"a.json:2: events.event ceremony: {name}: {reason}"]


@pytest.mark.parametrize("number", [2**63, 10**4000])
def test_number_that_no_column_holds_is_refused(number):
    largest = 2**31 - 1 if connection.vendor == "postgresql" else 2**63 - 1

    faults = refused(event(order=number))

    reason = f"Ensure this value is less than or equal to {largest}."
    assert faults == [f"a.json:2: events.event ceremony: order: {reason}"]


CONNECTED = {
    "text": ("place", "hanoi", f"{LINK} 'hanoi'"),
    "number": ("place", [1], f"{LINK} [1]"),
    "two": ("place", ["hanoi", "vienna"], f"{LINK} ['hanoi', 'vienna']"),
    "none": ("place", [], f"{LINK} []"),
    "no key at all": ("place", ["ha\x00noi"], f"{LINK} ['ha\\x00noi']"),
    "half a letter": ("place", ["\ud800"], f"{LINK} ['\\ud800']"),
    "by its column": ("place_id", ["hanoi"], NO_FIELD),
    "to nothing": ("place", ["hue"], "no place has the key “hue”, here or on record"),
    "to another model": ("place", ["vov"], "no place has the key “vov”, here or on record"),
    "many without a list": ("topics", "signature", LINKS),
    "null for many": ("topics", None, LINKS),
    "many, a list short": ("topics", ["signature"], f"{LINK} 'signature'"),
    "many to nothing": ("topics", [["x"]], "no topic has the key “x”, here or on record"),
    "to itself": ("parent", ["ceremony"], "An event cannot be part of itself."),
}


@pytest.mark.parametrize(("name", "value", "reason"), CONNECTED.values(), ids=CONNECTED)
def test_bad_link_is_refused(name, value, reason):
    faults = refused(organisation(), event(**{name: value}))

    assert faults == [f"a.json:3: events.event ceremony: {name}: {reason}"]


CITED = {
    "no address": ("url", "vov.vn", "Enter a valid URL."),
    "address with a null": ("url", "https://vov.vn/\x00", f"Character 16 is U+0000, {UNSHOWN}"),
    "half a letter": ("url", "https://vov.vn/\ud800", f"Character 16 is U+D800, {UNSHOWN}"),
    "month for a day": (
        "read_on",
        "2026-11",
        "“2026-11” value has an invalid date format. It must be in YYYY-MM-DD format.",
    ),
    "no such day": (
        "read_on",
        "2026-02-30",
        "“2026-02-30” value has the correct format (YYYY-MM-DD) but it is an invalid date.",
    ),
    "empty day": (
        "read_on",
        "",
        "“” value has an invalid date format. It must be in YYYY-MM-DD format.",
    ),
    "null for a needed link": ("publisher", None, "this must name a record"),
}


@pytest.mark.parametrize(("name", "value", "reason"), CITED.values(), ids=CITED)
def test_bad_field_of_a_source_is_refused(name, value, reason):
    faults = refused(organisation(), source(**{name: value}))

    assert faults == [f"a.json:3: people.source vov-report: {name}: {reason}"]


PLACED = {
    "fraction without quotes": ({"latitude": 21.5}, "latitude: text is wanted, not 21.5"),
    "no number": ({"latitude": "n"}, "latitude: “n” value must be a decimal number."),
    "not a number": ({"latitude": "NaN"}, "latitude: “NaN” value must be a decimal number."),
    "beyond the pole": (
        {"latitude": "90.5"},
        "latitude: Ensure this value is less than or equal to 90.",
    ),
    "too exact": (
        {"latitude": "21.028512"},
        "latitude: Ensure that there are no more than 5 decimal places.",
    ),
    "half a pair": ({"longitude": None}, "Give latitude and longitude in degrees, or neither."),
    "time zone": (
        {"time_zone": "Asia/Hanoi"},
        "time_zone: Asia/Hanoi is no time zone: write one such as Asia/Ho_Chi_Minh.",
    ),
    "country that is no state": ({"country": ["vov"]}, "country: “vov” cannot be chosen here"),
}


@pytest.mark.parametrize(("fields", "reason"), PLACED.values(), ids=PLACED)
def test_bad_field_of_a_place_is_refused(fields, reason):
    values = {"name": "Hanoi", "kind": "city", "latitude": "21.0285", "longitude": "105.8"}

    faults = refused(organisation(), row("events.place", slug="hanoi", **values | fields))

    assert faults == [f"a.json:3: events.place hanoi: {reason}"]


OTHERS = ["auth.user", "auth.permission", "sessions.session", "admin.logentry", "people.capture"]


@pytest.mark.parametrize("model", [*OTHERS, "events.minister", "events", "", "a.b.c"])
def test_row_of_another_table_is_refused(model):
    faults = refused(organisation(), row(model, slug="root", username="root", is_superuser=True))

    reason = f"{model} is not part of the record, so files cannot write it"
    assert faults == [f"a.json:3: root: {reason}"]


def test_model_that_no_page_could_carry_is_shown_escaped():
    faults = refused(row("\ud800\x00", slug="root"))

    reason = r"\ud800\x00 is not part of the record, so files cannot write it"
    assert faults == [f"a.json:2: root: {reason}"]


def test_row_without_a_name_is_refused():
    nameless = row("people.person", name="Lương Cường", sort_name="Lương Cường")
    keyless = row("events.passage", report=["point-r1"], quoted="Words.")

    faults = refused(nameless, keyless)

    assert faults == [
        "a.json:2: people.person ?: slug: a row needs one, to be known by",
        "a.json:3: events.passage ?: key: a row needs one, to be known by",
    ]


@pytest.mark.parametrize("slug", ["Luong-Cuong", "luong_cuong", "-luong", "Lương", "a b"])
def test_slug_of_another_form_is_refused(slug):
    faults = refused(person(slug))

    form = "Write small letters, digits and single hyphens, such as luong-cuong."
    assert f"a.json:2: people.person {slug}: slug: {form}" in faults


def test_missing_fields_are_named():
    faults = refused(row("people.person", slug="x"), row("events.report", key="y"))

    assert sorted(faults) == [
        "a.json:2: people.person x: name: This field cannot be blank.",
        "a.json:2: people.person x: sort_name: This field cannot be blank.",
        "a.json:3: events.report y: mode: This field cannot be blank.",
        "a.json:3: events.report y: source: this must name a record",
        "a.json:3: events.report y: statement: this must name a record",
    ]


def test_key_that_stands_twice_in_a_file_is_named_with_the_first_place():
    faults = refused(person(), organisation("luong-cuong"), person(name="Another"))

    reason = "slug: stands in the files twice, first in a.json:2"
    assert faults == [f"a.json:4: people.person luong-cuong: {reason}"]


def test_key_that_stands_in_two_files_is_named_with_both_places():
    before = tables()
    files = [written("b.json", person("x"), person()), written("a.json", person())]

    result = import_fixtures(files)

    reason = "slug: stands in the files twice, first in b.json:3"
    assert words(result.faults) == [f"a.json:2: people.person luong-cuong: {reason}"]
    assert tables() == before

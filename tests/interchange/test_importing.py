import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from events.models import Event, Place, Report, Statement
from hanoiconv.interchange.importing import import_fixtures
from hanoiconv.models import Import
from people.models import Organisation, Person, Source
from tests.interchange.written import (
    event,
    imported,
    organisation,
    person,
    row,
    said,
    small_record,
    source,
    tables,
    words,
    written,
)
from tests.make import make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]

SMALL = {
    "events.statement": 1,
    "people.organisation": 1,
    "people.person": 1,
    "people.source": 1,
}
DECOMPOSED = "Lu\u031bo\u031bng Cu\u031bo\u031b\u0300ng"


def test_import_into_an_empty_record_writes_every_row():
    result = imported(*small_record())

    assert words(result.faults) == []
    assert result.counts == {"new": SMALL}
    stored = Report.objects.get()
    assert stored.statement == Statement.objects.get(slug="point")
    assert stored.source == Source.objects.get(slug="vov-report")
    assert stored.source.publisher == Organisation.objects.get(slug="vov")
    assert stored.passages.get().quoted == "Only the beginning."
    assert stored.statement.speakers.get().person == Person.objects.get(name="Lương Cường")


def test_import_is_logged_with_its_files_and_counts():
    path = written("a.json", *small_record())

    result = import_fixtures([path])

    log = Import.objects.get()
    assert result.log == log
    assert (log.state, log.user, log.publish, log.counts) == (
        "applied",
        None,
        False,
        {"new": SMALL},
    )
    content = path.read_bytes()
    assert log.files == [
        {
            "name": "a.json",
            "sha256": hashlib.sha256(content).hexdigest(),
            "bytes": len(content),
            "rows": 7,
        }
    ]
    assert log.made_at <= log.applied_at
    assert not log.uploads.exists()


def test_same_rows_again_are_all_unchanged_and_nothing_is_written():
    imported(*small_record())
    before = tables()

    result = imported(*small_record())

    assert result.counts == {"unchanged": SMALL}
    assert (result.log, result.entries, result.faults) == (None, [], [])
    assert tables() == before


def test_every_kind_of_value_is_stored_as_its_field_has_it():
    rows = [
        organisation("viet-nam", kind="state"),
        row(
            "events.place",
            slug="hanoi",
            name="Hanoi",
            kind="city",
            country=["viet-nam"],
            latitude="21.02850",
            longitude=105,
        ),
        event(
            date="2025-10-25/2025-10-26",
            order=7,
            place=["hanoi"],
            status="published",
            publish_at="2026-11-21T15:00:00+07:00",
        ),
        source(publisher=["viet-nam"], read_on="2026-11-21"),
    ]

    result = imported(*rows, publish=True)

    assert words(result.faults) == []
    place, held = Place.objects.get(), Event.objects.get()
    assert (place.latitude, place.longitude) == (Decimal("21.0285"), Decimal(105))
    assert (held.order, held.place.country.slug) == (7, "viet-nam")
    assert (held.date_earliest, held.date_latest) == (date(2025, 10, 25), date(2025, 10, 26))
    assert held.publish_at == datetime(2026, 11, 21, 8, tzinfo=UTC)
    assert Source.objects.get().read_on == date(2026, 11, 21)


def test_changed_rows_are_named_with_every_change():
    imported(
        organisation("vov", name="Voice"),
        organisation("vna"),
        source(publisher=["vov"], read_on="2026-11-21", credit="VNA"),
        event(order=1),
    )

    result = imported(
        organisation("vov", name="Voice of Vietnam", kind="agency"),
        organisation("vna"),
        source(publisher=["vna"], read_on=None, credited_to=["vov"]),
        event(order=2, summary="It began. " * 10),
        person(),
    )

    assert said(result) == {
        "luong-cuong": ["new"],
        "vov": ["name: Voice -> Voice of Vietnam", "kind: outlet -> agency"],
        "vov-report": [
            "publisher: vov -> vna",
            "credit: VNA -> empty",
            "credited_to: empty -> vov",
            "read_on: 2026-11-21 -> empty",
        ],
        "ceremony": ["order: 1 -> 2", f"summary: empty -> {('It began. ' * 10)[:57]}..."],
    }
    assert result.counts == {
        "new": {"people.person": 1},
        "changed": {"events.event": 1, "people.organisation": 1, "people.source": 1},
        "unchanged": {"people.organisation": 1},
    }
    assert Source.objects.get().publisher.slug == "vna"


def test_field_that_a_row_does_not_name_takes_its_default():
    imported(organisation("vna", kind="agency", lang="vi"), organisation("x", parent=["vna"]))

    result = imported(organisation("vna", kind="agency"), organisation("x"))

    assert said(result) == {"vna": ["lang: vi -> en"], "x": ["parent: vna -> empty"]}
    assert Organisation.objects.get(slug="vna").lang == "en"


def test_text_is_stored_in_nfc():
    result = imported(person(name=DECOMPOSED, sort_name="Va\u0306n"))

    assert words(result.faults) == []
    stored = Person.objects.get()
    assert (stored.name, stored.sort_name) == ("Lương Cường", "Văn")


def test_same_text_in_another_normal_form_is_unchanged():
    imported(person(name="Lương Cường"))

    result = imported(person(name=DECOMPOSED))

    assert result.counts == {"unchanged": {"people.person": 1}}


def test_one_bad_row_in_one_file_keeps_all_files_out():
    before = tables()
    files = [written("a.json", *small_record()), written("b.json", person("nobody", name=""))]

    result = import_fixtures(files)

    reason = "b.json:2: people.person nobody: name: This field cannot be blank."
    assert words(result.faults) == [reason]
    assert (result.counts, result.entries, result.log) == ({}, [], None)
    assert tables() == before


def test_one_bad_change_keeps_all_changes_out():
    make_organisation(slug="vov", name="Voice of Vietnam")
    make_organisation(slug="vna", name="Vietnam News Agency")
    bad = organisation("vna", country_code="VN")
    before = tables()

    result = imported(organisation("vov", name="VOV"), bad, overwrite=True)

    reason = "a.json:3: people.organisation vna: Only a state has a country code."
    assert words(result.faults) == [reason]
    assert tables() == before


def test_every_bad_row_of_every_file_is_named_at_once():
    files = [
        written("a.json", person("one", lang="?"), person("two")),
        written("b.json", person("three", name=5, born="1957"), organisation(kind="club")),
    ]

    result = import_fixtures(files)

    assert [(str(fault.file), fault.line, fault.field) for fault in result.faults] == [
        ("a.json", 2, "lang"),
        ("b.json", 2, "name"),
        ("b.json", 2, "born"),
        ("b.json", 3, "kind"),
    ]


def test_dry_run_says_what_would_be_done_and_writes_nothing():
    imported(organisation(name="Voice"), person())
    before = tables()
    path = written("a.json", organisation(name="Voice of Vietnam"), person(), source())

    result = import_fixtures([path], dry_run=True, with_entries=True)

    assert said(result) == {"vov": ["name: Voice -> Voice of Vietnam"], "vov-report": ["new"]}
    assert result.counts["unchanged"] == {"people.person": 1}
    assert result.log is None
    assert tables() == before


def test_model_may_be_written_in_capitals_as_django_itself_does():
    result = imported(row("people.Person", **person()["fields"]))

    assert said(result) == {"luong-cuong": ["new"]}


def test_records_that_files_do_not_name_stay():
    imported(*small_record())

    result = imported(organisation())

    assert result.counts == {"unchanged": {"people.organisation": 1}}
    assert Report.objects.count() == 1


def test_missing_path_is_an_error_before_anything_is_read():
    written("a.json", *small_record())

    with pytest.raises(FileNotFoundError) as error:
        import_fixtures([Path("a.json"), Path("b.json")])

    assert str(error.value) == "b.json: no such file, or nothing to read in it."
    assert not Organisation.objects.exists()

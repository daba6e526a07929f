"""An import at the desk: uploaded, shown, ticked, applied; and what comes between."""

import io
import zipfile
from functools import partial

import pytest

from events.models import Statement
from hanoiconv.interchange.desk import carry_out, prepare
from hanoiconv.models import Import, ImportEntry
from people.models import Organisation, Person
from tests.checks import the_record
from tests.interchange.written import (
    article,
    event,
    imported,
    organisation,
    person,
    row,
    small_record,
    source,
    statement,
    tables,
    tick,
    uploaded,
    words,
)
from tests.make import make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def test_plan_is_kept_with_its_files_and_writes_nothing_of_the_record(publisher):
    before = the_record()
    files = uploaded(*small_record())

    log = prepare(files, publisher, publish=True).log

    assert the_record() == before
    stored = Import.objects.get()
    assert (stored, stored.state, stored.user, stored.publish) == (log, "planned", publisher, True)
    assert stored.applied_at is None
    assert [(file["name"], file["rows"]) for file in stored.files] == [("a.json", 7)]
    assert [upload.name for upload in stored.uploads.all()] == ["a.json"]
    entries = stored.entries.order_by("pk").values_list("change", "kind", "slug", "is_chosen")
    assert [*entries] == [
        ("new", "events.statement", "point", True),
        ("new", "people.organisation", "vov", True),
        ("new", "people.person", "luong-cuong", True),
        ("new", "people.source", "vov-report", True),
    ]
    assert not stored.entries.filter(is_applied=True).exists()


def test_faults_are_told_and_nothing_is_kept(publisher):
    before = tables()

    outcome = prepare(uploaded(organisation(kind="club")), publisher, publish=False)

    assert [fault.field for fault in outcome.faults] == ["kind"]
    assert outcome.log is None
    assert tables() == before


def test_files_that_say_nothing_new_are_not_kept(publisher):
    imported(organisation())

    log = prepare(uploaded(organisation()), publisher, publish=False).log

    assert (log.pk, log.counts) == (None, {"unchanged": {"people.organisation": 1}})
    assert Import.objects.count() == 1


def test_plan_as_it_is_shown_is_applied(planned_by, publisher):
    log = planned_by(*small_record())

    outcome = carry_out(log, publisher)

    assert (outcome.faults, outcome.stale) == ([], [])
    assert Statement.objects.get().speakers.get().person.slug == "luong-cuong"
    stored = Import.objects.get()
    assert (stored.state, outcome.log.state) == ("applied", "applied")
    assert stored.applied_at is not None
    assert not stored.uploads.exists()
    assert [*stored.entries.values_list("is_applied", flat=True).distinct()] == [True]


def test_only_what_is_ticked_is_applied(planned_by, publisher):
    imported(person())
    log = planned_by(organisation(), organisation("vna"), person(lang="vi"))
    tick(log, "vna")

    outcome = carry_out(log, publisher)

    assert (outcome.faults, outcome.stale) == ([], [])
    assert Organisation.objects.get().slug == "vna"
    assert Person.objects.get().lang == ""
    applied = log.entries.order_by("slug").values_list("slug", "is_chosen", "is_applied")
    assert [*applied] == [
        ("luong-cuong", False, False),
        ("vna", True, True),
        ("vov", False, False),
    ]


def test_parts_are_applied_with_their_record(planned_by, publisher):
    log = planned_by(*small_record(), statement("other"))
    tick(log, "vov", "vov-report", "luong-cuong", "point")

    carry_out(log, publisher)

    point = Statement.objects.get()
    assert point.reports.get().passages.get().quoted == "Only the beginning."


def test_conflict_is_applied_when_it_is_ticked(planned_by, publisher):
    make_organisation(slug="vov", name="By hand")
    log = planned_by(organisation(name="Voice"), person())
    assert [entry.slug for entry in log.entries.filter(is_chosen=True)] == ["luong-cuong"]
    tick(log, "vov")

    carry_out(log, publisher)

    assert Organisation.objects.get().name == "Voice"
    assert not Person.objects.exists()


def test_record_that_needs_one_not_ticked_is_told_to_tick_it_too(planned_by, publisher):
    log = planned_by(organisation(), source())
    tick(log, "vov-report")
    before = tables()

    outcome = carry_out(log, publisher)

    reason = "organisation “vov” is new in the files and not to be applied: tick it too"
    assert words(outcome.faults) == [f"a.json:1: people.source vov-report: publisher: {reason}"]
    assert tables() == before


def test_link_among_several_to_a_record_not_ticked_is_told_too(planned_by, publisher):
    log = planned_by(event(), article(events=[["ceremony"]]))
    tick(log, "our-article")

    outcome = carry_out(log, publisher)

    reason = "event “ceremony” is new in the files and not to be applied: tick it too"
    assert words(outcome.faults) == [f"a.json:1: events.article our-article: events: {reason}"]


def test_article_that_names_a_record_not_ticked_is_refused(planned_by, publisher):
    log = planned_by(person(), article(body="[He](person:luong-cuong) spoke."))
    tick(log, "our-article")

    outcome = carry_out(log, publisher)

    reason = "Line 1: there is no person:luong-cuong on record."
    assert words(outcome.faults) == [f"a.json:1: events.article our-article: body: {reason}"]


def test_zip_of_tables_is_planned_and_applied(publisher):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("people.csv", "slug,name,sort_name\nx,Xuân,Xuân\n")
        archive.writestr("names.csv", "key,person,text\nx-n1,x,Xuan\n")

    log = prepare([("all.zip", content.getvalue())], publisher, publish=False).log
    outcome = carry_out(log, publisher)

    assert (outcome.faults, outcome.stale) == ([], [])
    assert Person.objects.get().names.get().text == "Xuan"
    assert ImportEntry.objects.get().file == "all.zip/people.csv"


@pytest.mark.parametrize("length", [300, 301, 900])
def test_file_with_a_long_name_is_known_by_its_end(publisher, length):
    name = "x" * (length - 5) + ".json"
    files = [(name, uploaded(person())[0][1])]

    log = prepare(files, publisher, publish=False).log

    assert log.entries.get().file == "x" * 295 + ".json"
    assert carry_out(log, publisher).log.state == "applied"


def test_name_that_grows_as_it_is_stored_is_known_by_its_end(publisher):
    files = [("\u0958" * 200 + ".json", uploaded(person())[0][1])]

    log = prepare(files, publisher, publish=False).log

    stored = ("\u0915\u093c" * 200 + ".json")[-300:]
    assert log.entries.get().file == log.uploads.get().name == stored
    assert carry_out(log, publisher).log.state == "applied"


def test_file_with_a_long_name_in_a_zip_is_known_by_its_end(publisher):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("x" * 400 + ".json", uploaded(person())[0][1])

    log = prepare([("all.zip", content.getvalue())], publisher, publish=False).log

    assert log.entries.get().file == "x" * 295 + ".json"


def test_progress_is_told(publisher):
    told = []

    prepare(uploaded(person()), publisher, publish=False, tell=partial(add, told))

    assert [rows for _what, rows in told if rows] == [1]
    assert len(told) >= 4


def add(told, what, rows):
    told.append((str(what), rows))


def test_entry_says_where_in_the_files_its_record_stands(publisher):
    files = [("a.json", b"[\n]"), ("b.json", b'[\n{"model": "people.person", "fields": {')]
    files[1] = ("b.json", files[1][1] + b'"slug": "x", "name": "X", "sort_name": "X"}}\n]')

    entry = prepare(files, publisher, publish=False).log.entries.get()

    assert (entry.file, entry.line, entry.title) == ("b.json", 2, "X")


def test_ticked_part_of_a_ring_of_new_records_needs_the_other(planned_by, publisher):
    log = planned_by(
        statement("a", responds_to=[["b"]]), statement("b"), row("events.topic", slug="t", name="T")
    )
    tick(log, "b", "t")

    outcome = carry_out(log, publisher)

    assert (outcome.faults, outcome.stale) == ([], [])
    assert Statement.objects.get().slug == "b"

"""Records that somebody edited by hand since their last import are left as they are."""

import pytest

from events.models import Report
from hanoiconv.interchange.undoing import undo
from hanoiconv.models import Import, ImportEntry
from people.models import Organisation, Person
from tests.interchange.written import (
    imported,
    organisation,
    person,
    row,
    said,
    small_record,
    source,
    statement,
    tables,
    words,
)
from tests.make import make_organisation, make_passage, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def test_record_changed_by_its_last_import_alone_is_no_conflict():
    imported(organisation(name="Voice"))
    imported(organisation(name="Voice of Vietnam"))

    result = imported(organisation(name="VOV"))

    assert said(result) == {"vov": ["name: Voice of Vietnam -> VOV"]}
    assert Organisation.objects.get().name == "VOV"


def test_record_edited_by_hand_is_left_and_the_rest_applied():
    imported(organisation(name="Voice"), person())
    Organisation.objects.update(name="Edited by hand")

    result = imported(organisation(name="Voice of Vietnam"), person(lang="vi"))

    assert said(result) == {
        "luong-cuong": ["lang: empty -> vi"],
        "vov": ["conflict", "name: Edited by hand -> Voice of Vietnam"],
    }
    assert [entry.slug for entry in result.entries if not entry.is_chosen] == ["vov"]
    assert Organisation.objects.get().name == "Edited by hand"
    assert Person.objects.get().lang == "vi"
    entries = ImportEntry.objects.filter(of=result.log).order_by("slug")
    assert [(entry.slug, entry.is_conflict, entry.is_applied) for entry in entries] == [
        ("luong-cuong", False, True),
        ("vov", True, False),
    ]


def test_record_edited_by_hand_is_changed_when_that_is_asked_for():
    imported(organisation(name="Voice"))
    Organisation.objects.update(name="Edited by hand")

    result = imported(organisation(name="Voice of Vietnam"), overwrite=True)

    assert said(result) == {"vov": ["conflict", "name: Edited by hand -> Voice of Vietnam"]}
    assert Organisation.objects.get().name == "Voice of Vietnam"
    assert said(imported(organisation(name="VOV"))) == {"vov": ["name: Voice of Vietnam -> VOV"]}


def test_record_made_by_hand_is_a_conflict():
    make_organisation(slug="vov", name="Made by hand", kind="outlet")
    before = tables()

    result = imported(organisation(name="Voice"))

    assert said(result) == {"vov": ["conflict", "name: Made by hand -> Voice"]}
    assert result.log is None
    assert tables() == before


def test_record_made_by_hand_as_the_files_have_it_is_unchanged():
    make_organisation(slug="vov", name="Voice", kind="outlet")

    result = imported(organisation(name="Voice"))

    assert (said(result), result.counts) == ({}, {"unchanged": {"people.organisation": 1}})


def test_part_edited_by_hand_makes_its_record_a_conflict():
    imported(*small_record())
    make_passage(report=Report.objects.get(), key="by-hand", order=2)

    result = imported(*small_record()[:3], statement(gist="New."), *small_record()[4:])

    assert said(result) == {
        "point": ["conflict", "gist: A point. -> New.", "removed events.passage by-hand"]
    }
    assert Report.objects.get().passages.count() == 2


def test_edit_by_hand_that_was_taken_back_is_no_conflict():
    imported(organisation(name="Voice"))
    Organisation.objects.update(name="Edited by hand")
    Organisation.objects.update(name="Voice")

    result = imported(organisation(name="VOV"))

    assert said(result) == {"vov": ["name: Voice -> VOV"]}


def test_edit_of_a_record_that_is_linked_is_no_conflict():
    imported(organisation(name="Voice"), source())
    Organisation.objects.update(name="Edited by hand")

    result = imported(source(credit="VNA"))

    assert said(result) == {"vov-report": ["credit: empty -> VNA"]}


def test_record_whose_last_import_was_undone_is_as_its_import_before_left_it():
    imported(organisation(name="Voice"))
    second = imported(organisation(name="Voice of Vietnam"))
    assert undo(second.log) == []

    result = imported(organisation(name="VOV"))

    assert said(result) == {"vov": ["name: Voice -> VOV"]}
    assert Import.objects.filter(state="applied").count() == 2


def test_record_left_alone_is_named_by_new_ones_all_the_same():
    make_person(slug="luong-cuong", name="Lương Cường", sort_name="By hand")

    result = imported(*small_record())

    assert words(result.faults) == []
    assert said(result)["luong-cuong"] == ["conflict", "sort_name: By hand -> Lương Cường"]
    assert Person.objects.get().speakers.get().statement.slug == "point"


def test_new_part_of_a_record_left_alone_is_left_out_too():
    make_person(slug="luong-cuong")

    result = imported(
        organisation(),
        row(
            "people.role", key="r", person=["luong-cuong"], organisation=["vov"], title="President"
        ),
    )

    assert said(result) == {"luong-cuong": ["conflict", "added people.role r"], "vov": ["new"]}
    assert not Person.objects.get().roles.exists()


def test_what_needs_a_new_part_of_a_record_left_alone_is_refused():
    make_person(slug="luong-cuong")
    role = row(
        "people.role", key="r", person=["luong-cuong"], organisation=["vov"], title="President"
    )
    speaker = row(
        "events.speaker", key="s", statement=["point"], person=["luong-cuong"], role=["r"]
    )

    result = imported(organisation(), role, statement(), speaker)

    reason = "role “r” is new in the files and not to be applied: tick it too"
    assert words(result.faults) == [f"a.json:5: events.speaker s: role: {reason}"]

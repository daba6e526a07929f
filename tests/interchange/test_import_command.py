from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from people.models import Organisation
from tests.interchange.written import (
    event,
    organisation,
    person,
    small_record,
    source,
    tables,
    told,
    written,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def test_import_says_what_is_new():
    written("a.json", *small_record())

    assert told("a.json") == (
        "4 new: 1 organisation, 1 person, 1 source, 1 statement\n0 changed\n0 unchanged\n",
        "",
        "",
    )
    assert Organisation.objects.get().slug == "vov"


def test_import_says_what_changed_and_what_did_not():
    written("a/1.json", organisation(name="Voice"), organisation("vna"), source(), event())
    told("a")
    written("a/1.json", organisation(name="Voice of Vietnam"), source(publisher=["vna"]))
    written("a/2.json", person(), organisation("vna"), event(order=2, kind="session"))

    assert told("a") == (
        "changed events.event ceremony\n"
        "    kind: ceremony -> session\n"
        "    order: 0 -> 2\n"
        "changed people.organisation vov\n"
        "    name: Voice -> Voice of Vietnam\n"
        "changed people.source vov-report\n"
        "    publisher: vov -> vna\n"
        "1 new: 1 person\n"
        "3 changed: 1 event, 1 organisation, 1 source\n"
        "1 unchanged: 1 organisation\n",
        "",
        "",
    )


def test_quiet_import_says_only_how_many():
    written("a.json", organisation(name="Voice"))
    told("a.json")
    written("a.json", organisation(name="Voice of Vietnam"))

    assert told("a.json", verbosity=0) == (
        "0 new\n1 changed: 1 organisation\n0 unchanged\n",
        "",
        "",
    )


def test_dry_run_says_so():
    written("a.json", organisation())

    assert told("a.json", "--dry-run") == (
        "1 new: 1 organisation\n0 changed\n0 unchanged\nA dry run: nothing was written.\n",
        "",
        "",
    )
    assert not Organisation.objects.exists()


def test_file_without_rows_is_imported():
    written("a.json")

    assert told("a.json") == ("0 new\n0 changed\n0 unchanged\n", "", "")


def test_faults_are_listed_and_nothing_is_imported():
    before = tables()
    written("a.json", organisation(), person(name=5))
    written("b.json", event(place=["hue"]), organisation())

    assert told("a.json", "b.json") == (
        "",
        "a.json:3: people.person luong-cuong: name: text is wanted, not 5\n"
        "b.json:2: events.event ceremony: place: no place has the key “hue”, here or on record\n"
        "b.json:3: people.organisation vov: slug: stands in the files twice, first in a.json:2\n",
        "Nothing was imported: 3 faults, named above.",
    )
    assert tables() == before


def test_single_fault_is_one_fault():
    written("a.json", event(place=["hue"]))

    _out, err, end = told("a.json", "--dry-run")

    reason = "no place has the key “hue”, here or on record"
    assert err == f"a.json:2: events.event ceremony: place: {reason}\n"
    assert end == "Nothing was imported: 1 fault, named above."


@pytest.mark.parametrize("path", ["nowhere", "nowhere.json", "empty"])
def test_missing_path_is_named(path):
    Path("empty").mkdir()
    written("a.json", organisation())

    end = f"Nothing was imported: {path}: no such file, or nothing to read in it."
    assert told("a.json", path) == ("", "", end)
    assert not Organisation.objects.exists()


def test_unreadable_file_is_named():
    Path("a.json").write_text("[\n{,\n]")

    reason = "Expecting property name enclosed in double quotes"
    assert told("a.json") == (
        "",
        f"a.json:2: not JSON: {reason}\n",
        "Nothing was imported: 1 fault, named above.",
    )


def test_command_needs_a_path():
    with pytest.raises(CommandError) as error:
        call_command("import_fixtures")

    assert str(error.value) == "Error: the following arguments are required: PATH"

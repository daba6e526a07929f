"""What import_fixtures says of a plan, in words and as JSON."""

import json

import pytest

from events.models import Event
from hanoiconv.models import Import
from people.models import Organisation
from tests.interchange.written import PUBLISHED, event, organisation, person, row, told, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def test_import_says_what_waits_in_review_and_how_to_publish_it():
    rows = [event(**PUBLISHED), event("other", title="B", **PUBLISHED), event("draft", title="C")]
    written("a.json", *rows)

    first, _err, _end = told("a.json")
    again, _err, _end = told("a.json", "--publish")

    assert first == (
        "3 new: 3 events\n"
        "0 changed\n"
        "0 unchanged\n"
        "2 records are not published (--publish publishes what files call published).\n"
    )
    assert again == (
        "changed events.event ceremony\n"
        "    status: review -> published\n"
        "changed events.event other\n"
        "    status: review -> published\n"
        "0 new\n"
        "2 changed: 2 events\n"
        "1 unchanged: 1 event\n"
    )
    assert Event.objects.public().count() == 2


def test_import_says_what_it_leaves_as_edited_by_hand_and_how_to_change_it():
    written("a.json", organisation(name="Voice"))
    told("a.json")
    Organisation.objects.update(name="By hand")

    first, _err, _end = told("a.json")
    again, _err, _end = told("a.json", "--overwrite")

    assert first == (
        "changed people.organisation vov (edited by hand, left as it is)\n"
        "    name: By hand -> Voice\n"
        "0 new\n"
        "1 changed: 1 organisation\n"
        "0 unchanged\n"
        "1 record was left as edited by hand (--overwrite changes them, too).\n"
    )
    assert again == (
        "changed people.organisation vov\n"
        "    name: By hand -> Voice\n"
        "0 new\n"
        "1 changed: 1 organisation\n"
        "0 unchanged\n"
    )
    assert Organisation.objects.get().name == "Voice"


def test_import_says_which_parts_come_and_go_and_what_is_form_alone():
    role = {"person": ["luong-cuong"], "organisation": ["vov"], "title": "President"}
    written("a.json", organisation(), person(), row("people.role", key="r", **role), event())
    told("a.json")
    written(
        "a.json",
        organisation(),
        person(),
        row("people.role", key="s", **role | {"title": "Director"}),
        event(summary="A."),
    )
    told("a.json")
    written("a.json", organisation(), person(lang="vi"), event(summary="A.\n\n"))

    out, _err, _end = told("a.json")

    assert out == (
        "changed events.event ceremony\n"
        "    summary: A. -> A. (Unicode form or white space only)\n"
        "changed people.person luong-cuong\n"
        "    lang: empty -> vi\n"
        "    removed people.role s\n"
        "0 new\n"
        "2 changed: 1 event, 1 person\n"
        "1 unchanged: 1 organisation\n"
    )


def test_import_says_which_new_records_look_like_others():
    written("a.json", person("a", name="Đỗ"))
    told("a.json")
    written("a.json", person("b", name="Do"))

    out, _err, _end = told("a.json")

    assert out.splitlines()[:2] == [
        "new people.person b",
        "    looks like the person “a”, which has the same name",
    ]


def test_import_says_all_of_it_as_json():
    written("a.json", organisation(name="Voice"))
    told("a.json")
    written("a.json", organisation(name="VOV"), event(**PUBLISHED))

    plan = json.loads(told("a.json", "--json", "--dry-run")[0])
    done = json.loads(told("a.json", "--json")[0])

    assert (plan["applied"], plan["import"], plan["faults"]) == (False, None, [])
    log = Import.objects.latest("pk")
    assert done == plan | {"applied": True, "import": log.pk}
    assert done["counts"] == {"new": {"events.event": 1}, "changed": {"people.organisation": 1}}
    assert done["plan"] == [
        {
            "change": "new",
            "kind": "events.event",
            "slug": "ceremony",
            "title": "Ceremony",
            "file": "a.json",
            "line": 3,
            "is_conflict": False,
            "is_chosen": True,
            "waits_in_review": True,
            "notes": [],
            "differences": [],
        },
        {
            "change": "changed",
            "kind": "people.organisation",
            "slug": "vov",
            "title": "Voice",
            "file": "a.json",
            "line": 2,
            "is_conflict": False,
            "is_chosen": True,
            "waits_in_review": False,
            "notes": [],
            "differences": [
                {
                    "row": "people.organisation vov",
                    "field": "name",
                    "old": "Voice",
                    "new": "VOV",
                    "change": "changed",
                }
            ],
        },
    ]


def test_faults_are_said_as_json():
    written("a.json", person(name=5))

    out, err, end = told("a.json", "--json")

    assert (err, end) == ("", "Nothing was imported: 1 fault, named above.")
    assert json.loads(out) == {
        "applied": False,
        "import": None,
        "counts": {},
        "faults": [
            {
                "file": "a.json",
                "line": 2,
                "record": "people.person luong-cuong",
                "field": "name",
                "reason": "text is wanted, not 5",
            }
        ],
        "plan": [],
    }

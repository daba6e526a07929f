import pytest
from django.contrib.auth.models import User

from events.models import Correction, Report, Statement
from hanoiconv.interchange.shape import completed, file_fields, natural_field, record_models
from people.models import Capture, Name, Organisation

LABELS = [
    "events.article",
    "events.correction",
    "events.depiction",
    "events.event",
    "events.figure",
    "events.instrument",
    "events.participation",
    "events.passage",
    "events.photo",
    "events.place",
    "events.provision",
    "events.report",
    "events.speaker",
    "events.statement",
    "events.topic",
    "events.wording",
    "people.name",
    "people.organisation",
    "people.person",
    "people.role",
    "people.source",
]


def test_files_write_records_and_parts_and_nothing_else():
    assert sorted(record_models()) == LABELS
    assert not {Capture, User} & {*record_models().values()}


def test_records_are_known_by_slug_and_parts_by_key():
    assert (natural_field(Organisation), natural_field(Name)) == ("slug", "key")


def test_fields_stand_with_the_name_first_and_the_status_last():
    assert [field.name for field in file_fields(Statement)] == [
        "slug",
        "gist",
        "event",
        "instrument",
        "date",
        "date_words",
        "order",
        "original_lang",
        "responds_to",
        "topics",
        "status",
        "publish_at",
        "withdrawn_reason",
    ]


@pytest.mark.parametrize("model", record_models().values(), ids=record_models())
def test_fields_leave_out_what_the_database_makes(model):
    fields = file_fields(model)

    assert fields[0].name == natural_field(model)
    assert not [
        field for field in fields if field.primary_key or getattr(field, "generated", False)
    ]


def test_what_a_row_leaves_out_stands_at_its_default():
    fields = {"mode": "quotation", "source": ["vov"], "key": "r1", "statement": ["point"]}

    assert completed(Report, fields) == {
        "key": "r1",
        "statement": ["point"],
        "source": ["vov"],
        "via": None,
        "via_printed": "",
        "mode": "quotation",
        "printed_as": "",
        "printed_in": None,
        "occasion": "",
        "lang": "en",
        "verdict": "unchecked",
        "checked_on": None,
        "checked_sha256": "",
    }


def test_groups_and_status_have_defaults_too():
    whole = completed(Statement, {"slug": "point"})

    assert (whole["topics"], whole["responds_to"], whole["status"]) == ([], [], "draft")
    assert completed(Correction, {})["made_at"] is None

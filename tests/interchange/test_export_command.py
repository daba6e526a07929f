import json

import pytest
from django.core.management import CommandError, call_command

from tests.make import make_event, make_person, make_source, make_statement

pytestmark = pytest.mark.django_db


def said(capsys, *arguments):
    """What the command writes to the standard output."""
    call_command("export_fixtures", *arguments)
    return capsys.readouterr().out


def slugs(lines):
    rows = [json.loads(line) for line in lines.splitlines()]
    return [row["fields"].get("slug") or row["fields"]["key"] for row in rows]


def test_command_says_what_it_wrote_and_what_it_left_alone(tmp_path, capsys):
    make_person(slug="guterres")
    make_event(slug="day")
    (tmp_path / "old.json").write_text("[]", encoding="utf-8")

    assert said(capsys, "--out", str(tmp_path)).splitlines() == [
        f"2 records in 2 files of {tmp_path}",
        "left alone, not part of this export: old.json",
    ]


def test_command_writes_lines_to_the_standard_output(capsys):
    make_person(slug="b")
    make_person(slug="a")

    assert slugs(said(capsys, "--format", "jsonl")) == ["a", "b"]


def test_command_exports_what_is_named_with_all_it_refers_to(capsys):
    make_statement(slug="point", event=make_event(slug="day"), speaker=None, report=None)
    make_statement(slug="other")

    found = slugs(said(capsys, "statement:point", "--format", "jsonl"))

    assert found == ["day", "point"]


def test_command_exports_only_what_readers_see_where_that_is_asked_for(capsys):
    make_event(slug="draft", status="draft")
    make_event(slug="day")
    make_source(slug="unused")

    assert slugs(said(capsys, "--public", "--format", "jsonl")) == ["day"]


@pytest.mark.parametrize("format", ["json", "csv"])
def test_command_asks_for_a_folder_where_it_needs_one(format):
    with pytest.raises(CommandError, match="name one with --out DIR, or ask for --format jsonl"):
        call_command("export_fixtures", "--format", format)


def test_command_says_what_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="There is no event “day” to export"):
        call_command("export_fixtures", "event:day", "--out", str(tmp_path))

    assert [*tmp_path.iterdir()] == []

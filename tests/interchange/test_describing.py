"""docs/data.md tells the fields of fixtures as the models have them."""

import json
from functools import cache

import pytest
from django.core.management import call_command
from django.utils.translation import override

from hanoiconv.interchange.describing import BEGIN, END, PAGE, first_rows, in_order, renewed
from hanoiconv.interchange.shape import file_fields, record_models
from hanoiconv.interchange.tables import table_name


@cache
def told():
    """The part of the page that is made."""
    return renewed(f"{BEGIN}{END}")


def section(label):
    """What the page says of a kind of row."""
    return told().partition(f"### `{label}`\n")[2].partition("\n### ")[0]


def line(label, field):
    """The cells of a field's line."""
    lines = section(label).splitlines()
    found = next(line for line in lines if line.startswith(f"| `{field}` |"))
    return found.strip("| ").split(" | ")


def example(label):
    return json.loads(section(label).partition("```json\n")[2].partition("\n```")[0])


def test_page_is_current():
    page = PAGE.read_text(encoding="utf-8")

    assert renewed(page) == page, "Run `python manage.py describe_fixtures`."


def test_page_tells_every_field_of_every_row_with_a_meaning():
    assert {*in_order()} == {*record_models().values()}
    for model in in_order():
        label = model._meta.label_lower
        for field in file_fields(model):
            cells = line(label, field.name)
            assert len(cells) == 5, (label, field.name)
            assert "" not in (cells[1], cells[2], cells[4]), cells


def test_page_says_what_a_row_is_of_what_and_where_it_stands_in_csv():
    for model in in_order():
        assert f"In CSV: `{table_name(model)}`." in section(model._meta.label_lower)

    assert section("events.report").strip().startswith("How one source prints one statement.")
    assert "Part of `events.statement`. Parts: `events.passage`." in section("events.report")
    assert "Part of `people.person` or `people.organisation`." in section("people.name")


@pytest.mark.parametrize(
    ("label", "field", "cells"),
    [
        ("people.person", "name", ["text, at most 200 letters", "required", ""]),
        ("people.person", "lang", ["language (BCP 47), at most 35 letters", '`""`', ""]),
        ("people.name", "person", ["id: person", "one of person, organisation", ""]),
        ("people.role", "person", ["id: person", "required", ""]),
        ("people.role", "sources", ["ids: sources", "`[]`", ""]),
        ("events.figure", "low", ["number", "`null`", ""]),
        ("events.passage", "order", ["number", "`1`", ""]),
        ("events.passage", "key", ["id, at most 200 letters", "required", ""]),
        (
            "events.provision",
            "kind",
            ["text", "required", "`chapter`, `article`"],
        ),
        (
            "events.event",
            "status",
            ["text", '`"draft"`', "`draft`, `review` (In review), `published`, `withdrawn`"],
        ),
    ],
)
def test_field_has_its_form_default_and_values(label, field, cells):
    assert line(label, field)[1:4] == cells


def test_rules_of_a_row_are_told_in_the_words_of_its_constraints():
    rules = "Rules: Only a state has a country code. Another state has this country code."

    assert rules in section("people.organisation").splitlines()
    assert "Rules:" not in section("people.person")


def test_example_is_the_first_row_of_its_kind_with_long_texts_cut():
    rows = first_rows()

    assert rows.keys() >= record_models().keys() - {"events.correction"}
    for label, fields in rows.items():
        shown = example(label)
        assert shown["model"] == label
        assert [*shown["fields"]] == [field.name for field in file_fields(record_models()[label])]
        for name, value in shown["fields"].items():
            whole = fields.get(name, value)
            if value != whole:
                assert value.endswith(" …")
                assert len(value) <= 162
                assert whole.startswith(value.removesuffix(" …"))


def test_page_is_in_english_whatever_the_language():
    page = PAGE.read_text(encoding="utf-8")

    with override("vi"):
        assert renewed(page) == renewed(page.replace(BEGIN, f"{BEGIN}old"))
        assert "required" in renewed(page)


def test_page_without_a_place_for_it_is_refused():
    with pytest.raises(ValueError, match="From here on written by"):
        renewed("# The record as files\n")


def test_command_writes_the_page_and_keeps_what_stands_around(tmp_path, monkeypatch, capsys):
    page = tmp_path / "data.md"
    page.write_text(f"Before.\n{BEGIN}old\n{END}After.\n", encoding="utf-8")
    monkeypatch.setattr("hanoiconv.management.commands.describe_fixtures.PAGE", page)

    call_command("describe_fixtures")
    call_command("describe_fixtures")

    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"Before.\n{BEGIN}\n")
    assert text.endswith(f"\n{END}After.\n")
    assert "old" not in text.partition("\n\n")[0]
    assert capsys.readouterr().out == "data.md is current again.\ndata.md was current.\n"

"""The record as files: the same bytes each time, loaded by our import and by Django's own."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from events.models import Article, Statement
from hanoiconv.interchange.exporting import documents, export_to, export_zip
from hanoiconv.interchange.importing import import_fixtures
from hanoiconv.interchange.outgoing import Public, Whole
from hanoiconv.interchange.outgoing_files import FORMATS, fixture_text
from hanoiconv.interchange.selecting import NotExported, everything
from hanoiconv.interchange.shape import record_models
from hanoiconv.interchange.snapshots import snapshot
from people.models import Person
from tests.hidden import hide, public_record
from tests.make import make_organisation, make_person, make_place, make_statement

pytestmark = pytest.mark.django_db

FIXTURES = settings.BASE_DIR / "fixtures"


def exported(folder, format="json", source=None):
    """What an export of everything did to a folder."""
    source = source or Whole()
    return export_to(folder, format, documents(everything(source), source))


def contents(folder):
    """The bytes of all files by name."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def forget_the_record():
    """Empties its tables; foreign keys are asked about at the end of the transaction only."""
    for label in ("people", "events"):
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            model._base_manager.all()._raw_delete("default")


def shipped():
    files = [*sorted(FIXTURES.glob("*.json")), *sorted(FIXTURES.glob("articles/*.json"))]
    call_command("loaddata", *map(str, files), verbosity=0)


def test_fixtures_of_the_repository_are_what_an_export_writes(tmp_path):
    shipped()

    exported(tmp_path / "out")

    assert contents(tmp_path / "out") == contents(FIXTURES)
    assert len(contents(FIXTURES)) > 10


@pytest.mark.parametrize("format", FORMATS)
def test_export_imported_into_an_empty_record_is_exported_the_same(tmp_path, format):
    shipped()
    there = public_record()
    hide("draft", there)
    # What is published names only what readers see, or it would be refused.
    Article.objects.filter(pk=there.article.pk).update(body="[She](person:luong-cuong) spoke.")
    first = exported(tmp_path / "first", format)
    forget_the_record()
    assert not any(model.objects.exists() for model in record_models().values())

    result = import_fixtures([tmp_path / "first"], publish=True)

    exported(tmp_path / "second", format)
    assert [*map(str, result.faults)] == []
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
    assert sorted(first.files) == sorted(contents(tmp_path / "first"))


def test_what_readers_see_is_imported_as_a_valid_record(tmp_path):
    shipped()
    there = public_record()
    for state in ("draft", "withdrawn"):
        hide(state, there)
    exported(tmp_path / "first", source=Public(timezone.now()))
    forget_the_record()

    result = import_fixtures([tmp_path / "first"], publish=True)

    assert [*map(str, result.faults)] == []
    exported(tmp_path / "second")
    exported(tmp_path / "third", source=Public(timezone.now()))
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
    assert contents(tmp_path / "third") == contents(tmp_path / "second")


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "Lương “Cường”\n\t\\ </script>\u2028", "parent": None, "order": 3},
        {"place": ["ha-noi"], "topics": [], "sources": [["a"], ["b-“"]]},
    ],
)
def test_row_is_written_as_json_with_an_indent(fields):
    row = {"model": "people.person", "fields": fields}

    text = f"[\n{fixture_text('people.person', fields)}\n]"

    assert text == json.dumps([row], indent=2, ensure_ascii=False)


def test_lines_hold_one_row_each(tmp_path):
    make_person(slug="b", name="Lương\u2028Cường")
    make_person(slug="a")

    written = exported(tmp_path / "out", "jsonl")

    lines = (tmp_path / "out/record.jsonl").read_text(encoding="utf-8").split("\n")
    assert written.files == ["record.jsonl"]
    assert [json.loads(line)["fields"]["slug"] for line in lines[:-1]] == ["a", "b"]
    assert lines[-1] == ""


def test_there_is_a_table_for_each_kind_with_its_header(tmp_path):
    make_person(slug="a", name="=cmd()")

    written = exported(tmp_path / "out", "csv")

    assert len(written.files) == len(record_models())
    assert (tmp_path / "out/people.csv").read_bytes().decode("utf-8-sig") == (
        f"slug,name,lang,sort_name\r\na,'=cmd(),,{Person.objects.get().sort_name}\r\n"
    )
    assert (tmp_path / "out/topics.csv").read_bytes() == b"\xef\xbb\xbfslug,name\r\n"


def test_zip_holds_the_same_files(tmp_path):
    public_record()
    exported(tmp_path / "out")
    stream, source = BytesIO(), Whole()

    names = export_zip(stream, documents(everything(source), source))

    with ZipFile(stream) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == contents(tmp_path / "out")
    assert sorted(names) == sorted(found)


def test_folder_that_is_there_is_written_over_and_the_rest_is_named(tmp_path):
    folder = tmp_path / "out"
    make_statement(slug="point", report=None, speaker=None)
    exported(folder)
    (folder / "notes.txt").write_text("Mine.", encoding="utf-8")
    Statement.objects.all().delete()
    make_place(slug="hanoi", name="Hanoi")

    written = exported(folder)

    assert (written.files, written.others) == (["05-places.json"], ["articles/unsourced.json"])
    assert sorted(contents(folder)) == ["05-places.json", "articles/unsourced.json", "notes.txt"]


def test_export_that_fails_leaves_everything_as_it_was(tmp_path):
    make_place(slug="hanoi")
    exported(tmp_path / "there")
    before = contents(tmp_path)
    make_organisation()

    def breaking():
        yield from documents(everything(Whole()), Whole())
        raise OSError("The disk is full.")

    for name in ("there", "new"):
        with pytest.raises(OSError, match="The disk is full"):
            export_to(tmp_path / name, "json", breaking())

    assert contents(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["there"]
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["05-places.json"]


def test_file_is_no_folder_to_write_into(tmp_path):
    (tmp_path / "x").write_text("", encoding="utf-8")

    with pytest.raises(NotExported, match=r"x is a file: name a folder\."):
        exported(tmp_path / "x")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_is_read_in_one_moment_can_be_read_again_after_it():
    make_person(slug="a")

    with snapshot(connection):
        inside = [*Whole().records(Person)]
    make_person(slug="b")

    assert (inside, [*Whole().records(Person)]) == (["a"], ["a", "b"])

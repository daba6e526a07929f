"""The repository's own fixtures load by Django's command and by ours, with one result."""

import random

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from hanoiconv.interchange.files import read_rows, write_rows
from hanoiconv.interchange.importing import import_fixtures
from hanoiconv.interchange.shape import natural_field, record_models

pytestmark = pytest.mark.django_db

FOLDER = settings.BASE_DIR / "fixtures"
SHARED = sorted(FOLDER.glob("*.json"))
ARTICLES = sorted((FOLDER / "articles").glob("*.json"))
FILES = [*SHARED, *ARTICLES]
RECORDS = 195
CHANGES = ["new", "changed", "unchanged"]


def name_of(path):
    return str(path.relative_to(FOLDER))


def loaddata(files):
    call_command("loaddata", *map(str, files), verbosity=0)


def keys_of(model):
    return dict(model._base_manager.values_list("pk", natural_field(model)))


def numbers_of_rows():
    return {model: keys_of(model) for model in record_models().values()}


def record():
    """Every column and every many-to-many link of the record, with keys in place of numbers."""
    keys = numbers_of_rows()
    rows = {}
    for model in keys:
        columns = [field for field in model._meta.concrete_fields if not field.primary_key]
        for pk, *values in model._base_manager.values_list("pk", *[c.attname for c in columns]):
            rows[model._meta.label, keys[model][pk]] = {
                column.name: keys[column.related_model].get(value) if column.is_relation else value
                for column, value in zip(columns, values, strict=True)
            }
        for group in model._meta.many_to_many:
            linked = model._base_manager.filter(**{f"{group.name}__isnull": False})
            for pk, other in linked.values_list("pk", group.name):
                row = rows[model._meta.label, keys[model][pk]]
                row.setdefault(group.name, set()).add(keys[group.related_model][other])
    return rows


@pytest.fixture(scope="module")
def stock(django_db_setup, django_db_blocker):
    """The record as `loaddata fixtures/*.json fixtures/articles/*.json` makes it."""
    with django_db_blocker.unblock(), transaction.atomic():
        loaddata(FILES)
        made = record()
        transaction.set_rollback(True)
    return made


def test_every_row_of_the_files_is_in_the_record(stock):
    rows = [row for path in FILES for row in read_rows(path)[0]]
    slugs = [row for row in rows if "slug" in row.fields]

    assert len(slugs) == RECORDS
    assert {(row.model, row.name) for row in rows} == {(label.lower(), key) for label, key in stock}
    assert len(rows) == len(stock) > 700


def test_import_and_loaddata_make_the_same_record_and_again_on_top_of_it(stock):
    new = import_fixtures([FOLDER], publish=True)
    imported, numbers = record(), numbers_of_rows()
    loaddata(FILES)
    again = import_fixtures([FOLDER], publish=True)

    assert [*map(str, new.faults), *map(str, again.faults)] == []
    changes = [[done.number(word) for word in CHANGES] for done in (new, again)]
    assert changes == [[RECORDS, 0, 0], [0, 0, RECORDS]]
    assert again.log is None
    assert imported == record() == stock
    assert numbers == numbers_of_rows()


def test_files_of_articles_load_in_any_order(stock):
    articles = random.Random(1).sample(ARTICLES, len(ARTICLES))  # noqa: S311 - an order, no secret

    loaddata([*SHARED, *articles])

    assert record() == stock


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_file_is_written_as_our_files_are(path, tmp_path):
    rows, faults = read_rows(path)
    written = tmp_path / "a.json"

    write_rows(written, rows)

    assert faults == []
    assert written.read_bytes() == path.read_bytes()


def test_every_file_of_the_folder_is_loaded():
    assert sorted(FOLDER.rglob("*")) == sorted([*FILES, FOLDER / "articles"])
    assert [path.name[:3] for path in SHARED] == [f"{n:02}-" for n in range(1, len(SHARED) + 1)]

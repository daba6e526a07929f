from collections import Counter

import pytest
from django.core.management import call_command
from django.db import transaction

from hanoiconv.interchange.importing import import_fixtures
from hanoiconv.interchange.shape import record_models
from tests.bench.checksums import checksums
from tests.bench.graph import rows, write
from tests.bench.kills import as_it_was


@pytest.fixture
def path(tmp_path):
    return tmp_path / "record.json"


@pytest.mark.parametrize("number", [50, 51, 777])
def test_generated_record_has_exactly_so_many_rows_of_almost_every_kind(number):
    made = [*rows(number)]

    assert len(made) == number
    assert {row["model"] for row in made} == {*record_models()} - {"events.correction"}


def test_generated_record_is_the_same_for_the_same_seed():
    assert [*rows(100, seed=7)] == [*rows(100, seed=7)]
    assert [*rows(100, seed=7)] != [*rows(100, seed=8)]


def test_generated_record_is_refused_where_it_would_lack_kinds():
    with pytest.raises(ValueError, match="fewer than 50 rows"):
        next(rows(49))


def test_generated_record_names_every_row_once():
    keys = [(row["model"], row["fields"].get("slug") or row["fields"]["key"]) for row in rows(2000)]

    assert len(set(keys)) == 2000


@pytest.mark.django_db
def test_generated_record_is_imported_as_loaddata_loads_it(path):
    write(path, rows(200))
    with transaction.atomic():
        call_command("loaddata", path, verbosity=0)
        loaded = checksums()
        transaction.set_rollback(True)

    result = import_fixtures([path], publish=True)

    assert result.faults == []
    assert checksums() == loaded


@pytest.mark.django_db
def test_record_as_it_was_is_what_an_import_changes(path, tmp_path):
    graph = [*rows(400)]
    write(path, graph)
    write(tmp_path / "before.json", as_it_was(graph, seed=1))
    assert import_fixtures([tmp_path / "before.json"], publish=True).faults == []

    result = import_fixtures([path], publish=True)

    assert result.faults == []
    assert result.counts["new"].keys() == {"events.statement", "events.article"}
    assert result.number("changed") > 10


@pytest.mark.django_db
def test_checksum_tells_of_any_value_and_any_link(path):
    graph = [*rows(50)]
    write(path, graph)
    import_fixtures([path], publish=True)
    before = checksums()
    topic = record_models()["events.topic"].objects.get()
    topic.name = "Another"
    topic.save()
    topic.statements.clear()

    after = checksums()

    different = Counter(table for table in before if before[table] != after[table])
    assert different == Counter(["events_topic", "events_statement.topics"])

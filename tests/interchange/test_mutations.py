"""Damaged files: each is refused with a place, or imported whole; none ends in an exception.

`make torture-import` tries some thousands more.
"""

import pytest
from django.db import transaction

from hanoiconv.interchange.importing import import_fixtures
from tests.bench.damage import ROWS, everything, judged
from tests.bench.graph import rows, write
from tests.bench.mutations import mutated

NUMBER = 12


@pytest.mark.django_db
@pytest.mark.parametrize("is_on_record", [False, True])
def test_damaged_file_is_refused_with_a_place_or_imported_whole(tmp_path, is_on_record):
    graph = [*rows(ROWS)]
    if is_on_record:
        write(tmp_path / "whole.json", graph)
        assert import_fixtures([tmp_path / "whole.json"], publish=True).faults == []
    before = everything()
    fates = []

    for number in range(NUMBER):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        files = {folder / name: data for name, data in mutated(graph, f"test {number}").items()}
        for path, content in files.items():
            path.write_bytes(content)
        with transaction.atomic():
            fates.append(judged(folder, files, before))
            transaction.set_rollback(True)

    assert {*fates} == {"refused", "whole"}

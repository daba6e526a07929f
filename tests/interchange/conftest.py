import pytest

from hanoiconv.interchange.desk import prepare
from tests.interchange.written import uploaded, words


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder that paths in messages are relative to."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def planned_by(publisher):
    """Plans an import of rows, which must be without faults."""

    def plan(*rows, user=publisher, publish=False):
        outcome = prepare(uploaded(*rows), user, publish=publish)
        assert words(outcome.faults) == []
        return outcome.log

    return plan

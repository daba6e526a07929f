import pytest


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder that paths in messages are relative to."""
    monkeypatch.chdir(tmp_path)
    return tmp_path

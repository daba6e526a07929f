import pytest

from tests.matrix.people import Undrawn, everybody


@pytest.fixture
def clients(db):
    """A browser of each who may come to the desk, by name."""
    return everybody()


@pytest.fixture
def undrawn(settings):
    """Pages are made, but not drawn."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{Undrawn.__module__}.{Undrawn.__name__}"]

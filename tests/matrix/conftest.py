import pytest

from tests.matrix.people import Undrawn, everybody


@pytest.fixture
def clients(db, settings):
    """A browser of each, to whom pages are made but not drawn."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{Undrawn.__module__}.{Undrawn.__name__}"]
    return everybody()

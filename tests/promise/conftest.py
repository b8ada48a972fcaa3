"""What the races run on."""

import pytest
from django.db import connection

from tests.services.groups import on_postgres


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`engine`: on SQLite where that is what the run is on; PostgreSQL is listed as left out there, and the other way
    round only PostgreSQL is asked."""
    if "engine" in metafunc.fixturenames:
        here = [] if on_postgres() else ["sqlite"]
        postgres = pytest.param("postgresql", marks=pytest.mark.postgres)
        metafunc.parametrize("engine", [*here, postgres], indirect=True)


@pytest.fixture
def engine(request: pytest.FixtureRequest, transactional_db: None) -> str:
    assert connection.vendor == request.param
    return str(request.param)

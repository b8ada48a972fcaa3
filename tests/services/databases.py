"""The databases of a test run: copies of the migrated template, put back whole after each transactional test."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connections
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from tests.services import postgres, template

USES_DATABASE = {"db", "every_db", "transactional_db", "live_server", "client", "admin_client"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let every test that may use the database use both."""
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark is None and not USES_DATABASE.intersection(getattr(item, "fixturenames", ())):
            continue
        given = mark.kwargs if mark else {}
        if "databases" not in given:
            item.add_marker(pytest.mark.django_db(**given, databases=["default", "keyring"]), append=False)


@pytest.fixture
def every_db(db: None) -> None:
    """Both databases, rolled back afterwards."""


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Point both connections at fresh copies of the template (in place of pytest-django's own set-up)."""
    on_sqlite = connections["default"].vendor == "sqlite"
    with django_db_blocker.unblock():
        restore = use_sqlite() if on_sqlite else use_postgres()

    def put_back(test: TransactionTestCase) -> None:
        for alias in test._databases_names(include_mirrors=False):
            restore(alias)

    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = put_back
    yield
    TransactionTestCase._fixture_teardown = original
    with django_db_blocker.unblock():
        connections.close_all()
        if not on_sqlite:
            postgres.drop_own_databases()


def use_sqlite() -> Callable[[str], None]:
    from django.conf import settings

    masters = template.sqlite_template()
    for alias in masters:
        name = str(Path(settings.VAR) / f"{alias}.sqlite3")
        point(alias, NAME=name)
        _files.update(name + ending for ending in ("", "-wal", "-shm"))
    sys.addaudithook(_refuse_to_open)

    def restore(alias: str) -> None:
        """Copied by SQLite itself, so that an open connection of another thread sees a change, not a torn file."""
        connections[alias].close()
        source = sqlite3.connect(f"file:{masters[alias]}?mode=ro&immutable=1", uri=True)
        target = sqlite3.connect(connections[alias].settings_dict["NAME"], timeout=20)
        source.backup(target)
        target.close()
        source.close()

    for alias in masters:
        restore(alias)
    return restore


_files: set[str] = set()


def _refuse_to_open(event: str, args: tuple[Any, ...]) -> None:
    """Closing such a file drops every lock that this process holds on it (POSIX), SQLite's included: the next process
    that closes the database then takes it for its own and removes the log beneath our open connection. What we write
    from there on nobody sees, until it is "disk I/O error" or "malformed", in whichever test comes next."""
    if event == "open" and isinstance(args[0], str) and args[0] in _files:
        raise AssertionError(f"{args[0]}: read it with tests.services.databases.read_as_it_lies")


def read_as_it_lies(file: Path) -> bytes:
    """The bytes of any file, a database in use among them: that one is read by another process."""
    if str(file) not in _files:
        return file.read_bytes()
    return subprocess.run(["cat", str(file)], capture_output=True, check=True).stdout


def use_postgres() -> Callable[[str], None]:
    for alias in template.ALIASES:
        point(alias, **postgres.connection_settings(postgres.own_name(alias)))

    def restore(alias: str) -> None:
        connections[alias].close()
        postgres.copy_template(alias, postgres.own_name(alias))

    for alias in template.ALIASES:
        restore(alias)
    return restore


def point(alias: str, **to: str) -> None:
    connections[alias].close()
    connections[alias].settings_dict.update(to)


@pytest.fixture(autouse=True)
def forget_caches() -> Iterator[None]:
    """What one test cached (Wagtail caches site roots) must not answer in another."""
    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()

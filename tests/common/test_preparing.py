"""`manage.py prepare`, run as `make run` runs it: from an empty folder, again, and where something is in the way."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.test import Client

from common.preparing import welcome
from tests.services.processes import free_port
from tests.services.template import ROOT, sqlite_template


def environment_in(var: Path) -> dict[str, str]:
    """That of a person who has set nothing: what the tests themselves run on (PostgreSQL, say) is not in it."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    return kept | {"HEARD_VAR": str(var), "DJANGO_SETTINGS_MODULE": "config.settings.dev"}


def prepare(var: Path, *words: str, port: int | None = None) -> "subprocess.CompletedProcess[str]":
    environment = environment_in(var)
    command = [sys.executable, "manage.py", "prepare", "--port", str(port or free_port()), *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, "subprocess.CompletedProcess[str]"]:
    """From nothing, demo and all, as on a new machine."""
    var = tmp_path_factory.mktemp("prepared") / "var"
    return var, prepare(var)


def contents(var: Path) -> dict[str, int]:
    """How many rows each table of each database has, and how many files lie in each folder."""
    counted = {}
    for file in ("heard.sqlite3", "keyring.sqlite3"):
        connection = sqlite3.connect(var / file)
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            counted[f"{file}:{table}"] = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
        connection.close()
    for folder in ("sealed", "queue", "mail"):
        counted[folder] = sum(1 for each in (var / folder).rglob("*") if each.is_file())
    return counted


def test_from_nothing_it_prepares_all_and_says_how_to_begin(
    prepared: tuple[Path, "subprocess.CompletedProcess[str]"],
) -> None:
    var, result = prepared
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Traceback" not in result.stderr
    for role in ("Editor", "Second reader", "Safeguarding lead", "Coordinator", "Trainer", "Administrator"):
        assert f"  {role}" in result.stdout
    assert "Password for all" in result.stdout
    assert result.stdout.count("http://127.0.0.1:") == 1 + len(welcome.TO_TRY)
    counted = contents(var)
    assert counted["heard.sqlite3:stories_submission"] >= 30
    assert counted["keyring.sqlite3:vault_wrappedkey"] >= 30
    assert counted["heard.sqlite3:campaigns_edition"] >= 1
    assert "heard.sqlite3:vault_wrappedkey" not in counted
    assert "keyring.sqlite3:stories_submission" not in counted


def test_its_folder_is_for_its_owner_only(prepared: tuple[Path, "subprocess.CompletedProcess[str]"]) -> None:
    var, _result = prepared
    assert var.stat().st_mode & 0o077 == 0
    assert (var / "keys.json").stat().st_mode & 0o077 == 0


def test_again_it_takes_seconds_and_changes_nothing(
    prepared: tuple[Path, "subprocess.CompletedProcess[str]"],
) -> None:
    var, first = prepared
    before = contents(var)
    began = time.monotonic()
    again = prepare(var)
    assert again.returncode == 0, again.stderr
    assert contents(var) == before
    assert time.monotonic() - began < 30, "10 seconds on a machine that does nothing else"
    assert signs(again.stdout) == signs(first.stdout), "the password too"


def signs(said: str) -> list[str]:
    return [line for line in said.splitlines() if "@" in line or "Password" in line]


def test_two_at_once_do_it_once(tmp_path: Path) -> None:
    masters = sqlite_template()
    tmp_path.chmod(0o700)
    for alias, name in (("default", "heard.sqlite3"), ("keyring", "keyring.sqlite3")):
        (tmp_path / name).write_bytes(masters[alias].read_bytes())
    command = [sys.executable, "manage.py", "prepare", "--no-demo", "--port"]
    environment = environment_in(tmp_path)
    running = [
        subprocess.Popen([*command, str(free_port())], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True,
                         stdout=subprocess.DEVNULL)
        for _ in range(2)
    ]  # fmt: skip
    said = [process.communicate()[1] for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    connection = sqlite3.connect(tmp_path / "heard.sqlite3")
    codes = [row[0] for row in connection.execute("SELECT code FROM stories_trust")]
    connection.close()
    assert len(codes) == len(set(codes)) > 50


def one_line(result: "subprocess.CompletedProcess[str]") -> str:
    assert result.returncode == 1
    said = (result.stdout.replace("Preparing the databases", "") + result.stderr).strip()
    assert "Traceback" not in said
    assert len(said.splitlines()) == 1, said
    return said


def test_a_port_in_use_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = one_line(prepare(tmp_path / "var", port=port))
    assert f"Port {port} on 127.0.0.1 is in use" in said
    assert f"--port {port + 1}" in said or f"PORT={port + 1}" in said
    assert not (tmp_path / "var" / "heard.sqlite3").exists()


@pytest.mark.parametrize("name", ["heard.sqlite3", "keyring.sqlite3"])
def test_a_broken_database_is_named_and_left_as_it_is(tmp_path: Path, name: str) -> None:
    broken = b"this was never a database, or a disk died under it" * 100
    (tmp_path / name).write_bytes(broken)
    assert name in one_line(prepare(tmp_path))
    assert (tmp_path / name).read_bytes() == broken


def test_a_database_torn_in_the_middle_is_found(tmp_path: Path) -> None:
    whole = sqlite_template()["default"].read_bytes()
    torn = whole[:200_000] + os.urandom(100_000) + whole[300_000:]
    (tmp_path / "heard.sqlite3").write_bytes(torn)
    assert "heard.sqlite3" in one_line(prepare(tmp_path))


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file in its place")
    assert str(tmp_path / "var") in one_line(prepare(tmp_path / "var"))


@pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="needs a folder that even root cannot write to (Linux)"
)
def test_a_folder_that_is_read_only_even_for_root_is_named() -> None:
    assert "/proc/heard" in one_line(prepare(Path("/proc/heard")))


@pytest.mark.parametrize("path", [path for path, _ in welcome.TO_TRY])
def test_what_it_says_to_try_is_there(every_db: None, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code in (200, 302)
    assert not answer.get("Location", "").startswith("http")


def test_parts_of_the_welcome_come_from_the_apps(every_db: None) -> None:
    welcome.add("A part", lambda: ["one line"])
    welcome.add("An empty part", list)
    try:
        said = welcome.text(address="http://127.0.0.1:8123")
    finally:
        del welcome._parts["A part"], welcome._parts["An empty part"]
    assert "A part\n  one line\n" in said
    assert "An empty part" not in said
    assert "http://127.0.0.1:8123/tell/" in said

"""`serve` in real processes: one clear line when it cannot start, and nothing left behind when it stops."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection

import psutil
import pytest

from tests.services.databases import read_as_it_lies
from tests.services.processes import free_port, wait_until
from tests.services.template import ROOT

pytestmark = pytest.mark.kill


@pytest.fixture
def try_to_serve(worker_env):
    """What `serve` prints when it cannot start."""

    def go(command="serve", *options, env=None):
        done = subprocess.run(
            [sys.executable, "manage.py", command, *options],
            cwd=ROOT,
            env=worker_env | (env or {}),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 1, done.stdout + done.stderr
        assert done.stdout == ""
        return done.stderr

    return go


def is_one_line(text, *words):
    assert text.startswith("heard: ")
    assert text.count("\n") == 1
    for word in words:
        assert word in text


def test_a_port_in_use(try_to_serve):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        is_one_line(
            try_to_serve("serve", "--port", str(port)), f"Port {port} on 127.0.0.1 is in use", "--port"
        )


def test_a_port_that_does_not_exist(try_to_serve):
    is_one_line(try_to_serve("serve", "--port", "70000"), "70000")


@pytest.mark.parametrize("command", ["serve", "work"])
def test_a_folder_that_cannot_be_written(try_to_serve, tmp_path, command):
    """A file where the folder should be stands for a read-only disk: root may write anywhere else."""
    (tmp_path / "file").touch()
    env = {"HEARD_TEST_VAR": str(tmp_path / "file" / "var")}
    is_one_line(try_to_serve(command, env=env), "cannot write to", "Not a directory")


@pytest.fixture
def broken(tmp_path):
    def make(content):
        file = tmp_path / "broken.sqlite3"
        file.write_bytes(content)
        return {"DATABASE_URL": f"sqlite:///{file}"}

    return make


def test_a_database_that_is_no_database(try_to_serve, broken):
    env = broken(b"This is a letter, not a database. " * 200)
    is_one_line(try_to_serve(env=env), "cannot be opened", "not a database")


def test_a_damaged_database(try_to_serve, broken, tmp_path):
    """Its list of tables fills many pages, and some of them are noise."""
    with closing(sqlite3.connect(tmp_path / "whole.sqlite3")) as database:
        for number in range(3000):
            database.execute(f"CREATE TABLE a_table_with_a_long_name_{number:05} (first TEXT, second TEXT)")
        database.commit()
    whole = read_as_it_lies(tmp_path / "whole.sqlite3")
    assert len(whole) > 4096 * 100
    torn = whole[: 4096 * 8] + os.urandom(4096 * 40) + whole[4096 * 48 :]
    is_one_line(try_to_serve(env=broken(torn)), "database", "broken.sqlite3")


def test_a_database_never_set_up(try_to_serve, tmp_path):
    env = {"KEYRING_DATABASE_URL": f"sqlite:///{tmp_path / 'new.sqlite3'}"}
    is_one_line(try_to_serve(env=env), "keyring", "not up to date", "migrate --database keyring")
    assert sqlite3.connect(tmp_path / "new.sqlite3").execute("SELECT * FROM sqlite_master").fetchall() == []


@pytest.mark.parametrize("queues", ["fast", "", "default,fast"])
def test_a_worker_for_a_queue_that_does_not_exist(try_to_serve, queues):
    assert "use default, media, transcription" in try_to_serve("work", "--queues", queues)


@pytest.fixture
def serving(start, worker_env):
    """serve, with its workers ready; and its port."""
    port = free_port()
    process = start("manage.py", "serve", "--port", str(port), env=worker_env)
    process.port = port
    wait_until(
        lambda: process.output.read_text().count("The worker is ready") == 2,
        seconds=120,
        what="serve and both workers",
    )
    return process


def family(process):
    return psutil.Process(process.pid).children(recursive=True)


def all_gone(processes):
    return not [each for each in processes if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]


def test_it_serves_restarts_a_dead_worker_and_stops_without_an_orphan(serving):
    text = serving.output.read_text
    assert f"web   | Heard is at http://127.0.0.1:{serving.port}. Press Ctrl-C to stop." in text()
    connection = HTTPConnection("127.0.0.1", serving.port, timeout=30)
    connection.request("GET", "/readyz")
    assert connection.getresponse().status == 200

    media = next(each for each in family(serving) if "media,transcription" in each.cmdline())
    media.send_signal(signal.SIGKILL)
    wait_until(lambda: text().count("The worker is ready") == 3, seconds=60, what="the worker to be back")
    assert "media | It stopped unexpectedly (exit code -9) and is started again now." in text()

    children = family(serving)
    assert len(children) >= 5  # granian and its worker, two workers and their pools
    serving.send_signal(signal.SIGINT)
    assert serving.wait(40) == 0
    assert all_gone(children)
    assert "Traceback" not in text()


def test_a_supervisor_that_is_killed_leaves_no_orphan(serving):
    children = family(serving)
    serving.send_signal(signal.SIGKILL)
    wait_until(lambda: all_gone(children), seconds=60, what="the children to end")

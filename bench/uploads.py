"""A large file sent over HTTP to the real server, beside a bare WSGI view that only writes the same bytes to disk.

Both are served by granian with the same threads, one after the other in turns, and both put the bytes on the disk for
good (fsync). HEARD_BENCH_UPLOAD_MB makes the file smaller for a quick try; 2,048 MB is what the limits are about.
"""

import http.client
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from uuid import UUID

import psutil
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from bench.ratio import Ratio
from stories import telling
from stories.drafts import throw_away
from stories.erasure import erase_story
from stories.tellers import DRAFT_KEY, SESSION_KEY

MIB = 1024 * 1024
SIZE = int(os.environ.get("HEARD_BENCH_UPLOAD_MB", "2048")) * MIB
BLOCK = os.urandom(4 * MIB)
ROUNDS = 3
GROWTH = 64  # MiB
LIMIT = 0.6
ROOT = Path(__file__).resolve().parents[1]


def measure() -> list[Ratio]:
    """Leaves nothing on the disk nor in the databases."""
    submission = telling.begin_submission()
    session = SessionStore()
    session[SESSION_KEY], session[DRAFT_KEY] = str(submission.teller_id), str(submission.pk)
    session.save()
    cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    with tempfile.TemporaryDirectory(prefix="bench-", dir=settings.VAR) as folder:
        try:
            return _measure(cookie, Path(folder))
        finally:
            throw_away(submission_id=submission.pk)
            erase_story(submission_id=submission.pk)


def _measure(cookie: str, folder: Path) -> list[Ratio]:
    ours: list[float] = []
    bare: list[float] = []
    growth = 0.0
    with (
        serving("config.wsgi:application") as heard,
        serving("bench.plain_upload:plain_view", folder) as plain,
    ):
        send_to_heard(heard, cookie, 8 * MIB)  # whatever is loaded once
        for _ in range(ROUNDS):
            with watching(heard.process) as memory:
                ours.append(send_to_heard(heard, cookie, SIZE))
            growth = max(growth, memory.growth)
            bare.append(send_to_plain(plain, SIZE))
    megabytes = SIZE // MIB
    return [
        Ratio(
            f"{megabytes:,} MB upload / a view that only writes it to disk",
            median(ours),
            median(bare),
            "MiB/s",
            LIMIT,
        ),
        Ratio(f"memory of the server over {megabytes:,} MB", growth, 1, "MiB more", GROWTH, "lower"),
    ]


class Served:
    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process, self.port = process, port


@contextmanager
def serving(target: str, folder: Path | None = None) -> Iterator[Served]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    granian = str(Path(sys.executable).with_name("granian"))
    command = [granian, "--interface", "wsgi", "--port", str(port), "--blocking-threads", "8",
               "--log-level", "error", target]  # fmt: skip
    env = os.environ | {"BENCH_FOLDER": str(folder or "")}
    with subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True) as process:
        try:
            _wait_for(port)
            yield Served(process, port)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The server did not start.")


class Memory:
    growth = 0.0


@contextmanager
def watching(process: "subprocess.Popen[bytes]") -> Iterator[Memory]:
    """By how many MiB the processes of a server grow while the block runs, at the highest."""
    first = psutil.Process(process.pid)
    # Found once: looking through every process of the machine takes time that the sending would be charged for.
    processes = [first, *first.children(recursive=True)]
    memory, over, before = Memory(), threading.Event(), _resident(processes)

    def watch() -> None:
        while not over.wait(0.02):
            memory.growth = max(memory.growth, (_resident(processes) - before) / MIB)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield memory
    finally:
        over.set()
        watcher.join()


def _resident(processes: list[psutil.Process]) -> int:
    return sum(each.memory_info().rss for each in processes)


def send_to_plain(server: Served, size: int) -> float:
    start = time.perf_counter()
    _ask(server, "PUT", "/", {}, blocks(size), size)
    return size / MIB / (time.perf_counter() - start)


def send_to_heard(server: Served, cookie: str, size: int) -> float:
    """In one request, as the plain view takes it. MiB/s; what arrived is removed again."""
    tus = {"Cookie": cookie, "Tus-Resumable": "1.0.0"}
    start = time.perf_counter()
    created = _ask(server, "POST", "/uploads/", tus | {"Upload-Length": str(size)}, None, 0)
    path = created["location"]
    sent = tus | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    answer = _ask(server, "PATCH", path, sent, blocks(size), size)
    took = time.perf_counter() - start
    submission_id = UUID(
        telling.Submission.objects.values_list("pk", flat=True).get(uploads=answer["heard-part"]).hex
    )
    telling.remove_media(submission_id=submission_id, part_id=UUID(answer["heard-part"]))
    return size / MIB / took


def blocks(size: int) -> Iterator[bytes]:
    """A WAV file of SIZE bytes."""
    header = struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", size - 8, b"WAVE", b"fmt ", 16, 1, 1, 16_000, 32_000, 2, 16, b"data", size - 44
    )  # fmt: skip
    yield header
    left = size - len(header)
    while left:
        yield BLOCK[:left]
        left -= min(left, len(BLOCK))


def _ask(
    server: Served, method: str, path: str, headers: dict[str, str], body: Iterator[bytes] | None, size: int
) -> dict[str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
    connection.request(method, path, body=body, headers=headers | {"Content-Length": str(size)})
    answer = connection.getresponse()
    words = answer.read()
    connection.close()
    if answer.status >= 300:
        raise RuntimeError(f"{method} {path}: {answer.status} {words.decode()}")
    return {name.lower(): value for name, value in answer.getheaders()}

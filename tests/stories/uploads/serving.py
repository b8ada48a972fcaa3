"""A running server, a teller's session on it, and recordings of any size."""

import struct
import subprocess
import sys
from pathlib import Path

import psutil
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from stories import telling
from stories.models import Submission
from stories.tellers import DRAFT_KEY, SESSION_KEY
from tests.services.processes import Start, free_port, listens, wait_until

MIB = 1024 * 1024


class Server:
    """The web server's process as an operator starts it."""

    def __init__(self, start: Start, env: dict[str, str]) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}/uploads/"
        command = [sys.executable, "-m", "common.serving.web", "--port", str(self.port)]
        self.process: subprocess.Popen[str] = start(*command, env=env)
        wait_until(lambda: listens(self.port), seconds=60, what="the server")

    def memory(self) -> int:
        """Resident bytes of all its processes."""
        whole = psutil.Process(self.process.pid)
        return sum(each.memory_info().rss for each in [whole, *whole.children(recursive=True)])


def teller_cookie() -> tuple[Submission, str]:
    """A new draft, and the Cookie header of the browser that began it."""
    submission = telling.begin_submission()
    session = SessionStore()
    session[SESSION_KEY], session[DRAFT_KEY] = str(submission.teller_id), str(submission.pk)
    session.save()
    return submission, f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def write_recording(path: Path, size: int) -> Path:
    """A WAV file of SIZE bytes: a header and a tone that repeats."""
    data = size - 44
    header = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        size - 8,
        b"WAVE",
        b"fmt ",
        16,
        1,
        1,
        16_000,
        32_000,
        2,
        16,
        b"data",
        data,
    )
    tone = bytes(range(256)) * 4096
    with path.open("wb") as out:
        out.write(header)
        left = data
        while left:
            left -= out.write(tone[:left])
    return path

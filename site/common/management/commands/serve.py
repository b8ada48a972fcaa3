"""Everything on one machine: the web server and two workers, supervised. What `make run` ends with."""

import http.client
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from common.serving.before import Obstacle, check_ground, check_port
from common.serving.child import Child, say
from common.serving.supervisor import Supervisor
from common.serving.web import default_threads


class Command(BaseCommand):
    help = "Serve the pages and run the background work until Ctrl-C."
    requires_system_checks: list[str] = []  # these may ask the database, which is looked at below

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--processes", type=int, default=1, help="of the web server")
        parser.add_argument("--threads", type=int, default=default_threads(), help="of each of them")

    def handle(self, *args: Any, host: str, port: int, processes: int, threads: int, **options: Any) -> None:
        try:
            check_port(host, port)
            check_ground()
        except Obstacle as obstacle:
            raise SystemExit(f"heard: {obstacle}") from None
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # WhiteNoise looks there, full or empty
        web = ["-m", "common.serving.web", "--host", host, "--port", str(port)]
        web += ["--processes", str(processes), "--threads", str(threads)]
        supervisor = Supervisor(
            children=[Child("web", [sys.executable, *web]), *workers()],
            needed="web",
            ready=lambda: greet(host, port),
        )
        raise SystemExit(supervisor.run())


def workers() -> list[Child]:
    """Two, because quick work (taking a story back, documents) must never stand behind an hour of Whisper."""
    manage = [sys.executable, str(Path(sys.argv[0]).resolve()), "work"]
    return [
        Child("work", [*manage, "--queues", "default", "--name", "work"]),
        Child("media", [*manage, "--queues", "media,transcription", "--name", "media"]),
    ]


def greet(host: str, port: int) -> bool:
    """True once the pages answer; says so. The first request also loads what every later one needs."""
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/healthz", headers={"Host": "127.0.0.1"})
        answered = connection.getresponse().status < 500  # production may redirect to https
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    if answered:
        say("web", f"Heard is at http://{host}:{port}. Press Ctrl-C to stop.")
    return answered

"""One running site."""

import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from tests.services.processes import end, free_port, launch, wait_until
from tests.services.template import ROOT

MANAGE = [sys.executable, str(ROOT / "manage.py")]


@dataclass
class Site:
    environment: dict[str, str]
    folder: Path
    password: str
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[str] | None" = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return (self.folder / "serve.log").read_text()

    def start(self) -> None:
        """`prepare` and `serve`, as `make run` does."""
        self.environment["PUBLIC_URL"] = self.base
        prepared = subprocess.run(
            [*MANAGE, "prepare", "--port", str(self.port)],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert prepared.returncode == 0, prepared.stdout + prepared.stderr
        command = [*MANAGE, "serve", "--port", str(self.port)]
        self.process = launch(command, env=self.environment, output=self.folder / "serve.log")
        wait_until(self.answers, seconds=120, what="the site to answer")

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.base}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def stop(self) -> None:
        if self.process is not None:
            end(self.process, seconds=20)

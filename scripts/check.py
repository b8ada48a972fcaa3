"""Every check but the tests. Runs them side by side, prints what the failing ones said, and fails if any did.

`python scripts/check.py [name…]` runs only those named.
"""

import base64
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
APPS = ("site", "stories", "transcription", "campaigns", "scripts")
PYTHON = (*APPS, "tests", "bench", "manage.py")
ALONGSIDE = 2


@dataclass(frozen=True)
class Check:
    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    name: str
    passed: bool
    seconds: float
    output: str


def tool(name: str) -> str:
    return str(BIN / name)


def manage(*words: str) -> tuple[str, ...]:
    return (sys.executable, str(ROOT / "manage.py"), *words)


def checks(var: Path) -> list[Check]:
    """The slowest first. VAR is a folder that nothing else uses."""
    development = {"HEARD_VAR": str(var / "development"), "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    return [
        Check("types", (tool("mypy"), *APPS)),
        Check("templates", (tool("djlint"), "--lint", "--quiet", *templates())),
        Check("migrations", manage("makemigrations", "--check", "--dry-run"), development),
        Check("settings: development", manage("check", "--fail-level", "WARNING"), development),
        Check(
            "settings: production", manage("check", "--deploy", "--fail-level", "WARNING"), production(var)
        ),
        Check("imports", (tool("lint-imports"), "--no-cache")),
        Check("lint", (tool("ruff"), "check", "--quiet", *PYTHON)),
        Check("format", (tool("ruff"), "format", "--check", "--quiet", *PYTHON)),
        Check("lock", (tool("uv"), "lock", "--check", "--quiet", "--offline")),
    ]


def templates() -> list[str]:
    """Every folder of templates: the site's and each app's own."""
    apps = [found for name in APPS for found in (ROOT / name).glob("**/templates")]
    return [str(folder) for folder in (ROOT / "templates", *apps) if any(folder.rglob("*.html"))]


def production(var: Path) -> dict[str, str]:
    """As an operator would set it, with keys made for this one check."""
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "HEARD_VAR": str(var / "production"),
        "SECRET_KEY": secrets.token_urlsafe(48),
        "RECEIPT_KEY": secrets.token_urlsafe(48),
        "MASTER_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "ALLOWED_HOSTS": "heard.example",
        "PUBLIC_URL": "https://heard.example",
    }


def run(check: Check) -> Outcome:
    began = time.monotonic()
    result = subprocess.run(
        check.command,
        cwd=ROOT,
        env=os.environ | check.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    outcome = Outcome(
        check.name, result.returncode == 0, time.monotonic() - began, result.stdout + result.stderr
    )
    print(f"{'ok' if outcome.passed else 'FAILED':8}{outcome.name} ({outcome.seconds:.0f} s)", flush=True)
    return outcome


def main(chosen: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="heard-check-") as var, ThreadPoolExecutor(ALONGSIDE) as pool:
        outcomes = list(
            pool.map(run, [each for each in checks(Path(var)) if not chosen or each.name in chosen])
        )
    failed = [outcome for outcome in outcomes if not outcome.passed]
    for outcome in failed:
        print(f"\n=== {outcome.name}\n{outcome.output.strip()}")
    print(f"\n{len(outcomes) - len(failed)} checks passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

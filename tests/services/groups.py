"""Named groups of tests that need something of the machine, and the list of what a run left out.

HEARD_REQUIRE="redis rabbitmq" makes a missing member of those groups a failure (as .ci/run does) instead.
"""

import os
import shutil
from collections import defaultdict
from collections.abc import Callable
from importlib.util import find_spec

import pytest

from scripts.browser import find as find_browser
from tests.services.brokers import find_rabbitmq, find_redis


def on_postgres() -> bool:
    return os.environ.get("HEARD_TEST_DB") == "postgres"


# marker: (is it here?, what to do about it)
GROUPS: dict[str, tuple[Callable[[], object], str]] = {
    "postgres": (on_postgres, "runs on PostgreSQL only: make test-postgres"),
    "s3": (lambda: find_spec("swift"), "the package swift is not installed: make test installs it"),
    "redis": (find_redis, "redis-server is not installed (Debian: apt-get install redis-server)"),
    "rabbitmq": (find_rabbitmq, "rabbitmq-server is not installed (Debian: apt-get install rabbitmq-server)"),
    "node": (
        lambda: shutil.which("node") and shutil.which("npm"),
        "node and npm are not installed (Debian: apt-get install nodejs npm)",
    ),
    "browser": (find_browser, "no Chromium was found: python scripts/browser.py"),
    "espeak": (
        lambda: shutil.which("espeak-ng"),
        "espeak-ng is not installed (Debian: apt-get install espeak-ng)",
    ),
    "torch": (
        lambda: find_spec("whisper"),
        "openai-whisper is not in this environment: .ci/run makes one that has it",
    ),
}
FIXTURES = {
    "browser": "browser",
    "s3_server": "s3",
    "redis_server": "redis",
    "rabbitmq_server": "rabbitmq",
    "tus_js_client": "node",
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    required = set(os.environ.get("HEARD_REQUIRE", "").replace(",", " ").split())
    missing = {name: reason for name, (here, reason) in GROUPS.items() if name not in required and not here()}
    for item in items:
        for fixture, group in FIXTURES.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(group)
        for name, reason in missing.items():
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=f"{name}: {reason}"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Nothing is left out in silence."""
    left_out: dict[str, list[str]] = defaultdict(list)
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        left_out[reason.removeprefix("Skipped: ")].append(report.nodeid)
    unasked = len(terminalreporter.stats.get("deselected", []))
    if not left_out and not unasked:
        return
    terminalreporter.section("left out")
    if unasked:  # whoever chose tests by name or mark need not hear the names of all the others
        terminalreporter.line(f"{unasked} left out: not asked for on the command line")
    for reason, tests in sorted(left_out.items()):
        terminalreporter.line(f"{len(tests)} left out: {reason}")
        for test in sorted(tests):
            terminalreporter.line(f"  {test}")

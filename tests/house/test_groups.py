"""What a run leaves out is said by name; what CI requires is never left out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services.template import ROOT

SAMPLE = """
import pytest

def test_plain(): pass

@pytest.mark.redis
def test_with_redis(): pass

@pytest.mark.redis
def test_more_redis(): pass

@pytest.mark.skip(reason="a reason of its own")
def test_skipped(): pass
"""


@pytest.fixture
def run(tmp_path: Path) -> "subprocess.CompletedProcess[str]":
    return run_sample(tmp_path)


def run_sample(folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Pytest on a machine without Redis."""
    (folder / "test_sample.py").write_text(SAMPLE)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n" + "\n".join(f"  {each}" for each in MARKERS))
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.services.groups",
        "-p",
        "no:django",
        "-p",
        "no:cacheprovider",
    ]
    kept = {
        name: value for name, value in os.environ.items() if name not in ("HEARD_REQUIRE", "PYTEST_ADDOPTS")
    }
    where = {"PATH": "/nowhere", "PYTHONPATH": os.pathsep.join([str(ROOT), kept.get("PYTHONPATH", "")])}
    return subprocess.run(
        [*command, "--rootdir", str(folder), str(folder)],
        cwd=folder, env=kept | where | environment, capture_output=True, text=True,
    )  # fmt: skip


MARKERS = ("postgres", "s3", "redis", "rabbitmq", "browser", "torch", "kill")


def test_what_is_left_out_is_listed_by_name_and_reason(run: "subprocess.CompletedProcess[str]") -> None:
    assert run.returncode == 0, run.stdout
    said = run.stdout[run.stdout.index("left out") :]
    assert "2 left out: redis: redis-server is not installed (Debian: apt-get install redis-server)" in said
    assert "  test_sample.py::test_with_redis\n" in said
    assert "  test_sample.py::test_more_redis\n" in said
    assert "1 left out: a reason of its own\n  test_sample.py::test_skipped\n" in said
    assert "test_plain" not in said
    assert "1 passed, 3 skipped" in said


def test_what_is_required_is_not_left_out(tmp_path: Path) -> None:
    """These would fail in the fixture that starts the server; the sample uses none, so they simply run."""
    result = run_sample(tmp_path, HEARD_REQUIRE="browser redis")
    assert "3 passed, 1 skipped" in result.stdout
    assert "redis" not in result.stdout[result.stdout.index("left out") :]

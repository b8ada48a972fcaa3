"""Nothing may call out. An audit hook refuses every connection and look-up that would leave this machine, here and in
every Python process that a test starts; a test that only tried fails, even when its code swallowed the refusal."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.offline import sitecustomize as offline

OFFLINE = Path(__file__).parent / "offline"


def pytest_configure(config: pytest.Config) -> None:
    """For processes started from here: Python loads `sitecustomize` from PYTHONPATH when it starts."""
    paths = [
        path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path and path != str(OFFLINE)
    ]
    os.environ["PYTHONPATH"] = os.pathsep.join([str(OFFLINE), *paths])
    # Only in case a library asks before it connects; the hook is what holds.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    if not hasattr(
        sys.modules.get("sitecustomize"), "watch"
    ):  # a worker of xdist has it from PYTHONPATH already
        offline.install()


@pytest.fixture(autouse=True)
def no_network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The list of what this test tried to reach beyond this machine (and was refused), in a file that should not be
    there at the end. A test that expects an attempt reads and deletes it."""
    log = tmp_path_factory.getbasetemp() / "called-out.txt"
    log.unlink(missing_ok=True)
    os.environ["HEARD_CALLED_OUT"] = str(log)
    yield log
    assert not log.exists(), f"Tried to call out: {sorted(set(log.read_text().splitlines()))}"

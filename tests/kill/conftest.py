"""`harness`: once for each broker. `harness_for`: for one that the test names."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery import Celery
from django.db import connection

from common.jobs import bell
from config.celery import celery_settings
from tests.kill.harness import LEASE, SWEEP, WorkerHarness
from tests.kill.probe import tasks

BROKERS = {
    "filesystem": (),
    "sqlite": (),
    "redis": (pytest.mark.redis,),
    "rabbitmq": (pytest.mark.rabbitmq,),
}


def at_points(*names: str, on_every_broker: str) -> pytest.MarkDecorator:
    """Each point on the broker that everybody has, and one of them on the others: where to be killed is the work's
    matter, what happens to its message the broker's. All with all would take a quarter of an hour."""
    pairs = [("filesystem", name) for name in names]
    pairs += [(broker, on_every_broker) for broker in BROKERS if broker != "filesystem"]
    params = [pytest.param(broker, name, marks=BROKERS[broker]) for broker, name in pairs]
    return pytest.mark.parametrize(("harness", "point"), params, indirect=["harness"])


HarnessFor = Callable[[str], WorkerHarness]


def broker_url(broker: str, request: pytest.FixtureRequest, folder: Path) -> str:
    if broker == "sqlite":
        return f"sqla+sqlite:///{folder / 'queue.sqlite3'}"
    if broker == "filesystem":
        return "filesystem://"
    return str(request.getfixturevalue(f"{broker}_url"))


def use_broker(url: str, settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process ring at URL, with the settings that any other would have there."""
    settings.CELERY_BROKER_URL = url  # type: ignore[attr-defined]
    settings.JOB_LEASE_SECONDS, settings.JOB_SWEEP_SECONDS = LEASE, SWEEP  # type: ignore[attr-defined]
    ringer = Celery("kill-tests", set_as_current=False)
    ringer.conf.update(celery_settings())
    monkeypatch.setattr(bell, "current_app", ringer)


@pytest.fixture
def harness_for(
    request: pytest.FixtureRequest,
    worker_env: dict[str, str],
    tmp_path: Path,
    settings: object,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[HarnessFor]:
    """The test process rings the same broker as the worker listens to, and shares its databases and folders."""
    made: list[WorkerHarness] = []

    def make(broker: str) -> WorkerHarness:
        url = broker_url(broker, request, tmp_path)
        use_broker(url, settings, monkeypatch)
        made.append(WorkerHarness(broker, url=url, env=worker_env, folder=tmp_path))
        return made[-1]

    yield make
    for harness in made:
        harness.close()


@pytest.fixture(params=[pytest.param(name, marks=marks) for name, marks in BROKERS.items()])
def harness(request: pytest.FixtureRequest, harness_for: HarnessFor) -> WorkerHarness:
    return harness_for(request.param)


@pytest.fixture
def probe_folder(harness: WorkerHarness, tmp_path: Path) -> Path:
    """The tables and the folder of the probe: `before-1` is there once attempt 1 got there; `stop-before` holds it."""
    folder = tmp_path / "probe"
    folder.mkdir()
    harness.env[tasks.FOLDER] = str(folder)
    with connection.cursor() as cursor:
        for table in tasks.TABLES:
            cursor.execute(table)
    return folder

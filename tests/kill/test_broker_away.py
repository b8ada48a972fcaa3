"""The broker dies, with all it held, and comes back: nothing is lost, and nobody's request fails meanwhile."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction

from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.service import enqueue
from tests.kill.conftest import use_broker
from tests.kill.harness import WorkerHarness
from tests.kill.probe import tasks
from tests.services.brokers import answers, find_rabbitmq, find_redis, rabbitmq_environment
from tests.services.processes import end, free_port, launch, listens, wait_until

pytestmark = pytest.mark.kill


class Redis:
    """One that can be switched off; it keeps nothing."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def on(self) -> None:
        words = [
            str(find_redis()),
            "--bind",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self.process = launch(words, output=self.folder / "redis.log")
        wait_until(lambda: listens(self.port), what="redis-server")

    def off(self) -> None:
        end(self.process)


class RabbitMQ:
    """One that can be switched off and has forgotten everything when it comes back."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        self.url = f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def on(self) -> None:
        shutil.rmtree(self.folder / "data", ignore_errors=True)
        self.env = rabbitmq_environment(self.folder, self.port)
        self.process = launch([str(find_rabbitmq())], env=self.env, output=self.folder / "rabbitmq.log")
        wait_until(lambda: answers(self.port), seconds=90, what="rabbitmq-server")

    def off(self) -> None:
        end(self.process)
        if epmd := shutil.which("epmd"):  # our own, on our own port
            subprocess.run([epmd, "-kill"], env=self.env, capture_output=True, check=False)


@pytest.fixture
def broker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Redis | RabbitMQ]:
    server = request.param(tmp_path)
    server.on()
    yield server
    server.off()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "probe").mkdir()
    with connection.cursor() as cursor:
        for table in tasks.TABLES:
            cursor.execute(table)
    return tmp_path / "probe"


@pytest.fixture
def harness(
    broker: Redis | RabbitMQ,
    worker_env: dict[str, str],
    folder: Path,
    tmp_path: Path,
    settings: object,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[WorkerHarness]:
    use_broker(broker.url, settings, monkeypatch)
    env = worker_env | {tasks.FOLDER: str(folder)}
    harness = WorkerHarness(type(broker).__name__, url=broker.url, env=env, folder=tmp_path)
    yield harness
    harness.close()


@pytest.mark.parametrize(
    ("broker", "ends_while_away"),
    [
        pytest.param(Redis, False, marks=pytest.mark.redis),
        pytest.param(Redis, True, marks=pytest.mark.redis),
        pytest.param(RabbitMQ, True, marks=pytest.mark.rabbitmq),
    ],
    indirect=["broker"],
)
def test_a_broker_that_loses_everything_loses_no_work(
    broker: Redis | RabbitMQ, harness: WorkerHarness, folder: Path, ends_while_away: bool
) -> None:
    """The job at hand ends before the broker is back (its message cannot be confirmed), or after."""
    (folder / "stop-before").touch()
    harness.start_worker()
    held = enqueue(kind="kill_probe", object_id="held")
    harness.wait_for((folder / "before-1").exists, what="the first job to run")
    lost = enqueue(kind="kill_probe", object_id="lost")  # its message is in the broker when that dies
    broker.off()
    began = time.monotonic()
    with transaction.atomic():
        meanwhile = enqueue(kind="kill_probe", object_id="meanwhile")
    assert time.monotonic() - began < 5
    if ends_while_away:
        (folder / "stop-before").unlink()
        harness.wait_for(lambda: state(held) == JobState.DONE, what="the job at hand to be done")
        time.sleep(1)
    broker.on()
    (folder / "stop-before").unlink(missing_ok=True)
    for job in (held, lost, meanwhile):
        harness.wait_for(lambda job=job: state(job) == JobState.DONE, what=f"{job.object_id} to be done")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT job) FROM probe_effect")
        assert cursor.fetchone() == (3, 3)


def state(job: Job) -> str:
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)

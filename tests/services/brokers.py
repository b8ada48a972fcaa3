"""Real Redis and RabbitMQ servers, private to the run: own ports, own folders, loopback only."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.processes import end, free_port, launch, listens, wait_until

# Debian's wrapper in /usr/sbin changes user and keeps its data in /var/lib; the script behind it runs as anybody.
RABBITMQ_SCRIPT = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
QUEUES = ("default", "media", "transcription")


def find_redis() -> str | None:
    return shutil.which("redis-server")


def find_rabbitmq() -> str | None:
    return str(RABBITMQ_SCRIPT) if RABBITMQ_SCRIPT.exists() else shutil.which("rabbitmq-server")


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """redis://127.0.0.1:PORT, without a database number."""
    binary, port, folder = find_redis(), free_port(), tmp_path_factory.mktemp("redis")
    assert binary, "redis-server is not installed."
    options = [
        "--bind",
        "127.0.0.1",
        "--port",
        str(port),
        "--dir",
        str(folder),
        "--save",
        "",
        "--appendonly",
        "yes",
    ]
    process = launch([binary, *options], output=folder / "log")
    wait_until(lambda: listens(port), what="redis-server")
    yield f"redis://127.0.0.1:{port}"
    end(process)


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """An empty Redis: `redis://127.0.0.1:PORT/0`."""
    from redis import Redis

    Redis.from_url(redis_server).flushall()
    return f"{redis_server}/0"


def rabbitmq_environment(folder: Path, port: int) -> dict[str, str]:
    (folder / "rabbitmq.conf").write_text(
        f"listeners.tcp.1 = 127.0.0.1:{port}\ndisk_free_limit.absolute = 50MB\nloopback_users = none\n"
        "default_vhost = /\nlog.console = true\nlog.file = false\n"
    )
    (folder / "enabled_plugins").write_text("[].\n")
    return os.environ | {
        "HOME": str(folder),
        "ERL_EPMD_PORT": str(free_port()),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODENAME": f"heard{port}@localhost",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "logs"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        # Two schedulers and no busy waiting: the machine is small and shared with the tests themselves.
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none",
    }


@pytest.fixture(scope="session")
def rabbitmq_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    binary, port, folder = find_rabbitmq(), free_port(), tmp_path_factory.mktemp("rabbitmq")
    assert binary, "rabbitmq-server is not installed."
    environment = rabbitmq_environment(folder, port)
    process = launch([binary], env=environment, output=folder / "log")
    wait_until(lambda: answers(port) or process.poll() is not None, seconds=60, what="rabbitmq-server")
    assert process.poll() is None, (folder / "log").read_text()
    yield f"amqp://guest:guest@127.0.0.1:{port}//"
    end(process)
    epmd = shutil.which("epmd")
    if epmd:  # our own, on our own port
        subprocess.run([epmd, "-kill"], env=environment, capture_output=True, check=False)


def answers(port: int) -> bool:
    """A listening port is not yet a broker: ask for a connection."""
    import amqp

    if not listens(port):
        return False
    try:
        with amqp.Connection(f"127.0.0.1:{port}", userid="guest", password="guest", connect_timeout=2):
            return True
    except (OSError, amqp.AMQPError):
        return False


@pytest.fixture
def rabbitmq_url(rabbitmq_server: str) -> str:
    """A RabbitMQ whose queues of ours are gone: `amqp://guest:guest@127.0.0.1:PORT//`."""
    import amqp

    host = rabbitmq_server.split("@")[1].rstrip("/")
    with amqp.Connection(host, userid="guest", password="guest") as connection:
        for queue in QUEUES:
            with connection.channel() as channel:
                channel.queue_delete(queue)
    return rabbitmq_server

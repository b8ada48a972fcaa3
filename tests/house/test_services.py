"""The test services themselves: what they promise the other tests."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from django.contrib.auth import get_user_model
from django.db import connections

from tests.services.databases import read_as_it_lies


def people() -> int:
    return get_user_model().objects.count()


def test_calling_out_is_refused_and_noted(no_network: Path) -> None:
    with pytest.raises(OSError, match="may not call out"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(OSError, match="may not call out"):
        socket.getaddrinfo("heard.invalid", 443)
    assert len(no_network.read_text().splitlines()) == 2
    no_network.unlink()


def test_calling_out_is_refused_in_a_process_that_a_test_starts(no_network: Path) -> None:
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "may not call out" in result.stderr
    assert "192.0.2.1" in no_network.read_text()
    no_network.unlink()


@pytest.mark.parametrize("turn", [1, 2])
def test_a_rolled_back_test_leaves_nothing(every_db: None, turn: int) -> None:
    assert people() == 0
    get_user_model().objects.create_user("someone@example.test", "a long passphrase")
    assert connections["keyring"].introspection.table_names()


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_leaves_the_migrated_database_whole(turn: int) -> None:
    from wagtail.models import Page, Site

    assert people() == 0
    assert Page.objects.count() > 0, "what migrations made is there"
    assert Site.objects.count() == 1
    get_user_model().objects.create_user("someone@example.test", "a long passphrase")
    Site.objects.all().delete()


@pytest.mark.parametrize("ending", ["", "-wal", "-shm"])
def test_a_database_in_use_is_read_by_another_process_only(every_db: None, ending: str) -> None:
    """Closing it here would drop the locks on it, and another process could remove the log beneath us."""
    if connections["default"].vendor != "sqlite":
        pytest.skip("PostgreSQL keeps no file that a test could open.")
    file = Path(f"{connections['default'].settings_dict['NAME']}{ending}")
    with pytest.raises(AssertionError, match="read_as_it_lies"):
        file.read_bytes()
    assert len(read_as_it_lies(file)) == file.stat().st_size


@pytest.mark.django_db(transaction=True)
def test_a_process_shares_the_databases_of_its_test(worker_env: dict[str, str]) -> None:
    get_user_model().objects.create_user("shared@example.test", "a long passphrase")
    code = "from django.contrib.auth import get_user_model as u; print(u().objects.get().email)"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "--command", code]
    result = subprocess.run(command, env=worker_env, capture_output=True, text=True)
    assert result.stdout.strip() == "shared@example.test", result.stderr


def test_postgres_can_be_had_in_any_run(postgres_url: str, postgres_databases: dict[str, str]) -> None:
    import psycopg

    with psycopg.connect(postgres_url) as empty:
        assert empty.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
    with psycopg.connect(postgres_databases["DATABASE_URL"]) as migrated:
        assert migrated.execute("SELECT count(*) FROM accounts_user").fetchone() == (0,)


@pytest.mark.s3
def test_buckets_check_signatures_and_serve_ranges(s3_server: Any, s3_url: str) -> None:
    bucket = s3_url.rsplit("/", 1)[1].partition("?")[0]
    client = s3_server.client()
    client.put_object(Bucket=bucket, Key="a/b", Body=b"hello")
    assert client.get_object(Bucket=bucket, Key="a/b", Range="bytes=1-3")["Body"].read() == b"ell"
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        s3_server.client(secret="wrong").list_buckets()


@pytest.mark.s3
def test_storage_url_parts_are_enough_for_boto3(s3_url: str) -> None:
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(s3_url.removeprefix("s3+"))
    client = boto3.client(
        "s3",
        endpoint_url=f"{parts.scheme}://{parts.hostname}:{parts.port}",
        aws_access_key_id=unquote(parts.username or ""),
        aws_secret_access_key=parts.password,
        region_name="us-east-1",
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
    )
    assert client.list_objects_v2(Bucket=parts.path.strip("/"))["KeyCount"] == 0


@pytest.mark.redis
def test_redis_is_private_and_empty(redis_url: str) -> None:
    from redis import Redis

    client = Redis.from_url(redis_url)
    assert client.dbsize() == 0
    assert client.config_get("bind") == {"bind": "127.0.0.1"}


@pytest.mark.rabbitmq
def test_rabbitmq_keeps_a_message(rabbitmq_url: str) -> None:
    from kombu import Connection

    with Connection(rabbitmq_url) as connection:
        queue = connection.SimpleQueue("default")
        queue.put({"job": 1})
        assert queue.get(timeout=5).payload == {"job": 1}
        queue.clear()
        queue.close()


@pytest.mark.browser
def test_axe_finds_what_is_wrong(
    page: Any, page_without_js: Any, axe: Callable[..., None], tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.html", tmp_path / "bad.html"
    frame = (
        '<!doctype html><html lang="en"><head><title>A page</title></head><body><main>{}</main></body></html>'
    )
    good.write_text(frame.format("<h1>Good</h1>"))
    bad.write_text(frame.format('<h1>Bad</h1><img src="x.png">'))
    for subject in (page, page_without_js):
        subject.goto(good.as_uri())
        axe(subject)
        subject.goto(bad.as_uri())
        with pytest.raises(AssertionError, match="image-alt"):
            axe(subject)


@pytest.mark.browser
def test_a_page_that_asks_elsewhere_is_caught(browser: Any, tmp_path: Path) -> None:
    from tests.services.browser import new_context

    file = tmp_path / "page.html"
    file.write_text('<img src="http://heard.invalid/pixel.png" alt="">')
    contexts = new_context.__wrapped__(browser) if hasattr(new_context, "__wrapped__") else None
    assert contexts is not None
    page = next(contexts)().new_page()
    page.goto(file.as_uri())
    with pytest.raises(AssertionError, match=r"heard\.invalid"):
        next(contexts)


def test_the_environment_of_a_developer_is_not_touched(settings: Any) -> None:
    assert str(settings.VAR) == os.environ["HEARD_VAR"]
    assert "heard-tests-" in str(settings.VAR)

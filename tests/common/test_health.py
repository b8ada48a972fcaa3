"""Alive asks nobody; ready names each part, and says no more than a stranger may know."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.utils import timezone

from common import health
from common.jobs.models import Job
from common.storages import StorageUnavailable
from common.vault.keys import create_key

PARTS = {"database", "keyring", "storage", "queue", "model", "erasures"}
SECRET = "postgres://heard:hunter2@db.internal/heard"


@pytest.fixture(autouse=True)
def ask_anew(monkeypatch):
    monkeypatch.setattr(health, "_probes", dict(health._probes))
    health.forget()
    yield
    health.forget()


def ready(client):
    answer = client.get("/readyz")
    return answer.status_code, json.loads(answer.content)


def breaking(error):
    def probe():
        raise error

    return probe


def test_alive_without_a_database(client):
    """pytest refuses the database to this test: it is not marked for it."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


def test_ready_names_every_part(client, db):
    health.register("model", lambda: None)
    status, body = ready(client)
    assert (status, body) == (200, {"ready": True, "parts": dict.fromkeys(PARTS, "ok")})


def test_a_missing_model_is_said_and_takes_nobody_out_of_service(client, db):
    health.register("model", breaking(health.NotYet("There is no model yet.")))
    status, body = ready(client)
    assert (status, body["ready"], body["parts"]["model"]) == (200, True, "waiting: There is no model yet.")


@pytest.mark.parametrize("part", sorted(PARTS))
def test_any_broken_part_is_named_and_its_secrets_are_not(client, db, part, caplog):
    health.register(part, breaking(DatabaseError(f"could not connect to {SECRET} in /var/lib/heard")))
    status, body = ready(client)
    assert (status, body["ready"], body["parts"][part]) == (503, False, "This part does not answer.")
    assert all(
        text == "ok" or text.startswith("waiting") for name, text in body["parts"].items() if name != part
    )
    for secret in ("hunter2", "db.internal", "/var/lib"):
        assert secret not in json.dumps(body)
        assert secret not in caplog.text


def test_a_storage_that_is_full_says_so(client, db, monkeypatch):
    class Full:
        def probe(self):
            raise StorageUnavailable("The folder of sealed files cannot be written to.")

    monkeypatch.setattr(health, "sealed_storage", Full)
    status, body = ready(client)
    assert (status, body["parts"]["storage"]) == (503, "The folder of sealed files cannot be written to.")


def test_a_master_key_that_opens_nothing_is_noticed(client, db, settings):
    import base64

    create_key(owner=uuid4())
    settings.MASTER_KEYS = [base64.b64encode(b"another key of thirty-two bytes!").decode()]
    status, body = ready(client)
    assert (status, body["parts"]["keyring"]) == (503, "This part does not answer.")


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "amqp://guest:guest@127.0.0.1:1//"])
def test_a_broker_that_is_away_is_noticed(client, db, settings, monkeypatch, url):
    from celery import Celery

    from config.celery import celery_settings

    settings.CELERY_BROKER_URL = url
    app = Celery("elsewhere", set_as_current=False)
    app.conf.update(celery_settings())
    monkeypatch.setattr(health, "current_app", app)
    status, body = ready(client)
    assert (status, body["parts"]["queue"]) == (503, "This part does not answer.")


def test_a_queue_folder_that_cannot_be_written_is_noticed_without_its_path(client, db, settings, tmp_path):
    file = tmp_path / "not-a-folder"
    file.touch()
    settings.QUEUE_FOLDER = file / "queue"
    status, body = ready(client)
    assert (status, body["parts"]["queue"]) == (503, "This part does not answer.")
    assert str(tmp_path) not in json.dumps(body)


@pytest.mark.parametrize(
    ("queue", "minutes", "said"), [("default", 6, True), ("default", 4, False), ("transcription", 60, False)]
)
def test_quick_work_nobody_fetches_is_said(client, db, queue, minutes, said):
    """Recordings may well stand in line for an hour."""
    due = timezone.now() - timedelta(minutes=minutes)
    Job.objects.create(kind="any", object_id="1", queue=queue, due_at=due)
    status, body = ready(client)
    assert status == 200
    assert body["parts"]["queue"].startswith("waiting") is said


def test_an_erasure_known_to_one_database_only_closes_the_door(client, db):
    from common.models import Tombstone
    from common.vault.models import WrappedKey

    owner = uuid4()
    create_key(owner=owner)
    Tombstone.objects.create(owner=owner, kind="story")
    Tombstone.objects.update(at=timezone.now() - timedelta(minutes=6))
    assert WrappedKey.objects.filter(owner=owner).exists()
    status, body = ready(client)
    assert status == 503
    assert "reapply_tombstones" in body["parts"]["erasures"]


def test_asking_often_does_not_ask_the_parts_often(client, db):
    asked = []
    health.register("storage", lambda: asked.append(1))
    for _ in range(5):
        client.get("/readyz")
    assert len(asked) == 1


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_only_reading(client, db, address):
    assert client.post(address).status_code == 405

import json

import pytest

from common import health
from transcription.engines.models_on_disk import REQUIRED


@pytest.fixture(autouse=True)
def ask_anew():
    health.forget()
    yield
    health.forget()


def model(client):
    answer = client.get("/readyz")
    return answer.status_code, json.loads(answer.content)["parts"]["model"]


def test_without_a_model_recordings_wait_and_the_site_is_ready(client, db, settings, tmp_path):
    settings.WHISPER_MODEL, settings.MODEL_ROOT = "", tmp_path
    status, said = model(client)
    assert status == 200
    assert said.startswith("waiting: There is no speech model")
    assert str(tmp_path) not in said


def test_half_a_model_is_no_model(client, db, settings, tmp_path):
    settings.WHISPER_MODEL, settings.MODEL_ROOT = str(tmp_path), tmp_path
    (tmp_path / "model.bin").touch()
    status, said = model(client)
    assert status == 200
    assert said.startswith("waiting: The speech model is not complete")
    assert str(tmp_path) not in said


def test_a_whole_model_is_ok(client, db, settings, tmp_path):
    settings.WHISPER_MODEL = str(tmp_path)
    for file in REQUIRED["faster-whisper"]:
        (tmp_path / file).touch()
    assert model(client) == (200, "ok")

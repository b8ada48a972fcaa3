import os
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from transcription.engines.models_on_disk import REQUIRED, NoModel, find_model


def make(folder: Path, engine: str = "faster-whisper", *, without: str = "") -> Path:
    folder.mkdir(parents=True)
    for name in REQUIRED[engine]:
        if name != without:
            (folder / name).write_bytes(b"x")
    return folder


def test_no_model_says_which_command_fetches_one(no_model: Settings) -> None:
    with pytest.raises(NoModel) as caught:
        find_model(engine="faster-whisper", name="")
    assert caught.value.command == "python manage.py fetch_model small"
    with pytest.raises(NoModel) as caught:
        find_model(engine="faster-whisper", name="medium")
    assert caught.value.command == "python manage.py fetch_model medium"


@pytest.mark.parametrize("missing", REQUIRED["faster-whisper"])
def test_an_incomplete_model_is_named_as_such(no_model: Settings, tmp_path: Path, missing: str) -> None:
    folder = make(tmp_path / "broken", without=missing)
    with pytest.raises(NoModel, match=missing):
        find_model(engine="faster-whisper", name=str(folder))


def test_by_folder_by_name_and_by_default_the_one_fetched_last(no_model: Settings, tmp_path: Path) -> None:
    small = make(tmp_path / "models" / "small")
    tiny = make(tmp_path / "models" / "tiny")
    make(tmp_path / "models" / "half", without="model.bin")
    os.utime(tiny, (1, 1))
    assert find_model(engine="faster-whisper", name=str(tiny)) == tiny
    assert find_model(engine="faster-whisper", name="tiny") == tiny
    assert find_model(engine="faster-whisper", name="") == small


def test_a_folder_that_happens_to_have_the_name_is_not_taken(
    no_model: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path / "here" / "small")
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(NoModel):
        find_model(engine="faster-whisper", name="small")
    assert find_model(engine="faster-whisper", name="./small") == tmp_path / "here" / "small"


def test_openai_whisper_wants_a_file(no_model: Settings, tmp_path: Path) -> None:
    folder = make(tmp_path / "models" / "small-openai-whisper", "openai-whisper")
    assert find_model(engine="openai-whisper", name="small") == folder / "model.pt"
    assert find_model(engine="openai-whisper", name=str(folder / "model.pt")) == folder / "model.pt"
    with pytest.raises(NoModel) as caught:
        find_model(engine="openai-whisper", name="large")
    assert caught.value.command == "python manage.py fetch_model large --engine openai-whisper"

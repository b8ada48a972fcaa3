import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from transcription.engines import registry
from transcription.engines.registry import EngineMissing, NoModel, get_engine, join_seconds


def test_a_model_is_loaded_once_in_a_process(with_model: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from transcription.engines.faster_whisper import FasterWhisper

    loads = []
    original = FasterWhisper.load
    monkeypatch.setattr(FasterWhisper, "load", lambda self: (loads.append(1), original(self))[1])
    monkeypatch.setattr(registry, "_loaded", {})
    assert get_engine() is get_engine() is get_engine(compute_type="float32")
    assert len(loads) == 1


def test_another_setting_is_another_engine_and_only_one_is_kept(with_model: Settings) -> None:
    one = get_engine()
    other = get_engine(compute_type="int8")
    assert one is not other
    assert len(registry._loaded) == 1


def test_an_unknown_engine_is_named(with_model: Settings) -> None:
    with pytest.raises(EngineMissing, match="'whispr'"):
        get_engine(name="whispr")


def test_an_engine_that_is_not_installed_says_how_to_install_it(
    with_model: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "whisper", None)
    monkeypatch.delitem(sys.modules, "transcription.engines.openai_whisper", raising=False)
    with pytest.raises(EngineMissing, match="uv sync --extra openai-whisper"):
        get_engine(name="openai-whisper")


def test_a_missing_tokenizer_is_found_before_the_library_could_call_its_hub(
    with_model: Settings, model_folder: Path, tmp_path: Path
) -> None:
    for name in ("model.bin", "config.json", "vocabulary.json"):
        (tmp_path / name).symlink_to(model_folder / name)
    with pytest.raises(NoModel, match=r"tokenizer\.json"):
        get_engine(model=str(tmp_path))


def test_the_hub_is_off_in_every_process_that_loads_an_engine() -> None:
    look = "import transcription.engines.base, huggingface_hub.constants as c; print(c.HF_HUB_OFFLINE)"
    environment = {"PATH": "/usr/bin"}
    done = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stdout.strip() == "True"


def test_small_models_hear_each_stretch_by_itself_and_large_ones_many(
    settings: Settings, model_folder: Path, tmp_path: Path
) -> None:
    assert join_seconds(model_folder) == 0.0
    with (tmp_path / "model.bin").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    assert join_seconds(tmp_path) == 1.0
    settings.WHISPER_JOIN_MS = 400
    assert join_seconds(tmp_path) == join_seconds(model_folder) == 0.4

from pathlib import Path
from typing import Any

import huggingface_hub
import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from transcription.engines.fetching import CannotFetch, fetch_model
from transcription.engines.models_on_disk import find_model


def write_model(_repository: str, *, local_dir: str, **_options: Any) -> None:
    assert huggingface_hub.constants.HF_HUB_OFFLINE is False
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (Path(local_dir) / name).write_bytes(b"x")


def test_it_lands_where_the_engine_looks(no_model: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(huggingface_hub, "snapshot_download", write_model)
    folder = fetch_model(engine="faster-whisper", name="small")
    assert find_model(engine="faster-whisper", name="small") == folder
    assert huggingface_hub.constants.HF_HUB_OFFLINE is True


def test_a_whole_model_is_not_fetched_again(no_model: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(huggingface_hub, "snapshot_download", write_model)
    fetch_model(engine="faster-whisper", name="small")
    monkeypatch.setattr(huggingface_hub, "snapshot_download", lambda *a, **k: pytest.fail("fetched again"))
    fetch_model(engine="faster-whisper", name="small")


def test_half_a_model_is_no_model(no_model: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(_repository: str, *, local_dir: str, **_options: Any) -> None:
        (Path(local_dir) / "config.json").write_bytes(b"x")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", half)
    with pytest.raises(CannotFetch, match=r"model\.bin, tokenizer\.json"):
        fetch_model(engine="faster-whisper", name="small")
    assert not (Path(no_model.MODEL_ROOT) / "small").exists()


def test_an_unknown_name_lists_the_known(no_model: Settings) -> None:
    with pytest.raises(CannotFetch, match="large-v3-turbo"):
        fetch_model(engine="faster-whisper", name="smol")


def test_without_a_network_the_command_says_what_to_do(no_model: Settings, no_network: Path) -> None:
    """The real library, on a machine that refuses every connection."""
    with pytest.raises(CommandError, match="Is there a network here"):
        call_command("fetch_model", "tiny", "--engine", "faster-whisper")
    assert "huggingface.co" in no_network.read_text()
    no_network.unlink()

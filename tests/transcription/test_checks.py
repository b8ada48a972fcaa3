import pytest
from pytest_django.fixtures import Settings

from transcription import checks
from transcription.checks import check_engine


def test_the_default_is_fine() -> None:
    assert check_engine() == []


def test_an_unknown_engine_is_found(settings: Settings) -> None:
    settings.WHISPER_ENGINE = "whispr"
    assert [found.id for found in check_engine()] == ["transcription.E001"]


def test_an_engine_that_is_not_installed_is_found(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "find_spec", lambda name: None)
    settings.WHISPER_ENGINE = "openai-whisper"
    (found,) = check_engine()
    assert (found.id, found.hint) == ("transcription.E002", "Run: uv sync --extra openai-whisper")

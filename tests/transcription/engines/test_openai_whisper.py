"""Needs torch: `.ci/run` makes an environment of its own for it."""

from itertools import pairwise
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

pytestmark = pytest.mark.torch


@pytest.fixture
def chosen(settings: Settings, torch_model: Path) -> Settings:
    settings.WHISPER_ENGINE = "openai-whisper"
    settings.WHISPER_MODEL = str(torch_model)
    settings.WHISPER_THREADS = 1
    return settings


def test_exact_words_with_times(chosen: Settings, testimony: Path, spoken: str) -> None:
    from transcription.engines.registry import get_engine

    result = get_engine().transcribe(testimony, language="en")
    assert result.text == spoken
    assert result.engine == "openai-whisper"
    words = [word for segment in result.segments for word in segment.words]
    assert len(words) == 35
    for one, next_one in pairwise(words):
        assert one.start <= one.end <= next_one.start + 0.001
    alan = next(word for word in words if word.text == "Alan")
    assert alan.start == pytest.approx(12.3, abs=0.5)
    assert all(type(word.start) is float for word in words)


def test_language_is_found_out(chosen: Settings, testimony: Path) -> None:
    from transcription.engines.registry import get_engine

    assert get_engine().transcribe(testimony).language == "en"


def test_it_agrees_with_the_other_engine(chosen: Settings, model_folder: Path, testimony: Path) -> None:
    from transcription.engines.registry import get_engine

    one = get_engine().transcribe(testimony, language="en")
    chosen.WHISPER_COMPUTE_TYPE = "float32"
    other = get_engine(name="faster-whisper", model=str(model_folder)).transcribe(testimony, language="en")
    assert one.model_hash != other.model_hash
    for mine, theirs in zip(one.segments, other.segments, strict=True):
        assert mine.text == theirs.text
        assert mine.start == pytest.approx(theirs.start, abs=0.1)


def test_the_words_of_a_group_stand_before_every_window(
    chosen: Settings, testimony: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from transcription.engines.openai_whisper import OpenAIWhisper
    from transcription.engines.registry import get_engine

    engine = get_engine()
    assert isinstance(engine, OpenAIWhisper)
    real, given = engine._model.decode, []

    def decode(mel: object, options: object) -> object:
        given.append(options.prompt)  # type: ignore[attr-defined]
        return real(mel, options)

    monkeypatch.setattr(engine._model, "decode", decode)
    engine.transcribe(testimony, language="en", words=["Juniper Ward", "lorazepam"])
    assert len(given) >= 5
    assert len({tuple(prompt) for prompt in given}) == 1
    assert len(given[0]) == engine.count_tokens("Juniper Ward, lorazepam")
    assert engine.count_tokens(engine.prompt_of([f"medicine {number}" for number in range(200)])) <= 200

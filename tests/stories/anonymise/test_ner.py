"""A model of the operator's own: loaded from a folder, used beside the patterns, never fetched."""

import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from pytest_django.fixtures import Settings

from stories.anonymise import checks, ner
from stories.enums import RedactionKind
from tests.stories.anonymise.found import kinds, words


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    yield
    ner._finder.cache_clear()


@pytest.fixture
def pipeline(tmp_path: Path, settings: Settings) -> Path:
    """A real spaCy pipeline, small enough to make here: it knows two words."""
    made = spacy.blank("en")
    ruler = made.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": "kettle"}, {"label": "ODD", "pattern": "table"}])  # type: ignore[attr-defined]
    made.to_disk(tmp_path / "model")
    settings.DETECTION_MODEL = str(tmp_path / "model")
    return tmp_path / "model"


def test_without_one_nothing_is_asked() -> None:
    assert ner.find_entities("the kettle") == []


def test_a_spacy_pipeline_adds_and_takes_nothing_away(pipeline: Path) -> None:
    text = "so then the kettle and the table, and nurse Obi"
    assert kinds(text) == {
        "kettle": RedactionKind.PERSON,
        "table": RedactionKind.OTHER,
        "nurse Obi": RedactionKind.PERSON,
    }
    assert checks.check_model() == []


def test_a_gliner_model_is_read_in_stretches(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GLiNER itself needs torch, so its package is stood in for: what is asked of it is what it documents."""
    asked: list[str] = []

    class GLiNER:
        @classmethod
        def from_pretrained(cls, folder: str, *, local_files_only: bool) -> "GLiNER":
            assert local_files_only
            return cls()

        def predict_entities(self, text: str, labels: list[str], threshold: float) -> list[dict[str, object]]:
            asked.append(text)
            at = text.find("kettle")
            return [] if at < 0 else [{"start": at, "end": at + 6, "label": "person", "score": 0.12}]

    monkeypatch.setitem(sys.modules, "gliner", types.SimpleNamespace(GLiNER=GLiNER))
    (tmp_path / ner.GLINER).write_text("{}")
    settings.DETECTION_MODEL = str(tmp_path)
    text = "and so on and " * 100 + "the kettle and so on"
    assert words(text) == ["kettle"]
    assert max(map(len, asked)) <= ner.STRETCH


def test_a_folder_without_a_model_stops_the_start(tmp_path: Path, settings: Settings) -> None:
    settings.DETECTION_MODEL = str(tmp_path)
    (error,) = checks.check_model()
    assert error.id == "stories.E012"
    assert "no config.cfg or gliner_config.json" in error.msg


def test_gliner_without_its_package_stops_the_start(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / ner.GLINER).write_text("{}")
    settings.DETECTION_MODEL = str(tmp_path)
    (error,) = checks.check_model()
    assert (error.id, error.hint) == ("stories.E013", "Run: .venv/bin/uv pip install gliner")

"""The small Whisper checkpoint and the testimony it knows: test data, no transcriber (tests/data/whisper/README.md)."""

import lzma
import tarfile
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

DATA = Path(__file__).parents[1] / "data" / "whisper"


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small Whisper checkpoint for faster-whisper. It knows twenty sentences; it is no transcriber."""
    folder = tmp_path_factory.mktemp("model")
    with tarfile.open(DATA / "model_ct2.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return folder / "model_ct2"


@pytest.fixture(scope="session")
def torch_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same checkpoint for openai-whisper."""
    file = tmp_path_factory.mktemp("torch") / "model.pt"
    file.write_bytes(lzma.decompress((DATA / "model.pt.xz").read_bytes()))
    return file


@pytest.fixture
def testimony() -> Path:
    """Five of the sentences with pauses of 1.2 s: 18.5 s."""
    return DATA / "testimony.opus"


@pytest.fixture
def spoken() -> str:
    """What is said in it, one sentence a line, as a transcript has it."""
    return (DATA / "testimony.txt").read_text().strip()


@pytest.fixture
def with_model(settings: Settings, model_folder: Path) -> Settings:
    settings.WHISPER_MODEL = str(model_folder)
    settings.WHISPER_COMPUTE_TYPE = "float32"  # exact words whatever the processor
    settings.WHISPER_THREADS = 1
    return settings


@pytest.fixture
def no_model(settings: Settings, tmp_path: Path) -> Settings:
    settings.WHISPER_MODEL = ""
    settings.MODEL_ROOT = tmp_path / "models"
    return settings


class Deaf:
    """An engine that hears nothing, for tests of what comes after: a copy is heard again before it may be used."""

    name, model_hash = "deaf", "0" * 64

    def load(self) -> None: ...

    def transcribe(self, audio: object, *, language: str | None = None, **_how: object) -> Any:
        from transcription.engines.base import Result

        return Result((), language or "", self.name, self.model_hash, 0.0)


@pytest.fixture(autouse=True)
def nobody_hears_again(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a test says nothing of a model: recordings wait for theirs as ever, finished copies do not."""
    if not {"with_model", "no_model"} & set(request.fixturenames):
        monkeypatch.setattr("transcription.hearing_again.ready_engine", Deaf)

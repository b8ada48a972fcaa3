"""Fetching a model on purpose: the one place that may use the network, and only for `manage.py fetch_model`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils.module_loading import import_string

from transcription.engines.models_on_disk import missing_files, model_folder


class CannotFetch(Exception):
    """The message says why and what to do."""


def fetch_model(*, engine: str, name: str) -> Path:
    """Put the model below MODEL_ROOT; a fetch that was broken off goes on where it stopped. Raises CannotFetch."""
    folder = model_folder(engine=engine, name=name)
    if folder.is_dir() and not missing_files(engine=engine, place=folder):
        return folder
    partial = folder.with_name(f".{folder.name}.partial")
    partial.mkdir(parents=True, exist_ok=True)
    try:
        FETCHERS[engine](name, partial)
    except CannotFetch:
        raise
    except (
        Exception
    ) as error:  # each library raises its own kinds when there is no network, disk or such model
        raise CannotFetch(no_luck(name=name, error=error)) from error
    if missing := missing_files(engine=engine, place=partial):
        raise CannotFetch(f"What came is not a whole model: {', '.join(missing)} is missing.")
    partial.replace(folder)
    return folder


def fetch_faster_whisper(name: str, folder: Path) -> None:
    models: dict[str, str] = import_string("faster_whisper.utils._MODELS")
    repository = name if "/" in name else models.get(name)
    if repository is None:
        raise CannotFetch(f"No model is called {name!r}. There are: {', '.join(models)}.")
    download: Callable[..., Any] = import_string("huggingface_hub.snapshot_download")
    wanted = ["config.json", "preprocessor_config.json", "model.bin", "tokenizer.json", "vocabulary.*"]
    with hub_on():
        download(repository, local_dir=str(folder), allow_patterns=wanted)


def fetch_openai_whisper(name: str, folder: Path) -> None:
    try:
        models: dict[str, str] = import_string("whisper._MODELS")
    except ImportError as error:
        remedy = "Run: uv sync --extra openai-whisper"
        raise CannotFetch(f"The engine openai-whisper is not installed here. {remedy}") from error
    if name not in models:
        raise CannotFetch(f"No model is called {name!r}. There are: {', '.join(models)}.")
    download: Callable[..., str] = import_string("whisper._download")
    Path(download(models[name], str(folder), False)).replace(folder / "model.pt")


FETCHERS: dict[str, Callable[[str, Path], None]] = {
    "faster-whisper": fetch_faster_whisper,
    "openai-whisper": fetch_openai_whisper,
}


@contextmanager
def hub_on() -> Iterator[None]:
    """The hub is off in every process of Heard (see `engines`); here somebody asked for it by name."""
    constants: Any = import_string("huggingface_hub.constants")
    before = constants.HF_HUB_OFFLINE
    constants.HF_HUB_OFFLINE = False
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = before


def no_luck(*, name: str, error: Exception) -> str:
    return (
        f"The model {name} could not be fetched ({type(error).__name__}). Is there a network here? Run the command "
        "again to go on where it stopped. Or fetch it on another machine, copy its folder, and set WHISPER_MODEL to it."
    )

"""Which engine and which model. A model is loaded once in a process, and never downloaded from here."""

import threading
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from transcription.engines.base import Engine
from transcription.engines.models_on_disk import NoModel, find_model
from transcription.engines.threads import free_cores

__all__ = ["ENGINES", "EngineMissing", "NoModel", "get_engine"]

# The libraries are large, and one is optional: an engine's module is imported when it is asked for, not before.
ENGINES = {
    "faster-whisper": "transcription.engines.faster_whisper.FasterWhisper",
    "openai-whisper": "transcription.engines.openai_whisper.OpenAIWhisper",
}
INSTALL = {"openai-whisper": "uv sync --extra openai-whisper"}
JOIN_ABOVE_BYTES = 60 * 1024 * 1024
JOIN_SECONDS = 1.0

_loaded: dict[tuple[object, ...], Engine] = {}
_lock = threading.Lock()


class EngineMissing(Exception):
    """The engine is unknown or not installed; the message names the remedy."""


def get_engine(*, name: str = "", model: str = "", compute_type: str = "") -> Engine:
    """The engine, loaded. Settings answer what is not given. Raises EngineMissing, NoModel."""
    name = name or settings.WHISPER_ENGINE
    build = engine_class(name)
    folder = find_model(engine=name, name=model or settings.WHISPER_MODEL)
    device, kind = settings.WHISPER_DEVICE, compute_type or settings.WHISPER_COMPUTE_TYPE
    key = (name, folder, folder.stat().st_mtime_ns, device, kind, settings.WHISPER_PIECE_SECONDS)
    with _lock:
        if key not in _loaded:
            engine = build(
                model=folder,
                device=device,
                compute_type=kind,
                threads=free_cores(asked=settings.WHISPER_THREADS),
                join_seconds=join_seconds(folder),
                piece_seconds=settings.WHISPER_PIECE_SECONDS,
            )
            engine.load()
            _loaded.clear()  # one model in memory; a changed setting replaces it
            _loaded[key] = engine
        return _loaded[key]


def let_go() -> None:
    """Forget the loaded engine: a call into it that never came back may still hold it."""
    with _lock:
        _loaded.clear()


def engine_class(name: str) -> Callable[..., Engine]:
    """Raises EngineMissing."""
    try:
        found: Callable[..., Engine] = import_string(ENGINES[name])
    except KeyError:
        raise EngineMissing(f"No engine is called {name!r}: use {' or '.join(ENGINES)}.") from None
    except ImportError as error:
        remedy = INSTALL.get(name, "make run")
        raise EngineMissing(f"The engine {name} is not installed here. Run: {remedy}") from error
    return found


def join_seconds(model: Path) -> float:
    """Which pauses to decode across.

    Every decoding costs a whole 30-second window, whatever its length, so with real models short stretches of speech
    go together; they know what to do with several sentences. Very small models do not: each stretch goes by itself.
    """
    if settings.WHISPER_JOIN_MS >= 0:
        return settings.WHISPER_JOIN_MS / 1000
    return JOIN_SECONDS if weight(model) > JOIN_ABOVE_BYTES else 0.0


def weight(model: Path) -> int:
    files = [model] if model.is_file() else list(model.iterdir())
    return sum(file.stat().st_size for file in files if file.is_file())

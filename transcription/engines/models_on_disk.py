"""Finding a model that lies on this machine. Nothing here ever asks a network."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

DEFAULT_NAME = "small"
# What must lie in the folder before the library is given it; `tokenizer.json` missing, it would call the hub.
REQUIRED = {
    "faster-whisper": ("model.bin", "config.json", "tokenizer.json"),
    "openai-whisper": ("model.pt",),
}


class NoModel(Exception):
    """There is no usable model. `message` says why, `command` fetches one."""

    def __init__(self, message: str, *, command: str) -> None:
        super().__init__(message)
        self.message, self.command = message, command


def find_model(*, engine: str, name: str) -> Path:
    """The model's folder (faster-whisper) or file (openai-whisper). Raises NoModel.

    NAME is a folder, a file, or a name below MODEL_ROOT. With no name the model fetched last is used.
    """
    place = locate(engine=engine, name=name)
    if place is None:
        raise NoModel(
            _("There is no speech model on this machine yet, so recordings wait."),
            command=fetch_command(engine=engine, name=name),
        )
    if missing := missing_files(engine=engine, place=place):
        raise NoModel(
            _("The speech model is not complete: %(files)s is missing.") % {"files": ", ".join(missing)},
            command=fetch_command(engine=engine, name=name),
        )
    return place / "model.pt" if engine == "openai-whisper" and place.is_dir() else place


def locate(*, engine: str, name: str) -> Path | None:
    root = Path(settings.MODEL_ROOT)
    if name:
        given = [Path(name).expanduser(), model_folder(engine=engine, name=name)]
        return next((place.resolve() for place in given if place.exists() and not is_bare(place, name)), None)
    fetched = [
        place for place in root.glob("*") if place.is_dir() and not missing_files(engine=engine, place=place)
    ]
    return max(fetched, key=lambda place: (place.stat().st_mtime, place.name), default=None)


def is_bare(place: Path, name: str) -> bool:
    """A bare name such as `small` means the model, not a folder that happens to be called so where we stand."""
    return str(place) == name and "/" not in name


def model_folder(*, engine: str, name: str) -> Path:
    suffix = "" if engine == "faster-whisper" else f"-{engine}"
    return Path(settings.MODEL_ROOT) / f"{name.replace('/', '--')}{suffix}"


def missing_files(*, engine: str, place: Path) -> list[str]:
    if place.is_file():
        return [] if engine == "openai-whisper" else list(REQUIRED[engine])
    return [file for file in REQUIRED[engine] if not (place / file).is_file()]


def fetch_command(*, engine: str, name: str) -> str:
    wanted = name if name and "/" not in name and "\\" not in name else DEFAULT_NAME
    option = "" if engine == settings.WHISPER_ENGINE == "faster-whisper" else f" --engine {engine}"
    return f"python manage.py fetch_model {wanted}{option}"

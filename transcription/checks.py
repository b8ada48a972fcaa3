"""Settings that could not work, found at start."""

from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

NEEDS = {"faster-whisper": "faster_whisper", "openai-whisper": "whisper"}


@register()
def check_engine(**_kwargs: Any) -> list[CheckMessage]:
    engine = settings.WHISPER_ENGINE
    if engine not in NEEDS:
        return [
            Error(
                f"WHISPER_ENGINE is {engine!r}.", hint=f"Use {' or '.join(NEEDS)}.", id="transcription.E001"
            )
        ]
    if find_spec(NEEDS[engine]) is None:
        hint = "Run: uv sync --extra openai-whisper"
        return [
            Error(
                f"WHISPER_ENGINE is {engine!r}, which is not installed.", hint=hint, id="transcription.E002"
            )
        ]
    return []

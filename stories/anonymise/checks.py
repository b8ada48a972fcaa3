"""Settings of detection that could not work, found at start. Nothing is loaded for it but the operator's list."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def check_list(**_kwargs: Any) -> list[CheckMessage]:
    if settings.DETECTION_LIST is None:
        return []
    from stories.anonymise import gazetteer  # noqa: PLC0415  no start waits for it where there is no list

    try:
        gazetteer.load(settings.DETECTION_LIST)
    except OSError as error:
        return [Error(f"DETECTION_LIST cannot be read: {error.strerror}.", id="stories.E010")]
    except ValueError as error:
        return [Error(f"DETECTION_LIST: {error}", id="stories.E011")]
    return []


@register()
def check_model(**_kwargs: Any) -> list[CheckMessage]:
    if not settings.DETECTION_MODEL:
        return []
    from stories.anonymise import ner  # noqa: PLC0415

    try:
        kind = ner.kind_of_model(Path(settings.DETECTION_MODEL))
    except ner.NoModel as error:
        return [Error(f"DETECTION_MODEL: {error}", id="stories.E012")]
    if kind == ner.GLINER and find_spec("gliner") is None:
        hint = "Run: .venv/bin/uv pip install gliner"
        return [Error("DETECTION_MODEL needs the package gliner.", hint=hint, id="stories.E013")]
    return []

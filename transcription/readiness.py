"""What `/readyz` says of the speech model."""

from django.conf import settings

from common.health import NotYet
from transcription.engines.models_on_disk import NoModel, find_model


def look_for_model() -> None:
    """Raises NotYet: recordings wait for it, everything else works without."""
    try:
        find_model(engine=settings.WHISPER_ENGINE, name=settings.WHISPER_MODEL)
    except NoModel as missing:
        raise NotYet(missing.message) from missing

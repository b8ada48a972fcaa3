"""Stories with a real recording, brought along by the domain functions and by the real jobs."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from common.jobs.run_now import drain
from stories import telling
from stories.consent import give_consent
from stories.enums import Form, PartKind, Purpose
from stories.models import SealedPart, Submission
from tests.services.whisper import DATA
from tests.stories.factories import PATH, STEPS, WAYS_OFF, Wish
from transcription import hearing
from transcription.engines.base import Result

HIDE = (("Alan", "a nurse"), ("Juniper Ward", "the ward"))


def add_recording(source: Path, *, kind: PartKind = PartKind.AUDIO, form: Form = Form.AUDIO) -> SealedPart:
    """A draft with one recording and consent to the website in FORM."""
    submission = telling.begin_submission(language="en")
    with source.open("rb") as file:
        part = telling.add_media(submission_id=submission.pk, kind=kind, source=file, mime="audio/ogg")
    Submission.objects.filter(pk=submission.pk).update(adult_confirmed=True)
    give_consent(
        submission_id=submission.pk, purpose=Purpose.WEBSITE, form=form, trust_code="", cooling_off=False
    )
    return part


def send_recording(source: Path, **how: object) -> SealedPart:
    """Sent; its transcription waits in the queue."""
    part = add_recording(source, **how)  # type: ignore[arg-type]
    telling.send_submission(submission_id=part.submission_id)
    return part


def make_heard(
    state: str = "published",
    *,
    source: Path = DATA / "testimony.opus",
    hide: Sequence[tuple[str, str]] = HIDE,
    wish: Wish | None = None,
    **how: object,
) -> SealedPart:
    """A recording transcribed, redacted, copied and brought to STATE (of `tests.stories.factories`), jobs and all."""
    part = send_recording(source, **how)
    with hearing_once():
        drain()
    wish = wish or Wish(hide=hide)
    last = WAYS_OFF.get(state, state)
    for step in PATH[2 : PATH.index(last) + 1]:
        STEPS[step](part.submission, wish)
        drain()
    if state in WAYS_OFF:
        STEPS[state](part.submission, wish)
    return part


_heard: dict[tuple[str, str, str], Result] = {}


@contextmanager
def hearing_once() -> Iterator[None]:
    """Whisper listens to a file once in a test process; what it heard is remembered for the same file and model."""
    recognise = hearing.recognise

    def remembered(**how: Any) -> Result:
        key = (how["info"].sha256, how["info"].language, how["engine"].model_hash)
        if key not in _heard:
            _heard[key] = recognise(**how)
        return _heard[key]

    with mock.patch.object(hearing, "recognise", remembered):
        yield


def as_file(content: bytes, folder: Path, name: str = "file.bin") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


__all__ = ["HIDE", "add_recording", "as_file", "make_heard", "send_recording"]

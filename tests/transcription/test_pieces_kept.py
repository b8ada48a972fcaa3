"""A long recording is heard in pieces that are kept: whoever takes over repeats one at the most."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.run_now import drain
from common.jobs.service import jobs_for
from stories import withdrawal
from stories.models import SealedPart
from stories.parts import part_text
from tests.transcription.factories import send_recording
from transcription import hearing, transcripts
from transcription.engines import registry
from transcription.engines.deadline import TooSlow
from transcription.engines.faster_whisper import FasterWhisper
from transcription.models import HeardPiece, Transcript
from transcription.pieces_kept import PiecesKept

pytestmark = pytest.mark.django_db


class PowerCutError(BaseException):
    """Nothing catches it on the way, as nothing catches SIGKILL."""


@pytest.fixture
def minute(with_model: Settings, ffmpeg, testimony: Path) -> SealedPart:
    with_model.WHISPER_PIECE_SECONDS = 5
    return send_recording(ffmpeg("minute.opus", "-stream_loop", "2", "-i", testimony, "-c:a", "copy"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One number for each piece that the engine was given, whoever gave it."""
    real, given = FasterWhisper.hear, []

    def hear(self: FasterWhisper, piece: Any, **how: Any) -> Any:
        given.append(round(piece.start))
        return real(self, piece, **how)

    monkeypatch.setattr(FasterWhisper, "hear", hear)
    return given


def listen(part: SealedPart) -> None:
    hearing.transcribe_recording(part_id=part.pk, beat=lambda _share, _note: None)


def broken_off_after(pieces: int, part: SealedPart, monkeypatch: pytest.MonkeyPatch) -> None:
    real = PiecesKept.keep

    def keep(self: PiecesKept, heard: Any) -> None:
        real(self, heard)
        if self.count == pieces:
            raise PowerCutError

    with monkeypatch.context() as patch:
        patch.setattr(PiecesKept, "keep", keep)
        try:
            listen(part)
        except PowerCutError:
            return
    pytest.fail("it came to its end")


def test_whoever_takes_over_hears_only_the_rest_and_writes_the_same(
    minute: SealedPart, asked: list[int], monkeypatch: pytest.MonkeyPatch, spoken: str
) -> None:
    listen(minute)
    whole = transcripts.open_heard(transcript=Transcript.objects.get())
    pieces = asked.copy()
    Transcript.objects.all().delete()
    assert (len(pieces), HeardPiece.objects.count()) == (6, 0)
    asked.clear()
    broken_off_after(3, minute, monkeypatch)
    assert (asked, HeardPiece.objects.count()) == (pieces[:3], 3)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM transcription_heardpiece")
        assert "Juniper" not in repr([list(map(str, row)) for row in cursor.fetchall()])
        assert all(b"Juniper" not in bytes(row.sealed) for row in HeardPiece.objects.all())
    asked.clear()
    listen(minute)
    assert asked == pieces[3:]
    assert transcripts.open_heard(transcript=Transcript.objects.get()) == whole
    assert part_text(part_id=minute.pk) == "\n".join([spoken] * 3)
    assert not HeardPiece.objects.exists()


def test_another_engine_or_other_options_begin_again(
    minute: SealedPart, asked: list[int], monkeypatch: pytest.MonkeyPatch, with_model: Settings
) -> None:
    broken_off_after(2, minute, monkeypatch)
    asked.clear()
    with_model.WHISPER_COMPUTE_TYPE = "int8"
    broken_off_after(1, minute, monkeypatch)
    assert asked[0] == 0
    assert HeardPiece.objects.count() == 1, "what the other heard is thrown away"


def test_an_erased_story_leaves_no_piece(minute: SealedPart, monkeypatch: pytest.MonkeyPatch) -> None:
    broken_off_after(2, minute, monkeypatch)
    assert HeardPiece.objects.count() == 2
    withdrawal.take_back(submission_id=minute.submission_id)
    drain()
    assert not HeardPiece.objects.exists()
    listen(minute)
    assert not HeardPiece.objects.exists()


def test_a_machine_that_is_too_slow_says_so_tries_again_and_keeps_what_it_has(
    minute: SealedPart, asked: list[int], monkeypatch: pytest.MonkeyPatch, spoken: str
) -> None:
    real = FasterWhisper.hear

    def slow(self: FasterWhisper, piece: Any, **how: Any) -> Any:
        if len(asked) == 2:
            raise TooSlow
        return real(self, piece, **how)

    with monkeypatch.context() as patch:
        patch.setattr(FasterWhisper, "hear", slow)
        drain()
    job = jobs_for(object_id=minute.pk).get(kind="transcribe_recording")
    assert (job.state, job.attempts) == (JobState.QUEUED, 1)
    assert "too slow for this model" in job.reason
    assert job.reason.endswith("nothing else runs here.")
    assert HeardPiece.objects.count() == 2
    assert not registry._loaded, "a call that hangs may hold the engine"
    Job.objects.filter(pk=job.pk).update(due_at=job.created_at)
    drain()
    assert part_text(part_id=minute.pk) == "\n".join([spoken] * 3)
    assert len(asked) == 6

from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django.fixtures import Settings

from common.jobs.run_now import drain
from common.jobs.service import jobs_for
from tests.transcription.factories import as_file, make_heard, send_recording
from transcription.enums import Problem, Stage
from transcription.state import RecordingState, recording_state, safe_copy_state

pytestmark = pytest.mark.django_db


def test_in_the_queue(with_model: Settings, testimony: Path) -> None:
    state = recording_state(part_id=send_recording(testimony).pk)
    assert (state.stage, state.retry_job, state.command) == (Stage.QUEUED, None, "")
    assert state.message


def test_transcribed(with_model: Settings) -> None:
    part = make_heard("sent")
    assert recording_state(part_id=part.pk) == RecordingState(Stage.TRANSCRIBED, 1.0, "", "", None)


def test_waiting_for_a_model_names_the_command_apart(no_model: Settings, testimony: Path) -> None:
    part = send_recording(testimony)
    drain()
    state = recording_state(part_id=part.pk)
    assert state.stage == Stage.WAITING
    assert state.command == "python manage.py fetch_model small"
    assert state.message == "There is no speech model on this machine yet, so recordings wait."
    assert state.retry_job == jobs_for(object_id=part.pk).get().pk


def test_failed_says_why_and_can_be_tried_again(with_model: Settings, tmp_path: Path) -> None:
    part = send_recording(as_file(b"nothing", tmp_path))
    drain()
    state = recording_state(part_id=part.pk)
    assert (state.stage, state.message) == (Stage.FAILED, str(Problem.NOT_MEDIA.label))
    assert state.retry_job is not None


def test_silence_has_a_stage_of_its_own(with_model: Settings, ffmpeg) -> None:
    part = send_recording(ffmpeg("quiet.wav", "-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", "3"))
    drain()
    state = recording_state(part_id=part.pk)
    assert (state.stage, state.message) == (Stage.NO_SPEECH, str(Problem.NO_SPEECH.label))


def test_a_part_nobody_has_begun_with(db: None) -> None:
    assert recording_state(part_id=uuid4()).stage == Stage.QUEUED


def test_safe_copies_have_their_own(with_model: Settings) -> None:
    part = make_heard("handed")
    assert safe_copy_state(part_id=part.pk).stage == Stage.TRANSCRIBED

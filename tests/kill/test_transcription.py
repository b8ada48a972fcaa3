"""A worker killed while it listens or makes a safe copy: the same words in the end, once, and nothing plain left."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings

from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.service import enqueue, jobs_for
from stories.enums import RedactionAction, RedactionKind
from stories.models import SealedPart
from stories.parts import part_text
from stories.redaction import redact_everywhere
from tests.kill.harness import WorkerHarness
from tests.transcription.factories import send_recording
from transcription.models import SafeCopy, Transcript
from transcription.release import preview_media

pytestmark = pytest.mark.kill
TIMES = 20  # six minutes, so that there is a middle to be killed in


@pytest.fixture
def long_testimony(testimony: Path, tmp_path: Path) -> Path:
    import subprocess

    from transcription.media.ffmpeg import ffmpeg_path

    out = tmp_path / "long.opus"
    command = [
        ffmpeg_path(),
        "-v",
        "error",
        "-stream_loop",
        str(TIMES - 1),
        "-i",
        str(testimony),
        "-c:a",
        "copy",
    ]
    subprocess.run([*command, str(out)], check=True)
    return out


def job_of(part: SealedPart, kind: str) -> Job:
    return jobs_for(object_id=part.pk).filter(kind=kind).latest("created_at")


def give_model(harness: WorkerHarness, model_folder: Path) -> None:
    harness.env |= {
        "WHISPER_MODEL": str(model_folder),
        "WHISPER_COMPUTE_TYPE": "float32",
        "WHISPER_THREADS": "1",
    }


def plain_folders() -> list[Path]:
    root = Path(django_settings.WORK_ROOT)
    return list(root.iterdir()) if root.exists() else []


def sealed_files() -> list[Path]:
    return [path for path in Path(django_settings.SEALED_ROOT).rglob("*") if path.is_file()]


def is_done(part: SealedPart, kind: str) -> bool:
    return job_of(part, kind).state == JobState.DONE


def test_killed_while_listening(
    harness: WorkerHarness, model_folder: Path, long_testimony: Path, spoken: str
) -> None:
    give_model(harness, model_folder)
    part = send_recording(long_testimony)
    harness.start_worker()
    job = job_of(part, "transcribe_recording")
    harness.wait_for(lambda: 0 < Job.objects.get(pk=job.pk).progress < 1, what="some progress")
    harness.kill()
    job.refresh_from_db()
    assert job.state == JobState.RUNNING
    assert not Transcript.objects.exists()
    harness.start_worker()
    harness.wait_for(lambda: is_done(part, "transcribe_recording"), what="the job to be done")
    job.refresh_from_db()
    assert job.attempts == 2
    assert Transcript.objects.count() == 1
    lines = part_text(part_id=part.pk).split("\n")
    assert len(lines) == 5 * TIMES
    assert lines[:5] == lines[-5:] == spoken.split("\n")
    harness.wait_for(lambda: not plain_folders(), what="the plain folders to go")


def begun_copying(part: SealedPart) -> list[str]:
    """Plain files that a worker holds at this moment."""
    return [
        str(file) for folder in plain_folders() for file in folder.glob("copy.*") if file.stat().st_size > 0
    ]


def test_killed_while_a_safe_copy_is_made(
    harness: WorkerHarness, model_folder: Path, long_testimony: Path
) -> None:
    give_model(harness, model_folder)
    part = send_recording(long_testimony)
    harness.start_worker()
    harness.wait_for(lambda: is_done(part, "transcribe_recording"), what="the transcript")
    redact_everywhere(
        part_ids=[part.pk], words="Alan", kind=RedactionKind.PERSON, action=RedactionAction.MASK, by=None
    )
    before = set(sealed_files())
    enqueue(kind="make_safe_copy", object_id=part.pk)
    harness.wait_for(lambda: begun_copying(part), what="plain sound in the private folder")
    harness.kill()
    assert begun_copying(part), "killed too late: nothing plain was lying there"
    assert not any(runs_ffmpeg(process) for process in Path("/proc").iterdir())
    harness.start_worker()
    harness.wait_for(lambda: is_done(part, "make_safe_copy"), what="the copy")
    assert SafeCopy.objects.count() == 1
    clip = preview_media(part_id=part.pk)
    assert clip is not None
    assert "Alan" not in clip.captions()
    harness.wait_for(lambda: not plain_folders(), what="the plain folders to go")
    assert len(set(sealed_files()) - before) == 1


def runs_ffmpeg(process: Path) -> bool:
    """Whether the process is an ffmpeg at work in this test's private folders."""
    try:
        return str(django_settings.WORK_ROOT) in (process / "cmdline").read_text()
    except OSError:
        return False

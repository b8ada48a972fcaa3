"""A worker killed while it listens or makes a safe copy: the same words in the end, once, and nothing plain left."""

import subprocess
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from pytest_django.fixtures import Settings

from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.service import enqueue, jobs_for
from stories.enums import RedactionAction, RedactionKind
from stories.models import SealedPart
from stories.parts import part_text
from stories.redaction import redact_everywhere
from tests.kill.conftest import HarnessFor
from tests.kill.harness import WorkerHarness
from tests.kill.probe.apps import DIE_AT
from tests.transcription.factories import send_recording
from transcription.engines.registry import get_engine
from transcription.media.ffmpeg import ffmpeg_path
from transcription.models import HeardPiece, SafeCopy, Transcript
from transcription.proxies import ready_proxy
from transcription.release import preview_media
from transcription.transcripts import open_heard

pytestmark = pytest.mark.kill
TIMES = 20  # six minutes, so that there is a middle to be killed in


def repeat(testimony: Path, out: Path, *, times: int) -> Path:
    loop = ["-stream_loop", str(times - 1), "-i", str(testimony), "-c:a", "copy", str(out)]
    subprocess.run([ffmpeg_path(), "-v", "error", *loop], check=True)
    return out


@pytest.fixture
def long_testimony(testimony: Path, tmp_path: Path) -> Path:
    return repeat(testimony, tmp_path / "long.opus", times=TIMES)


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


def hide_alan(part: SealedPart) -> None:
    redact_everywhere(
        part_ids=[part.pk], words="Alan", kind=RedactionKind.PERSON, action=RedactionAction.MASK, by=None
    )


def begun_copying(part: SealedPart) -> list[str]:
    """Plain files that a worker holds at this moment."""
    return [
        str(file) for folder in plain_folders() for file in folder.glob("copy.*") if file.stat().st_size > 0
    ]


def test_killed_while_a_safe_copy_is_made(
    harness_for: HarnessFor, model_folder: Path, long_testimony: Path
) -> None:
    harness = harness_for("filesystem")
    give_model(harness, model_folder)
    part = send_recording(long_testimony)
    harness.start_worker()
    harness.wait_for(lambda: is_done(part, "transcribe_recording"), what="the transcript")
    hide_alan(part)
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


# Where the worker ends, at which call of it, before or after it, and how many pieces have been kept by then.
WHILE_LISTENING = [
    ("transcription.hearing:probe 1 after", 0),
    ("transcription.media.levels:Levels._measure 2 after", 0),
    ("transcription.engines.faster_whisper:build_segment 2 after", 0),
    ("transcription.pieces_kept:PiecesKept.keep 2 after", 2),
    ("transcription.hearing:hand_over 1 after", 5),
]
WHILE_COPYING = [
    "transcription.safe_copies:unseal_part 1 after",
    "transcription.safe_copies:make 1 after",
    "transcription.safe_copies:reserve 1 after",
    "transcription.safe_copies:seal_file 1 after",
    "transcription.safe_copies:save 1 before",
]


def run_until_it_dies(harness: WorkerHarness, where: str) -> None:
    """A worker that ends at WHERE; then the next may have its job at once, as often as it takes."""
    harness.env[DIE_AT] = where
    assert harness.start_worker(ready=False).wait(60) == -9, harness.log
    del harness.env[DIE_AT]
    died = Job.objects.filter(state=JobState.RUNNING)
    assert died.update(lease_until=timezone.now(), attempts=1) == 1, where


def test_killed_at_every_stage_in_turn(
    harness_for: HarnessFor, model_folder: Path, testimony: Path, tmp_path: Path, with_model: Settings
) -> None:
    harness, with_model.WHISPER_PIECE_SECONDS = harness_for("filesystem"), 5
    give_model(harness, model_folder)
    harness.env["WHISPER_PIECE_SECONDS"] = "5"
    sound = repeat(testimony, tmp_path / "minute.opus", times=3)
    whole = get_engine().transcribe(sound, language="en").segments
    part = send_recording(sound)
    for where, kept in WHILE_LISTENING:
        known = list(HeardPiece.objects.values_list("pk", flat=True))
        run_until_it_dies(harness, where)
        pieces = list(HeardPiece.objects.values_list("pk", flat=True))
        assert (len(pieces), pieces[: len(known)]) == (kept, known), f"{where}: something was heard twice"
        assert not Transcript.objects.exists()
    harness.start_worker()
    harness.wait_for(lambda: is_done(part, "transcribe_recording"), what="the transcript")
    assert not HeardPiece.objects.exists()
    heard = open_heard(transcript=Transcript.objects.get())
    assert [(each.start, each.end, each.text) for each in heard] == [
        (each.start, each.end, each.text) for each in whole
    ]
    harness.kill()
    hide_alan(part)
    before = set(sealed_files())
    enqueue(kind="make_safe_copy", object_id=part.pk)
    for where in WHILE_COPYING:
        run_until_it_dies(harness, where)
    harness.start_worker()
    harness.wait_for(lambda: is_done(part, "make_safe_copy"), what="the copy")
    clip = preview_media(part_id=part.pk)
    assert clip is not None
    assert "Alan" not in clip.captions()
    harness.wait_for(lambda: not plain_folders(), what="the plain folders to go")
    assert SafeCopy.objects.count() == 1
    left = {file.name for file in set(sealed_files()) - before}
    assert left == {Path(SafeCopy.objects.get().file_name).name}, "a sealed file that no row names"


WHILE_MAKING_A_PROXY = [
    "transcription.proxy_making:write_proxy 1 after",
    "transcription.proxy_making:seal_file 1 after",
    "transcription.proxy_making:finish 1 before",
]


def test_killed_while_what_editors_play_is_made(
    harness_for: HarnessFor, testimony: Path, tmp_path: Path, no_model: Settings
) -> None:
    """Without a model the recording waits to be listened to, and can be played all the same."""
    harness, tape = harness_for("filesystem"), tmp_path / "tape.avi"
    subprocess.run([ffmpeg_path(), "-v", "error", "-i", str(testimony), str(tape)], check=True)
    before = set(sealed_files())
    part = send_recording(tape)
    for where in WHILE_MAKING_A_PROXY:
        run_until_it_dies(harness, where)
        assert ready_proxy(part_id=part.pk) is None
    harness.start_worker()
    harness.wait_for(lambda: ready_proxy(part_id=part.pk) is not None, what="a form that plays")
    harness.wait_for(lambda: not plain_folders(), what="the plain folders to go")
    assert len(set(sealed_files()) - before) == 2, "the original, and one form of it"

"""A worker killed while a clip is cut, a reel is made or taken back: once and whole, and nothing left over."""

import email
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django.fixtures import Settings

from common.jobs.enums import JobState
from common.jobs.models import Job
from stories.enums import DestinationKind, Purpose
from stories.release import releases_of
from stories.withdrawal import take_back_purpose
from tests.kill.conftest import HarnessFor
from tests.kill.harness import WorkerHarness
from tests.kill.test_splitting import run_until_it_dies
from tests.kill.test_transcription import give_model, plain_folders, sealed_files
from tests.transcription.clips.factories import Made, make_clip
from tests.transcription.library.factories import make_body
from transcription.clips.door import read_clip
from transcription.enums import ExportFileKind, ExportState
from transcription.models import Clip, ReelExport
from transcription.reels.exporting import start_export

pytestmark = pytest.mark.kill
WHILE_CUTTING = [
    "transcription.clips.making:write_plain 1 after",
    "transcription.clips.making:cut 1 after",
    "transcription.clips.making:seal_file 1 after",
    "transcription.clips.making:_save 1 before",
]
WHILE_MAKING = [
    "transcription.reels.press:unseal 1 after",
    "transcription.reels.press:seal_file 2 after",  # the film takes longest to make: it is made twice and no more
]
WHILE_TAKING_BACK = [
    "transcription.reels.recall:retire_export 1 after",
    "transcription.reels.recall:tell_organisation 1 before",
]


@pytest.fixture
def worker(harness_for: HarnessFor, with_model: Settings, model_folder: Path) -> WorkerHarness:
    harness = harness_for("filesystem")
    give_model(harness, model_folder)
    harness.env["DJANGO_SETTINGS_MODULE"] = "tests.kill.mail_settings"
    return harness


def settled(harness: WorkerHarness, kind: str) -> None:
    unfinished = Job.objects.filter(kind=kind).exclude(state=JobState.DONE)
    harness.wait_for(lambda: not unfinished.exists(), what=f"{kind} to be done")
    harness.wait_for(lambda: not plain_folders(), what="the plain folders to go")
    harness.kill()


def test_killed_while_a_clip_is_cut(worker: WorkerHarness) -> None:
    made = make_clip("asked")
    before = set(sealed_files())
    for where in WHILE_CUTTING:
        run_until_it_dies(worker, where)
        assert made.row.file_name == "", where
    worker.start_worker()
    settled(worker, "cut_clip")
    assert Clip.objects.get().file_name
    assert len(set(sealed_files()) - before) == 1, "one file, however often it was begun"
    assert read_clip(clip_id=made.row.pk) is None, "nobody has heard it, and its teller was not asked"


def test_killed_while_a_reel_is_made_and_while_it_is_taken_back(worker: WorkerHarness) -> None:
    made, body = make_clip("agreed"), make_body()
    reel, before = body.make_reel(made.row.pk), set(sealed_files())
    export = start_export(reel_id=reel.pk, by=body.trainer)
    for where in WHILE_MAKING:
        run_until_it_dies(worker, where)
        assert ReelExport.objects.get().state == ExportState.RENDERING, where
        assert went_to_reels(made) == []
    worker.start_worker()
    settled(worker, "render_reel")
    issued = ReelExport.objects.get(pk=export.pk)
    assert (issued.state, issued.files.count()) == (ExportState.ISSUED, len(ExportFileKind))
    assert len(set(sealed_files()) - before) == len(ExportFileKind)
    assert went_to_reels(made) == [False]

    take_back_purpose(submission_id=made.part.submission_id, purpose=Purpose.TRAINING)
    assert went_to_reels(made) == [True]
    for where in WHILE_TAKING_BACK:
        run_until_it_dies(worker, where)
    worker.start_worker()
    settled(worker, "recall_reel")
    assert not set(sealed_files()) - before
    assert ReelExport.objects.get(pk=export.pk).told_at is not None
    assert told().count(body.trainer.email) == 1


def went_to_reels(made: Made) -> list[bool]:
    """Whether each leaving into a reel was taken back."""
    rows = releases_of(story_id=made.story_id)  # type: ignore[arg-type]
    return [row.recalled_at is not None for row in rows if row.kind == DestinationKind.REEL]


def told() -> list[str]:
    folder = Path(django_settings.VAR) / "mail"
    return [str(email.message_from_bytes(file.read_bytes())["To"]) for file in folder.glob("*.log")]

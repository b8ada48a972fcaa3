"""A worker killed again and again while it joins an upload, or erases one part: right in the end, done once.

On the broker that everybody has: where to be killed is the work's matter, and what becomes of the message is not asked
here (test_jobs, test_withdrawal).
"""

from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings

from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.run_now import drain
from common.models import Tombstone
from common.vault.keys import data_keys
from common.vault.models import KeyTombstone
from stories import telling
from stories.certificates import certificates_of
from stories.details import say_adult
from stories.enums import PartKind
from stories.models import SealedPart, UploadPiece, Withdrawal
from stories.part_withdrawal import erase_part, take_back_part
from stories.parts import open_part_media, part_text
from tests.kill.harness import WorkerHarness
from tests.kill.packs.apps import FOLDER
from tests.services.databases import read_as_it_lies
from tests.stories.sending import SOUND, Sender, files
from tests.stories.test_pictures import picture

pytestmark = [
    pytest.mark.kill,
    pytest.mark.parametrize("harness", ["filesystem"], indirect=True),
]


def work_through(harness: WorkerHarness, points: Path, *, killed_at: tuple[str, ...], job: Job) -> None:
    """One worker after the other is killed where it stands; the last one ends the job."""
    points.mkdir()
    harness.env |= {FOLDER: str(points), "DJANGO_SETTINGS_MODULE": "tests.kill.pack_settings"}
    for point in killed_at:
        (points / f"stop-{point}").touch()
        harness.start_worker(ready=False)
        harness.wait_for((points / point).exists, what=f"the point {point!r}")
        harness.kill()
        (points / f"stop-{point}").unlink()
    harness.start_worker(ready=False)
    done = Job.objects.filter(pk=job.pk, state=JobState.DONE)
    harness.wait_for(done.exists, what=f"{job.kind} to be done")
    assert done.get().attempts == len(killed_at) + 1


def plain_anywhere(words: bytes) -> list[Path]:
    """Files below the working folder that hold WORDS as they are."""
    holding = []
    for file in Path(settings.VAR).rglob("*"):
        with suppress(FileNotFoundError):  # a message that a worker took meanwhile
            if file.is_file() and words in read_as_it_lies(file):
                holding.append(file)
    return holding


def test_killed_while_an_upload_is_joined(harness: WorkerHarness, tmp_path: Path) -> None:
    sender, before = Sender(telling.begin_submission()), files()
    path = sender.begun(len(SOUND))
    for start in range(0, len(SOUND), 30_000):
        sender.send(path, start, SOUND[start : start + 30_000])
    part = SealedPart.objects.get()
    pieces = files() - before
    assert (part.file_name, len(pieces)) == ("", -(-len(SOUND) // 30_000))
    job = Job.objects.get(kind="join_upload")
    work_through(
        harness, tmp_path / "points", killed_at=("after-read", "before-exchange", "after-exchange"), job=job
    )
    part.refresh_from_db()
    with open_part_media(part_id=part.pk) as media:
        assert media.read() == SOUND
    assert files() - before == {part.file_name}, "neither a piece nor a half-written file"
    assert not UploadPiece.objects.exists()
    assert plain_anywhere(SOUND[5000:5032]) == []


def test_killed_while_one_part_is_erased(harness: WorkerHarness, tmp_path: Path) -> None:
    sender = Sender(telling.begin_submission())
    story_id = sender.submission.pk
    kept = telling.write_text(submission_id=story_id, text="It was loud.")
    before = files()
    sender.begin(len(picture()), picture())
    drain()
    part = SealedPart.objects.get(kind=PartKind.PICTURE)
    assert len(files() - before) == 2, "as it was sent, and as it is looked at"
    say_adult(submission_id=story_id, adult=True)
    telling.send_submission(submission_id=story_id)
    number = take_back_part(submission_id=story_id, part_id=part.pk)
    job = Job.objects.get(kind="erase_part")
    work_through(harness, tmp_path / "points", killed_at=("before-forget", "after-file"), job=job)
    assert files() == before
    taken = Withdrawal.objects.get()
    erase_part(withdrawal_id=taken.pk)
    again = Withdrawal.objects.get()
    assert (again.files_removed_at, again.finished_at) == (taken.files_removed_at, taken.finished_at)
    assert [(each.number, each.finished) for each in certificates_of(submission_id=story_id)] == [
        (number, True)
    ]
    assert [kind.objects.filter(owner=part.pk).count() for kind in (Tombstone, KeyTombstone)] == [1, 1]
    assert part_text(part_id=kept.pk) == "It was loud."
    assert list(data_keys(owners=[story_id, part.pk])) == [story_id]
    assert SealedPart.objects.get().pk == kept.pk

"""Pieces become one file: whole, once, and again after whatever stopped it."""

import hashlib
from unittest import mock

import pytest

from common.jobs.models import Job
from common.jobs.run_now import drain
from common.storages import SealedStorage, StorageUnavailable
from stories import telling
from stories.models import SealedPart, Upload, UploadPiece
from stories.parts import open_part_media
from stories.uploads import joining
from stories.uploads.joining import join_upload
from tests.stories.sending import SOUND, Sender, files

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(sender: Sender) -> SealedPart:
    path = sender.begun(len(SOUND))
    for start in range(0, len(SOUND), 10_000):
        sender.send(path, start, SOUND[start : start + 10_000])
    return SealedPart.objects.get()


def content(part: SealedPart) -> bytes:
    with open_part_media(part_id=part.pk) as reader:
        return reader.read()


def join(part: SealedPart) -> None:
    join_upload(upload_id=part.pk, tell=lambda progress: None)


def test_it_can_be_read_before_and_after(part: SealedPart) -> None:
    assert part.file_name == ""
    assert UploadPiece.objects.count() > 3
    assert content(part) == SOUND
    assert Job.objects.filter(kind="join_upload", queue="media").count() == 1
    assert drain() == 1
    part.refresh_from_db()
    assert content(part) == SOUND
    assert part.file_sha256 == hashlib.sha256(SOUND).hexdigest()
    assert not UploadPiece.objects.exists()
    assert part.file_name in files()


def test_doing_it_again_changes_nothing(part: SealedPart) -> None:
    join(part)
    part.refresh_from_db()
    name, there = part.file_name, files()
    join(part)
    part.refresh_from_db()
    assert (part.file_name, files()) == (name, there)


@pytest.mark.parametrize("where", ["seal_file", "_exchange"])
def test_a_worker_that_is_killed_leaves_nothing_behind(part: SealedPart, where: str) -> None:
    """Killed: not even its cleaning up runs."""

    class Killed(BaseException):
        pass

    real, before = joining.seal_file, files()

    def killed(**how: object) -> object:
        if where == "seal_file":
            real(**how)  # type: ignore[arg-type]
        raise Killed

    with (
        mock.patch.object(joining, where, killed),
        mock.patch.object(joining, "drop", side_effect=[None, Killed]),
        pytest.raises(Killed),
    ):
        join(part)
    assert len(files() - before) == 1
    assert content(part) == SOUND
    join(part)
    part.refresh_from_db()
    assert content(part) == SOUND
    assert files() - before == {part.file_name}


def test_killed_after_the_exchange_the_pieces_still_go(part: SealedPart) -> None:
    away = mock.patch.object(joining, "drop", side_effect=[None, StorageUnavailable("away")])
    with away, pytest.raises(StorageUnavailable):
        join(part)
    assert UploadPiece.objects.exists()
    assert content(part) == SOUND
    join(part)
    assert not UploadPiece.objects.exists()


def test_a_store_that_is_away_is_tried_again(part: SealedPart, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object) -> None:
        raise StorageUnavailable("away")

    before = files()
    with monkeypatch.context() as broken:
        broken.setattr(SealedStorage, "write_stream", away)
        with pytest.raises(StorageUnavailable):
            join(part)
    assert files() == before
    join(part)
    assert content(SealedPart.objects.get()) == SOUND


def test_a_part_that_was_removed_is_not_made_again(
    part: SealedPart, sender: Sender, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    pieces = set(UploadPiece.objects.values_list("file_name", flat=True))
    assert len(pieces & files()) > 3
    with django_capture_on_commit_callbacks(execute=True):
        telling.remove_media(submission_id=sender.submission.pk, part_id=part.pk)
    left = files()
    assert not pieces & left
    join(part)
    assert not SealedPart.objects.exists()
    assert files() == left


def test_progress_is_told(part: SealedPart, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "STEP", 1)
    told: list[float | None] = []
    join_upload(upload_id=part.pk, tell=told.append)
    assert told == [1.0, None]


def test_nothing_to_join_is_no_error(sender: Sender) -> None:
    join_upload(upload_id=sender.submission.pk, tell=lambda progress: None)
    assert not Upload.objects.exists()

"""Uploads where sealed files lie in an S3-compatible store: real signatures, ranges and multipart, the same road."""

import hashlib
from typing import Any
from unittest import mock

import pytest

from common.jobs.run_now import drain
from common.storages import StorageUnavailable
from common.storages import bucket as bucket_store
from common.storages.bucket import BucketStore
from stories import telling
from stories.models import SealedPart, Upload, UploadPiece
from stories.parts import open_part_media
from stories.uploads.leaving import abandon, sweep_upload
from tests.services.buckets import S3Server
from tests.stories.sending import SOUND, Sender, only_upload
from tests.stories.uploads.test_leaving import run_out

pytestmark = [pytest.mark.s3, pytest.mark.django_db]
STEP = 40_000


class Bucket:
    def __init__(self, server: S3Server, url: str) -> None:
        self.client, self.name = server.client(), url.rpartition("/")[2].partition("?")[0]

    def names(self) -> set[str]:
        """Everything that lies there; unfinished multipart uploads too."""
        listed = self.client.list_objects_v2(Bucket=self.name).get("Contents", [])
        open_still = self.client.list_multipart_uploads(Bucket=self.name).get("Uploads", [])
        return {each["Key"] for each in listed} | {each["Key"] for each in open_still}

    def content(self) -> bytes:
        return b"".join(
            self.client.get_object(Bucket=self.name, Key=name)["Body"].read() for name in self.names()
        )


@pytest.fixture
def bucket(s3_server: S3Server, s3_url: str, settings: Any) -> Bucket:
    settings.STORAGE_URL = s3_url
    return Bucket(s3_server, s3_url)


def send_all(sender: Sender) -> SealedPart:
    path = sender.begun(len(SOUND))
    for start in range(0, len(SOUND), STEP):
        assert sender.send(path, start, SOUND[start : start + STEP]).status_code == 204
    return SealedPart.objects.get()


def content_of(part: SealedPart) -> bytes:
    with open_part_media(part_id=part.pk) as reader:
        return reader.read()


def test_pieces_are_sealed_objects_and_become_one(sender: Sender, bucket: Bucket) -> None:
    part = send_all(sender)
    pieces = set(UploadPiece.objects.values_list("file_name", flat=True))
    assert bucket.names() == pieces
    assert len(pieces) == -(-len(SOUND) // STEP)
    assert SOUND[1000:1032] not in bucket.content()
    assert content_of(part) == SOUND, "read through its pieces, a range of each"
    drain()
    part.refresh_from_db()
    assert bucket.names() == {part.file_name}
    assert part.file_sha256 == hashlib.sha256(SOUND).hexdigest()
    assert content_of(part) == SOUND


def test_what_is_left_leaves_nothing_there(sender: Sender, bucket: Bucket) -> None:
    path = sender.begun(len(SOUND))
    sender.send(path, 0, SOUND[:STEP])
    assert sender.ask("HEAD", path)["Upload-Offset"] == str(STEP)
    abandon(submission_id=sender.submission.pk, upload_id=only_upload().pk)
    assert bucket.names() == set()
    sender.send(sender.begun(len(SOUND)), 0, SOUND[:STEP])
    assert len(bucket.names()) == 1
    run_out()
    sweep_upload(upload_id=only_upload().pk)
    assert (bucket.names(), Upload.objects.count()) == (set(), 0)


def test_a_part_that_is_removed_takes_its_pieces_along(
    sender: Sender, bucket: Bucket, django_capture_on_commit_callbacks: Any
) -> None:
    part = send_all(sender)
    with django_capture_on_commit_callbacks(execute=True):
        telling.remove_media(submission_id=sender.submission.pk, part_id=part.pk)
    drain()
    assert bucket.names() == set()


def test_a_piece_that_breaks_off_leaves_no_half_object(sender: Sender, bucket: Bucket) -> None:
    """The store went away in the middle of a multipart upload: nothing of it stays, and the piece comes again."""
    path = sender.begun(len(SOUND))
    real, sent = BucketStore._send_part, []

    def second_is_lost(*how: Any) -> Any:
        if sent:
            raise StorageUnavailable("away")
        sent.append(real(*how))
        return sent[0]

    with (
        mock.patch.object(bucket_store, "PART", 8_000),
        mock.patch.object(BucketStore, "_send_part", second_is_lost),
    ):
        answer = sender.send(path, 0, SOUND[:STEP])
    assert (answer.status_code, len(sent)) == (503, 1)
    assert bucket.names() == set()
    assert sender.send(path, 0, SOUND).status_code == 204
    assert content_of(SealedPart.objects.get()) == SOUND

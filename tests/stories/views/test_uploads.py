"""The tus server, status by status, as its specification (1.0.0) and issue 3 say."""

import base64
import datetime as dt
import hashlib

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from common.jobs.models import Job
from common.storages import SealedStorage, StorageFull, StorageUnavailable
from stories.enums import PartKind, UploadState
from stories.models import SealedPart, Upload, UploadPiece
from stories.parts import open_part_media
from stories.uploads import receiving
from stories.uploads.places import _places
from tests.stories.sending import BYTES, SOUND, Sender, files, only_upload, said

pytestmark = pytest.mark.django_db


def content_of(part_id: object) -> bytes:
    with open_part_media(part_id=part_id) as reader:  # type: ignore[arg-type]  # tests give what they have
        return reader.read()


def test_options_says_what_it_can() -> None:
    answer = Client().options("/uploads/")
    assert answer.status_code == 204
    assert answer["Tus-Resumable"] == "1.0.0"
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Max-Size"] == str(2 * 1024**3)
    assert answer["Tus-Extension"].split(",") == [
        "creation",
        "creation-with-upload",
        "creation-defer-length",
        "expiration",
        "checksum",
        "termination",
    ]
    assert answer["Tus-Checksum-Algorithm"] == "sha1,sha256"


def test_a_file_arrives_in_pieces(sender: Sender) -> None:
    path = sender.begun(len(SOUND))
    assert sender.send(path, 0, SOUND[:1000]).status_code == 204
    head = sender.ask("HEAD", path)
    assert head.status_code == 200
    assert (head["Upload-Offset"], head["Upload-Length"]) == ("1000", str(len(SOUND)))
    assert head["Cache-Control"] == "no-store, private"
    assert "Heard-Part" not in head
    last = sender.send(path, 1000, SOUND[1000:])
    assert last.status_code == 204
    assert last["Upload-Offset"] == str(len(SOUND))
    assert last["Heard-Kind"] == "audio"
    part = SealedPart.objects.get(pk=last["Heard-Part"])
    assert (part.kind, part.mime, part.file_size) == (PartKind.AUDIO, "audio/ogg", len(SOUND))
    assert content_of(part.pk) == SOUND
    assert path == f"/uploads/{part.pk}/"


def test_the_end_is_told_again_when_its_answer_was_lost(sender: Sender) -> None:
    path = sender.begun(len(SOUND))
    sender.send(path, 0, SOUND)
    head = sender.ask("HEAD", path)
    assert (head["Upload-Offset"], head["Heard-Kind"]) == (str(len(SOUND)), "audio")
    assert SealedPart.objects.count() == 1


def test_what_came_in_one_piece_is_the_parts_file_as_it_lies(sender: Sender) -> None:
    before = files()
    answer = sender.begin(len(SOUND), SOUND)
    assert answer.status_code == 201
    assert answer["Upload-Offset"] == str(len(SOUND))
    part = SealedPart.objects.get(pk=answer["Heard-Part"])
    assert part.file_sha256 == hashlib.sha256(SOUND).hexdigest()
    assert files() - before == {part.file_name}
    assert not Job.objects.filter(kind="join_upload").exists()
    assert content_of(part.pk) == SOUND


def test_creation_with_only_the_beginning(sender: Sender) -> None:
    answer = sender.begin(len(SOUND), SOUND[:500])
    assert (answer.status_code, answer["Upload-Offset"]) == (201, "500")
    assert sender.send(answer["Location"], 500, SOUND[500:]).status_code == 204
    assert content_of(SealedPart.objects.get().pk) == SOUND


def test_a_length_that_is_told_at_the_end(sender: Sender) -> None:
    path = sender.begun(None, Upload_Defer_Length="1")
    assert sender.ask("HEAD", path)["Upload-Defer-Length"] == "1"
    assert sender.send(path, 0, SOUND[:5000]).status_code == 204
    assert not SealedPart.objects.exists()
    sender.send(path, 5000, SOUND[5000:])
    last = sender.send(path, len(SOUND), b"", Upload_Length=str(len(SOUND)))
    assert (last.status_code, last["Heard-Kind"]) == (204, "audio")
    assert content_of(last["Heard-Part"]) == SOUND


def test_a_length_once_told_stays(sender: Sender) -> None:
    path = sender.begun(10_000)
    assert sender.send(path, 0, b"x" * 10, Upload_Length="9000").status_code == 400
    deferred = sender.begun(None, Upload_Defer_Length="1")
    sender.send(deferred, 0, b"x" * 100)
    assert sender.send(deferred, 100, b"", Upload_Length="50").status_code == 400
    assert sender.ask("HEAD", deferred)["Upload-Defer-Length"] == "1"


def test_wishes_go_along_and_names_do_not(sender: Sender) -> None:
    words = said(filename="me-and-mum.opus", disguise_voice="yes", hide_face="no", recorded="yes")
    path = sender.begun(len(SOUND), Upload_Metadata=words)
    upload = only_upload()
    assert (upload.recorded, upload.disguise_voice, upload.hide_face) == (True, True, False)
    assert "mum" not in repr(vars(upload))
    sender.send(path, 0, SOUND)
    part = SealedPart.objects.get()
    assert (part.disguise_voice, part.hide_face) == (True, False)
    assert "mum" not in repr(vars(part))


def test_a_wrong_offset_is_409_and_writes_nothing(sender: Sender) -> None:
    path = sender.begun(len(SOUND))
    sender.send(path, 0, SOUND[:1000])
    before = files()
    for offset in (0, 999, 1001, len(SOUND)):
        assert sender.send(path, offset, SOUND[:100]).status_code == 409
    assert files() == before
    assert sender.ask("HEAD", path)["Upload-Offset"] == "1000"


def test_a_piece_sent_twice_is_409(sender: Sender) -> None:
    path = sender.begun(len(SOUND))
    assert sender.send(path, 0, SOUND).status_code == 204
    before = files()
    assert sender.send(path, 0, SOUND).status_code == 409
    assert files() == before
    assert content_of(SealedPart.objects.get().pk) == SOUND


@pytest.mark.parametrize(("algorithm", "make"), [("sha1", hashlib.sha1), ("sha256", hashlib.sha256)])
def test_a_checksum_is_checked(sender: Sender, algorithm: str, make) -> None:  # type: ignore[no-untyped-def]
    path = sender.begun(len(SOUND))
    right = f"{algorithm} {base64.b64encode(make(SOUND).digest()).decode()}"
    before = files()
    wrong = sender.send(path, 0, SOUND[:-1] + b"?", Upload_Checksum=right)
    assert wrong.status_code == 460
    assert files() == before
    assert not UploadPiece.objects.exists()
    assert sender.ask("HEAD", path)["Upload-Offset"] == "0"
    assert sender.send(path, 0, SOUND, Upload_Checksum=right).status_code == 204


@pytest.mark.parametrize(
    "value", ["md5 1B2M2Y8AsgTpgAmY7PhCfg==", "sha1", "sha1 !!", "sha1 AAAA", "", "sha256 "]
)
def test_a_checksum_that_cannot_be_read_is_400(sender: Sender, value: str) -> None:
    path = sender.begun(len(SOUND))
    assert sender.send(path, 0, SOUND[:10], Upload_Checksum=value).status_code == 400


@pytest.mark.parametrize(
    "kind", ["application/octet-stream", "text/plain", "", "multipart/form-data; boundary=x"]
)
def test_another_content_type_is_415(sender: Sender, kind: str) -> None:
    path = sender.begun(len(SOUND))
    assert sender.ask("PATCH", path, SOUND, Upload_Offset="0", Content_Type=kind).status_code == 415
    assert sender.begin(len(SOUND), SOUND, Content_Type=kind or "text/plain").status_code == 415


@pytest.mark.parametrize("version", ["", "0.2.2", "1.0.1", "2.0.0"])
def test_no_version_and_another_are_412(sender: Sender, version: str) -> None:
    path = sender.begun(len(SOUND))
    for method, address in (("POST", "/uploads/"), ("HEAD", path), ("PATCH", path), ("DELETE", path)):
        answer = sender.ask(method, address, tus=version, Upload_Length="10", Upload_Offset="0")
        assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0"), method
        assert answer["Tus-Resumable"] == "1.0.0"
    assert Upload.objects.count() == 1


def test_what_is_too_long_is_413(sender: Sender, settings: Settings) -> None:
    settings.UPLOAD_LIMIT = 5000
    assert sender.begin(5001).status_code == 413
    path = sender.begun(5000)
    before = files()
    assert sender.send(path, 0, b"x" * 5001).status_code == 413
    sender.send(path, 0, b"x" * 4000)
    assert sender.send(path, 4000, b"x" * 1001).status_code == 413
    deferred = sender.begun(None, Upload_Defer_Length="1")
    assert sender.send(deferred, 0, b"x" * 5001).status_code == 413
    assert sender.send(deferred, 0, b"", Upload_Length="5001").status_code == 413
    assert sender.begin(100, b"x" * 101).status_code == 413
    assert len(files() - before) == 1
    assert "4.9" in sender.begin(5001).content.decode(), "the limit is told"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Upload_Length": "ten"},
        {"Upload_Length": "-1"},
        {"Upload_Length": "1.5"},
        {"Upload_Length": "²"},
        {"Upload_Length": "9" * 40},
        {"Upload_Defer_Length": "2"},
        {"Upload_Length": "10", "Upload_Defer_Length": "1"},
        {"Upload_Length": "10", "Upload_Metadata": "draft not-base64!"},
        {"Upload_Length": "10", "Upload_Metadata": "a /w=="},
        {"Upload_Length": "10", "Upload_Metadata": "a YQ==,a YQ=="},
        {"Upload_Length": "10", "Upload_Concat": "partial"},
    ],
)
def test_what_cannot_be_read_is_400(sender: Sender, headers: dict[str, str]) -> None:
    assert sender.begin(None, **headers).status_code == 400
    assert not Upload.objects.exists()


@pytest.mark.parametrize("offset", [None, "x", "-1", ""])
def test_an_offset_that_cannot_be_read_is_400(sender: Sender, offset: str | None) -> None:
    path = sender.begun(100)
    headers = {} if offset is None else {"Upload_Offset": offset}
    assert sender.ask("PATCH", path, b"x", **headers).status_code == 400


def test_cancelling_removes_all_of_it(sender: Sender) -> None:
    before = files()
    path = sender.begun(len(SOUND))
    sender.send(path, 0, SOUND[:1000])
    assert sender.ask("DELETE", path).status_code == 204
    assert files() == before
    assert not Upload.objects.exists()
    assert sender.ask("HEAD", path).status_code == 404


def test_what_has_arrived_is_not_cancelled_here(sender: Sender) -> None:
    path = sender.begun(len(SOUND))
    sender.send(path, 0, SOUND)
    assert sender.ask("DELETE", path).status_code == 403
    assert content_of(SealedPart.objects.get().pk) == SOUND


def test_a_proxy_that_lets_only_posts_through(sender: Sender) -> None:
    path = sender.begun(len(SOUND))
    answer = sender.ask(
        "POST", path, SOUND, Upload_Offset="0", Content_Type=BYTES, X_HTTP_Method_Override="PATCH"
    )
    assert answer.status_code == 204
    assert sender.ask("GET", path, X_HTTP_Method_Override="DELETE").status_code == 405


def test_it_says_when_it_runs_out(sender: Sender) -> None:
    path = sender.begun(len(SOUND))
    told = dt.datetime.strptime(sender.ask("HEAD", path)["Upload-Expires"], "%a, %d %b %Y %H:%M:%S GMT")
    ahead = told.replace(tzinfo=dt.UTC) - timezone.now()
    assert dt.timedelta(hours=23, minutes=59) < ahead <= dt.timedelta(hours=24)
    Upload.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert sender.ask("HEAD", path).status_code == 410
    assert sender.send(path, 0, SOUND).status_code == 410


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 not a recording at all" * 40, b"\xff\xd8\xff\xe0 no picture" * 9]
)
def test_what_is_no_recording_or_picture_is_422_and_gone(sender: Sender, content: bytes) -> None:
    before = files()
    path = sender.begun(len(content))
    answer = sender.send(path, 0, content)
    assert answer.status_code == 422
    assert "We could not open that" in answer.content.decode()
    assert files() == before
    assert only_upload().state == UploadState.REFUSED
    assert sender.ask("HEAD", path).status_code == 410


def test_an_empty_file_is_said_to_be_empty(sender: Sender) -> None:
    answer = sender.begin(0)
    assert answer.status_code == 422
    assert "empty" in answer.content.decode()


def test_a_full_disk_is_507_and_what_came_before_stays(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sender.begun(len(SOUND))
    sender.send(path, 0, SOUND[:1000])

    def full(*args: object) -> None:
        raise StorageFull("full")

    with monkeypatch.context() as broken:
        broken.setattr(SealedStorage, "write_stream", full)
        answer = sender.send(path, 1000, SOUND[1000:])
        assert answer.status_code == 507
        assert "We have no room" in answer.content.decode()
    assert sender.ask("HEAD", path)["Upload-Offset"] == "1000"
    assert sender.send(path, 1000, SOUND[1000:]).status_code == 204
    assert content_of(SealedPart.objects.get().pk) == SOUND


def test_a_store_that_is_away_is_503(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sender.begun(len(SOUND))

    def away(*args: object) -> None:
        raise StorageUnavailable("away")

    monkeypatch.setattr(SealedStorage, "write_stream", away)
    answer = sender.send(path, 0, SOUND)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")


def test_two_at_once_one_is_423(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sender.begun(len(SOUND))
    answers = []
    seal = receiving.seal_file

    def meanwhile(**how: object) -> object:
        if not answers:
            answers.append(sender.send(path, 0, SOUND))
        return seal(**how)  # type: ignore[arg-type]

    monkeypatch.setattr(receiving, "seal_file", meanwhile)
    assert sender.send(path, 0, SOUND).status_code == 204
    assert [each.status_code for each in answers] == [423]
    assert answers[0]["Retry-After"] == "5"
    assert content_of(SealedPart.objects.get().pk) == SOUND


def test_too_many_at_once_is_503_and_pages_are_still_served(sender: Sender) -> None:
    path = sender.begun(len(SOUND))
    taken = 0
    while _places().acquire(blocking=False):
        taken += 1
    try:
        answer = sender.send(path, 0, SOUND)
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert sender.ask("HEAD", path)["Upload-Offset"] == "0"
    finally:
        for _ in range(taken):
            _places().release()
    assert sender.send(path, 0, SOUND).status_code == 204


def test_a_body_without_a_length_is_411(sender: Sender) -> None:
    path = sender.begun(len(SOUND))
    answer = sender.ask("PATCH", path, SOUND, Upload_Offset="0", Transfer_Encoding="chunked")
    assert answer.status_code == 411


@pytest.mark.parametrize("method", ["GET", "PUT", "TRACE"])
def test_another_method_is_405(sender: Sender, method: str) -> None:
    assert sender.ask(method, "/uploads/").status_code == 405
    assert sender.ask(method, sender.begun(10)).status_code == 405


def test_answers_are_kept_by_no_cache(sender: Sender) -> None:
    assert sender.begin(10)["Cache-Control"] == "no-store, private"

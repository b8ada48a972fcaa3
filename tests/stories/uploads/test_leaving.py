"""Uploads that nobody goes on with: kept a day, listed meanwhile, ended or removed."""

import datetime as dt

import pytest
from django.utils import timezone

from common.jobs.models import Job
from common.jobs.run_now import drain
from stories.enums import UploadState
from stories.errors import NotARecording
from stories.models import SealedPart, Upload
from stories.parts import open_part_media
from stories.uploads.completing import complete
from stories.uploads.errors import BeingReceived, NoSuchUpload
from stories.uploads.leaving import abandon, keep_what_came, sweep_upload
from stories.uploads.listing import unfinished
from tests.stories.sending import SOUND, Sender, files, only_upload, said

pytestmark = pytest.mark.django_db


def run_out() -> None:
    Upload.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))


def test_a_day_after_its_last_byte_it_is_removed(sender: Sender) -> None:
    before = files()
    path = sender.begun(len(SOUND))
    sender.send(path, 0, SOUND[:1000])
    job = Job.objects.get(kind="sweep_upload")
    assert dt.timedelta(hours=23) < job.due_at - timezone.now() <= dt.timedelta(hours=24)
    run_out()
    sweep_upload(upload_id=only_upload().pk)
    assert not Upload.objects.exists()
    assert files() == before


def test_one_that_went_on_is_looked_at_again(sender: Sender) -> None:
    sender.begun(len(SOUND))
    later = timezone.now() + dt.timedelta(hours=20)
    Upload.objects.update(expires_at=later)
    Job.objects.all().delete()
    sweep_upload(upload_id=only_upload().pk)
    assert Upload.objects.exists()
    assert Job.objects.get(kind="sweep_upload").due_at == later


def test_one_that_is_whole_becomes_a_part_though_nobody_asked_again(sender: Sender) -> None:
    path = sender.begun(len(SOUND) + 1)
    sender.send(path, 0, SOUND)
    Upload.objects.update(length=len(SOUND))  # as when a server is killed between the last byte and the part
    run_out()
    sweep_upload(upload_id=only_upload().pk)
    assert SealedPart.objects.get().file_size == len(SOUND)
    assert not Upload.objects.exists()


def test_a_part_that_is_still_in_pieces_is_never_swept(sender: Sender) -> None:
    path = sender.begun(len(SOUND))
    sender.send(path, 0, SOUND[:1000])
    sender.send(path, 1000, SOUND[1000:])
    Job.objects.all().delete()
    run_out()
    sweep_upload(upload_id=only_upload().pk)
    with open_part_media(part_id=SealedPart.objects.get().pk) as reader:
        assert reader.read() == SOUND
    drain()
    run_out()
    sweep_upload(upload_id=only_upload().pk)
    assert not Upload.objects.exists()
    with open_part_media(part_id=SealedPart.objects.get().pk) as reader:
        assert reader.read() == SOUND


def test_a_recording_that_broke_off_is_kept_as_far_as_it_came(sender: Sender) -> None:
    path = sender.begun(None, Upload_Defer_Length="1", Upload_Metadata=said(recorded="yes"))
    sender.send(path, 0, SOUND[:30_000])
    [listed] = unfinished(submission_id=sender.submission.pk)
    assert (listed.received, listed.length, listed.recorded) == (30_000, None, True)
    part = keep_what_came(submission_id=sender.submission.pk, upload_id=listed.upload_id)
    assert (part.kind, part.file_size) == ("audio", 30_000)
    assert unfinished(submission_id=sender.submission.pk) == []
    assert keep_what_came(submission_id=sender.submission.pk, upload_id=listed.upload_id) == part


def test_what_broke_off_too_soon_is_no_recording(sender: Sender) -> None:
    path = sender.begun(None, Upload_Defer_Length="1")
    sender.send(path, 0, b"\x1aE\xdf\xa3")
    with pytest.raises(NotARecording):
        keep_what_came(submission_id=sender.submission.pk, upload_id=only_upload().pk)
    assert only_upload().state == UploadState.REFUSED


def test_nothing_is_ended_while_bytes_arrive(sender: Sender) -> None:
    path = sender.begun(len(SOUND))
    sender.send(path, 0, SOUND[:1000])
    Upload.objects.update(lease_until=timezone.now() + dt.timedelta(seconds=10))
    with pytest.raises(BeingReceived):
        keep_what_came(submission_id=sender.submission.pk, upload_id=only_upload().pk)


def test_only_in_ones_own_draft(sender: Sender, django_user_model: object) -> None:
    from stories import telling

    path = sender.begun(len(SOUND))
    sender.send(path, 0, SOUND[:1000])
    other = telling.begin_submission()
    for act in (abandon, keep_what_came):
        with pytest.raises(NoSuchUpload):
            act(submission_id=other.pk, upload_id=only_upload().pk)  # type: ignore[operator]  # two of one shape
    assert unfinished(submission_id=other.pk) == []


def test_of_which_no_byte_came_is_not_offered(sender: Sender) -> None:
    sender.begun(len(SOUND))
    assert unfinished(submission_id=sender.submission.pk) == []


def test_what_was_given_up_in_the_moment_it_arrived_becomes_no_part(sender: Sender) -> None:
    sender.send(sender.begun(len(SOUND) + 1), 0, SOUND)
    upload = only_upload()
    Upload.objects.update(length=len(SOUND), state=UploadState.REFUSED)
    with pytest.raises(NoSuchUpload):
        complete(upload_id=upload.pk)
    assert not SealedPart.objects.filter(pk=upload.pk).exists()


def test_what_has_become_a_part_cannot_be_given_up(sender: Sender) -> None:
    sender.send(sender.begun(len(SOUND)), 0, SOUND)
    upload = Upload.objects.get()
    with pytest.raises(NoSuchUpload):
        abandon(submission_id=sender.submission.pk, upload_id=upload.pk)
    assert Upload.objects.get().state == UploadState.ARRIVED
    assert open_part_media(part_id=upload.pk).read() == SOUND

"""Uploads that are not gone on with: given up, ended where they broke off, or run out."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from common.jobs.service import enqueue
from stories.additions import AdditionRefused
from stories.drafts import hold_open
from stories.enums import UploadState
from stories.errors import NotARecording
from stories.models import SealedPart, Upload
from stories.uploads.beginning import next_expiry
from stories.uploads.completing import complete
from stories.uploads.errors import AlreadySent, BeingReceived, NoSuchUpload
from stories.uploads.held import keep_held
from stories.uploads.pieces import drop

SWEEP = "sweep_upload"


def abandon(*, submission_id: UUID, upload_id: UUID) -> None:
    """Remove what came of a file that is on its way. Raises NoSuchUpload, also for one that has become a part."""
    upload = Upload.objects.filter(pk=upload_id, submission_id=submission_id).first()
    # From here on nobody writes to it and it becomes no part: one step, so that nothing comes in between.
    still_open = Upload.objects.filter(pk=upload_id).exclude(state=UploadState.ARRIVED)
    if upload is None or not still_open.update(state=UploadState.REFUSED, token=None):
        raise NoSuchUpload
    remove(upload=upload)


def remove(*, upload: Upload) -> None:
    drop(pieces=upload.pieces.all())
    Upload.objects.filter(pk=upload.pk).delete()


def keep_what_came(*, submission_id: UUID, upload_id: UUID) -> SealedPart:
    """End an upload where it broke off, and make a part of it: of a recording, the last seconds are lost at most.

    Raises NoSuchUpload when nothing came, BeingReceived, NotADraft, and what `complete` raises.
    """
    with transaction.atomic():
        hold_open(submission_id=submission_id)
        upload = Upload.objects.select_for_update().filter(pk=upload_id, submission_id=submission_id).first()
        if upload is None or not upload.received or upload.state == UploadState.REFUSED:
            raise NoSuchUpload
        if upload.lease_until is not None and upload.lease_until > timezone.now():
            raise BeingReceived
        if upload.state == UploadState.ARRIVING:
            upload.length = upload.received
            upload.save(update_fields=["length"])
    return complete(upload_id=upload_id)


def sweep_upload(*, upload_id: UUID) -> None:
    """Remove an upload a day after its last byte; look again later at one that went on since."""
    upload = Upload.objects.filter(pk=upload_id).first()
    if upload is None:
        return
    if upload.expires_at > timezone.now():
        enqueue(kind=SWEEP, object_id=upload_id, not_before=upload.expires_at)
        return
    if upload.state == UploadState.ARRIVING and upload.whole:
        _finish(upload)
        upload.refresh_from_db()
    if upload.held_for and upload.arrived:
        return  # it stays until what it is part of is destroyed
    if (
        upload.state != UploadState.ARRIVED
        or not SealedPart.objects.filter(pk=upload_id, file_name="").exists()
    ):
        remove(upload=upload)
    else:  # it is a part already, and still in pieces
        enqueue(kind="join_upload", object_id=upload_id)
        enqueue(kind=SWEEP, object_id=upload_id, not_before=next_expiry())


def _finish(upload: Upload) -> None:
    """A server was killed after the last byte, and nobody asked since. What cannot be a part is removed."""
    if upload.held_for:
        keep_held(upload_id=upload.pk)
        return
    try:
        complete(upload_id=upload.pk)
    except (NotARecording, AlreadySent, AdditionRefused):
        return

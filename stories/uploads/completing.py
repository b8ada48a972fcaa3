"""When the last byte is there: what it is, decided by its content, and the part that it becomes."""

from typing import BinaryIO, cast
from uuid import UUID

from django.db import transaction

from common.jobs.service import enqueue
from common.vault.errors import KeyDestroyed
from stories.additions import keep_addition
from stories.enums import PartKind, UploadState
from stories.media_kind import NotARecording, part_kind
from stories.models import SealedPart, Upload
from stories.uploads.errors import NoSuchUpload
from stories.uploads.pieces import drop, open_pieces
from stories.uploads.taking import hold_taking


def complete(*, upload_id: UUID) -> SealedPart:
    """The part of an upload that is whole; done again, the same part.

    Only its beginning (and, for some formats, its end) is read here. Raises NotARecording (the upload is then refused
    and its pieces are gone), AlreadySent, AdditionRefused, NoSuchUpload, StorageUnavailable.
    """
    upload = Upload.objects.filter(pk=upload_id).first()
    if upload is None or not upload.whole:
        raise NoSuchUpload
    if upload.state == UploadState.ARRIVED:
        return _part_of(upload)
    try:
        with open_pieces(upload=upload) as source:
            kind, mime = part_kind(source=cast(BinaryIO, source))
    except NotARecording:
        refuse(upload=upload)
        raise
    except KeyDestroyed as error:
        raise NoSuchUpload from error
    return _make_part(sent=upload, kind=kind, mime=mime)


def refuse(*, upload: Upload) -> None:
    """The row stays until it runs out, so that whoever asks again hears that it is gone."""
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.REFUSED)
    drop(pieces=upload.pieces.all())


def _part_of(upload: Upload) -> SealedPart:
    part = SealedPart.objects.filter(pk=upload.pk).first()
    if part is None:  # removed since
        raise NoSuchUpload
    return part


def _make_part(*, sent: Upload, kind: PartKind, mime: str) -> SealedPart:
    with transaction.atomic():
        submission = hold_taking(submission_id=sent.owner, added=sent.added)
        upload = Upload.objects.select_for_update().filter(pk=sent.pk).first()
        if upload is None or upload.state == UploadState.REFUSED:
            raise NoSuchUpload
        if upload.state == UploadState.ARRIVED:
            return _part_of(upload)
        part = SealedPart(
            id=upload.pk,
            submission=submission,
            kind=kind,
            mime=mime,
            position=submission.parts.count(),
            file_size=upload.received,
            disguise_voice=upload.disguise_voice,
            hide_face=upload.hide_face,
        )
        _give_file(upload=upload, part=part)
        if upload.added:
            keep_addition(part=part)
        else:
            part.save(force_insert=True)
            if kind == PartKind.PICTURE:
                enqueue(kind="show_picture", object_id=part.pk)
        upload.state = UploadState.ARRIVED
        upload.save(update_fields=["state"])
    return part


def _give_file(*, upload: Upload, part: SealedPart) -> None:
    """One piece is the part's file already; several are put together by a job, and read as one until then."""
    written = list(upload.pieces.filter(size__isnull=False))
    if len(written) == 1:
        part.file_name, part.file_sha256 = written[0].file_name, written[0].sha256
        written[0].delete()
    else:
        enqueue(kind="join_upload", object_id=upload.pk)

"""Putting the pieces of a finished upload together into one sealed file. May be done again from any point."""

from collections.abc import Callable
from typing import BinaryIO, cast
from uuid import UUID

from django.db import transaction

from common.jobs.errors import Refused
from common.vault.errors import KeyDestroyed
from common.vault.files import SealedFile, seal_file
from stories.locks import hold_submission
from stories.models import SealedPart, Upload, UploadPiece
from stories.uploads.pieces import PiecesReader, drop, open_pieces, reserve

STEP = 32 * 1024 * 1024


class Watched:
    """Says how far the reading is, every few megabytes."""

    def __init__(self, *, source: PiecesReader, tell: Callable[[float | None], None]) -> None:
        self._source, self._tell = source, tell
        self._told = 0

    def read(self, size: int) -> bytes:
        data = self._source.read(size)
        if self._source.tell() - self._told >= STEP:
            self._told = self._source.tell()
            self._tell(self._told / self._source.size)
        return data


def join_upload(*, upload_id: UUID, tell: Callable[[float | None], None]) -> None:
    """TELL (how far, 0 to 1) is called while it goes on, and once in the transaction that ends it.

    Raises Refused when the pieces are not as long as what was sent. What was erased or removed meanwhile is let be.
    """
    upload = Upload.objects.filter(pk=upload_id).first()
    if upload is None:
        return
    drop(pieces=upload.pieces.filter(size__isnull=True))  # of a worker that was killed
    if SealedPart.objects.filter(pk=upload_id, file_name="").exists():
        _join(upload=upload, tell=tell)
    drop(pieces=upload.pieces.all())


def _join(*, upload: Upload, tell: Callable[[float | None], None]) -> None:
    target = reserve(upload=upload, start=0)
    try:
        sealed = _seal(upload=upload, target=target, tell=tell)
        _exchange(upload=upload, target=target, sealed=sealed, tell=tell)
    except KeyDestroyed:  # erased meanwhile, row and all
        return
    except BaseException:
        drop(pieces=UploadPiece.objects.filter(pk=target.pk))
        raise


def _seal(*, upload: Upload, target: UploadPiece, tell: Callable[[float | None], None]) -> SealedFile:
    with open_pieces(upload=upload) as source:
        watched = cast(BinaryIO, Watched(source=source, tell=tell))
        return seal_file(
            owner=upload.owner, context=upload.file_context, source=watched, name=target.file_name
        )


def _exchange(
    *, upload: Upload, target: UploadPiece, sealed: SealedFile, tell: Callable[[float | None], None]
) -> None:
    """Give the part its one file. From this commit on it is read, and the pieces are needed by nobody."""
    with transaction.atomic():
        hold_submission(submission_id=upload.owner)
        part = SealedPart.objects.select_for_update().filter(pk=upload.pk, file_name="").first()
        if part is None:  # removed meanwhile: its file goes with the other pieces
            return
        if sealed.size != part.file_size:
            raise Refused("The pieces of this file are not as long as what was sent. Nothing was changed.")
        tell(None)  # raises LeaseLost when another worker has it
        part.file_name, part.file_sha256 = sealed.name, sealed.sha256
        part.save(update_fields=["file_name", "file_sha256"])
        UploadPiece.objects.filter(pk=target.pk).delete()

"""Uploads that belong to no telling: what an app above holds for a while under a key of its own.

They come in by the same road and are sealed in the same pieces. Nothing is made of them here: no part, no story. Who
may send, and what is kept in the place of a file's name (which may be somebody's), the app above says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest

from common.jobs.service import enqueue
from stories.enums import UploadState
from stories.models import Upload, UploadPiece
from stories.uploads.beginning import next_expiry, refuse_too_long
from stories.uploads.errors import NoSuchUpload
from stories.uploads.pieces import PiecesReader, drop, open_pieces


@dataclass(frozen=True)
class Door:
    """What the app above answers. `place` raises NotWanted; it is asked in the transaction that begins the upload."""

    may_send: Callable[[HttpRequest, UUID], bool]
    place: Callable[[UUID, str], str]


@dataclass(frozen=True)
class HeldFile:
    upload_id: UUID
    place: str
    received: int
    length: int | None
    arrived: bool


_doors: list[Door] = []


def open_door(door: Door) -> None:
    """In an app's `ready()`. The last one counts."""
    _doors[:] = [door]


def may_send(request: HttpRequest, owner: UUID) -> bool:
    return any(door.may_send(request, owner) for door in _doors)


def begin_held(*, owner: UUID, length: int | None, name: str = "") -> Upload:
    """A file for what OWNER's key seals. Of its NAME only what the app above keeps stays.

    Raises TooLong, NotWanted.
    """
    refuse_too_long(length)
    with transaction.atomic():
        place = next((door.place(owner, name) for door in _doors), "")
        upload = Upload.objects.create(held_for=owner, held_as=place, length=length, expires_at=next_expiry())
        enqueue(kind="sweep_upload", object_id=upload.pk, not_before=upload.expires_at)
    return upload


def keep_held(*, upload_id: UUID) -> None:
    """The last byte is there. What it is, who holds it finds out."""
    Upload.objects.filter(pk=upload_id, state=UploadState.ARRIVING).update(state=UploadState.ARRIVED)


def held_files(*, owner: UUID) -> list[HeldFile]:
    """As they came; one query."""
    rows = Upload.objects.filter(held_for=owner).exclude(state=UploadState.REFUSED)
    return [
        HeldFile(row.pk, row.held_as, row.received, row.length, row.arrived or row.whole)
        for row in rows.order_by("begun_at", "pk")
    ]


def open_held(*, upload_id: UUID) -> PiecesReader:
    """One file, decrypted as it is read. The caller answers for who asks. Raises NoSuchUpload, KeyDestroyed."""
    upload = Upload.objects.filter(pk=upload_id, held_for__isnull=False).first()
    if upload is None:
        raise NoSuchUpload
    return open_pieces(upload=upload)


def leave_out(*, owner: UUID, upload_id: UUID) -> None:
    """Remove one file, here or still on its way; gone already is as good. Raises StorageUnavailable."""
    upload = Upload.objects.filter(pk=upload_id, held_for=owner).first()
    if upload is None:
        return
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.REFUSED, token=None)
    drop(pieces=upload.pieces.all())
    Upload.objects.filter(pk=upload.pk).delete()


def drop_held(*, owner: UUID) -> None:
    """Every file held under OWNER's key, which the caller has destroyed. May be repeated."""
    drop(pieces=UploadPiece.objects.filter(upload__held_for=owner))
    Upload.objects.filter(held_for=owner).delete()

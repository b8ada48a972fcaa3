"""Taking in one request's bytes: sealed as they arrive, a piece at a time, and kept as far as they came.

A request holds the upload by a token and a short lease that every few seconds of arriving bytes extend. A second
request is refused while bytes still arrive, and takes over once they stopped: a connection that broke unnoticed, or a
server that was killed, blocks nobody for longer. Whoever lost the token writes nothing more.
"""

import datetime as dt
import hashlib
import time
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from common.storages import StorageError
from common.vault.errors import KeyDestroyed
from common.vault.files import SealedFile, delete_file, seal_file
from stories.models import Upload, UploadPiece
from stories.uploads.beginning import next_expiry
from stories.uploads.errors import (
    BeingReceived,
    ChecksumWrong,
    LengthChanged,
    NoSuchUpload,
    TooLong,
    UploadGone,
    WrongOffset,
)
from stories.uploads.pieces import drop, reserve
from stories.uploads.taking import hold_taking

PIECE = 64 * 1024 * 1024  # how much a killed server may lose of one long request
LEASE = dt.timedelta(seconds=15)
BEAT = 5.0
READ = 256 * 1024


@dataclass(frozen=True)
class Checksum:
    algorithm: str  # a name hashlib knows
    digest: bytes


@dataclass(frozen=True)
class Hold:
    """This request's right to write."""

    upload_id: UUID
    owner: UUID
    token: UUID
    added: bool
    of_telling: bool


class Body:
    """The request's bytes: counted, hashed when a checksum came with them, and a sign of life while they arrive.

    A connection that broke is their end; `broken` says so.
    """

    def __init__(self, *, source: BinaryIO, announced: int, hold: Hold, checksum: Checksum | None) -> None:
        self._source = source
        self._hold = hold
        self._left = announced
        self._ready = b""
        self._beaten = time.monotonic()
        self.digest = hashlib.new(checksum.algorithm, usedforsecurity=False) if checksum else None
        self.broken = False

    def more(self) -> bool:
        """Whether another byte came. Waits for it."""
        if not self._ready:
            self._ready = self._fetch(READ)
        return bool(self._ready)

    def read(self, size: int) -> bytes:
        if not self._ready:
            return self._fetch(size)
        data, self._ready = self._ready[:size], self._ready[size:]
        return data

    def _fetch(self, size: int) -> bytes:
        if not self._left or self.broken:
            return b""
        try:
            data = self._source.read(min(size, self._left))
        except OSError:  # Django's UnreadablePostError and the sockets' own
            data = b""
        self.broken = not data
        self._left -= len(data)
        if self.digest is not None:
            self.digest.update(data)
        self._beat()
        return data

    def _beat(self) -> None:
        if time.monotonic() - self._beaten < BEAT:
            return
        self._beaten = time.monotonic()
        extend(hold=self._hold)


class OnePiece:
    """As much of a body as goes into one sealed file."""

    def __init__(self, *, body: Body, most: int) -> None:
        self._body = body
        self._left = most

    def read(self, size: int) -> bytes:
        data = self._body.read(min(size, self._left)) if self._left else b""
        self._left -= len(data)
        return data


def receive(
    *,
    upload_id: UUID,
    offset: int,
    source: BinaryIO,
    announced: int,
    length: int | None,
    checksum: Checksum | None,
) -> Upload:
    """Keep what SOURCE gives, ANNOUNCED bytes at most, from OFFSET on; the upload as it then is.

    With a CHECKSUM all of it or nothing. Raises what `errors` lists, StorageFull and StorageUnavailable; what was kept
    before such an error stays.
    """
    hold = _take(upload_id=upload_id, offset=offset, announced=announced, length=length)
    body = Body(source=source, announced=announced, hold=hold, checksum=checksum)
    try:
        _drop_left_behind(upload_id=upload_id)
        at = offset
        while body.more():
            at += _receive_piece(hold=hold, start=at, body=body, checksum=checksum)
    except KeyDestroyed as error:
        raise NoSuchUpload from error
    finally:
        _let_go(hold=hold)
    upload = Upload.objects.filter(pk=upload_id).first()
    if upload is None:
        raise NoSuchUpload
    return upload


def _take(*, upload_id: UUID, offset: int, announced: int, length: int | None) -> Hold:
    with transaction.atomic():
        upload = Upload.objects.select_for_update().filter(pk=upload_id).first()
        if upload is None:
            raise NoSuchUpload
        now = timezone.now()
        if upload.gone:
            raise UploadGone
        if upload.received != offset:
            raise WrongOffset
        if upload.token is not None and upload.lease_until is not None and upload.lease_until > now:
            raise BeingReceived
        _settle_length(upload=upload, length=length)
        limit = settings.UPLOAD_LIMIT if upload.length is None else upload.length
        if offset + announced > limit:
            raise TooLong
        upload.token, upload.lease_until = uuid4(), now + LEASE
        upload.save(update_fields=["token", "lease_until", "length"])
        return Hold(upload.pk, upload.owner, upload.token, upload.added, upload.held_for is None)


def _settle_length(*, upload: Upload, length: int | None) -> None:
    if length is None or length == upload.length:
        return
    if upload.length is not None or length < upload.received:
        raise LengthChanged
    if length > settings.UPLOAD_LIMIT:
        raise TooLong
    upload.length = length


def extend(*, hold: Hold) -> None:
    ours = Upload.objects.filter(pk=hold.upload_id, token=hold.token)
    if not ours.update(lease_until=timezone.now() + LEASE):
        raise NoSuchUpload if not Upload.objects.filter(pk=hold.upload_id).exists() else BeingReceived


def _let_go(*, hold: Hold) -> None:
    Upload.objects.filter(pk=hold.upload_id, token=hold.token).update(token=None, lease_until=None)


def _drop_left_behind(*, upload_id: UUID) -> None:
    """What a server that was killed had begun to write."""
    drop(pieces=UploadPiece.objects.filter(upload_id=upload_id, size__isnull=True))


def _receive_piece(*, hold: Hold, start: int, body: Body, checksum: Checksum | None) -> int:
    """Seal one piece and write it down; its size. A piece that cannot be kept leaves neither file nor row."""
    piece = _reserve(hold=hold, start=start)
    try:
        source = OnePiece(body=body, most=settings.UPLOAD_LIMIT if checksum else PIECE)
        sealed = seal_file(
            owner=hold.owner,
            context=piece.context,
            source=source,  # type: ignore[arg-type]  # of a file, sealing asks for `read` alone
            name=piece.file_name,
        )
        if checksum is not None:
            _check(body=body, checksum=checksum)
        _keep(hold=hold, piece=piece, sealed=sealed)
    except BaseException:
        _throw_out(piece)
        raise
    return sealed.size


def _reserve(*, hold: Hold, start: int) -> UploadPiece:
    with transaction.atomic():
        _still_ours(hold)
        return reserve(upload=Upload.objects.get(pk=hold.upload_id), start=start)


def _keep(*, hold: Hold, piece: UploadPiece, sealed: SealedFile) -> None:
    with transaction.atomic():
        upload = _still_ours(hold)
        piece.size, piece.sha256 = sealed.size, sealed.sha256
        piece.save(update_fields=["size", "sha256"])
        upload.received = piece.start + sealed.size
        upload.lease_until, upload.expires_at = timezone.now() + LEASE, next_expiry()
        upload.save(update_fields=["received", "lease_until", "expires_at"])


def _still_ours(hold: Hold) -> Upload:
    """The upload, locked, while this request may write to it and its story takes parts. Submission first, always.

    What is held for no telling needs no more than its key: without it nothing can be sealed."""
    if hold.of_telling:
        hold_taking(submission_id=hold.owner, added=hold.added)
    upload = Upload.objects.select_for_update().filter(pk=hold.upload_id).first()
    if upload is None:
        raise NoSuchUpload
    if upload.token != hold.token:
        raise BeingReceived
    return upload


def _check(*, body: Body, checksum: Checksum) -> None:
    """A body that broke off cannot be checked, and one that cannot be checked is not kept."""
    if body.digest is None or body.digest.digest() != checksum.digest:
        raise ChecksumWrong


def _throw_out(piece: UploadPiece) -> None:
    """The row stays when the file cannot be removed now: the sweep finds both."""
    try:
        delete_file(name=piece.file_name)
    except StorageError:
        return
    UploadPiece.objects.filter(pk=piece.pk, size__isnull=True).delete()

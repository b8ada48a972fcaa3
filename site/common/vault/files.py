"""Sealing and opening files of any size in constant memory. See `chunks` for the format."""

import hashlib
import uuid
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from common.storages import sealed_storage
from common.vault.chunks import CHUNK, HEADER, ChunkCipher, new_header
from common.vault.keys import data_key
from common.vault.reader import SealedReader, read_exactly

BATCH = 16  # chunks


@dataclass(frozen=True)
class SealedFile:
    """Where it lies, and the size and SHA-256 of the plain bytes."""

    name: str
    size: int
    sha256: str


class _Digest:
    """SHA-256 on another core, 1 MiB at a time, while this one reads, seals and writes. Small files need no thread."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._digest = hashlib.sha256()
        self._batch: list[bytes] = []
        self._running: Future[None] | None = None

    def add(self, chunk: bytes) -> None:
        self._batch.append(chunk)
        if len(self._batch) == BATCH:
            self._wait()  # no more than two batches are ever held
            self._running = self._executor.submit(self._update, self._batch)
            self._batch = []

    def hexdigest(self) -> str:
        self._wait()
        self._update(self._batch)
        self._batch = []
        return self._digest.hexdigest()

    def _wait(self) -> None:
        if self._running is not None:
            self._running.result()

    def _update(self, batch: list[bytes]) -> None:
        for chunk in batch:
            self._digest.update(chunk)


class _Source:
    """Whole chunks of a plain file, counted and hashed as they pass."""

    def __init__(self, file: BinaryIO, digest: _Digest) -> None:
        self._file = file
        self._digest = digest
        self.size = 0

    def chunks(self) -> Iterator[tuple[bytes, bool]]:
        """Each chunk and whether it is the last; an empty file is one empty chunk."""
        chunk = self._next()
        while following := self._next() if len(chunk) == CHUNK else b"":
            yield chunk, False
            chunk = following
        yield chunk, True

    def _next(self) -> bytes:
        chunk = read_exactly(self._file, CHUNK)
        self._digest.add(chunk)
        self.size += len(chunk)
        return chunk


def seal_file(*, owner: UUID, context: str, source: BinaryIO, name: str = "") -> SealedFile:
    """Seal SOURCE from where it stands to its end. Raises KeyDestroyed, StorageFull, StorageUnavailable.

    Nothing is kept when it raises. When a row was to name the file and is rolled back, delete the file by name. Who
    must find it even after a crash takes a `new_name`, writes the row first and gives that NAME.
    """
    name, header = name or new_name(), new_header()
    key = data_key(owner=owner)
    cipher = ChunkCipher(data_key=key, header=header, owner=owner, name=name, context=context)
    with ThreadPoolExecutor(max_workers=1) as executor:
        digest = _Digest(executor)
        plain = _Source(source, digest)
        sealed_storage().write_stream(name, _sealed(cipher, header, plain))
        return SealedFile(name=name, size=plain.size, sha256=digest.hexdigest())


def open_file(*, owner: UUID, context: str, name: str) -> SealedReader:
    """Raises KeyDestroyed, VaultError, or common.storages.FileMissing and StorageUnavailable."""
    key = data_key(owner=owner)
    storage = sealed_storage()
    stored = storage.size(name)
    cipher = ChunkCipher(
        data_key=key, header=_read_header(name, stored), owner=owner, name=name, context=context
    )
    return SealedReader(storage=storage, name=name, stored=stored, cipher=cipher)


def delete_file(*, name: str) -> None:
    """Remove the sealed bytes; a file that is not there is no error."""
    sealed_storage().delete(name)


def _sealed(cipher: ChunkCipher, header: bytes, plain: _Source) -> Iterator[bytes]:
    yield header
    for number, (chunk, last) in enumerate(plain.chunks()):
        yield cipher.seal(number, chunk, last=last)


def _read_header(name: str, stored: int) -> bytes:
    """Too few bytes when the file is shorter than a header: ChunkCipher refuses them."""
    if stored < HEADER:
        return b""
    stream = sealed_storage().open_range(name, 0, HEADER)
    try:
        return read_exactly(stream, HEADER)
    finally:
        stream.close()


def new_name() -> str:
    """Random, without extension, in one of 256 folders: a name says nothing about what it holds."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"

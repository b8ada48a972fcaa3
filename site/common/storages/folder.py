"""Sealed files in a private folder: files 0600, folders 0700, nothing half-written under a final name."""

import os
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from django.utils._os import safe_join

from common.storages.base import RangeStream
from common.storages.errors import plain_errors

PLACE = "the folder of sealed files"
EARLY = 8 * 1024 * 1024


class FileRange:
    """A part of an open file; closes the file with itself."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        self._file = file
        self._left = length

    def read(self, size: int, /) -> bytes:
        data = self._file.read(min(size, self._left))
        self._left -= len(data)
        return data

    def close(self) -> None:
        self._file.close()


class FolderStore:
    def __init__(self, root: Path) -> None:
        self.root = root

    def write_stream(self, name: str, chunks: Iterable[bytes]) -> None:
        target = self._path(name)
        with self._draft_beside(target) as draft:
            # The chunks' own errors (the person's connection broke) are not the folder's: they pass unchanged.
            with plain_errors(PLACE):
                file = os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
            with file:
                written = begun = 0
                for chunk in chunks:
                    with plain_errors(PLACE):
                        file.write(chunk)
                        written += len(chunk)
                        if written - begun >= EARLY:
                            _begin_to_keep(file, begun, written - begun)
                            begun = written
                with plain_errors(PLACE):
                    file.flush()
                    os.fsync(file.fileno())
            with plain_errors(PLACE):
                draft.replace(target)
                _sync_folder(target.parent)

    def open_range(self, name: str, start: int, length: int) -> RangeStream:
        with plain_errors(PLACE, reading=True):
            file = self._path(name).open("rb", buffering=0)
            file.seek(start)
        return FileRange(file, length)

    def size(self, name: str) -> int:
        with plain_errors(PLACE, reading=True):
            return self._path(name).stat().st_size

    def exists(self, name: str) -> bool:
        with plain_errors(PLACE):
            return self._path(name).is_file()

    def delete(self, name: str) -> None:
        """And what a process that was killed had begun to write under it."""
        target = self._path(name)
        with plain_errors(PLACE):
            target.unlink(missing_ok=True)
            _draft_of(target).unlink(missing_ok=True)

    def probe(self) -> None:
        with (
            self._draft_beside(self.root / f"probe-{os.getpid()}-{threading.get_ident()}") as draft,
            plain_errors(PLACE),
        ):
            draft.write_bytes(b"probe")

    def _path(self, name: str) -> Path:
        """Where NAME lies. Raises SuspiciousFileOperation for a name that points outside the root."""
        return Path(safe_join(self.root, name))

    @contextmanager
    def _draft_beside(self, target: Path) -> Iterator[Path]:
        """A place in the same folder (so that the rename is atomic); whatever is left there goes."""
        with plain_errors(PLACE):
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            target.parent.mkdir(mode=0o700, exist_ok=True)
        draft = _draft_of(target)
        try:
            yield draft
        finally:
            with suppress(FileNotFoundError):
                draft.unlink()


def _draft_of(target: Path) -> Path:
    """Found by the name of the file it would become: nobody else could tell whose it was."""
    return target.parent / f".{target.name}"


def _begin_to_keep(file: BinaryIO, start: int, length: int) -> None:
    """Have the disk begin with what is written while more arrives: the sync at the end then has little to wait for.

    On Linux this advice starts writing without waiting for it; elsewhere it is none, and nothing rests on it.
    """
    if sys.platform == "linux":
        file.flush()
        os.posix_fadvise(file.fileno(), start, length, os.POSIX_FADV_DONTNEED)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

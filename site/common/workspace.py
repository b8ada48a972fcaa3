"""Private temporary folders: the only place where plain media ever lies, and only while it is worked on.

Each folder is locked by the process that made it (the lock goes when the process does, however it died), so
`sweep` can tell a left-over from one in use even when process ids repeat, as they do in containers.
"""

import fcntl
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

from common.storages.errors import plain_errors

PLACE = "the folder for work in progress"


@contextmanager
def private_folder() -> Iterator[Path]:
    """A new empty folder below WORK_ROOT, mode 0700, removed with all that is in it when the block is left.

    Raises StorageFull or StorageUnavailable when it cannot be made.
    """
    with plain_errors(PLACE):
        folder, lock = _make_locked(_root())
    try:
        yield folder
    finally:
        try:
            _remove(folder)
        finally:
            os.close(lock)


def nameless_file() -> IO[bytes]:
    """A file on that disk that no folder lists: it goes with its handle, even when the process is killed.

    Raises StorageFull or StorageUnavailable when it cannot be made.
    """
    with plain_errors(PLACE):
        return tempfile.TemporaryFile(dir=_root())


def sweep() -> int:
    """Remove the folders that dead processes left behind; how many there were. For every worker's start."""
    with plain_errors(PLACE):
        return sum(_remove_abandoned(folder) for folder in _root().iterdir() if folder.is_dir())


def _root() -> Path:
    root = Path(settings.WORK_ROOT)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root


def _make_locked(root: Path) -> tuple[Path, int]:
    """A new folder and the open handle that holds its lock."""
    while True:
        folder = root / f"{os.getpid()}-{uuid.uuid4().hex}"
        folder.mkdir(mode=0o700)
        try:
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            continue  # a sweep saw it in the moment before it was locked
        fcntl.flock(handle, fcntl.LOCK_EX)
        if folder.is_dir():
            return folder, handle
        os.close(handle)


def _remove(folder: Path) -> None:
    """All of it or an error; something that another removed meanwhile is no reason to leave the rest."""
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        if folder.exists():
            shutil.rmtree(folder)


def _remove_abandoned(folder: Path) -> bool:
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return False  # its owner removed it in this moment
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _remove(folder)
    except BlockingIOError:
        return False  # in use
    finally:
        os.close(handle)
    return True

"""What can go wrong with the place where files lie, in words that a person on call can act on."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

FULL = {errno.ENOSPC, errno.EDQUOT}


class StorageError(Exception):
    """The store of sealed files did not do what it was asked."""


class StorageFull(StorageError):
    """There is no room left: nothing was kept of the file being written."""


class StorageUnavailable(StorageError):
    """The store cannot be reached, written to or read from at the moment."""


class FileMissing(StorageError, FileNotFoundError):
    """No file of that name lies in the store."""


@contextmanager
def plain_errors(place: str, *, reading: bool = False) -> Iterator[None]:
    """Turn an operating system's error into one of the above, naming PLACE and never a file's contents."""
    try:
        yield
    except StorageError:
        raise
    except OSError as error:
        if reading and isinstance(error, FileNotFoundError):
            raise FileMissing(f"There is no such file in {place}.") from error
        reason = error.strerror or type(error).__name__
        if error.errno in FULL:
            raise StorageFull(
                f"The disk that holds {place} is full. Free some space, then try again."
            ) from error
        raise StorageUnavailable(
            f"Heard cannot use {place}: {reason}. Check that the folder exists and may be written to."
        ) from error

"""Where sealed files lie: `storages["sealed"]`, a private folder or (with STORAGE_URL) a private bucket."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import Storage, storages

from common.storages.base import FileStore, RangeStream
from common.storages.errors import FileMissing, StorageError, StorageFull, StorageUnavailable
from common.storages.folder import FolderStore
from common.storages.location import parse_storage_url

__all__ = [
    "FileMissing",
    "RangeStream",
    "SealedStorage",
    "StorageError",
    "StorageFull",
    "StorageUnavailable",
    "sealed_storage",
]


class SealedStorage(Storage):
    """Takes and gives sealed bytes only; `common.vault.files` is the one caller that knows what is in them."""

    @property
    def store(self) -> FileStore:
        if settings.STORAGE_URL:
            # boto3 takes a fifth of the start of each process, and most machines keep a folder.
            from common.storages.bucket import BucketStore  # noqa: PLC0415

            return BucketStore(parse_storage_url(settings.STORAGE_URL))
        return FolderStore(Path(settings.SEALED_ROOT))

    def write_stream(self, name: str, chunks: Iterable[bytes]) -> None:
        self.store.write_stream(name, chunks)

    def open_range(self, name: str, start: int, length: int) -> RangeStream:
        return self.store.open_range(name, start, length)

    def size(self, name: str) -> int:
        return self.store.size(name)

    def exists(self, name: str) -> bool:
        return self.store.exists(name)

    def delete(self, name: str) -> None:
        self.store.delete(name)

    def probe(self) -> None:
        self.store.probe()

    # A FileField on this storage would keep plain bytes: both doors that Django would use stay shut.
    def _open(self, name: str, mode: str = "rb") -> NoReturn:
        raise NotImplementedError("Sealed files are read with common.vault.files.open_file.")

    def _save(self, name: str, content: Any) -> NoReturn:
        raise NotImplementedError("Sealed files are written with common.vault.files.seal_file.")


def sealed_storage() -> SealedStorage:
    storage = storages["sealed"]
    if not isinstance(storage, SealedStorage):
        raise ImproperlyConfigured('STORAGES["sealed"] must be common.storages.SealedStorage.')
    return storage

"""What a place for sealed files can do. Two kinds exist: a private folder and a private bucket."""

from collections.abc import Iterable
from typing import Protocol


class RangeStream(Protocol):
    """Bytes of one range, in order; `read` may return fewer than asked, and b"" only at the end."""

    def read(self, size: int, /) -> bytes: ...
    def close(self) -> None: ...


class FileStore(Protocol):
    def write_stream(self, name: str, chunks: Iterable[bytes]) -> None:
        """Keep the chunks under NAME, all of them or nothing, without holding the file in memory."""

    def open_range(self, name: str, start: int, length: int) -> RangeStream:
        """The LENGTH bytes from START on (LENGTH is at least 1). Raises FileMissing."""

    def size(self, name: str) -> int: ...
    def exists(self, name: str) -> bool: ...

    def delete(self, name: str) -> None:
        """Remove NAME; one that is not there is no error."""

    def probe(self) -> None:
        """Raise StorageFull or StorageUnavailable when a file could not be kept now."""
